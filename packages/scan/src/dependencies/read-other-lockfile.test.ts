import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeOf } from '../source-tree.js';
import { auditTree } from './audit.js';
import { readOtherLockfile } from './read-other-lockfile.js';

// Each was written by the package manager of its name for the same manifest.
const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '__fixtures__/lockfiles', name), 'utf8');
const MANIFEST = fixture('package.json');
const LOCKFILES = [
  ['yarn-1.lock', 'yarn.lock'],
  ['yarn-4.lock', 'yarn.lock'],
  ['pnpm-7.yaml', 'pnpm-lock.yaml'],
  ['pnpm-8.yaml', 'pnpm-lock.yaml'],
  ['pnpm-9.yaml', 'pnpm-lock.yaml'],
  ['bun.lock', 'bun.lock'],
] as const;
const read = (name: string, path: string, manifest: string | undefined = MANIFEST) =>
  readOtherLockfile(path, fixture(name), new Map([['package.json', manifest]]));

describe.each(LOCKFILES)('%s', (name, path) => {
  it('pins what the manifest asks for, and what that needs', async () => {
    const { packages, outOfStep, peers } = await read(name, path);
    const seen = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
    expect(outOfStep).toEqual([]);
    expect(peers).toEqual([]);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([
        'ms@2.1.3',
        'chalk@4.1.2',
        'ansi-styles@4.3.0',
        'color-convert@2.0.1',
        'color-name@1.1.4',
        'has-flag@4.0.0',
        'supports-color@7.2.0',
        'lodash@4.17.15',
        'mkdirp@0.5.1',
        'minimist@0.0.8',
        'fsevents@2.3.3',
      ]),
    );
    expect(seen.get('color-name@1.1.4')?.path).toEqual([
      'chalk@4.1.2',
      'ansi-styles@4.3.0',
      'color-convert@2.0.1',
      'color-name@1.1.4',
    ]);
    expect(seen.get('minimist@0.0.8')).toMatchObject({ dev: true, direct: false });
    expect(seen.get('lodash@4.17.15')).toMatchObject({ dev: false, direct: true, optional: false });
    expect(seen.get('fsevents@2.3.3')).toMatchObject({ optional: true });
  });

  it('finds what is vulnerable, at its line, and nothing that is not pinned', async () => {
    const result = await auditTree(
      treeOf([
        ['package.json', MANIFEST],
        [path, fixture(name)],
        ['src/index.ts', "import _ from 'lodash';"],
      ]),
    );
    const about = result.findings.filter(({ message }) => message.startsWith('lodash@4.17.15'));
    expect(about.length).toBeGreaterThan(0);
    const line = fixture(name).split('\n')[(about[0]?.line ?? 0) - 1];
    expect(line).toMatch(/lodash.*[:[]/);
    expect(result.lockfile?.path).toBe(path);
    expect(result.packages.filter(({ checks }) => checks.pinned.status !== 'pass')).toEqual([]);
    expect(result.packages.filter(({ checks }) => checks.source.status !== 'pass')).toEqual([]);
    expect(result.packages.find((one) => one.name === 'lodash')).toMatchObject({ imported: true });
  });

  it('says where it does not fit the manifest', async () => {
    const other = MANIFEST.replace(
      '"lodash": "4.17.15"',
      '"lodash": "4.17.21", "left-pad": "1.3.0"',
    );
    const { outOfStep } = await read(name, path, other);
    expect(outOfStep).toEqual(['left-pad@1.3.0', 'lodash@4.17.21']);
  });
});

