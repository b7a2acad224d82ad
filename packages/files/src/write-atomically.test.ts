import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAtomically } from './index.js';

let folder = '';
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pw-atomic-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

describe('writeAtomically', () => {
  it('replaces a file and leaves nothing beside it', async () => {
    const path = join(folder, 'a.txt');
    await writeAtomically(path, 'one');
    await writeAtomically(path, Buffer.from('two'), { mode: 0o600 });
    expect(await fs.readFile(path, 'utf8')).toBe('two');
    expect((await fs.stat(path)).mode & 0o777).toBe(0o600);
    expect(await fs.readdir(folder)).toEqual(['a.txt']);
  });

  it('replaces a link instead of writing where it points', async () => {
    const [outside, path] = [join(folder, 'outside'), join(folder, 'link')];
    await fs.writeFile(outside, 'kept');
    await fs.symlink(outside, path);
    await writeAtomically(path, 'new');
    expect(await fs.readFile(outside, 'utf8')).toBe('kept');
    expect(await fs.readFile(path, 'utf8')).toBe('new');
  });

  it('leaves what was there when it cannot be replaced', async () => {
    const path = join(folder, 'directory');
    await fs.mkdir(join(path, 'full'), { recursive: true });
    await expect(writeAtomically(path, 'text')).rejects.toMatchObject({ syscall: 'rename' });
    expect(await fs.readdir(folder)).toEqual(['directory']);
  });

  it('gives one of the texts whole when several write at once', async () => {
    const path = join(folder, 'busy');
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(10_000));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    expect(texts).toContain(await fs.readFile(path, 'utf8'));
    expect(await fs.readdir(folder)).toEqual(['busy']);
  });

  it('leaves a file alone that must not be replaced, and lets one of several through', async () => {
    const path = join(folder, 'claimed');
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        writeAtomically(path, `${index}`, { replace: false, mode: 0o600 }),
      ),
    );
    const first = tries.findIndex(({ status }) => status === 'fulfilled');
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await fs.readFile(path, 'utf8')).toBe(`${first}`);
    await expect(writeAtomically(path, 'late', { replace: false })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(await fs.readdir(folder)).toEqual(['claimed']);
    expect((await fs.stat(path)).mode & 0o777).toBe(0o600);
  });
});
