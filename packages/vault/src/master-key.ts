import { randomBytes } from 'node:crypto';
import { PlugwrightError } from '@plugwright/errors';
import type { KeyringResult } from './keyring.js';
import { checkPassphrase, keyOfPassphrase, passphraseLock } from './passphrase-key.js';
import type { Lock } from './vault-file.js';

/** Asked for a passphrase: of a vault that is there, or of one to be made. `undefined`: nobody gives one. */
export type AskPassphrase = (why: 'open' | 'create') => Promise<string | undefined>;

/** Where master keys come from. */
export interface KeySources {
  keyring: () => Promise<KeyringResult>;
  passphrase: AskPassphrase;
  /** N of scrypt for new locks. */
  scryptN: number;
}

/** A master key, how it is kept, and its id. */
export interface MasterKey {
  id: string;
  key: Buffer;
  lock: Lock;
}

const newId = () => randomBytes(8).toString('hex');

/**
 * A new master key in the best place there is: the OS keyring, else behind a passphrase.
 *
 * @param kind only this place
 * @throws `PW_VAULT_NO_STORAGE`, `PW_VAULT_PASSPHRASE_WEAK`, `PW_VAULT_KEYRING`.
 */
export async function newMasterKey(sources: KeySources, kind?: Lock['kind']): Promise<MasterKey> {
  const found = kind === 'passphrase' ? { why: 'it was not asked for' } : await sources.keyring();
  const id = newId();
  if (found.keyring !== undefined) {
    const key = randomBytes(32);
    const lock = { kind: 'keyring', account: `vault-${id}` } as const;
    try {
      await found.keyring.set(lock.account, key.toString('base64'));
    } catch (cause) {
      throw keyringProblem('could not keep the master key', cause);
    }
    return { id, key, lock };
  }
  const passphrase = kind === 'keyring' ? undefined : await sources.passphrase('create');
  if (passphrase === undefined) throw noStorage(found.why, kind);
  checkPassphrase(passphrase);
  const lock = passphraseLock(sources.scryptN);
  return { id, key: await keyOfPassphrase(passphrase, lock), lock };
}

function noStorage(why: string, kind: Lock['kind'] | undefined): PlugwrightError {
  const keyring = kind === 'passphrase' ? '' : `: ${why}`;
  const passphrase =
    kind === 'keyring' ? '' : `${keyring === '' ? ':' : ', and'} no passphrase was given`;
  return new PlugwrightError({
    code: 'PW_VAULT_NO_STORAGE',
    message: `There is no safe place for a key${keyring}${passphrase}.`,
    hint: 'Set PLUGWRIGHT_PASSPHRASE_FILE, or pass the key itself in the environment. Keys are never stored unencrypted.',
  });
}

const keyringProblem = (what: string, cause?: unknown) =>
  new PlugwrightError({
    code: 'PW_VAULT_KEYRING',
    message: `The OS keyring ${what}.`,
    hint: 'Unlock the keyring and try again, or import the keys from an export.',
    cause,
  });

/**
 * The master key behind `lock`; whether it is the right one is for the caller to find out.
 *
 * @throws `PW_VAULT_KEYRING`, `PW_VAULT_PASSPHRASE_NEEDED`.
 */
export async function masterKeyBehind(lock: Lock, sources: KeySources): Promise<Buffer> {
  if (lock.kind === 'passphrase') {
    const passphrase = await sources.passphrase('open');
    if (passphrase === undefined)
      throw new PlugwrightError({
        code: 'PW_VAULT_PASSPHRASE_NEEDED',
        message: 'The vault is locked with a passphrase, and none was given.',
        hint: 'Type it when asked, or set PLUGWRIGHT_PASSPHRASE_FILE.',
      });
    return keyOfPassphrase(passphrase, lock);
  }
  const found = await sources.keyring();
  if (found.keyring === undefined)
    throw keyringProblem(`is needed to open the vault: ${found.why}`);
  const { keyring } = found;
  const secret = await keyring.get(lock.account).catch((cause: unknown) => {
    throw keyringProblem('cannot be read', cause);
  });
  if (secret === undefined) throw keyringProblem('does not hold the master key of this vault');
  const key = Buffer.from(secret, 'base64');
  if (key.length !== 32) throw keyringProblem('holds something else than the master key');
  return key;
}

/** The refusal of a master key that does not open a vault. */
export function wrongMasterKey(lock: Lock): PlugwrightError {
  if (lock.kind === 'passphrase')
    return new PlugwrightError({
      code: 'PW_VAULT_PASSPHRASE',
      message: 'The passphrase does not open this vault.',
      hint: 'Try again; without it the keys cannot be read.',
    });
  return new PlugwrightError({
    code: 'PW_VAULT_MASTER_KEY',
    message: 'The master key in the OS keyring does not open this vault.',
    hint: 'Restore the vault that belongs to it, or import the keys again from an export.',
  });
}
