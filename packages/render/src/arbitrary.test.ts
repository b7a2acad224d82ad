import * as fc from 'fast-check';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { arbitrarySpec } from './__fixtures__/arbitrary-spec.js';
import { render } from './render.js';
import { treeDigest } from './tree-digest.js';

const RUNS = 200;

describe('random accepted specs', () => {
  it(`render to files that parse, the same twice (${RUNS} specs)`, async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(arbitrarySpec(), async (spec) => {
        const tree = await render(spec);
        const broken = tree.flatMap(({ path, text }) => {
          kinds.add(path.replace(/[^/]*$/, ''));
          if (path.endsWith('.ts')) return parseSync(path, text).errors.map(({ message }) => `${path}: ${message}`);
          if (/\.ya?ml$/.test(path)) {
            return parseAllDocuments(text).flatMap((document) => document.errors.map(({ message }) => `${path}: ${message}`));
          }
          if (path.endsWith('.json')) JSON.parse(text);
          return [];
        });
        expect(broken).toEqual([]);
        expect(new Set(tree.map(({ path }) => path.toLowerCase())).size).toBe(tree.length);
        expect(treeDigest(await render(structuredClone(spec)))).toBe(treeDigest(tree));
      }),
      { numRuns: RUNS, seed: 20_251_125 },
    );
    // The generator reaches every folder that a plugin can have.
    expect([...kinds].filter((folder) => folder.startsWith('src/')).sort()).toEqual(
      expect.arrayContaining(
        ['actions', 'evaluators', 'events', 'handlers', 'models', 'providers', 'routes', 'services', 'tasks'].map(
          (name) => `src/${name}/`,
        ),
      ),
    );
  }, 240_000);
});
