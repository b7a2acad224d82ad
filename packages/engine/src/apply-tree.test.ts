import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyTree, PartialWrite } from './apply-tree.js';

let base: string;
let root: string;
beforeEach(async () => {
  base = await fs.mkdtemp(join(tmpdir(), 'pw-apply-'));
  root = join(base, 'out');
});
afterEach(() => fs.rm(base, { recursive: true, force: true }));

const file = (path: string, text = `text of ${path}\n`) => ({ path, text });
const apply = (files: { path: string; text: string; mode?: number }[], host = fs) =>
  applyTree({ root, files, host });
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!PlugwrightError.isInstance(error)) throw error ?? new Error('nothing was thrown');
  return error.code;
};

describe('applyTree', () => {
  it('writes files into directories that it makes, and leaves nothing else behind', async () => {
    const result = await apply([file('src/lib/a.ts'), file('README.md')]);
    expect(result).toEqual({ written: ['README.md', 'src/lib/a.ts'], unchanged: [] });
    expect(await fs.readFile(join(root, 'src/lib/a.ts'), 'utf8')).toBe('text of src/lib/a.ts\n');
    expect((await fs.readdir(root)).sort()).toEqual(['README.md', 'src']);
  });

  it('does not touch files that have the bytes already', async () => {
    await apply([file('a.txt'), file('b.txt')]);
    const before = await fs.stat(join(root, 'a.txt'));
    const result = await apply([file('a.txt'), file('b.txt', 'new\n')]);
    expect(result).toEqual({ written: ['b.txt'], unchanged: ['a.txt'] });
    expect((await fs.stat(join(root, 'a.txt'))).ino).toBe(before.ino);
  });

  it('gives new files their mode and lets existing ones keep theirs', async () => {
    await apply([{ ...file('run.sh'), mode: 0o755 }]);
    expect((await fs.stat(join(root, 'run.sh'))).mode & 0o777).toBe(0o755);
    await fs.chmod(join(root, 'run.sh'), 0o700);
    await apply([file('run.sh', 'other\n')]);
    expect((await fs.stat(join(root, 'run.sh'))).mode & 0o777).toBe(0o700);
  });

  it.each([
    '../evil.txt',
    'src/../../evil.txt',
    '/etc/evil.txt',
    'C:\\evil.txt',
    '..\\evil.txt',
    'a//b.txt',
    'a/./b.txt',
    '',
    'nul\0.txt',
    '.git/hooks/pre-commit',
    'con',
    'a/%2e%2e/b.txt',
  ])('refuses the path %j and writes nothing at all', async (path) => {
    expect(await codeOf(apply([file('fine.txt'), { path, text: 'x' }]))).toMatch(/^PW_PATH_/);
    await expect(fs.readdir(base)).resolves.toEqual([]);
  });

  it('never follows a planted link, neither a folder nor a file', async () => {
    const elsewhere = join(base, 'elsewhere');
    await fs.mkdir(elsewhere);
    await fs.writeFile(join(elsewhere, 'precious.txt'), 'precious');
    await fs.mkdir(root);
    await fs.symlink(elsewhere, join(root, 'src'));
    expect(await codeOf(apply([file('src/precious.txt')]))).toMatch(/SYMLINK$/);
    await fs.rm(join(root, 'src'));
    await fs.symlink(join(elsewhere, 'precious.txt'), join(root, 'README.md'));
    expect(await codeOf(apply([file('README.md')]))).toMatch(/SYMLINK$/);
    await fs.rm(join(root, 'README.md'));
    await fs.mkdir(join(root, 'inner'));
    await fs.symlink(join(root, 'inner'), join(root, 'lib'));
    expect(await codeOf(apply([file('lib/a.ts')]))).toBe('PW_APPLY_SYMLINK');
    expect(await fs.readFile(join(elsewhere, 'precious.txt'), 'utf8')).toBe('precious');
    expect(await fs.readdir(elsewhere)).toEqual(['precious.txt']);
  });

  it('may be given a root that is itself a link', async () => {
    await fs.mkdir(join(base, 'real'));
    await fs.symlink(join(base, 'real'), root);
    await apply([file('a.txt')]);
    expect(await fs.readdir(join(base, 'real'))).toEqual(['a.txt']);
  });

  it('refuses a directory where a file should be, and a file where a directory should be', async () => {
    await fs.mkdir(join(root, 'README.md'), { recursive: true });
    expect(await codeOf(apply([file('README.md')]))).toBe('PW_APPLY_NOT_A_FILE');
    await fs.writeFile(join(root, 'src'), '');
    expect(await codeOf(apply([file('src/a.ts')]))).toBe('PW_APPLY_NOT_A_DIRECTORY');
    root = join(root, 'src');
    expect(await codeOf(apply([file('a.ts')]))).toBe('PW_APPLY_NOT_A_DIRECTORY');
    root = join(root, 'deeper');
    expect(await codeOf(apply([file('a.ts')]))).toBe('PW_APPLY_FAILED');
  });

  it('refuses two paths that are one file on some disks', async () => {
    expect(await codeOf(apply([file('src/A.ts'), file('src/a.ts')]))).toBe('PW_APPLY_CASE');
  });

  it('changes nothing when the disk is full while staging', async () => {
    await apply([file('a.txt', 'old\n')]);
    const full = {
      ...fs,
      writeFile: (async () => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      }) as typeof fs.writeFile,
    };
    expect(await codeOf(apply([file('a.txt', 'new\n')], full))).toBe('PW_APPLY_FAILED');
    expect(await fs.readFile(join(root, 'a.txt'), 'utf8')).toBe('old\n');
    expect(await fs.readdir(root)).toEqual(['a.txt']);
  });

  it('removes the directory that it made when nothing could be written into it', async () => {
    const broken = {
      ...fs,
      writeFile: (() => Promise.reject(new Error('no'))) as typeof fs.writeFile,
    };
    await codeOf(apply([file('a.txt')], broken));
    expect(await fs.readdir(base)).toEqual([]);
  });

  it('leaves nothing at all when a new directory cannot be finished', async () => {
    root = join(base, 'new', 'deep', 'out');
    let files = 0;
    const failing = {
      ...fs,
      writeFile: (async (...given: Parameters<typeof fs.writeFile>) => {
        if (++files === 2) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
        await fs.writeFile(...given);
      }) as typeof fs.writeFile,
    };
    const error = await apply([file('a.txt'), file('b/c.txt')], failing).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'PW_APPLY_FAILED',
      message: expect.stringContaining('after 0 of 2 files: ENOSPC'),
    });
    expect(await fs.readdir(base)).toEqual([]);
  });

  it('does not write over a directory that somebody made in the meantime', async () => {
    const racing = {
      ...fs,
      rename: (async (from: string, to: string) => {
        await fs.mkdir(to);
        await fs.writeFile(join(to, 'theirs.txt'), 'theirs');
        await fs.rename(from, to);
      }) as typeof fs.rename,
    };
    expect(await codeOf(apply([file('a.txt')], racing))).toBe('PW_APPLY_FAILED');
    expect(await fs.readdir(base)).toEqual(['out']);
    expect(await fs.readdir(root)).toEqual(['theirs.txt']);
  });

  it('refuses a link that leads nowhere', async () => {
    await fs.symlink(join(base, 'nowhere'), root);
    expect(await codeOf(apply([file('a.txt')]))).toBe('PW_APPLY_FAILED');
    expect(await fs.readdir(base)).toEqual(['out']);
  });

  it('reports which files are in place when it stops half-way', async () => {
    await fs.mkdir(root);
    let renames = 0;
    const failing = {
      ...fs,
      rename: (async (from: string, to: string) => {
        if (++renames === 2) throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
        await fs.rename(from, to);
      }) as typeof fs.rename,
    };
    const error = await apply([file('a.txt'), file('b.txt'), file('c.txt')], failing).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'PW_APPLY_FAILED',
      message: expect.stringContaining('after 1 of 3 files at b.txt: EPERM'),
      cause: { written: ['a.txt'], missing: ['b.txt', 'c.txt'] },
    });
    expect((error as Error).cause).toBeInstanceOf(PartialWrite);
    expect(await fs.readdir(root)).toEqual(['a.txt']);
  });

  it('stops at a signal before anything is in place', async () => {
    const signal = AbortSignal.abort();
    await expect(
      applyTree({ root, files: [file('a.txt')], host: fs, signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    await expect(fs.readdir(base)).resolves.toEqual([]);
  });
});
