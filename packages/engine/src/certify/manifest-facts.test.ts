import { describe, expect, it } from 'vitest';
import {
  environmentFacts,
  manifestFacts,
  strictOf,
  unlistedDependencies,
} from './manifest-facts.js';

describe('package.json', () => {
  it('says where dependencies come from', () => {
    const dependencies = {
      a: '^1.0.0',
      b: '1.x || >=2 <3',
      c: 'latest',
      d: 'npm:@x/y@^1.0.0',
      e: '*',
      f: 'github:a/b',
      g: 'git+https://x/y.git',
      h: 'https://x/y.tgz',
      i: 'file:../z',
      j: 'a/b',
      k: 'workspace:*',
    };
    const { unusualDependencies } = manifestFacts(
      { dependencies, devDependencies: { l: 'file:x' } },
      [],
    );
    expect(unusualDependencies.map((one) => one[0])).toEqual(['f', 'g', 'h', 'i', 'j', 'k']);
  });

  it('is held against the list of components', () => {
    const dependencies = { a: '^1.0.0', b: 'npm:@x/y@^1.0.0', c: '*' };
    const manifest = { dependencies, peerDependencies: { host: '1' } };
    expect(unlistedDependencies(manifest, [{ name: 'a' }, { name: '@x/y' }])).toEqual(['c']);
  });

  it.each([
    [{ license: 'MIT' }, 'MIT'],
    [{ license: { type: 'ISC' } }, 'ISC'],
    [{ licenses: [{ type: 'MIT' }] }, 'MIT'],
    [{ license: 'UNLICENSED' }, undefined],
    [{ license: ' ' }, undefined],
    [{}, undefined],
  ])('says the licence: %j', (manifest, license) => {
    expect(manifestFacts(manifest, ['LICENSE.md'])).toMatchObject(
      license ? { license } : { licenseFile: true },
    );
    expect(manifestFacts(manifest, []).license).toBe(license);
  });

  it('says which settings there are', () => {
    const of = (agentConfig: unknown) => environmentFacts({ agentConfig }, ['B', 'A', 'B']);
    expect(of({ pluginParameters: { Z: {}, Y: {} } })).toEqual({
      declared: ['Y', 'Z'],
      undeclared: ['A', 'B'],
    });
    expect(of({}).declared).toEqual([]);
    expect(of(undefined).declared).toEqual([]);
  });

  it('says through tsconfig.json whether types are strict', async () => {
    const of = (files: Record<string, string>) =>
      strictOf(Object.entries(files).map(([path, text]) => ({ path, text })));
    expect(
      await of({ 'tsconfig.json': '{ /* on */ "compilerOptions": { "strict": true, } }' }),
    ).toBe(true);
    expect(
      await of({
        'tsconfig.json': '{ "extends": "./base" }',
        'base.json': '{ "compilerOptions": { "strict": true } }',
      }),
    ).toBe(true);
    expect(await of({ 'tsconfig.json': '{ "compilerOptions": { "strict": false } }' })).toBe(false);
    expect(await of({ 'tsconfig.json': '{}' })).toBe(false);
    expect(await of({ 'tsconfig.json': '{ "extends": "@x/base" }' })).toBeUndefined();
    expect(await of({ 'tsconfig.json': '{ "extends": "./tsconfig.json" }' })).toBeUndefined();
    expect(await of({})).toBeUndefined();
  });
});
