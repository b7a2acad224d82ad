import { generateSigningKey, trustedKey, trustLimit, writeTrust } from '@plugwright/certify';
import { openVault } from '@plugwright/vault';
import { truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { useWorkspace } from '../__fixtures__/workspace.js';
import {
  findSigningKey,
  newSigningKey,
  pinKeys,
  readTrust,
  rotateSigningKey,
  signingKeyName,
  trustPath,
} from './signing-keys.js';

const workspace = useWorkspace();
const now = Date.parse('2026-02-01');
const host = (env: Record<string, string> = {}) =>
  workspace.host({ env: { XDG_CONFIG_HOME: workspace.path('config'), ...env }, now: () => now });
const vault = () =>
  openVault({
    directory: workspace.path('vault'),
    passphrase: async () => 'correct horse battery',
  });

describe('the pinned keys', () => {
  it('are beside the vault, or where the environment says', async () => {
    expect(trustPath(host())).toBe(workspace.path('config/plugwright/trust.json'));
    expect(trustPath(host({ PLUGWRIGHT_TRUST: '/keys.json' }))).toBe('/keys.json');
    expect(trustPath(host({ PLUGWRIGHT_TRUST: '' }))).toBe(trustPath(host()));
  });

  it('are none where there is no file, and an error where it cannot be read', async () => {
    expect((await readTrust(host())).keys).toEqual([]);
    await expect(readTrust(host(), workspace.path())).rejects.toMatchObject({
      code: 'PW_CERTIFY_READ',
      message: expect.stringContaining('EISDIR'),
    });
    const large = await workspace.write('large.json', '');
    await truncate(large, trustLimit + 1);
    await expect(readTrust(host(), large)).rejects.toMatchObject({
      code: 'PW_CERTIFY_READ',
      message: expect.stringContaining(`more than ${trustLimit} bytes`),
    });
    await expect(readTrust(host(), await workspace.write('x.json', '{'))).rejects.toMatchObject({
      code: 'PW_CERTIFY_TRUST',
    });
  });

  it('take the place of one with the same id', async () => {
    const key = generateSigningKey();
    const at = '2026-01-01T00:00:00.000Z';
    await pinKeys(host(), [trustedKey(key, 'Ada', at)]);
    await pinKeys(host(), [trustedKey(key, 'Ada Lovelace', at)]);
    const { keys } = await readTrust(host());
    expect(keys.map(({ name }) => name)).toEqual(['Ada Lovelace']);
  });
});

describe('the signing key', () => {
  it('comes from the environment before the vault', async () => {
    const env = { [signingKeyName]: 'given' };
    expect(await findSigningKey(host(env), vault())).toBe('given');
    expect(await findSigningKey(host(), vault())).toBeUndefined();
  });

  it('cannot be rotated when there is none', async () => {
    await expect(rotateSigningKey(host(), vault())).rejects.toMatchObject({
      code: 'PW_CERTIFY_NO_KEY',
    });
  });

  it('is made once, and its private half is never shown', { timeout: 60_000 }, async () => {
    const here = host();
    const key = await newSigningKey(here, vault(), 'Ada');
    const secret = (await vault().get(signingKeyName)) ?? '';
    expect(secret).not.toBe('');
    expect(here.redactor.text(`key ${secret}`)).not.toContain(secret);
    expect(await workspace.read('config/plugwright/trust.json')).not.toContain(secret);
    await expect(newSigningKey(here, vault(), 'Ada')).rejects.toMatchObject({
      code: 'PW_CERTIFY_KEY_EXISTS',
    });
    const rotated = await rotateSigningKey(here, vault());
    expect(rotated.retired).toEqual({ ...key, until: new Date(now).toISOString() });
    expect(rotated.key).toMatchObject({ name: 'Ada' });
    expect(await vault().get(signingKeyName)).not.toBe(secret);
    // The file of pinned keys got lost: the retired one is pinned again, or old certificates would say nothing.
    await workspace.write(
      'config/plugwright/trust.json',
      writeTrust({ trustVersion: 1, keys: [] }),
    );
    const again = await rotateSigningKey(here, vault());
    expect(again.retired).toMatchObject({
      keyid: rotated.key.keyid,
      name: 'own key',
      until: new Date(now).toISOString(),
    });
    expect((await readTrust(here)).keys.map(({ keyid }) => keyid)).toEqual([
      again.retired.keyid,
      again.key.keyid,
    ]);
  });
});
