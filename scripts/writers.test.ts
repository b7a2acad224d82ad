import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The sources that may change the disk, and where they do. Everything else asks one of these. */
const WRITERS: Readonly<Record<string, string>> = {
  'packages/files/src/write-atomically.ts': 'the path it is given, whose caller has checked it',
  'packages/engine/src/apply-tree.ts':
    'below the directory of a plugin, every path through safeJoin',
  'packages/engine/src/host.ts': 'names the calls that the above makes',
  'packages/engine/src/prompt-files.ts': 'makes the calls of the above at once',
  'packages/verify/src/workspace.ts': 'a private temporary directory, every path through safeJoin',
  'packages/verify/src/gate-boot.ts': 'a fixed name in that directory',
  'packages/verify/src/gate-tests.ts': 'fixed names in that directory',
  'packages/verify/src/harness/recorder.ts': 'beside itself, in the workspace of the tests',
  'packages/verify/src/bench/measure-plugin.ts': 'fixed names in that directory',
  'packages/verify/src/prepare-store.ts': 'the dependency store, under fixed names',
  'packages/verify/src/seal-store.ts': 'the dependency store, what it read there itself',
  'packages/files/src/copy-tree.ts':
    'the directory it is given, every path through safeJoin, no link followed',
  'packages/jobs/src/choose-store.ts': 'the jobs directory, every path through safeJoin',
  'packages/jobs/src/open-jobs.ts': 'makes the jobs directory',
  'packages/jobs/src/content-store.ts': 'the jobs directory, every path through safeJoin',
  'packages/jobs/src/json-adapter.ts': 'the jobs directory, every path through safeJoin',
  'packages/engine/src/jobs/connect-plugin-jobs.ts': 'the inbox of the jobs, under ids of its own',
  'packages/engine/src/jobs/serve-inbox.ts': 'the inbox of the jobs, under ids it has matched',
  'packages/engine/src/jobs/work-directory.ts':
    'the work directory of an attempt, every path through safeJoin',
  'packages/sandbox/src/cgroup.ts': 'control groups that it made',
  'packages/sandbox/src/run-container.ts': 'a private temporary directory, fixed names',
  'packages/sandbox/src/run-restricted.ts': 'a private temporary directory',
  'packages/sandbox/src/self-test.ts': 'the cache, under the id of this start of the machine',
  'packages/sandbox/src/attempts/target.ts': 'a private temporary directory, fixed names',
  'packages/sandbox/src/attempts/try-attempts.ts': 'a private temporary directory, fixed names',
  'packages/scan/src/dependencies/read-lockfile.ts':
    'a private temporary directory, every path through safeJoin',
  'packages/scan/src/dependencies/stored-answers.ts':
    'the directory of advisories, every path through safeJoin',
  'packages/scan/src/dependencies/archive.ts':
    'the directory of advisories, every path through safeJoin',
  'apps/plugin-dynamic/src/cursor.ts': 'the jobs directory, every path through safeJoin',
  'packages/vault/src/generations.ts': 'the directory of the vault, every path through safeJoin',
  'packages/engine/src/certify/measure-mutants.ts':
    'the text of a program that runs in the sandbox, and writes there',
  'packages/engine/src/certify/signing-keys.ts': 'makes the directory of the trust file',
  'apps/cli/src/commands/certify.ts': 'makes the directory that the user names',
  'apps/cli/src/compiled-code.ts': 'the cache, under the digest of our own code',
};

const writing =
  /\b(?:appendFile|chmod|copyFile|cp|createWriteStream|link|mkdir|mkdtemp|open|rename|rm|rmdir|symlink|truncate|unlink|writeFile|writev?)(?:Sync)?\b/;

/** The names that a source takes from `node:fs`: by import, or by use of the whole module. */
function fileCalls(text: string): string[] {
  return [...text.matchAll(/import\s+(type\s+)?([^;]*?)\s+from\s+'(?:node:)?fs(?:\/promises)?'/g)]
    .filter(([, isType]) => isType === undefined)
    .flatMap(([, , names = '']) => {
      const whole = /\* as (\w+)/.exec(names)?.[1];
      return whole === undefined
        ? (names.match(/\w+/g) ?? [])
        : [...text.matchAll(new RegExp(String.raw`\b${whole}\.(\w+)`, 'g'))].map(
            ([, name = '']) => name,
          );
    });
}

const sources = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group)).flatMap((name) =>
    readdirSync(join(root, group, name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(?:test|gen)\.ts$|__fixtures__/.test(file))
      .map((file) => `${group}/${name}/src/${file.replaceAll('\\', '/')}`),
  ),
);
const writers = sources.filter((path) =>
  fileCalls(readFileSync(join(root, path), 'utf8')).some((name) => writing.test(name)),
);

it('finds calls however they are imported', () => {
  expect(fileCalls("import { readFile, writeFile as w } from 'node:fs/promises';")).toContain(
    'writeFile',
  );
  expect(fileCalls("import * as fs from 'fs';\nfs.rmSync(x)")).toEqual(['rmSync']);
  expect(fileCalls("import type { Stats } from 'node:fs';")).toEqual([]);
  expect(writing.test('rmSync') && writing.test('mkdir') && !writing.test('readFile')).toBe(true);
});

it('knows every source that changes the disk', () => {
  // They open a file to read it, or write to a descriptor they were given.
  const readers = new Set([
    'packages/vault/src/secret-file.ts',
    'packages/catalog/src/documents-file.ts',
    'packages/verify/src/harness/channel.ts',
    'packages/scan/src/read-directory.ts',
    'packages/sandbox/src/bubblewrap-box.ts',
    'packages/sandbox/src/copy-in.ts',
    'packages/sandbox/src/start-process.ts',
    'packages/scan/src/read-regular.ts',
  ]);
  expect(writers.filter((path) => WRITERS[path] === undefined && !readers.has(path))).toEqual([]);
  expect(Object.keys(WRITERS).filter((path) => !sources.includes(path))).toEqual([]);
});

it('lets no writer join a path that came from outside by hand', () => {
  for (const [path, where] of Object.entries(WRITERS)) {
    const text = readFileSync(join(root, path), 'utf8');
    expect([path, /every path through safeJoin/.test(where), /safeJoin\(/.test(text)]).toEqual([
      path,
      /safeJoin\(/.test(text),
      /safeJoin\(/.test(text),
    ]);
  }
});
