import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { entry } from './__fixtures__/lockfiles.js';
import { packageSource } from './package-source.js';
import { readLockfile } from './read-lockfile.js';

const lock = (packages: object, more: object = {}) =>
  JSON.stringify({ lockfileVersion: 3, packages, ...more });
const read = (text: string, manifest?: string) => readLockfile('package-lock.json', text, manifest);

describe('a lockfile', () => {
  it('of version 1 is read too', async () => {
    const text = JSON.stringify({
      lockfileVersion: 1,
      dependencies: { lodash: { ...entry('4.17.15'), dependencies: { ms: entry('2.1.3') } } },
    });
    const { packages } = await read(text, '{"dependencies":{"lodash":"^4"}}');
    expect(packages.map(({ name, version, location }) => [name, version, location])).toEqual([
      ['lodash', '4.17.15', 'node_modules/lodash'],
      ['ms', '2.1.3', 'node_modules/lodash/node_modules/ms'],
    ]);
  });

  it('tells aliases, bundled ones, workspaces and what is only for development apart', async () => {
    const { packages, outOfStep } = await read(
      lock({
        '': { workspaces: ['packages/*'], devDependencies: { tool: '1' } },
        'packages/own': { name: 'own', version: '1.0.0', dependencies: { alias: 'npm:real@1' } },
        'node_modules/own': { resolved: 'packages/own', link: true },
        'node_modules/alias': {
          ...entry('1.0.0'),
          name: 'real',
          bundleDependencies: ['inner'],
          dependencies: { inner: '1' },
        },
        'node_modules/alias/node_modules/inner': { version: '1.0.0', inBundle: true },
        // It calls itself needed in production; only what depends on it decides.
        'node_modules/tool': { ...entry('1.0.0'), cpu: ['x64'] },
      }),
    );
    expect(outOfStep).toEqual([]);
    expect(
      packages.map(({ name, installedAs, dev, bundled, platformBound, path }) => ({
        name,
        installedAs,
        dev,
        bundled,
        platformBound,
        path: path.join(' '),
      })),
    ).toEqual([
      {
        name: 'real',
        installedAs: 'alias',
        dev: false,
        bundled: false,
        platformBound: false,
        path: 'real@1.0.0',
      },
      {
        name: 'inner',
        installedAs: 'inner',
        dev: false,
        bundled: true,
        platformBound: false,
        path: 'real@1.0.0 inner@1.0.0',
      },
      {
        name: 'tool',
        installedAs: 'tool',
        dev: true,
        bundled: false,
        platformBound: true,
        path: 'tool@1.0.0',
      },
    ]);
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['an object without a version', '{}'],
    ['packages that are a list', lock([])],
    ['an entry that is null', lock({ 'node_modules/a': null })],
    ['an old entry that is text', JSON.stringify({ lockfileVersion: 1, dependencies: { a: 'x' } })],
    [
      'old dependencies that are text',
      JSON.stringify({ lockfileVersion: 1, dependencies: { a: { dependencies: 'x' } } }),
    ],
    [
      'too many packages',
      lock(
        Object.fromEntries(
          Array.from({ length: 50_001 }, (_, index) => [`node_modules/p${index}`, {}]),
        ),
      ),
    ],
    [
      'dependencies inside each other without end',
      `{"lockfileVersion":1,"dependencies":${'{"a":{"dependencies":'.repeat(200)}{}${'}}'.repeat(200)}}`,
    ],
  ])('is refused when it is %s', async (_name, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'PW_AUDIT_LOCKFILE' });
  });

  it('cannot write outside the temporary directory, which does not stay', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('plugwright-audit-'));
    const { packages } = await read(
      lock({
        '../../evil': { name: 'evil', version: '1.0.0' },
        'node_modules/__proto__': entry('1.0.0'),
      }),
    );
    expect(packages.map(({ name }) => name)).toEqual(['__proto__']);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('plugwright-audit-'))).toEqual(
      before,
    );
  });
});

describe('the source of a package', () => {
  const registry = 'https://registry.npmjs.org/';
  const of = (resolved: string | undefined, version = '1.0.0', name = 'x', bundled = false) =>
    packageSource(
      { name, version, resolved, bundled } as Parameters<typeof packageSource>[0],
      registry,
    );

  it.each([
    [undefined, 'registry'],
    ['https://registry.npmjs.org/x/-/x-1.0.0.tgz', 'registry'],
    ['https://registry.yarnpkg.com/x/-/x-1.0.0.tgz', 'registry'],
    ['https://evil.example/x/-/x-1.0.0.tgz', 'other-registry'],
    ['https://registry.npmjs.org/y/-/y-1.0.0.tgz', 'url'],
    ['https://example.com/x.tgz', 'url'],
    ['https://example.com/x.git', 'git'],
    ['git+ssh://git@github.com/a/x.git#abc', 'git'],
    ['github:a/x', 'git'],
    ['file:../x', 'file'],
    ['../x.tgz', 'file'],
    ['ftp://example.com/x', 'url'],
    ['nonsense', 'url'],
  ])('%s is %s', (resolved, source) => {
    expect(of(resolved)).toBe(source);
  });

  it('of a scoped package is its registry, of one inside another is that other', () => {
    expect(of('https://registry.npmjs.org/@a/x/-/x-1.0.0.tgz', '1.0.0', '@a/x')).toBe('registry');
    expect(of(undefined, '1.0.0', 'x', true)).toBe('bundled');
    expect(of(undefined, '')).toBe('url');
  });
});
