import { type ErrorCodes, input, row } from '../error-code.js';

/** Codes of the store for API keys. */
export const VAULT_CODES = {
  PW_VAULT_NAME: input(
    'A key has a name that no environment variable could have.',
    'Use capitals, digits and underscores, for example OPENAI_API_KEY.',
  ),
  PW_VAULT_VALUE: input(
    'The value of a key is empty, too long, or has blanks or line ends around it.',
    'Give the key alone.',
  ),
  PW_VAULT_UNKNOWN_KEY: input('There is no key of that name.', 'Run plugwright keys list.'),
  PW_VAULT_LIMIT: input(
    'The vault, or a file for it, is larger than its limit.',
    'Remove keys that nobody uses.',
  ),
  PW_VAULT_NO_STORAGE: input(
    'There is no place where a key could be kept safely, so none was stored.',
    'Give a passphrase, use a machine with an OS keyring, or pass the key in the environment.',
  ),
  PW_VAULT_PASSPHRASE_NEEDED: input(
    'The vault is locked with a passphrase, and none was given.',
    'Type it when asked, or set PLUGWRIGHT_PASSPHRASE_FILE.',
  ),
  PW_VAULT_PASSPHRASE: input(
    'The passphrase does not open this vault.',
    'Try again; without it the keys cannot be read.',
  ),
  PW_VAULT_PASSPHRASE_WEAK: input(
    'The passphrase is too short to protect a file that somebody may copy.',
    'Use at least 8 characters, better four random words.',
  ),
  PW_VAULT_KEYRING: input(
    'The master key of the vault is not in the OS keyring, or the keyring is locked.',
    'Unlock the keyring, or import the keys again from an export.',
  ),
  PW_VAULT_MASTER_KEY: input(
    'The master key does not belong to this vault.',
    'Restore the vault that belongs to it, or import the keys again from an export.',
  ),
  PW_VAULT_DAMAGED: input(
    'The vault, or an export of one, is damaged or was changed by something else.',
    'Restore it from a copy, or import the keys again from an export.',
  ),
  PW_VAULT_VERSION: input(
    'The vault was written by a newer version.',
    'Install a newer Plugwright; nothing was changed.',
  ),
  PW_VAULT_PERMISSIONS: input(
    'Other users of the machine can read or change the vault or a secret file.',
    'Take the permissions away with chmod, and replace the keys if somebody may have read them.',
  ),
  PW_VAULT_SYMLINK: input(
    'Something else than a regular file or directory is in the place of the vault.',
    'Remove it; the vault never follows links.',
  ),
  PW_VAULT_READ: input('The vault cannot be read.', 'Check who owns it and its permissions.'),
  PW_VAULT_WRITE: input(
    'The vault could not be written; what was there before is unchanged.',
    'Free the disk or fix the permissions, then run the same command again.',
  ),
  PW_VAULT_BUSY: row(
    2,
    'Others wrote the vault again and again; the change was not made.',
    'Run the same command again.',
  ),
  PW_VAULT_SECRET_FILE: input(
    'A file that should hold a key cannot be used.',
    'Check the path in the variable that ends in _FILE.',
  ),
} as const satisfies ErrorCodes;
