import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keyring, KeyringResult } from '../keyring.js';
import { openVault, type VaultOptions } from '../vault.js';

/** N that takes a millisecond; one test has the real one. */
export const quickN = 1024;
export const passphrase = 'correct horse battery';

export const noKeyring = async (): Promise<KeyringResult> => ({ why: 'none here' });

/** A keyring like that of an operating system, for one test. */
export function memoryKeyring() {
  const secrets = new Map<string, string>();
  const keyring: Keyring = {
    get: async (account) => secrets.get(account),
    set: async (account, secret) => void secrets.set(account, secret),
    remove: async (account) => void secrets.delete(account),
  };
  return { secrets, keyring, open: async (): Promise<KeyringResult> => ({ keyring }) };
}

export const temporaryDirectory = () =>
  realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-vault-')));

/** A vault behind {@link passphrase}. */
export const quickVault = (directory: string, more: Partial<VaultOptions> = {}) =>
  openVault({
    directory,
    scryptN: quickN,
    keyring: noKeyring,
    passphrase: async () => passphrase,
    ...more,
  });
