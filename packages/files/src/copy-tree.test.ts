import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { copyTree, readBelow } from './index.js';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'copy-tree-')));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const [from, to, outside] = ['from', 'to', 'outside'].map((name) => join(base, name)) as [
  string,
  string,
  string,
];
const put = (path: string, text = path) => {
  mkdirSync(join(from, path, '..'), { recursive: true });
  writeFileSync(join(from, path), text);
};
const listed = (dir: string) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).toSorted();

beforeEach(() => {
  for (const each of [from, to, outside]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each);
  }
  writeFileSync(join(outside, 'secret'), 'secret');
});

describe('copyTree', () => {
  test('copies regular files with their directories', () => {
    put('a.txt');
    put('deep/er/b.txt');
    const copied = copyTree(from, to);
    expect(copied).toEqual({ files: ['a.txt', 'deep/er/b.txt'], bytes: 18, skipped: [] });
    expect(readFileSync(join(to, 'deep/er/b.txt'), 'utf8')).toBe('deep/er/b.txt');
  });

  test('follows no link: not to a file, not to a directory, not on the way', () => {
    symlinkSync(join(outside, 'secret'), join(from, 'file'));
    symlinkSync(outside, join(from, 'directory'));
    symlinkSync('/', join(from, 'root'));
    symlinkSync('file', join(from, 'chain'));
    symlinkSync('nowhere', join(from, 'dangling'));
    const { files, skipped } = copyTree(from, to);
    expect(files).toEqual([]);
    expect(skipped.map(({ reason }) => reason)).toEqual(Array(5).fill('a link'));
    expect(listed(to)).toEqual([]);
    expect(copyTree(from, to, { paths: ['directory/secret'] }).files).toEqual([]);
  });

  test('leaves hard links, sockets and names that other systems obey', async () => {
    linkSync(join(outside, 'secret'), join(from, 'hard'));
    put('fine.txt');
    writeFileSync(join(from, 'two\nlines'), '');
    writeFileSync(join(from, 'back\\slash'), '');
    writeFileSync(join(from, 'NUL'), '');
    mkdirSync(join(from, '.git'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(from, 'socket'), resolve));
    const { files, skipped } = copyTree(from, to);
    server.close();
    expect(files).toEqual(['fine.txt']);
    expect(Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]))).toEqual({
      hard: 'a hard link',
      socket: 'not a regular file',
      'two\nlines': 'PW_PATH_CHARACTER',
      'back\\slash': 'PW_PATH_CHARACTER',
      NUL: 'PW_PATH_DEVICE',
      '.git': 'PW_PATH_RESERVED',
    });
  });

  test('does not write through a link that stands at the target', () => {
    put('out/secret', 'overwritten');
    put('own');
    symlinkSync(outside, join(to, 'out'));
    expect(() => copyTree(from, to)).toThrow(expect.objectContaining({ code: 'PW_PATH_SYMLINK' }));
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
  });

  test('copies only what was asked for, and no dependencies by default', () => {
    put('node_modules/x/index.js');
    put('report/a.json');
    put('report-other.json');
    put('src/a.ts');
    expect(copyTree(from, to).files.toSorted()).toEqual([
      'report-other.json',
      'report/a.json',
      'src/a.ts',
    ]);
    expect(copyTree(from, to, { paths: ['report'] }).files).toEqual(['report/a.json']);
    expect(copyTree(from, to, { paths: ['src/a.ts'] }).files).toEqual(['src/a.ts']);
  });

  test('stops at the limits, and says which', () => {
    put('a', 'x'.repeat(100));
    put('b', 'x'.repeat(100));
    expect(() => copyTree(from, to, { maxFiles: 1 })).toThrow(
      expect.objectContaining({
        code: 'PW_COPY_LIMIT',
        message: expect.stringContaining('1 files'),
      }),
    );
    expect(() => copyTree(from, to, { maxBytes: 150 })).toThrow(
      expect.objectContaining({
        code: 'PW_COPY_LIMIT',
        message: expect.stringContaining('150 bytes'),
      }),
    );
    expect(copyTree(from, to, { maxBytes: 200 }).bytes).toBe(200);
  });

  test('wants a directory', () => {
    expect(() => copyTree(join(from, 'none'), to)).toThrow(
      expect.objectContaining({ code: 'PW_COPY_SOURCE' }),
    );
  });
});

describe('readBelow', () => {
  test('reads a file, but through no link, nothing large and nothing that is not there', () => {
    put('deep/a.json', '{}');
    symlinkSync(join(outside, 'secret'), join(from, 'file'));
    symlinkSync(outside, join(from, 'directory'));
    linkSync(join(outside, 'secret'), join(from, 'hard'));
    expect(readBelow(from, 'deep/a.json', 10)).toBe('{}');
    expect(readBelow(from, 'deep/a.json', 1)).toBe(undefined);
    for (const path of ['file', 'directory/secret', 'hard', 'none', 'none/x', 'deep']) {
      expect(readBelow(from, path, 100)).toBe(undefined);
    }
  });
});
