import { PlugwrightError } from '@plugwright/errors';
import { checkKeyName, checkKeyValue } from './check-key.js';
import { readNewest, writeNext } from './generations.js';
import { type KeyringResult, osKeyring } from './keyring.js';
import {
  type AskPassphrase,
  type KeySources,
  masterKeyBehind,
  type MasterKey,
  newMasterKey,
} from './master-key.js';
import { checkPassphrase, keyOfPassphrase, passphraseLock, scryptN } from './passphrase-key.js';
import {
  emptyVault,
  openParsed,
  type OpenVault,
  sealVault,
  underKey,
  valueOf,
  withValue,
} from './vault-content.js';
import { type Lock, parseVaultFile, type StoredEntry } from './vault-file.js';

/** What is known about a stored key without opening the vault. Nothing of its value. */
export interface StoredKey {
  name: string;
  /** 16 hex digits, others with each new value: to speak about a key without showing it. */
  id: string;
  /** ISO 8601. */
  createdAt: string;
  changedAt: string;
}

export interface VaultOptions {
  /** Absolute; made when the first key is stored. */
  directory: string;
  /** Asked at most once for each lock. Default: nobody gives one. */
  passphrase?: AskPassphrase | undefined;
  /** Default: that of the operating system. */
  keyring?: (() => Promise<KeyringResult>) | undefined;
  /** Told every value that leaves the vault, so that a redactor knows it. */
  onSecret?: ((secret: { name: string; value: string }) => void) | undefined;
  /** Milliseconds since the epoch. */
  now?: (() => number) | undefined;
  /** N of scrypt for new locks; default 2^17. It stands in the file. */
  scryptN?: number | undefined;
}

/** What {@link Vault.import} did, by name. */
export interface ImportResult {
  added: string[];
  replaced: string[];
  /** Were here already, and stay as they are. */
  kept: string[];
}

/** API keys on the disk, encrypted. Every method reads the disk anew: other processes may write too. */
export interface Vault {
  /** How the master key is kept; `undefined` when there is no vault yet. */
  lock: () => Promise<{ kind: Lock['kind']; masterKey: string } | undefined>;
  /** Sorted by name; needs no master key. */
  list: () => Promise<StoredKey[]>;
  get: (name: string) => Promise<string | undefined>;
  /** Stores keys. `kind`: how a new vault is to be locked. */
  set: (name: string, value: string, kind?: Lock['kind']) => Promise<StoredKey>;
  /** Throws `PW_VAULT_UNKNOWN_KEY` when one of them is not there; then none is removed. */
  remove: (names: readonly string[]) => Promise<void>;
  /** A new master key, all values encrypted again; `kind`: kept there from now on. */
  rotate: (options?: {
    kind?: Lock['kind'] | undefined;
    passphrase?: string | undefined;
  }) => Promise<{ kind: Lock['kind']; masterKey: string }>;
  /** All keys as one file for another machine, behind a passphrase of its own. */
  export: (passphrase: string) => Promise<string>;
  /** Takes keys of an export; those that are here already only with `overwrite`. */
  import: (
    file: Uint8Array,
    passphrase: string,
    options?: { overwrite?: boolean },
  ) => Promise<ImportResult>;
}

/** Changes that lost against others are tried again this often. */
const mostTries = 100;

/**
 * The vault in a directory. Nothing is read or written before a method is called.
 *
 * All methods throw `PW_VAULT_*`; none has changed anything when it does.
 */
