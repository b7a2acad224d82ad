import { safeJoin, writeAtomically } from '@plugwright/files';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { jobsError } from './jobs-error.js';
import { type SqliteDatabase, sqliteDriver } from './sqlite-database.js';

/** The right to write in a jobs directory. */
export interface StoreLock {
  release(): void;
}

/** Locks held by this process; also keeps the handles from being collected, which would free them. */
const held = new Set<SqliteDatabase>();

/**
 * Takes the lock of a jobs directory: an exclusive transaction on an empty SQLite file. The kernel holds it for the
 * process, so `kill -9` frees it at once and no stale file is left to judge. A second opener, in this process or
 * another, is refused without waiting.
 *
 * @throws `PW_JOBS_LOCKED`, `PW_JOBS_DIRECTORY`.
 */
export async function lockStore(directory: string): Promise<StoreLock> {
  let database: SqliteDatabase | undefined;
  try {
    database = sqliteDriver().open(safeJoin(directory, 'lock.db'));
    database.exec('PRAGMA busy_timeout=0');
    database.exec('PRAGMA locking_mode=EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error))
      throw jobsError('PW_JOBS_LOCKED', `${directory} is in use${await holder(directory)}`, error);
    throw jobsError('PW_JOBS_DIRECTORY', `cannot lock ${directory}: ${String(error)}`, error);
  }
  const lock = database;
  held.add(lock);
  const release = () => {
    if (held.delete(lock)) lock.close();
  };
  try {
    const since = new Date().toISOString();
    const text = JSON.stringify({ pid: process.pid, host: hostname(), since });
    await writeAtomically(safeJoin(directory, 'holder.json'), `${text}\n`);
  } catch (error) {
    release();
    throw jobsError('PW_JOBS_DIRECTORY', `cannot write in ${directory}`, error);
  }
  return { release };
}

/** SQLITE_BUSY is 5; the drivers say it differently. */
const isBusy = (error: unknown) => {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === 'SQLITE_BUSY' || errcode === 5;
};

/** Who says to hold it; only for the message. */
async function holder(directory: string): Promise<string> {
  try {
    const text = await readFile(safeJoin(directory, 'holder.json'), 'utf8');
    const { pid, host, since } = JSON.parse(text) as Record<string, unknown>;
    return ` by process ${String(pid)} on ${String(host)} since ${String(since)}`;
  } catch {
    return '';
  }
}
