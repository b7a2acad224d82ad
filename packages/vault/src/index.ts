export {
  type ImportResult,
  openVault,
  type StoredKey,
  type Vault,
  type VaultOptions,
} from './vault.js';
export { checkKeyName, checkKeyValue } from './check-key.js';
export { findKey, type FoundKey, type KeyOrigin, originInEnvironment } from './find-key.js';
export { keyStorage, type KeyStorage } from './key-storage.js';
export { type Keyring, type KeyringResult, osKeyring } from './keyring.js';
export type { AskPassphrase } from './master-key.js';
export { readSecretFile } from './secret-file.js';
export { vaultDirectory } from './vault-directory.js';
export { fileLimit, keysLimit, type Lock, valueLimit } from './vault-file.js';
export * from './redact/index.js';
