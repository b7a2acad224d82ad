import { describe, expect, it } from 'vitest';
import { recipeOf } from './build-plugin.js';

describe('the build recipe', () => {
  const config = [
    { path: 'tsconfig.build.json', text: '{ "compilerOptions": { "outDir": "./dist" } }' },
  ];
  it('is the compiler and nothing else', () => {
    const of = (build: unknown) => recipeOf({ scripts: { build } }, config);
    expect(of('tsc -p tsconfig.build.json')).toEqual({
      project: 'tsconfig.build.json',
      outDir: 'dist',
    });
    for (const other of [
      'tsup',
      'tsc -p tsconfig.build.json && sh x',
      'tsc -p ../x.json; ls',
      'tsc',
      undefined,
      7,
    ])
      expect(of(other)).toBeUndefined();
    expect(recipeOf({}, config)).toBeUndefined();
  });
});
