import { randomBytes } from 'node:crypto';
import { PlugwrightError } from '@plugwright/errors';
import { decrypt, encrypt, isProven, prove } from './cipher.js';
import { wrongMasterKey, type MasterKey } from './master-key.js';
import {
  fileLimit,
  formatVersion,
  keysLimit,
  type ParsedVault,
  type StoredEntry,
  type VaultBody,
  writeVaultFile,
} from './vault-file.js';

/** A vault that is open: every entry proven to be written with its master key. */
export interface OpenVault {
  vault: string;
  generation: number;
  master: MasterKey;
  entries: readonly StoredEntry[];
}

/** What an entry is bound to: it does not open under another name, in another vault, or as another version. */
const aboutEntry = (vault: string, { name, id }: Pick<StoredEntry, 'name' | 'id'>) =>
  `plugwright-vault ${formatVersion}\n${vault}\n${name}\n${id}`;
const aboutCheck = (vault: string, masterKey: string) =>
  `plugwright-vault ${formatVersion}\n${vault}\ncheck\n${masterKey}`;

const newId = () => randomBytes(8).toString('hex');

/** A vault without keys that is not on the disk yet. */
export const emptyVault = (master: MasterKey): OpenVault => ({
  vault: newId(),
  generation: 0,
  master,
  entries: [],
});

/**
 * Opens a file with its master key.
 *
 * @throws `PW_VAULT_PASSPHRASE` or `PW_VAULT_MASTER_KEY` for a wrong key, `PW_VAULT_DAMAGED` for a file that
 * somebody without the key has changed.
 */
export function openParsed({ body, sealed, seal }: ParsedVault, key: Buffer): OpenVault {
  const { vault, masterKey, lock, check, generation, keys } = body;
  if (!isProven(key, aboutCheck(vault, masterKey), check)) throw wrongMasterKey(lock);
  if (!isProven(key, sealed, seal)) throw changed('was changed by somebody without its master key');
  return { vault, generation, master: { id: masterKey, key, lock }, entries: keys };
}

const changed = (what: string) =>
  new PlugwrightError({
    code: 'PW_VAULT_DAMAGED',
    message: `The vault file ${what}.`,
    hint: 'Restore it from a copy, or import the keys again from an export.',
  });

/** The text of the file that `open` is as generation `generation`. Throws `PW_VAULT_LIMIT`. */
export function sealVault(open: OpenVault, generation: number): string {
  const { vault, master, entries } = open;
  const body: VaultBody = {
    vault,
    generation,
    masterKey: master.id,
    lock: master.lock,
    check: prove(master.key, aboutCheck(vault, master.id)),
    keys: entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
  if (entries.length > keysLimit) throw tooMuch(`more than ${keysLimit} keys`);
  const text = writeVaultFile(body, (sealed) => prove(master.key, sealed));
  if (text.length > fileLimit) throw tooMuch(`more than ${fileLimit} bytes`);
  return text;
}

const tooMuch = (what: string) =>
  new PlugwrightError({
    code: 'PW_VAULT_LIMIT',
    message: `The vault would hold ${what}.`,
    hint: 'Remove keys that nobody uses.',
  });

/** The value of an entry. Throws `PW_VAULT_DAMAGED`, which only a writer with the master key can cause. */
export function valueOf({ vault, master }: OpenVault, entry: StoredEntry): string {
  const value = decrypt(master.key, aboutEntry(vault, entry), entry);
  if (value === undefined) throw changed(`holds a ${entry.name} that its master key does not open`);
  return value;
}

/** `open` with another value for a key; the id is a new one. */
export function withValue(open: OpenVault, name: string, value: string, at: string): OpenVault {
  const before = open.entries.find((one) => one.name === name);
  const id = newId();
  const entry = {
    name,
    id,
    createdAt: before?.createdAt ?? at,
    changedAt: at,
    ...encrypt(open.master.key, aboutEntry(open.vault, { name, id }), value),
  };
  return { ...open, entries: [...open.entries.filter((one) => one.name !== name), entry] };
}

/** `open` under another master key: all values encrypted again, ids and dates kept. */
export function underKey(open: OpenVault, master: MasterKey, vault = open.vault): OpenVault {
  const entries = open.entries.map((entry) => ({
    ...entry,
    ...encrypt(master.key, aboutEntry(vault, entry), valueOf(open, entry)),
  }));
  return { ...open, vault, master, entries };
}
