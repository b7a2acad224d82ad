import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  memoryKeyring,
  noKeyring,
  quickVault,
  temporaryDirectory,
} from './__fixtures__/temporary-vault.js';
import { findKey, keyStorage, originInEnvironment, osKeyring, vaultDirectory } from './index.js';
import { readNewest, writeNext } from './generations.js';
import { probe } from './keyring.js';

let base = '';
beforeEach(() => {
  base = temporaryDirectory();
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('findKey', () => {
  it('asks the environment, then the file it names, then the vault', async () => {
    const vault = quickVault(join(base, 'vault'));
    await vault.set('API_KEY', 'from the vault');
    const path = join(base, 'secret');
    writeFileSync(path, 'from the file\n', { mode: 0o600 });
    const find = (env: Record<string, string>) => findKey('API_KEY', { env, vault });
    expect(await find({ API_KEY: ' from the environment ', API_KEY_FILE: path })).toEqual({
      value: 'from the environment',
      from: 'environment',
    });
    expect(await find({ API_KEY: '', API_KEY_FILE: path })).toEqual({
      value: 'from the file',
      from: 'file',
    });
    expect(await find({})).toEqual({ value: 'from the vault', from: 'vault' });
    expect(await findKey('OTHER', { env: {}, vault })).toBeUndefined();
    expect(await findKey('OTHER', { env: {} })).toBeUndefined();
    expect(originInEnvironment('A', { A: ' ' })).toBeUndefined();
    expect(originInEnvironment('A', { A_FILE: '/x' })).toBe('file');
    await expect(findKey('a b', { env: {} })).rejects.toMatchObject({ code: 'PW_VAULT_NAME' });
  });

  it('takes a secret file as platforms mount it, and refuses one that others can change', async () => {
    const path = join(base, 'secret');
    writeFileSync(path, 'value', { mode: 0o444 });
    symlinkSync(path, join(base, 'link'));
    const find = (file: string) =>
      findKey('A', { env: { A_FILE: file } }).catch((error: unknown) => error);
    expect(await find(join(base, 'link'))).toEqual({ value: 'value', from: 'file' });
    chmodSync(path, 0o666);
    expect(await find(path)).toMatchObject({ code: 'PW_VAULT_PERMISSIONS' });
    writeFileSync(join(base, 'empty'), '\n', { mode: 0o600 });
    writeFileSync(join(base, 'large'), 'x'.repeat(300_000), { mode: 0o600 });
    mkdirSync(join(base, 'directory'));
    for (const name of ['empty', 'large', 'directory', 'missing'])
      // oxlint-disable-next-line no-await-in-loop
      expect(await find(join(base, name))).toMatchObject({ code: 'PW_VAULT_SECRET_FILE' });
  });
});

describe('where keys can be kept', () => {
  it('is the keyring, else a passphrase, else nowhere; a vault that is there says it itself', async () => {
    const vault = quickVault(join(base, 'vault'));
    const { open } = memoryKeyring();
    expect(await keyStorage(vault, { hasPassphrase: true, keyring: open })).toEqual({
      kind: 'keyring',
      exists: false,
    });
    expect(await keyStorage(vault, { hasPassphrase: true, keyring: noKeyring })).toEqual({
      kind: 'passphrase',
      exists: false,
      why: 'none here',
    });
    expect(await keyStorage(vault, { hasPassphrase: false, keyring: noKeyring })).toMatchObject({
      kind: 'none',
    });
    await vault.set('A_KEY', 'value');
    expect(await keyStorage(vault, { hasPassphrase: false, keyring: open })).toEqual({
      kind: 'passphrase',
      exists: true,
    });
  });

  it('is a keyring that keeps what it is given', async () => {
    const { keyring, secrets } = memoryKeyring();
    expect(await probe(keyring)).toEqual({ keyring });
    expect(secrets.size).toBe(0);
    expect(await probe({ ...keyring, get: async () => undefined })).toMatchObject({
      why: expect.stringContaining('does not keep'),
    });
    expect(
      await probe({ ...keyring, set: () => Promise.reject(new Error('locked')) }),
    ).toMatchObject({ why: expect.stringContaining('locked') });
    expect(await probe({ ...keyring, set: () => Promise.reject('text') })).toMatchObject({
      why: expect.stringContaining('text'),
    });
  });

  it('is what this machine has: a keyring that works, or a reason why there is none', async () => {
    const found = await osKeyring();
    const works = async () => {
      if (found.keyring === undefined) return found.why.includes('keyring');
      await found.keyring.set('test', 'secret');
      const kept = await found.keyring.get('test');
      await found.keyring.remove('test');
      return kept === 'secret' && (await found.keyring.get('test')) === undefined;
    };
    expect(await works()).toBe(true);
  });

  it('has no keyring without the optional package', async () => {
    vi.doMock('@napi-rs/keyring', () => {
      throw new Error('not installed');
    });
    expect(await osKeyring()).toMatchObject({ why: expect.stringContaining('not installed') });
    vi.doUnmock('@napi-rs/keyring');
  });

  it('lies below the settings of the user', () => {
    expect(vaultDirectory({}, '/home/u', 'linux')).toBe('/home/u/.config/plugwright/vault');
    expect(vaultDirectory({ XDG_CONFIG_HOME: '/c' }, '/home/u', 'linux')).toBe(
      '/c/plugwright/vault',
    );
    expect(vaultDirectory({ XDG_CONFIG_HOME: 'relative' }, '/home/u', 'linux')).toBe(
      '/home/u/.config/plugwright/vault',
    );
    expect(vaultDirectory({ APPDATA: '/app' }, '/home/u', 'win32')).toBe('/app/plugwright/vault');
    expect(vaultDirectory({ PLUGWRIGHT_VAULT: '/own' }, '/home/u')).toBe('/own');
    expect(vaultDirectory({ PLUGWRIGHT_VAULT: 'not/absolute' }, '/home/u')).toBe(
      '/home/u/.config/plugwright/vault',
    );
  });
});

describe('generations', () => {
  it('cannot be built on one that others have cleared away', async () => {
    const directory = join(base, 'vault');
    expect(await writeNext(directory, 0, 'one')).toBe(true);
    expect(await writeNext(directory, 1, 'two')).toBe(true);
    expect(await writeNext(directory, 2, 'three')).toBe(true);
    // Somebody who has read nothing yet, and somebody who has read the first.
    expect(await writeNext(directory, 0, 'late')).toBe(false);
    expect(await writeNext(directory, 1, 'late')).toBe(false);
    expect(await writeNext(directory, 2, 'late')).toBe(false);
    const { number, bytes } = await readNewest(directory);
    expect([number, Buffer.from(bytes).toString()]).toEqual([3, 'three']);
  });

  it('say what the disk said', async () => {
    const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(writeNext(join(base, 'v'), 0, 'text', full)).rejects.toMatchObject({
      code: 'PW_VAULT_WRITE',
      message: expect.stringContaining('ENOSPC'),
      hint: expect.stringContaining('Free the disk'),
    });
    const odd = () => Promise.reject(new Error('odd'));
    await expect(writeNext(join(base, 'v'), 0, 'text', odd)).rejects.toMatchObject({
      code: 'PW_VAULT_WRITE',
    });
    expect(await readNewest(join(base, 'v'))).toMatchObject({ number: 0 });
  });
});
