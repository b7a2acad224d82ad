import * as catalog from '@plugwright/catalog';
import { providerById } from '@plugwright/spec/text';
import { describe, expect, it } from 'vitest';
import { documentOf } from './directory-document.js';

const about = (provider: string, phrase: string) =>
  documentOf(
    provider,
    [{ action: 'X', provider, phrase, path: '/actions/0/run/path', evidence: null }],
    catalog,
  )?.id;

describe('documentOf', () => {
  it('finds the document of a provider in the catalogue', () => {
    expect(about('github', 'create issue')).toBe('github.com/api.github.com');
    expect(about('stripe', 'list customers')).toBe('stripe.com');
  });

  it('finds none for a provider that the directory lacks', () => {
    expect(providerById('coingecko')?.openapi).toBeUndefined();
    expect(about('coingecko', 'get price')).toBeUndefined();
    expect(about('quuxify', 'frobnicate widgets')).toBeUndefined();
  });

  it('finds a name that only the directory knows', () => {
    expect(providerById('bungie')).toBeUndefined();
    expect(about('bungie', 'get profile')).toBe('bungie.net');
  });
});