describe('a lockfile of another package manager', () => {
  it.each([
    ['yarn.lock', ''],
    ['yarn.lock', '{{{'],
    ['yarn.lock', '# yarn lockfile v1\n\na@1:\n  resolved "x"\n'],
    ['pnpm-lock.yaml', ''],
    ['pnpm-lock.yaml', 'lockfileVersion: 4\n'],
    ['pnpm-lock.yaml', 'lockfileVersion: "9.0"\npackages: [a]\n'],
    ['pnpm-lock.yaml', `a: ${'['.repeat(20_000)}`],
    ['bun.lock', '{'],
    ['bun.lock', '{"lockfileVersion": 7}'],
    ['bun.lock', '{"lockfileVersion": 1, "packages": {"a": []}}'],
  ])('%s is refused when it is %j', async (path, text) => {
    await expect(readOtherLockfile(path, text, new Map())).rejects.toMatchObject({
      code: 'PW_AUDIT_LOCKFILE',
    });
  });

  it.each([
    [
      'yarn.lock',
      '# yarn lockfile v1\n\n"a@git+ssh://git@example.com/a.git":\n  version "1.0.0"\n  resolved "git+ssh://git@example.com/a.git#abc"\n\n"b@file:../b":\n  version "1.0.0"\n\n"c@^1":\n  version "1.0.0"\n  resolved "https://evil.example/c/-/c-1.0.0.tgz#00"\n',
    ],
    [
      'pnpm-lock.yaml',
      "lockfileVersion: '9.0'\npackages:\n  a@https://codeload.github.com/o/a/tar.gz/abc:\n    resolution: {tarball: https://codeload.github.com/o/a/tar.gz/abc}\n    version: 1.0.0\n  b@file:../b:\n    resolution: {directory: ../b, type: directory}\n  c@1.0.0:\n    resolution: {integrity: sha512-x, tarball: https://evil.example/c/-/c-1.0.0.tgz}\n",
    ],
    [
      'bun.lock',
      '{"lockfileVersion":1,"packages":{"a":["a@github:o/a#abc",{},"o-a-abc"],"b":["b@file:../b",{}],"c":["c@1.0.0","https://evil.example/",{},"sha512-x"]}}',
    ],
  ])('%s tells packages that are not from the registry apart', async (path, text) => {
    const { findings, answer } = await auditTree(treeOf([[path, text]]));
    const rules = findings.map(({ rule, message }) => `${rule} ${/: (\w)@/.exec(message)?.[1]}`);
    expect(rules).toEqual(
      expect.arrayContaining(['foreign-source a', 'foreign-source b', 'other-registry c']),
    );
    expect(answer).toBe('unknown');
  });

  it('knows the workspaces of the project as its own', async () => {
    const manifests = new Map([
      ['package.json', '{"name":"root","workspaces":["packages/*"]}'],
      ['packages/a/package.json', '{"name":"a","dependencies":{"c":"^1"}}'],
    ]);
    const yarn = '# yarn lockfile v1\n\nc@^1:\n  version "1.0.0"\n  integrity sha512-x\n';
    const pnpm =
      "lockfileVersion: '9.0'\nimporters:\n  .: {}\n  packages/a:\n    dependencies:\n      c:\n        specifier: ^1\n        version: 1.0.0(d@1.0.0)\npackages:\n  c@1.0.0:\n    resolution: {integrity: sha512-x}\nsnapshots:\n  c@1.0.0(d@1.0.0): {}\n";
    const bun =
      '{"lockfileVersion":1,"workspaces":{"":{"name":"root"},"packages/a":{"name":"a","dependencies":{"c":"^1"}}},"packages":{"a":["a@workspace:packages/a"],"c":["c@1.0.0","",{},"sha512-x"]}}';
    for (const [path, text] of [
      ['yarn.lock', yarn],
      ['pnpm-lock.yaml', pnpm],
      ['bun.lock', bun],
    ] as const) {
      const { packages, outOfStep } = await readOtherLockfile(path, text, manifests);
      expect(packages.map(({ name, direct }) => [path, name, direct])).toEqual([[path, 'c', true]]);
      expect(outOfStep).toEqual([]);
    }
  });

  it('that is binary is not read, and one beside another is named', async () => {
    const none = await auditTree(treeOf([['bun.lockb', 'x']]));
    expect(none).toMatchObject({ answer: 'unknown', coverage: { checked: 0, total: 0 } });
    expect(none.sentence).toContain('--save-text-lockfile');
    const two = await auditTree(
      treeOf([
        ['package.json', MANIFEST],
        ['yarn.lock', fixture('yarn-1.lock')],
        ['bun.lock', fixture('bun.lock')],
      ]),
    );
    expect(two.notes).toContain('Read: yarn.lock. Not read: bun.lock.');
  });
});
