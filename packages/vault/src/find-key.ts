import { checkKeyName } from './check-key.js';
import { readSecretFile } from './secret-file.js';
import type { Vault } from './vault.js';

/** Where a key comes from, in the order in which they are asked. */
export type KeyOrigin = 'environment' | 'file' | 'vault';

export interface FoundKey {
  value: string;
  from: KeyOrigin;
}

/** Where a key of this name would come from as far as the environment says; `undefined`: it does not. */
export function originInEnvironment(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): 'environment' | 'file' | undefined {
  if (env[name]?.trim()) return 'environment';
  return env[`${name}_FILE`]?.trim() ? 'file' : undefined;
}

/**
 * The key called `name`: what the platform gives (the variable, then the file that `<name>_FILE` names), else what
 * the vault holds.
 *
 * @throws `PW_VAULT_*`.
 */
export async function findKey(
  name: string,
  from: { env: Readonly<Record<string, string | undefined>>; vault?: Vault | undefined },
): Promise<FoundKey | undefined> {
  checkKeyName(name);
  const origin = originInEnvironment(name, from.env);
  if (origin === 'environment') return { value: from.env[name]?.trim() ?? '', from: origin };
  if (origin === 'file') {
    const path = from.env[`${name}_FILE`]?.trim() ?? '';
    return { value: (await readSecretFile(path)).trim(), from: origin };
  }
  const value = await from.vault?.get(name);
  return value === undefined ? undefined : { value, from: 'vault' };
}
