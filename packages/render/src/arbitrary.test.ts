import * as fc from 'fast-check';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { arbitrarySpec } from './__fixtures__/arbitrary-spec.js';
import type { PluginFile } from './file-tree.js';
import { render } from './render.js';
import { treeDigest } from './tree-digest.js';

const RUNS = 200;

/** What a parser of the file's kind has to say about it. */
function problemsOf({ path, text }: PluginFile): string[] {
  const named = (errors: readonly { message: string }[]) =>
    errors.map(({ message }) => `${path}: ${message}`);
  if (path.endsWith('.ts')) return named(parseSync(path, text).errors);
  if (/\.ya?ml$/.test(path)) return named(parseAllDocuments(text).flatMap(({ errors }) => errors));
  if (path.endsWith('.json')) JSON.parse(text);
  return [];
}

describe('random accepted specs', () => {
  it('render to the same bytes twice', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySpec(), async (spec) => {
        const again = await render(structuredClone(spec));
        expect(treeDigest(again)).toBe(treeDigest(await render(spec)));
      }),
      { numRuns: 20, seed: 20_251_126 },
    );
  }, 60_000);

  it(`render to files that parse (${RUNS} specs)`, async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(arbitrarySpec(), async (spec) => {
        const tree = await render(spec);
        for (const { path } of tree) kinds.add(path.replace(/[^/]*$/, ''));
        const broken = tree.flatMap(problemsOf);
        expect(broken).toEqual([]);
        expect(new Set(tree.map(({ path }) => path.toLowerCase())).size).toBe(tree.length);
      }),
      { numRuns: RUNS, seed: 20_251_125 },
    );
    // The generator reaches every folder that a plugin can have.
    expect([...kinds].filter((folder) => folder.startsWith('src/')).sort()).toEqual(
      expect.arrayContaining(
        [
          'actions',
          'collections',
          'evaluators',
          'events',
          'handlers',
          'models',
          'providers',
          'routes',
          'services',
          'tasks',
        ].map((name) => `src/${name}/`),
      ),
    );
  }, 240_000);
});
