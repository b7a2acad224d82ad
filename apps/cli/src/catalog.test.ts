import { describe, expect, it } from 'vitest';
import { runCli } from './__fixtures__/run-cli.js';

describe('plugwright catalog', () => {
  it('finds providers and documents', async () => {
    const run = await runCli(['catalog', 'search', 'GitHub', 'issues']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^Providers\n {2}GitHub {2}api\.github\.com {2}GITHUB_TOKEN\n/);
    expect(run.stdout).toContain('OpenAPI documents\n  github.com/api.github.com');
    expect(run.stderr).toContain('plugwright catalog operations "github.com/api.github.com"');
  });

  it('gives one JSON document, and as many hits as wanted', async () => {
    const run = await runCli(['catalog', 'search', 'weather', '--limit', '2', '--json']);
    const { providers, documents } = JSON.parse(run.stdout) as Record<string, unknown[]>;
    expect([providers?.length, documents?.length]).toEqual([2, 2]);
  });

  it('ranks the operations of a document for a phrase', async () => {
    const run = await runCli(['catalog', 'operations', 'stripe.com', 'create', 'a', 'customer']);
    expect(run.stdout.split('\n')[0]).toBe('POST /v1/customers  PostCustomers');
    const none = await runCli(['catalog', 'operations', 'xkcd.com', 'water', 'the', 'plants']);
    expect(none.stderr).toContain('Nothing fits');
    const all = await runCli(['catalog', 'operations', 'xkcd.com']);
    expect(all.stdout).toContain('GET /{comicId}/info.0.json');
  });

  it.each([
    [['search', 'xyzzyplugh'], 'PW_CATALOG_NOTHING'],
    [['operations', 'nobody.example'], 'PW_CATALOG_DOCUMENT_UNKNOWN'],
    [['find', 'x'], 'PW_CLI_USAGE'],
    [['search'], 'words'],
    [['search', 'x', '--limit', 'many'], 'PW_CLI_USAGE'],
  ])('ends with 2 on %j', async (argv, expected) => {
    const run = await runCli(['catalog', ...argv]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(expected);
  });
});
