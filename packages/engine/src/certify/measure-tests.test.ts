import { describe, expect, it } from 'vitest';
import { coverageOf, testedComponents } from './measure-tests.js';

describe('tests', () => {
  const boot = {
    actions: [{ name: 'A' }, { name: 'B' }],
    services: [{ type: 'lamp' }],
    providers: 'x',
  };
  it('name components, or call into their files', () => {
    const coverage = [
      { path: 'src/lamp.ts', lines: 10, covered: 5, called: 1 },
      { path: 'src/b.ts', lines: 10, covered: 1, called: 0 },
    ];
    const sources = [
      { path: 'src/lamp.ts', text: "static type = 'lamp'" },
      { path: 'src/b.ts', text: "name: 'B'" },
    ];
    expect(testedComponents(boot, { names: ['A works'], files: [], coverage }, sources)).toEqual({
      components: ['A', 'B', 'lamp'],
      untested: ['B'],
    });
    const odd = { actions: [{ name: 7 }, { name: 'A' }, { name: 'A' }] };
    expect(testedComponents(odd, { names: [], files: [] }, [])).toEqual({
      components: ['A'],
      untested: ['A'],
    });
    expect(testedComponents(undefined, { names: [], files: [] }, [])).toEqual({
      components: [],
      untested: [],
    });
  });

  it('are counted without the library', () => {
    const files = [
      { path: 'src/a.ts', lines: 10, covered: 9, called: 1 },
      { path: 'src/lib/b.ts', lines: 90, covered: 0, called: 0 },
    ];
    expect(coverageOf(files, new Set(['src/lib/b.ts']))).toEqual({
      lines: 10,
      covered: 9,
      percent: 90,
      libraryLines: 90,
    });
    expect(coverageOf(files, new Set(['src/lib/b.ts', 'src/a.ts']))).toBeUndefined();
  });
});
