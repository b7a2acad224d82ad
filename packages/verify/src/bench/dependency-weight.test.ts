import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { dependencyWeight } from './dependency-weight.js';

const root = mkdtempSync(join(tmpdir(), 'plugwright-weight-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

it('counts what comes along, once, without what every agent has', () => {
  const manifest = (dependencies: object) => JSON.stringify({ dependencies });
  write('node_modules/a/package.json', manifest({ b: '1', zod: '4' }));
  write('node_modules/a/lib/index.js', 'x'.repeat(100));
  write('node_modules/a/node_modules/b/package.json', '{}');
  write('node_modules/a/node_modules/b/index.js', 'x'.repeat(1000));
  write('node_modules/@s/c/package.json', manifest({ a: '1' }));
  const store = { modules: join(root, 'node_modules'), origin: 'option' as const, versions: {} };
  const found = dependencyWeight(
    { dependencies: { '@s/c': '1', a: '1', '@elizaos/core': '1', absent: '1', '../x': '1' } },
    store,
  );
  const manifests = [manifest({ b: '1', zod: '4' }), '{}', manifest({ a: '1' })].join('').length;
  expect(found).toEqual({ count: 3, bytes: 1100 + manifests, missing: ['absent'] });
  expect(dependencyWeight(undefined, store)).toEqual({ count: 0, bytes: 0, missing: [] });
});
