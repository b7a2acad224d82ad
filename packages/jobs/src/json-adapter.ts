import { safeJoin, writeAtomically } from '@plugwright/files';
import type { KeyvEntry, KeyvStoreAdapter } from 'keyv';
import { mkdirSync, readdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { sha256 } from './canonical-json.js';
import { jobsError } from './jobs-error.js';

/** A Keyv adapter with one readable file per key. */
export interface JsonAdapter extends KeyvStoreAdapter {
  /** Keys whose files could not be read, now in `quarantine`. */
  readonly quarantined: ReadonlySet<string>;
}

const EXTENSION = '.json';

/**
 * Keyv on a directory: each value is a file of its own, written beside, synced, renamed over the old one, and the
 * directory synced. A file that cannot be parsed is never taken for "nothing there": it is moved to `quarantine`, and
 * reading its key throws.
 */
export function jsonAdapter(directory: string, readOnly = false): JsonAdapter {
  const quarantine = safeJoin(directory, 'quarantine');
  if (!readOnly) mkdirSync(quarantine, { recursive: true });
  const quarantined = new Set<string>(keptAside(quarantine));
  const pathOf = (key: string) => safeJoin(directory, fileName(key) + EXTENSION);

  const setAside = async (name: string) => {
    quarantined.add(name.slice(0, -EXTENSION.length));
    if (readOnly) return;
    await rename(safeJoin(directory, name), safeJoin(quarantine, `${Date.now()}-${name}`));
    await syncDirectory(directory);
    await syncDirectory(quarantine);
  };
  const read = async (name: string): Promise<string | undefined> => {
    let text: string;
    try {
      text = await readFile(safeJoin(directory, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    if (isStoredValue(text)) return text;
    await setAside(name);
    return undefined;
  };
  const get = async (key: string) => {
    const text = await read(fileName(key) + EXTENSION);
    if (text === undefined && quarantined.has(fileName(key)))
      throw jobsError('PW_JOBS_UNREADABLE', `the file of ${key} cannot be read; see ${quarantine}`);
    return text;
  };
  return {
    opts: { dialect: 'json', url: directory },
    namespace: undefined,
    quarantined,
    get: get as KeyvStoreAdapter['get'],
    async has(key) {
      return (await get(key)) !== undefined;
    },
    async set(key: string, value: unknown) {
      await writeAtomically(pathOf(key), `${String(value)}\n`);
      return true;
    },
    async setMany(entries: KeyvEntry[]) {
      // All have settled before the first failure is told, so that no write is under way after it.
      const settled = await Promise.allSettled(
        entries.map(({ key, value }) => writeAtomically(pathOf(key), `${String(value)}\n`)),
      );
      const failed = settled.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
    },
    async delete(key) {
      await rm(pathOf(key), { force: true });
      await syncDirectory(directory);
      return true;
    },
    async deleteMany(keys) {
      await Promise.all(keys.map((key) => rm(pathOf(key), { force: true })));
      await syncDirectory(directory);
      return true;
    },
    async clear() {
      throw new Error('jobs are removed one by one, by retention');
    },
    async *iterator() {
      for (const name of (await readdir(directory)).sort()) {
        // What begins with a dot is the torn rest of a write that was never acknowledged.
        if (!name.endsWith(EXTENSION) || name.startsWith('.')) continue;
        const text = await read(name);
        if (text !== undefined) yield [keyOf(name), text];
      }
    },
    on() {
      return this;
    },
  } as JsonAdapter;
}

/** Keyv's keys are `<namespace>:<id>`; ids that make no good file name are hashed. */
function fileName(key: string): string {
  const name = key.replace(':', '.');
  return /^[a-z]+\.[a-z0-9-]{1,64}$/.test(name) ? name : `state.${sha256(key)}`;
}
const keyOf = (name: string) => name.slice(0, -EXTENSION.length).replace('.', ':');

function isStoredValue(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'value' in parsed;
  } catch {
    return false;
  }
}

/** File names of earlier quarantines: `<time>-<name>.json`. */
function keptAside(quarantine: string): string[] {
  try {
    return readdirSync(quarantine)
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => name.slice(name.indexOf('-') + 1, -EXTENSION.length));
  } catch {
    return [];
  }
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
