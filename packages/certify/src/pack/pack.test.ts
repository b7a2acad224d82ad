import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../digest.js';
import { packDirectory, packFiles } from './pack-directory.js';
import { tarOf } from './tar.js';
import { unpackTarball } from './untar.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const manifest = {
  name: '@example/plugin-lamp',
  version: '1.2.0',
  files: ['dist'],
  bin: { lamp: './dist/cli.js' },
  scripts: { prepack: 'touch pwned', prepare: 'touch pwned', postpack: 'touch pwned' },
};
const long = `dist/${'deep/'.repeat(25)}ä-file.js`;
const files: Record<string, string> = {
  'package.json': JSON.stringify(manifest),
  'README.md': '# Lamp\n',
  'dist/index.js': 'export {};\n',
  'dist/cli.js': '#!/usr/bin/env node\n',
  'src/index.ts': 'export {};\n',
  '.npmrc': '//registry.example/:_authToken=secret\n',
  [long]: '// far down\n',
};
function write(root: string, order: readonly string[], mode = 0o644) {
  for (const path of order) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path] ?? '');
    chmodSync(join(root, path), mode);
  }
  return root;
}

describe('packing', () => {
  it('gives the same bytes in another place, at another time, with other modes and another order', async () => {
    const one = write(join(folder, 'one'), Object.keys(files));
    const two = write(join(folder, 'another place', 'ü'), Object.keys(files).toReversed(), 0o600);
    utimesSync(join(two, 'dist/index.js'), 1, 1);
    const [a, b] = [await packDirectory(one), await packDirectory(two)];
    expect(a.sha256).toBe(b.sha256);
    expect(Buffer.from(a.bytes).equals(b.bytes)).toBe(true);
  });

  it('runs no script and packs what npm would', async () => {
    const root = write(folder, Object.keys(files));
    const { files: packed, file } = await packDirectory(root);
    expect(file).toBe('example-plugin-lamp-1.2.0.tgz');
    expect(Object.keys(packed)).toEqual(
      ['README.md', 'dist/cli.js', long, 'dist/index.js', 'package.json'].toSorted(),
    );
    const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    const value = JSON.parse(listed) as
      | { files: { path: string }[] }[]
      | Record<string, { files: { path: string }[] }>;
    const [entry] = Object.values(value);
    expect(entry?.files.map(({ path }) => path).toSorted()).toEqual(Object.keys(packed));
    expect(existsSync(join(root, 'pwned'))).toBe(false);
  });

  it('is read by tar, with the modes of npm', async () => {
    const { bytes } = await packDirectory(write(folder, Object.keys(files)));
    writeFileSync(join(folder, 'x.tgz'), bytes);
    const listed = execFileSync('tar', ['-tvzf', join(folder, 'x.tgz'), '--numeric-owner'], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    });
    expect(listed).toContain('-rwxr-xr-x 0/0');
    expect(listed).toContain(`package/${long}`);
    expect(
      listed.split('\n').filter((line) => line !== '' && !line.includes('1985-10-26 08:15')),
    ).toEqual([]);
  });

  it('comes out of its own reader as it went in', () => {
    const input = {
      'package.json': { bytes: Buffer.from('{}') },
      [long]: { bytes: Buffer.alloc(513, 1) },
      empty: { bytes: Buffer.alloc(0) },
    };
    const { bytes } = packFiles(input, manifest);
    const { files: found, times, owners } = unpackTarball(bytes);
    expect([...found.keys()].toSorted()).toEqual(Object.keys(input).toSorted());
    expect(found.get(long)).toEqual(Buffer.alloc(513, 1));
    expect([times.size, [...owners]]).toEqual([1, ['0:0']]);
  });

  it('leaves links out, so that nothing outside gets in', async () => {
    const root = write(join(folder, 'in'), Object.keys(files));
    writeFileSync(join(folder, 'outside'), 'secret');
    symlinkSync(join(folder, 'outside'), join(root, 'dist/link.js'));
    symlinkSync(folder, join(root, 'dist/loop'));
    const { files: packed } = await packDirectory(root);
    expect(Object.values(packed)).not.toContain(digestOf('secret'));
  });

  it('refuses a directory without a manifest', async () => {
    await expect(packDirectory(folder)).rejects.toMatchObject({ code: 'PW_CERTIFY_NO_PACKAGE' });
    for (const text of [
      '{',
      'null',
      '{"name":"A b","version":"1.0.0"}',
      '{"name":"a","version":"x"}',
    ]) {
      writeFileSync(join(folder, 'package.json'), text);
      await expect(packDirectory(folder)).rejects.toMatchObject({ code: 'PW_CERTIFY_NO_PACKAGE' });
    }
  });
});

describe('a tarball of somebody else', () => {
  const good = tarOf({
    'package.json': { bytes: Buffer.from('{}') },
    a: { bytes: Buffer.from('x') },
  });
  /** Changes a header and makes its checksum right again. */
  const changed = (change: (tar: Buffer) => void, at = 0) => {
    const tar = Buffer.from(good);
    change(tar);
    tar.fill(' ', at + 148, at + 156);
    const sum = tar.subarray(at, at + 512).reduce((all, byte) => all + byte, 0);
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148);
    return gzipSync(tar);
  };
  const refused = (bytes: Uint8Array) => () => unpackTarball(bytes);
  const code = expect.objectContaining({ code: 'PW_CERTIFY_TARBALL' });

  it.each<[string, Uint8Array]>([
    ['is no gzip', Buffer.from('hello')],
    ['is cut off', gzipSync(good).subarray(0, -10)],
    ['ends in a file', gzipSync(good.subarray(0, 700))],
    ['ends without an end', gzipSync(good.subarray(0, 1024))],
    ['has something behind its end', gzipSync(Buffer.concat([good, Buffer.from('x')]))],
    ['holds a link', changed((tar) => tar.write('2', 156))],
    ['holds a device', changed((tar) => tar.write('3', 156))],
    ['leads out', changed((tar) => tar.write('package/../../x\0', 0))],
    ['has an absolute path', changed((tar) => tar.write('package//etc/x\0', 0))],
    ['has a file twice', changed((tar) => tar.write('package/package.json\0', 0))],
    ['has a wrong checksum', gzipSync(Buffer.concat([Buffer.from('q'), good.subarray(1)]))],
    ['has a wrong size', changed((tar) => tar.write('0000000zzzz', 124))],
    ['unpacks to far too much', gzipSync(Buffer.alloc(257 * 1024 * 1024))],
  ])('is refused when it %s', (_, bytes) => {
    expect(refused(bytes)).toThrow(code);
  });

  it('may have folders, long names of GNU tar, and times', () => {
    mkdirSync(join(folder, 'package', 'x'.repeat(90)), { recursive: true });
    writeFileSync(join(folder, 'package', 'x'.repeat(90), 'file-with-a-name.js'), 'y');
    writeFileSync(join(folder, 'package', 'package.json'), '{}');
    execFileSync('tar', ['-czf', 'gnu.tgz', '--format=gnu', 'package'], { cwd: folder });
    execFileSync('tar', ['-czf', 'pax.tgz', '--format=pax', 'package'], { cwd: folder });
    for (const name of ['gnu.tgz', 'pax.tgz']) {
      const found = unpackTarball(readFileSync(join(folder, name)));
      expect([...found.files.keys()].toSorted()).toEqual(
        ['package.json', `${'x'.repeat(90)}/file-with-a-name.js`].toSorted(),
      );
    }
  });
});
