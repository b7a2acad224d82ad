import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanPath } from './scan-path.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scan-folders-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BAD = 'eval(location.hash);';
const write = (files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
const scan = async () => {
  const { findings, skipped, complete } = await scanPath(folder, { secretlint: false });
  const found = findings.filter(({ rule }) => rule === 'code-injection').map(({ path }) => path);
  return { found, skipped, complete };
};

describe('a directory', () => {
  it('is read without the folders of tools, and the result names them', async () => {
    write({
      'package.json': '{"name":"a","version":"1.0.0","files":["dist"]}',
      'dist/index.js': BAD,
      'coverage/report.js': BAD,
      '.cache/a.js': BAD,
      '.turbo/a.js': BAD,
      '.git/hook.js': BAD,
      'node_modules/b/index.js': BAD,
      'src/coverage/index.ts': BAD,
    });
    expect(await scan()).toEqual({
      found: ['dist/index.js', 'src/coverage/index.ts'],
      skipped: [
        { path: '.cache', reason: 'the package does not ship it' },
        { path: '.git', reason: 'the history is for scan --history' },
        { path: '.turbo', reason: 'the package does not ship it' },
        { path: 'coverage', reason: 'the package does not ship it' },
        { path: 'node_modules', reason: 'dependencies are for the audit' },
      ],
      complete: true,
    });
  });

  it.skipIf(process.platform === 'win32')('waits for nobody at a pipe', async () => {
    write({ 'coverage/report.js': BAD });
    expect(spawnSync('mkfifo', [join(folder, 'package.json')]).status).toBe(0);
    const { found, skipped } = await scan();
    expect(found).toEqual(['coverage/report.js']);
    expect(skipped).toContainEqual({ path: 'package.json', reason: 'it is no regular file' });
  });

  it.each([
    ['by files', '{"name":"a","version":"1.0.0","files":[".cache","coverage/*.js"]}'],
    ['for want of files', '{"name":"a","version":"1.0.0"}'],
  ])('is read with what the package ships of such folders, %s', async (_name, manifest) => {
    write({ 'package.json': manifest, '.cache/a.js': BAD, 'coverage/report.js': BAD });
    const { found, skipped } = await scan();
    expect(found).toEqual(['.cache/a.js', 'coverage/report.js']);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'only what the package ships of it was read',
      'only what the package ships of it was read',
    ]);
  });

  it('is read with its main program, wherever it lies', async () => {
    write({
      'package.json': '{"name":"a","version":"1.0.0","main":".cache/run.js","files":["dist"]}',
      '.cache/run.js': BAD,
      '.cache/other.js': BAD,
    });
    expect((await scan()).found).toEqual(['.cache/run.js']);
  });

  it.each([
    ['no manifest', undefined],
    ['a manifest that is none', '{'],
  ])('is read whole when it has %s', async (_name, manifest) => {
    write({
      'coverage/report.js': BAD,
      ...(manifest !== undefined && { 'package.json': manifest }),
    });
    expect(await scan()).toMatchObject({ found: ['coverage/report.js'], skipped: [] });
  });

  it('is read with bundled dependencies and what they need, but not through links', async () => {
    write({
      'package.json':
        '{"name":"a","version":"1.0.0","bundleDependencies":["b","linked","../../evil"],"dependencies":{"b":"1"}}',
      'node_modules/b/package.json': '{"name":"b","dependencies":{"c":"1"}}',
      'node_modules/b/index.js': BAD,
      'node_modules/b/node_modules/d/index.js': BAD,
      'node_modules/c/package.json': '{"name":"c"}',
      'node_modules/c/index.js': BAD,
      'node_modules/e/index.js': BAD,
      'elsewhere/package.json': '{"name":"linked"}',
      'elsewhere/a.txt': '',
    });
    symlinkSync('../elsewhere', join(folder, 'node_modules/linked'));
    const { found, skipped, complete } = await scan();
    expect(found).toEqual([
      'node_modules/b/index.js',
      'node_modules/b/node_modules/d/index.js',
      'node_modules/c/index.js',
    ]);
    expect(skipped).toEqual([
      { path: 'node_modules', reason: 'only what the package ships of it was read' },
      { path: 'node_modules/linked', reason: 'it is a link to a folder' },
    ]);
    expect(complete).toBe(false);
  });
});
