import { openVault, type Vault, vaultDirectory } from '@plugwright/vault';
import { homedir } from 'node:os';
import type { Context } from '../context.js';
import { readPassphrase } from './passphrase.js';

/** The vault of whoever runs the command; its passphrase comes from an option, the environment, or is typed. */
export function openUserVault(context: Context, options: Record<string, unknown>): Vault {
  const { env } = context.io;
  return openVault({
    directory: vaultDirectory(env, env['HOME'] ?? homedir()),
    passphrase: (why) =>
      readPassphrase(
        context,
        {
          question: why === 'open' ? 'Passphrase of the vault' : 'A passphrase for the new vault',
          file: options['passphraseFile'],
          variable: 'PLUGWRIGHT_PASSPHRASE',
        },
        why === 'create',
      ),
    onSecret: context.redactor.add,
  });
}
