import { createRequire } from 'node:module';

/** What SQLite can be bound to here; objects are never bound. */
export type SqlValue = string | number | null;

/** A prepared statement. */
export interface SqliteStatement {
  run(...values: SqlValue[]): { changes: number | bigint };
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
}

/** The little that `node:sqlite` and `libsql` have in common. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

interface Driver {
  name: 'node:sqlite' | 'libsql';
  open(file: string): SqliteDatabase;
}

interface NodeSqlite {
  DatabaseSync: new (file: string) => SqliteDatabase;
}

const require = createRequire(import.meta.url);

function nodeSqlite(): Driver | undefined {
  const builtin = process.getBuiltinModule as ((name: string) => unknown) | undefined;
  const { emitWarning } = process;
  // Loading it prints "experimental" on some Node versions, which tells a user of ours nothing.
  process.emitWarning = () => {};
  try {
    const sqlite = builtin?.('node:sqlite') as NodeSqlite | undefined;
    return sqlite && { name: 'node:sqlite', open: (file) => new sqlite.DatabaseSync(file) };
  } finally {
    process.emitWarning = emitWarning;
  }
}

function libsql(): Driver {
  const Database = require('libsql') as new (file: string) => SqliteDatabase;
  return { name: 'libsql', open: (file) => new Database(file) };
}

let driver: Driver | undefined;

/** SQLite of the Node if it has it, else the prebuilt `libsql`; neither compiles anything at install. */
export function sqliteDriver(): Driver {
  return (driver ??= nodeSqlite() ?? libsql());
}

/** Statements by their text, prepared once. */
export function preparer(database: SqliteDatabase): (sql: string) => SqliteStatement {
  const known = new Map<string, SqliteStatement>();
  return (sql) => {
    const found = known.get(sql) ?? database.prepare(sql);
    known.set(sql, found);
    return found;
  };
}
