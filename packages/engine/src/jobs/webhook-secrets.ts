import type { WebhookOptions } from '@plugwright/jobs';
import type { Host } from '../host.js';

/** The key that signs webhooks: in the environment, the file of `…_FILE`, or the vault. */
export const WEBHOOK_SECRET = 'PLUGWRIGHT_WEBHOOK_SECRET';
/** The one before it, while receivers change over. */
const OLD_SECRET = 'PLUGWRIGHT_WEBHOOK_SECRET_OLD';

/**
 * What webhooks are signed with here: the secret, and the one before it.
 *
 * @throws `PW_VAULT_*`
 */
export async function webhookKeys(host: Host): Promise<string[]> {
  const { findKey, openVault, readSecretFile, vaultDirectory } = await import('@plugwright/vault');
  const { env } = host;
  const vault = openVault({
    directory: vaultDirectory(env, host.home, host.platform),
    // Nobody is there who could type it.
    passphrase: async () => {
      const file = env['PLUGWRIGHT_PASSPHRASE_FILE'];
      return env['PLUGWRIGHT_PASSPHRASE'] ?? (file ? readSecretFile(file) : undefined);
    },
  });
  const found: string[] = [];
  for (const name of [WEBHOOK_SECRET, OLD_SECRET]) {
    // oxlint-disable-next-line no-await-in-loop
    const key = await findKey(name, { env, vault });
    if (key === undefined) continue;
    host.redactor.add({ name, value: key.value });
    found.push(key.value);
  }
  return found;
}

/** Looked up at every delivery, so that a new secret counts at once. */
export const webhookSecrets =
  (host: Host): WebhookOptions['secrets'] =>
  () =>
    webhookKeys(host);
