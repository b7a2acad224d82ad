import { describe, expect, it } from 'vitest';
import { catalogOperations, searchCatalog } from './search-catalog.js';

describe('searchCatalog', () => {
  it('gives providers and documents', async () => {
    const { providers, documents } = await searchCatalog('GitHub issues', { limit: 2 });
    expect(providers[0]?.id).toBe('github');
    expect(documents.map(({ id }) => id)).toContain('github.com/api.github.com');
    expect(documents.length).toBeLessThanOrEqual(2);
  });

  it('says that there is nothing', async () => {
    await expect(searchCatalog('xyzzyplugh')).rejects.toMatchObject({ code: 'PW_CATALOG_NOTHING' });
  });
});

describe('catalogOperations', () => {
  it('lists them, or ranks them for a phrase', async () => {
    expect((await catalogOperations('xkcd.com')).operations).toHaveLength(2);
    const { operations, abstain } = await catalogOperations('stripe.com', 'create a customer');
    expect(abstain).toBe(false);
    expect(operations[0]).toMatchObject({ method: 'POST', path: '/v1/customers' });
    expect(operations).toHaveLength(5);
    expect(await catalogOperations('xkcd.com', 'water the plants')).toMatchObject({
      abstain: true,
    });
  });

  it('knows which documents there are', async () => {
    await expect(catalogOperations('nobody.example')).rejects.toMatchObject({
      code: 'PW_CATALOG_DOCUMENT_UNKNOWN',
    });
  });
});
