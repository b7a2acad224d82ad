import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  passphrase,
  quickN,
  quickVault,
  temporaryDirectory,
} from './__fixtures__/temporary-vault.js';

let base = '';
let script = '';
beforeAll(async () => {
  base = temporaryDirectory();
  await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@plugwright/source'],
    external: ['@napi-rs/keyring'],
    outfile: join(base, 'vault.mjs'),
  });
  script = join(base, 'writer.mjs');
  writeFileSync(
    script,
    `import { openVault } from './vault.mjs';
     const [directory, name, count] = process.argv.slice(2);
     const vault = openVault({ directory, scryptN: ${quickN}, keyring: async () => ({ why: '' }),
       passphrase: async () => ${JSON.stringify(passphrase)} });
     try {
       for (let i = 0; i < Number(count); i++) { await vault.set(name + '_' + i, 'value of ' + name + ' ' + i); console.log(i); }
     } catch (error) { console.error(error.code); process.exitCode = 1; }`,
  );
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const writer = (directory: string, name: string, count: number) => {
  const child = spawn(process.execPath, [script, directory, name, String(count)]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
};

describe('several processes', () => {
  it('write at once and lose nothing of each other', async () => {
    const directory = join(base, 'shared');
    const names = ['ONE', 'TWO', 'THREE', 'FOUR'];
    const runs = await Promise.all(names.map((name) => writer(directory, name, 8).ended));
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(names.map(() => [0, '']));
    const vault = quickVault(directory);
    expect((await vault.list()).map(({ name }) => name)).toEqual(
      names.flatMap((name) => Array.from({ length: 8 }, (_, index) => `${name}_${index}`)).sort(),
    );
    expect(await vault.get('THREE_7')).toBe('value of THREE 7');
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('are killed at any moment, keep all that they said was stored, and nobody waits for them', async () => {
    const directory = join(base, 'killed');
    const vault = quickVault(directory);
    await vault.set('BEFORE', 'kept');
    for (let round = 0; round < 6; round++) {
      const { child, ended } = writer(directory, `ROUND${round}`, 100);
      // oxlint-disable no-await-in-loop
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await wait(round * 7);
      child.kill('SIGKILL');
      const { stdout } = await ended;
      for (const index of stdout.trim().split('\n'))
        expect(await vault.get(`ROUND${round}_${index}`)).toBe(`value of ROUND${round} ${index}`);
      // oxlint-enable no-await-in-loop
    }
    await vault.set('AFTER', 'written');
    expect(await vault.get('BEFORE')).toBe('kept');
    expect(readdirSync(directory).filter((name) => name.endsWith('.vault'))).toHaveLength(1);
  });

  it('meet a full disk: a typed error, and the old file can still be read', async () => {
    const disk = join(base, 'disk');
    mkdirSync(disk);
    const small = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', disk]);
    // Where mounting is not allowed, files that may not grow stand for a disk that is full.
    const isMounted = small.status === 0;
    try {
      const directory = join(disk, 'vault');
      const vault = quickVault(directory);
      await vault.set('A_KEY', 'value');
      const [name = ''] = readdirSync(directory);
      const before = readFileSync(join(directory, name));
      if (isMounted) fill(join(disk, 'filler'));
      const command = isMounted ? [] : ['-c', 'ulimit -f 0; exec "$@"', 'limited'];
      const { status, stderr } = spawnSync(
        isMounted ? process.execPath : 'bash',
        [...command, ...(isMounted ? [] : [process.execPath]), script, directory, 'MORE', '1'],
        { encoding: 'utf8' },
      );
      expect([status, stderr.trim()]).toEqual([1, 'PW_VAULT_WRITE']);
      expect(readdirSync(directory)).toEqual([name]);
      expect(readFileSync(join(directory, name))).toEqual(before);
      expect(await vault.get('A_KEY')).toBe('value');
      // Room again: the same change goes through.
      if (isMounted) rmSync(join(disk, 'filler'));
      await vault.set('MORE_0', 'value');
      expect(await vault.list()).toHaveLength(2);
    } finally {
      if (isMounted) spawnSync('umount', [disk]);
    }
  });
});

/** Takes all room that is left, byte by byte at the end. */
function fill(path: string): void {
  for (const size of [4096, 512, 1])
    for (;;)
      try {
        writeFileSync(path, 'x'.repeat(size), { flag: 'a' });
      } catch {
        break;
      }
}
