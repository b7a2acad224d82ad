import {
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  ftruncateSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanPath } from './scan-path.js';
import { scanTree } from './scan.js';
import { treeOf } from './source-tree.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const scan = (files: Record<string, string | Uint8Array>) =>
  scanTree(treeOf(Object.entries(files)), { secretlint: false });

/** One header of a tar, with the size and type it is given. */
function header(name: string, size: number, type = '0'): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\0', 257);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
const file = (name: string, text: string, type = '0') =>
  Buffer.concat([
    header(name, text.length, type),
    Buffer.from(text.padEnd(Math.ceil(text.length / 512) * 512, '\0')),
  ]);
const tarball = (...parts: Buffer[]) => {
  const path = join(folder, 'p.tgz');
  writeFileSync(path, gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)])));
  return path;
};

describe('hostile input', () => {
  it.each([
    ['brackets 5,000 deep', `x(${'['.repeat(5000)}${']'.repeat(5000)})`],
    ['operators 5,000 deep', `x = ${'!'.repeat(5000)}1`],
    ['a sum of 5,000 terms', `x = ${'1 + '.repeat(5000)}1`],
    ['blocks 5,000 deep', `${'if (a) {'.repeat(5000)}${'}'.repeat(5000)}`],
    [
      'a text whose parsing doubles with each level',
      'async function f(a: string) {\n  const { b } = c(a);\n  if (!b) d for. */\n'.repeat(40),
    ],
    ['a text that the parser asserts on', '@x await using'],
    ['a file of more than 1.5 MB', `x = '${'a'.repeat(1_600_000)}';`],
  ])('refuses to analyse %s, and says so', async (_name, text) => {
    const result = await scan({
      'src/0.ts': 'export const one = 1;',
      'src/a.ts': text,
      'src/b.ts': 'eval(location.hash);',
    });
    expect(result.skipped.map(({ path }) => path)).toEqual(['src/a.ts']);
    expect(result.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['not-analysed', 'code-injection']),
    );
    expect(result.complete).toBe(false);
  });

  it('reads a line of 10 MB and files that import each other', async () => {
    const result = await scan({
      'src/long.txt': 'a'.repeat(10_000_000),
      'src/a.ts': "import { b } from './b.js'; export const a = () => b(a);",
      'src/b.ts': "import { a } from './a.js'; export const b = (x) => a(b(x));",
    });
    expect(result.files).toBe(3);
    expect(result.complete).toBe(true);
  });

  // Each loop was read twice, so that the time doubled with each one around it.
  it.each([
    ['for', 'for (let i = 0; i < n; i += 1) {'],
    ['while', 'while (next()) {'],
    ['for … of', 'for (const one of list) {'],
  ])('reads 100 loops in each other (%s)', async (_name, loop) => {
    const text = `${loop.repeat(100)} eval(location.hash); ${'}'.repeat(100)}`;
    const { findings, complete } = await scan({ 'src/a.js': text });
    expect(findings.map(({ rule }) => rule)).toContain('code-injection');
    expect(complete).toBe(true);
  });

  it('says of code that is no UTF-8 that it was not analysed', async () => {
    const result = await scan({
      'src/a.js': Uint8Array.of(0xff, 0xfe, 0x41),
      'a.png': Uint8Array.of(0xff, 0),
    });
    expect(result.findings.map(({ rule, path }) => [rule, path])).toEqual([
      ['not-analysed', 'src/a.js'],
    ]);
    expect(result.complete).toBe(false);
    expect(result.skipped).toEqual([{ path: 'src/a.js', reason: 'it is not text' }]);
    // A picture, or a broken test file, leaves no code of the plugin out.
    const fine = await scan({
      'a.png': Uint8Array.of(0xff, 0),
      'src/a.test.js': Uint8Array.of(0xff, 0),
    });
    expect(fine.complete).toBe(true);
  });

  it('follows no links, and reads no file of 2 GB', async () => {
    mkdirSync(join(folder, 'src'));
    symlinkSync(folder, join(folder, 'src', 'loop'));
    symlinkSync('/etc/passwd', join(folder, 'src', 'users.ts'));
    const big = openSync(join(folder, 'big.js'), 'w');
    ftruncateSync(big, 2 ** 31);
    closeSync(big);
    writeFileSync(join(folder, 'src', 'a.js'), 'eval(location.hash);');
    const result = await scanPath(folder, { secretlint: false });
    expect(result.files).toBe(1);
    expect(result.skipped).toEqual([
      { path: 'big.js', reason: 'it is too large' },
      { path: 'src/loop', reason: 'it is a link to a folder' },
      { path: 'src/users.ts', reason: 'it is a link' },
    ]);
    expect(result.findings).toHaveLength(1);
    expect(result.complete).toBe(false);
  });

  it('is not complete when code lies behind a link, nor for a link to nothing of code', async () => {
    writeFileSync(join(folder, 'a.js'), '1');
    symlinkSync('nowhere.txt', join(folder, 'text.txt'));
    expect((await scanPath(folder, { secretlint: false })).complete).toBe(true);
    symlinkSync('..', join(folder, 'elsewhere'));
    expect((await scanPath(folder, { secretlint: false })).complete).toBe(false);
  });

  it('reads a tarball without unpacking it, and leaves out what leads out of it', async () => {
    const long = `${'d'.repeat(90)}/${'e'.repeat(90)}.js`;
    const path = tarball(
      file('package/src/a.js', 'eval(location.hash);'),
      file('package/../../evil.js', 'x'),
      file('package/link', '', '2'),
      file('././@LongLink', `package/${long}`, 'L'),
      file('package/short.js', 'eval(location.hash);'),
      file('PaxHeader/x', '27 path=package/named.js\n', 'x'),
      file('package/other.js', 'eval(location.hash);'),
      header('package/empty.js', 0),
      header('package/folder/', 0, '5'),
    );
    const result = await scanPath(path, { secretlint: false });
    expect(result.findings.map((one) => one.path)).toEqual([long, 'named.js', 'src/a.js']);
    expect(result.skipped).toEqual([
      { path: '../../evil.js', reason: 'its path leads out of the package' },
      { path: 'link', reason: 'it is a link' },
    ]);
  });

  it('reads as many bytes of a file as npm does', async () => {
    const code = 'eval(location.hash);';
    const path = tarball(
      file('PaxHeader/x', `11 size=${code.length}\n`, 'x'),
      // By its own header the file is empty, and the code is no file.
      header('package/a.js', 0),
      Buffer.from(code.padEnd(512, '\0')),
    );
    const result = await scanPath(path, { secretlint: false });
    expect(result.findings.map((one) => one.path)).toEqual(['a.js']);
  });

  it('stops at a tarball that unpacks to hundreds of megabytes', async () => {
    // One entry of 320 MB, as twenty equal gzip members after its header.
    const zeros = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const path = join(folder, 'bomb.tgz');
    writeFileSync(
      path,
      Buffer.concat([
        gzipSync(header('package/a.js', 320 * 1024 * 1024)),
        ...Array(20).fill(zeros),
      ]),
    );
    await expect(scanPath(path)).rejects.toMatchObject({ code: 'PW_SCAN_TOO_LARGE' });
  });

  it.each([
    ['text', Buffer.from('not a tarball')],
    [
      'a tarball that is cut off',
      gzipSync(file('package/a.js', 'eval(x);'.repeat(200)).subarray(0, 900)),
    ],
    [
      'a size that is no number',
      gzipSync(Buffer.concat([header('package/a.js', 4).fill('9', 124, 134), Buffer.alloc(512)])),
    ],
    ['a gzip of noise', gzipSync(Buffer.alloc(2048, 'z'))],
  ])('gives a typed error for %s in place of a tarball', async (_name, bytes) => {
    const path = join(folder, 'bad.tgz');
    writeFileSync(path, bytes);
    await expect(scanPath(path)).rejects.toMatchObject({ code: 'PW_SCAN_TARBALL' });
  });

  it('gives a typed error for nothing', async () => {
    await expect(scanPath(join(folder, 'none'))).rejects.toMatchObject({
      code: 'PW_SCAN_NOT_FOUND',
    });
  });

  it('can be stopped', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(scanTree(treeOf([['a.ts', '1']]), { signal })).rejects.toThrow('stop');
  });
});
