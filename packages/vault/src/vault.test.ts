import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  memoryKeyring,
  noKeyring,
  passphrase,
  quickVault,
  temporaryDirectory,
} from './__fixtures__/temporary-vault.js';
import { openVault } from './index.js';
import { passphraseLock } from './passphrase-key.js';
import { emptyVault, sealVault, withValue } from './vault-content.js';

let base = '';
let directory = '';
beforeEach(() => {
  base = temporaryDirectory();
  directory = join(base, 'vault');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const files = () => readdirSync(directory).sort();
const newest = () => join(directory, files().at(-1) ?? '');
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

describe('a vault behind a passphrase', () => {
  it('keeps keys, lists them without their values, and forgets them', async () => {
    const vault = quickVault(directory, { now: () => Date.UTC(2026, 0, 1) });
    expect(await vault.list()).toEqual([]);
    expect(await vault.lock()).toBeUndefined();
    expect(await vault.get('OPENAI_API_KEY')).toBeUndefined();
    const stored = await vault.set('OPENAI_API_KEY', 'sk-first');
    await vault.set('GITHUB_TOKEN', 'ghp_1');
    expect(await quickVault(directory).get('OPENAI_API_KEY')).toBe('sk-first');
    expect((await vault.list()).map(({ name }) => name)).toEqual([
      'GITHUB_TOKEN',
      'OPENAI_API_KEY',
    ]);
    expect(stored).toEqual({
      name: 'OPENAI_API_KEY',
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      createdAt: '2026-01-01T00:00:00.000Z',
      changedAt: '2026-01-01T00:00:00.000Z',
    });
    const later = quickVault(directory, { now: () => Date.UTC(2027, 0, 1) });
    const again = await later.set('OPENAI_API_KEY', 'sk-second');
    expect(again.id).not.toBe(stored.id);
    expect([again.createdAt, again.changedAt].map((at) => at.slice(0, 4))).toEqual([
      '2026',
      '2027',
    ]);
    await vault.remove(['OPENAI_API_KEY']);
    expect(await vault.get('OPENAI_API_KEY')).toBeUndefined();
    expect(await code(vault.remove(['GITHUB_TOKEN', 'OPENAI_API_KEY']))).toBe(
      'PW_VAULT_UNKNOWN_KEY',
    );
    expect(await vault.get('GITHUB_TOKEN')).toBe('ghp_1');
    expect(await vault.lock()).toMatchObject({ kind: 'passphrase' });
  });

  it('is one file that only its owner can read, without a trace of the values or of older ones', async () => {
    const vault = quickVault(directory);
    await vault.set('A_KEY', 'the-first-value');
    const first = readFileSync(newest(), 'utf8');
    await vault.set('A_KEY', 'the-second-value');
    expect(files()).toEqual(['keys-00000002.vault']);
    expect(statSync(newest()).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const text = readFileSync(newest(), 'utf8');
    for (const value of ['the-first-value', 'the-second-value']) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(Buffer.from(value).toString('base64').slice(0, 12));
    }
    // A nonce of its own for each write.
    const nonces = (of: string) => [...of.matchAll(/"nonce":"([^"]+)"/g)].map(([, one]) => one);
    expect(nonces(text).filter((one) => nonces(first).includes(one))).toEqual([]);
  });

  it('uses the real cost of scrypt unless told otherwise, and asks for the passphrase once', async () => {
    const asked: string[] = [];
    const vault = openVault({
      directory,
      keyring: noKeyring,
      passphrase: async (why) => (asked.push(why), passphrase),
    });
    await vault.set('A_KEY', 'value');
    expect(readFileSync(newest(), 'utf8')).toContain('"N":131072,"r":8,"p":1');
    await vault.set('B_KEY', 'value');
    expect(await vault.get('A_KEY')).toBe('value');
    expect(asked).toEqual(['create']);
  });

  it('refuses a wrong passphrase, takes the right one next, and none at all', async () => {
    await quickVault(directory).set('A_KEY', 'value');
    const before = readFileSync(newest());
    const answers = ['wrong one', passphrase];
    const vault = quickVault(directory, { passphrase: async () => answers.shift() });
    expect(await code(vault.set('A_KEY', 'other'))).toBe('PW_VAULT_PASSPHRASE');
    expect(await vault.get('A_KEY')).toBe('value');
    const nobody = quickVault(directory, { passphrase: undefined });
    expect(await code(nobody.get('A_KEY'))).toBe('PW_VAULT_PASSPHRASE_NEEDED');
    // What is stored can be listed all the same.
    expect(await nobody.list()).toHaveLength(1);
    expect(readFileSync(newest())).toEqual(before);
  });

  it('takes a passphrase however its letters are composed, and no short one', async () => {
    await quickVault(directory, { passphrase: async () => 'gr\u00fc\u00dfe an alle' }).set(
      'A_KEY',
      'v',
    );
    const other = quickVault(directory, { passphrase: async () => 'gru\u0308\u00dfe an alle' });
    expect(await other.get('A_KEY')).toBe('v');
    const weak = quickVault(join(base, 'weak'), { passphrase: async () => 'short' });
    expect(await code(weak.set('A_KEY', 'v'))).toBe('PW_VAULT_PASSPHRASE_WEAK');
  });

  it('refuses names and values that no provider has, without repeating them', async () => {
    const vault = quickVault(directory);
    for (const name of [
      '',
      'lower',
      '1KEY',
      'A-B',
      'A=B',
      'sk-proj-secret',
      `A${'B'.repeat(128)}`,
      '__proto__',
    ]) {
      const error = await vault.set(name, 'value').catch((one: Error) => one);
      expect(error).toMatchObject({ code: 'PW_VAULT_NAME' });
      expect((error as Error).message).toBe('This is not the name of a key.');
    }
    for (const value of ['', ' padded', 'line\n', 'nul\0', '\ud800', 'x'.repeat(65_537)])
      expect(await code(vault.set('A_KEY', value))).toBe('PW_VAULT_VALUE');
    expect(await code(vault.get('no'))).toBe('PW_VAULT_NAME');
    expect(readdirSync(base)).toEqual([]);
  });

  it('has room for 500 keys and 4 MiB, and says so', () => {
    const master = { id: '0'.repeat(16), key: randomBytes(32), lock: passphraseLock(1024) };
    const filled = (count: number, value: string) => {
      let open = emptyVault(master);
      for (let index = 0; index < count; index++)
        open = withValue(open, `KEY_${index}`, value, '2026-01-01T00:00:00.000Z');
      return () => sealVault(open, 1);
    };
    expect(filled(500, 'v')).not.toThrow();
    expect(filled(501, 'v')).toThrow('The vault would hold more than 500 keys.');
    expect(filled(40, 'x'.repeat(65_536))).not.toThrow();
    expect(filled(60, 'x'.repeat(65_536))).toThrow('The vault would hold more than 4194304 bytes.');
  });

  it('says who it told, so that a redactor can know', async () => {
    const told: string[] = [];
    const vault = quickVault(directory, {
      onSecret: ({ name, value }) => told.push(`${name}=${value}`),
    });
    await vault.set('A_KEY', 'one');
    await vault.get('A_KEY');
    expect(told).toEqual(['A_KEY=one', 'A_KEY=one']);
  });
});

describe('a vault with its master key in the keyring', () => {
  it('needs no passphrase, and is closed without the keyring', async () => {
    const { secrets, open } = memoryKeyring();
    const vault = quickVault(directory, { keyring: open, passphrase: undefined });
    await vault.set('A_KEY', 'value');
    expect(secrets.size).toBe(1);
    const [[account = '', secret = ''] = []] = secrets;
    expect(readFileSync(newest(), 'utf8')).toContain(account);
    expect(readFileSync(newest(), 'utf8')).not.toContain(secret);
    const again = () => quickVault(directory, { keyring: open, passphrase: undefined });
    expect(await again().get('A_KEY')).toBe('value');
    expect(await code(quickVault(directory).get('A_KEY'))).toBe('PW_VAULT_KEYRING');
    secrets.set(account, Buffer.alloc(32).toString('base64'));
    expect(await code(again().get('A_KEY'))).toBe('PW_VAULT_MASTER_KEY');
    secrets.set(account, 'short');
    expect(await code(again().get('A_KEY'))).toBe('PW_VAULT_KEYRING');
    secrets.delete(account);
    expect(await code(again().set('A_KEY', 'other'))).toBe('PW_VAULT_KEYRING');
    const broken = {
      get: () => Promise.reject(new Error('locked')),
      set: () => Promise.reject(new Error('locked')),
      remove: async () => {},
    };
    const locked = quickVault(directory, { keyring: async () => ({ keyring: broken }) });
    expect(await code(locked.get('A_KEY'))).toBe('PW_VAULT_KEYRING');
    const fresh = quickVault(join(base, 'fresh'), { keyring: async () => ({ keyring: broken }) });
    expect(await code(fresh.set('A_KEY', 'v'))).toBe('PW_VAULT_KEYRING');
  });

  it('refuses to store anything where there is neither, and says why', async () => {
    const vault = quickVault(directory, { passphrase: undefined });
    const error = await vault.set('A_KEY', 'value').catch((one: Error) => one);
    expect(error).toMatchObject({
      code: 'PW_VAULT_NO_STORAGE',
      hint: expect.stringContaining('PLUGWRIGHT_PASSPHRASE_FILE'),
    });
    expect((error as Error).message).toContain('none here');
    expect(await code(vault.set('A_KEY', 'value', 'keyring'))).toBe('PW_VAULT_NO_STORAGE');
    expect(await code(vault.set('A_KEY', 'value', 'passphrase'))).toBe('PW_VAULT_NO_STORAGE');
    expect(readdirSync(base)).toEqual([]);
  });
});

describe('rotate', () => {
  it('encrypts everything under a new master key, in either place, and takes the old one away', async () => {
    const { secrets, open } = memoryKeyring();
    const vault = quickVault(directory, { keyring: open });
    const stored = await vault.set('A_KEY', 'value');
    const [before] = secrets.keys();
    const rotated = await vault.rotate();
    expect(rotated.kind).toBe('keyring');
    expect([...secrets.keys()]).toEqual([`vault-${rotated.masterKey}`]);
    expect([...secrets.keys()]).not.toContain(before);
    expect(await vault.list()).toEqual([stored]);
    await vault.rotate({ kind: 'passphrase', passphrase: 'another passphrase' });
    expect(secrets.size).toBe(0);
    const other = quickVault(directory, { passphrase: async () => 'another passphrase' });
    expect(await other.get('A_KEY')).toBe('value');
    expect(await code(quickVault(directory).get('A_KEY'))).toBe('PW_VAULT_PASSPHRASE');
    expect(files()).toHaveLength(1);
  });

  it('changes nothing when the new place does not take it', async () => {
    const vault = quickVault(directory);
    await vault.set('A_KEY', 'value');
    const before = readFileSync(newest());
    expect(await code(vault.rotate({ passphrase: 'short' }))).toBe('PW_VAULT_PASSPHRASE_WEAK');
    expect(await code(vault.rotate({ kind: 'keyring' }))).toBe('PW_VAULT_NO_STORAGE');
    expect(readFileSync(newest())).toEqual(before);
    expect(await code(quickVault(join(base, 'none')).rotate())).toBe('PW_VAULT_UNKNOWN_KEY');
  });
});

describe('export and import', () => {
  it('move keys to another machine, keep what is there, and overwrite when asked', async () => {
    const here = quickVault(directory);
    await here.set('A_KEY', 'from here');
    await here.set('B_KEY', 'from here');
    const file = Buffer.from(await here.export('the export passphrase'));
    const there = quickVault(join(base, 'there'), { keyring: memoryKeyring().open });
    await there.set('B_KEY', 'from there');
    const imported = await there.import(file, 'the export passphrase');
    expect(imported).toEqual({ added: ['A_KEY'], replaced: [], kept: ['B_KEY'] });
    expect(await there.get('A_KEY')).toBe('from here');
    expect(await there.get('B_KEY')).toBe('from there');
    const again = await there.import(file, 'the export passphrase');
    expect(again).toEqual({ added: [], replaced: [], kept: ['A_KEY', 'B_KEY'] });
    const over = await there.import(file, 'the export passphrase', { overwrite: true });
    expect(over).toEqual({ added: [], replaced: ['A_KEY', 'B_KEY'], kept: [] });
    expect(await there.get('B_KEY')).toBe('from here');
    // Into nothing at all.
    const fresh = quickVault(join(base, 'fresh'));
    expect((await fresh.import(file, 'the export passphrase')).added).toEqual(['A_KEY', 'B_KEY']);
  });

  it('refuse a wrong passphrase, a weak one, a damaged file, and the file of a vault itself', async () => {
    const here = quickVault(directory, { keyring: memoryKeyring().open });
    expect(await code(here.export('long enough'))).toBe('PW_VAULT_UNKNOWN_KEY');
    await here.set('A_KEY', 'value');
    expect(await code(here.export('weak'))).toBe('PW_VAULT_PASSPHRASE_WEAK');
    const file = Buffer.from(await here.export('the export passphrase'));
    const there = quickVault(join(base, 'there'));
    expect(await code(there.import(file, 'another passphrase'))).toBe('PW_VAULT_PASSPHRASE');
    expect(await code(there.import(file.subarray(10), 'any'))).toBe('PW_VAULT_DAMAGED');
    expect(await code(there.import(readFileSync(newest()), 'any'))).toBe('PW_VAULT_KEYRING');
    expect(readdirSync(base)).toEqual(['vault']);
  });
});

describe('what is in the way', () => {
  it('refuses files and directories that others can read or change', async () => {
    const vault = quickVault(directory);
    await vault.set('A_KEY', 'value');
    for (const mode of [0o640, 0o604, 0o666, 0o610]) {
      chmodSync(newest(), mode);
      // oxlint-disable-next-line no-await-in-loop
      expect(await code(vault.get('A_KEY'))).toBe('PW_VAULT_PERMISSIONS');
      // oxlint-disable-next-line no-await-in-loop
      expect(await code(vault.set('A_KEY', 'other'))).toBe('PW_VAULT_PERMISSIONS');
    }
    chmodSync(newest(), 0o600);
    chmodSync(directory, 0o770);
    expect(await code(vault.list())).toBe('PW_VAULT_PERMISSIONS');
    chmodSync(directory, 0o755);
    expect(await vault.get('A_KEY')).toBe('value');
  });

  it('follows no link, neither to the file nor to the directory', async () => {
    const vault = quickVault(directory);
    await vault.set('A_KEY', 'value');
    const elsewhere = join(base, 'elsewhere');
    writeFileSync(elsewhere, readFileSync(newest()), { mode: 0o600 });
    symlinkSync(elsewhere, join(directory, 'keys-00000002.vault'));
    expect(await code(vault.get('A_KEY'))).toBe('PW_VAULT_SYMLINK');
    expect(await code(vault.set('A_KEY', 'other'))).toBe('PW_VAULT_SYMLINK');
    rmSync(join(directory, 'keys-00000002.vault'));
    mkdirSync(join(directory, 'keys-00000003.vault'));
    expect(await code(vault.get('A_KEY'))).toBe('PW_VAULT_SYMLINK');
    symlinkSync(directory, join(base, 'link'));
    expect(await code(quickVault(join(base, 'link')).get('A_KEY'))).toBe('PW_VAULT_SYMLINK');
    expect(await code(quickVault(elsewhere).list())).toBe('PW_VAULT_SYMLINK');
    expect(await code(quickVault(join(elsewhere, 'below')).set('A_KEY', 'v'))).toBe(
      'PW_VAULT_SYMLINK',
    );
    rmSync(join(directory, 'keys-00000003.vault'), { recursive: true });
    expect(await vault.get('A_KEY')).toBe('value');
  });

  it('refuses a file that is far too large before reading it', async () => {
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(join(directory, 'keys-00000001.vault'), 'x'.repeat(4 * 1024 * 1024 + 1), {
      mode: 0o600,
    });
    expect(await code(quickVault(directory).list())).toBe('PW_VAULT_LIMIT');
  });

  it('clears away what killed writers left, and leaves other files alone', async () => {
    const vault = quickVault(directory);
    await vault.set('A_KEY', 'value');
    const left = join(directory, '.keys-00000002.vault.00000000-0000-4000-8000-000000000000.tmp');
    writeFileSync(left, 'part');
    const { utimesSync } = await import('node:fs');
    utimesSync(left, 0, 0);
    writeFileSync(join(directory, 'notes.txt'), 'mine');
    await vault.set('B_KEY', 'value');
    expect(files()).toEqual(['keys-00000002.vault', 'notes.txt']);
  });
});
