import { describe, expect, it } from 'vitest';
import { asBuilt, entryOf } from './plugin-shim.js';

describe('what a package exports', () => {
  it.each([
    [{ main: './dist/index.js' }, 'dist/index.js'],
    [{ exports: './a.js', main: 'b.js' }, 'a.js'],
    [{ exports: { '.': { types: './a.d.ts', import: './a.mjs', require: './a.cjs' } } }, 'a.mjs'],
    [{ exports: { '.': { node: { require: './a.cjs', default: './n.js' } } } }, 'n.js'],
    [{ exports: { import: './a.mjs' } }, 'a.mjs'],
    [{ module: './m.js' }, 'm.js'],
    [{}, 'index.js'],
    [{ exports: { '.': null } }, 'index.js'],
  ])('is found in %j', (manifest, path) => {
    expect(entryOf(manifest)).toBe(path);
  });

  it('is loaded in the place of the source', () => {
    const files = ['src/index.ts', 'dist/index.js'].map((path) => ({ path, text: '' }));
    expect(asBuilt(files, { main: 'dist/index.js' }).map(({ path }) => path)).toEqual([
      'dist/index.js',
      'src/index.js',
    ]);
    expect(asBuilt([{ path: 'index.js', text: '' }], {}).map(({ path }) => path)).toEqual([
      'index.js',
    ]);
  });
});