export function openVault(options: VaultOptions): Vault {
  const { directory, onSecret } = options;
  const sources: KeySources = {
    keyring: options.keyring ?? osKeyring,
    passphrase: options.passphrase ?? (async () => undefined),
    scryptN: options.scryptN ?? scryptN,
  };
  const now = () => new Date((options.now ?? Date.now)()).toISOString();
  /** By id of the master key and lock: deriving it again would cost half a second each time. */
  const masters = new Map<string, Promise<Buffer>>();

  const masterKeyOf = (id: string, lock: Lock): Promise<Buffer> => {
    const place = placeOf(id, lock);
    const known = masters.get(place) ?? masterKeyBehind(lock, sources);
    masters.set(place, known);
    // A wrong passphrase may be followed by the right one.
    known.catch(() => masters.delete(place));
    return known;
  };

  const parsedNewest = async () => {
    const { number, bytes } = await readNewest(directory);
    if (number === 0) return undefined;
    const parsed = parseVaultFile(bytes);
    if (parsed.body.generation !== number)
      throw new PlugwrightError({
        code: 'PW_VAULT_DAMAGED',
        message: 'The vault file has been renamed: its number is not the one inside.',
        hint: 'Give it its old name, or import the keys again from an export.',
      });
    return parsed;
  };

  const openNewest = async (): Promise<OpenVault | undefined> => {
    const parsed = await parsedNewest();
    if (parsed === undefined) return undefined;
    const { masterKey, lock } = parsed.body;
    const key = await masterKeyOf(masterKey, lock);
    try {
      return openParsed(parsed, key);
    } catch (error) {
      masters.clear();
      throw error;
    }
  };

  /** Reads, changes, writes; again from the start when somebody else has written meanwhile. */
  const change = async <T>(
    create: (() => Promise<MasterKey>) | undefined,
    make: (open: OpenVault) => Promise<[OpenVault | undefined, T]> | [OpenVault | undefined, T],
  ): Promise<T> => {
    let created: MasterKey | undefined;
    for (let tries = 0; tries < mostTries; tries++) {
      // Each try depends on the one before.
      // oxlint-disable no-await-in-loop
      let open = await openNewest();
      if (open === undefined) {
        if (create === undefined) throw unknown();
        created ??= await create();
        masters.set(placeOf(created.id, created.lock), Promise.resolve(created.key));
        open = emptyVault(created);
      }
      const [next, result] = await make(open);
      const isDone =
        next === undefined ||
        (await writeNext(directory, open.generation, sealVault(next, open.generation + 1)));
      if (isDone) {
        // Somebody else made the vault meanwhile, under a master key of theirs.
        if (created !== undefined && open.master.id !== created.id)
          await forget(created.lock, sources);
        return result;
      }
      await pause(tries);
      // oxlint-enable no-await-in-loop
    }
    throw new PlugwrightError({
      code: 'PW_VAULT_BUSY',
      message: `Others wrote the vault ${mostTries} times in a row; the change was not made.`,
      hint: 'Run the same command again.',
    });
  };

  return {
    lock: async () => {
      const parsed = await parsedNewest();
      return parsed && { kind: parsed.body.lock.kind, masterKey: parsed.body.masterKey };
    },
    list: async () => ((await parsedNewest())?.body.keys ?? []).map(described),
    get: async (name) => {
      checkKeyName(name);
      const open = await openNewest();
      const entry = open?.entries.find((one) => one.name === name);
      if (open === undefined || entry === undefined) return undefined;
      const value = valueOf(open, entry);
      onSecret?.({ name, value });
      return value;
    },
    set: async (name, value, kind) => {
      checkKeyName(name);
      checkKeyValue(value);
      onSecret?.({ name, value });
      return change(
        () => newMasterKey(sources, kind),
        (open) => {
          const next = withValue(open, name, value, now());
          const entry = next.entries.find((one) => one.name === name) as StoredEntry;
          return [next, described(entry)];
        },
      );
    },
    remove: async (names) => {
      names.forEach(checkKeyName);
      await change(undefined, (open) => {
        if (!names.every((name) => open.entries.some((one) => one.name === name))) throw unknown();
        const entries = open.entries.filter((one) => !names.includes(one.name));
        return [{ ...open, entries }, undefined];
      });
    },
    rotate: async ({ kind, passphrase } = {}) => {
      let master: MasterKey | undefined;
      let before: OpenVault | undefined;
      const own: KeySources =
        passphrase === undefined ? sources : { ...sources, passphrase: async () => passphrase };
      try {
        const result = await change(undefined, async (open) => {
          before = open;
          master ??= await newMasterKey(own, kind ?? open.master.lock.kind);
          return [underKey(open, master), { kind: master.lock.kind, masterKey: master.id }];
        });
        await forget(before?.master.lock, sources);
        return result;
      } catch (error) {
        await forget(master?.lock, sources);
        throw error;
      }
    },
    export: async (passphrase) => {
      checkPassphrase(passphrase);
      const open = await openNewest();
      if (open === undefined) throw unknown();
      const lock = passphraseLock(sources.scryptN);
      const key = await keyOfPassphrase(passphrase, lock);
      const fresh = emptyVault({ id: emptyVault(open.master).vault, key, lock });
      return sealVault(underKey(open, fresh.master, fresh.vault), 1);
    },
    import: async (file, passphrase, { overwrite = false } = {}) => {
      const parsed = parseVaultFile(file);
      const { lock, masterKey } = parsed.body;
      if (lock.kind !== 'passphrase') throw notAnExport();
      const other = openParsed(parsed, await keyOfPassphrase(passphrase, lock));
      const values = other.entries.map((entry) => ({
        name: entry.name,
        value: valueOf(other, entry),
      }));
      values.forEach((one) => onSecret?.(one));
      masters.delete(masterKey);
      return change(
        () => newMasterKey(sources),
        (open): [OpenVault | undefined, ImportResult] => {
          const here = new Set(open.entries.map(({ name }) => name));
          const names = values.map(({ name }) => name);
          const result = {
            added: names.filter((name) => !here.has(name)),
            replaced: overwrite ? names.filter((name) => here.has(name)) : [],
            kept: overwrite ? [] : names.filter((name) => here.has(name)),
          };
          const taken = new Set([...result.added, ...result.replaced]);
          if (taken.size === 0) return [undefined, result];
          const next = values
            .filter(({ name }) => taken.has(name))
            .reduce((at, { name, value }) => withValue(at, name, value, now()), open);
          return [next, result];
        },
      );
    },
  };
}

const placeOf = (id: string, lock: Lock) => `${id} ${JSON.stringify(lock)}`;

const described = ({ name, id, createdAt, changedAt }: StoredEntry): StoredKey => ({
  name,
  id,
  createdAt,
  changedAt,
});

const unknown = () =>
  new PlugwrightError({
    code: 'PW_VAULT_UNKNOWN_KEY',
    message: 'There is no such key in the vault.',
    hint: 'plugwright keys list shows what is there.',
  });

const notAnExport = () =>
  new PlugwrightError({
    code: 'PW_VAULT_KEYRING',
    message: 'This is the file of a vault whose master key is in the keyring of its machine.',
    hint: 'Make an export there with plugwright keys export.',
  });

/** The keyring need not keep a master key that opens nothing any more; if it cannot be removed, no harm is done. */
async function forget(lock: Lock | undefined, sources: KeySources): Promise<void> {
  if (lock?.kind !== 'keyring') return;
  const { keyring } = await sources.keyring();
  await keyring?.remove(lock.account).catch(() => {});
}

/** A random while, longer with each try, so that writers do not meet again at once. At most 50 ms. */
const pause = (tries: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.random() * Math.min(50, 2 ** tries)));
