import { type KeyringResult, osKeyring } from './keyring.js';
import type { Vault } from './vault.js';

/** Where keys are or would be kept. */
export interface KeyStorage {
  kind: 'keyring' | 'passphrase' | 'none';
  /** A vault is there already. */
  exists: boolean;
  /** Why the keyring is not used. */
  why?: string;
}

/** Where a vault keeps its master key, or where a new one would; `none` when a passphrase would have to be typed. */
export async function keyStorage(
  vault: Vault,
  options: { hasPassphrase: boolean; keyring?: () => Promise<KeyringResult> },
): Promise<KeyStorage> {
  const lock = await vault.lock();
  if (lock !== undefined) return { kind: lock.kind, exists: true };
  const found = await (options.keyring ?? osKeyring)();
  if (found.keyring !== undefined) return { kind: 'keyring', exists: false };
  return { kind: options.hasPassphrase ? 'passphrase' : 'none', exists: false, why: found.why };
}
