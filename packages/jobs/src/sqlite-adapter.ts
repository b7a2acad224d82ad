import type { KeyvEntry, KeyvStoreAdapter, StoredData } from 'keyv';
import { existsSync } from 'node:fs';
import { jobsError } from './jobs-error.js';
import {
  preparer,
  type SqliteDatabase,
  sqliteDriver,
  type SqliteStatement,
} from './sqlite-database.js';
import { stepsFrom, TABLES_VERSION } from './sqlite-schema.js';

/** A Keyv adapter on one SQLite file. */
export interface SqliteAdapter extends KeyvStoreAdapter {
  /** For what lies beside the values. */
  prepare(sql: string): SqliteStatement;
  /** Runs `work` in one transaction. */
  together(work: () => void): void;
  /** Stores a value; at once, for use in {@link SqliteAdapter.together}. */
  put(key: string, value: string): void;
  /** Removes a value; at once too. */
  remove(key: string): void;
  /** Copies a consistent snapshot into a new file, while others write. */
  backup(file: string): void;
}

/** How the file is opened. */
export interface SqliteAdapterOptions {
  readOnly?: boolean;
  /** `FULL` survives loss of power; `OFF` is for tests that never cut it. Default `FULL`. */
  synchronous?: 'FULL' | 'OFF';
}

/**
 * Keyv on SQLite: WAL with `synchronous=FULL`, so a write that was acknowledged survives loss of power at one fsync
 * per transaction; `setMany` is one transaction. Every failure throws: nothing is answered with `false`.
 *
 * @throws `PW_JOBS_DIRECTORY`, `PW_JOBS_SCHEMA_NEWER`.
 */
export function sqliteAdapter(
  file: string,
  { readOnly = false, synchronous = 'FULL' }: SqliteAdapterOptions = {},
): SqliteAdapter {
  const database = openDatabase(file, readOnly, synchronous);
  const prepare = preparer(database);
  // Not one upsert: most values are there already, and then it costs half as much again.
  const put = (key: string, value: string) => {
    const { changes } = prepare('UPDATE keyv SET value=? WHERE key=?').run(value, key);
    if (Number(changes) === 0) prepare('INSERT INTO keyv(key,value) VALUES(?,?)').run(key, value);
  };
  const read = <Value>(key: string) =>
    (prepare('SELECT value FROM keyv WHERE key=?').get(key) as { value: string } | undefined)
      ?.value as StoredData<Value> | undefined;
  const remove = (key: string) => void prepare('DELETE FROM keyv WHERE key=?').run(key);
  const exists = (key: string) => prepare('SELECT 1 FROM keyv WHERE key=?').get(key) !== undefined;
  const together = (work: () => void) => {
    prepare('BEGIN IMMEDIATE').run();
    try {
      work();
      prepare('COMMIT').run();
    } catch (error) {
      rollback(database);
      throw error;
    }
  };
  // Keyv sets the namespace as part of the key already.
  return {
    opts: { dialect: 'sqlite', url: file },
    namespace: undefined,
    prepare,
    together,
    put,
    remove,
    async get(key) {
      return read(key);
    },
    async getMany(keys) {
      return keys.map((key) => read(key) as never);
    },
    async has(key) {
      return exists(key);
    },
    async set(key: string, value: unknown) {
      put(key, String(value));
      return true;
    },
    async setMany(entries: KeyvEntry[]) {
      together(() => {
        for (const { key, value } of entries) put(key, String(value));
      });
    },
    async delete(key) {
      const there = exists(key);
      remove(key);
      return there;
    },
    async deleteMany(keys) {
      together(() => {
        for (const key of keys) remove(key);
      });
      return true;
    },
    async clear() {
      throw new Error('jobs are removed one by one, by retention');
    },
    async *iterator() {
      // By ranges of the key: constant memory, and right while others write.
      const page = prepare('SELECT key, value FROM keyv WHERE key > ? ORDER BY key LIMIT 500');
      for (let last = ''; ;) {
        const rows = page.all(last) as { key: string; value: string }[];
        for (const { key, value } of rows) yield [key, value];
        const end = rows.at(-1);
        if (!end) return;
        last = end.key;
      }
    },
    async disconnect() {
      if (!readOnly) moveLog(database);
      database.close();
    },
    backup(to) {
      prepare('VACUUM INTO ?').run(to);
    },
    on() {
      return this;
    },
  } as SqliteAdapter;
}

/** The driver keeps prepared statements, so closing alone leaves the log where it is, as after a crash. */
function moveLog(database: SqliteDatabase): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // No room: nothing is lost, the next one to open reads the log.
  }
}

function rollback(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has rolled back by itself, as it does when the disk is full.
  }
}

function openDatabase(file: string, readOnly: boolean, synchronous: string): SqliteDatabase {
  if (readOnly && !existsSync(file))
    throw jobsError('PW_JOBS_DIRECTORY', `there are no jobs at ${file}`);
  const fail = (error: unknown) =>
    jobsError('PW_JOBS_DIRECTORY', `cannot open ${file}: ${String(error)}`, error);
  let database: SqliteDatabase;
  try {
    database = sqliteDriver().open(file);
  } catch (error) {
    throw fail(error);
  }
  try {
    database.exec('PRAGMA busy_timeout=5000');
    // The drivers' own read-only flag is not honoured by both; this one is SQLite's.
    if (readOnly) database.exec('PRAGMA query_only=ON');
    else {
      database.exec('PRAGMA journal_mode=WAL');
      database.exec(`PRAGMA synchronous=${synchronous}`);
      // Default 1,000 pages of 4 KiB; a longer log means fewer checkpoints, each one more fsync.
      database.exec('PRAGMA wal_autocheckpoint=4000');
    }
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    if (version > TABLES_VERSION)
      throw jobsError(
        'PW_JOBS_SCHEMA_NEWER',
        `the tables of ${file} have version ${version}, this package writes ${TABLES_VERSION}`,
      );
    if (version === 0 && readOnly)
      throw jobsError('PW_JOBS_DIRECTORY', `there are no jobs in ${file}`);
    if (!readOnly)
      for (const step of stepsFrom(version)) database.exec(`BEGIN IMMEDIATE; ${step} COMMIT`);
    return database;
  } catch (error) {
    database.close();
    throw String((error as { code?: unknown }).code).startsWith('PW_') ? error : fail(error);
  }
}
