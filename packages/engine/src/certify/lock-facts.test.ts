import { describe, expect, it } from 'vitest';
import { resolvedInLockfile, resolvedInStore } from './lock-facts.js';

describe('exact versions', () => {
  const store = {
    'node_modules/zod': {
      version: '4.6.7',
      integrity: 'sha512-x',
      license: 'MIT',
      dependencies: { deep: '1' },
    },
    'node_modules/deep': { version: '1.0.0', integrity: 'sha512-y' },
    'node_modules/@elizaos/core': { version: '1.7.2', integrity: 'sha512-z' },
    'node_modules/other': { version: '9.0.0' },
  };
  it('are those of the store, as far as dependencies go', () => {
    const manifest = {
      name: 'a',
      version: '1.0.0',
      dependencies: { zod: '^4.0.0' },
      peerDependencies: { '@elizaos/core': '*' },
    };
    const found = resolvedInStore(manifest, store);
    expect(found.packages.map(({ name, scope }) => [name, scope])).toEqual([
      ['zod', 'required'],
      ['deep', 'required'],
      ['@elizaos/core', 'excluded'],
    ]);
    const { packages } = JSON.parse(found.lockfile) as { packages: Record<string, unknown> };
    expect(Object.keys(packages)).toEqual(['', 'node_modules/zod', 'node_modules/deep']);
  });

  it('are none of what the store lacks, and each once', () => {
    const round = {
      'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } },
      'node_modules/b': { version: '2.0.0', dependencies: { a: '1' } },
    };
    const { packages } = resolvedInStore({ dependencies: { a: '1', gone: '1' } }, round);
    expect(packages).toEqual([
      { name: 'a', version: '1.0.0', scope: 'required' },
      { name: 'b', version: '2.0.0', scope: 'required' },
    ]);
  });

  it('are those of a lockfile of its own, without what is for development', () => {
    const text = JSON.stringify({
      packages: {
        '': {},
        'node_modules/a': { version: '1.0.0', integrity: 'x' },
        'node_modules/a/node_modules/@b/c': { version: '2.0.0', optional: true },
        'node_modules/d': { version: '3.0.0', dev: true },
        'node_modules/e': { version: '4.0.0', peer: true },
      },
    });
    expect(
      resolvedInLockfile('package-lock.json', text)?.packages.map(({ name, scope }) => [
        name,
        scope,
      ]),
    ).toEqual([
      ['a', 'required'],
      ['@b/c', 'optional'],
      ['e', 'excluded'],
    ]);
    expect(resolvedInLockfile('package-lock.json', '{')).toBeUndefined();
    expect(resolvedInLockfile('package-lock.json', '{}')).toBeUndefined();
  });
});
