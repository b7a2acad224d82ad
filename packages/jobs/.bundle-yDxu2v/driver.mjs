// packages/jobs/src/sqlite-database.ts
import { createRequire } from 'node:module';
var require2 = createRequire(import.meta.url);
function nodeSqlite() {
  const builtin = process.getBuiltinModule;
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    const sqlite = builtin?.('node:sqlite');
    return sqlite && { name: 'node:sqlite', open: (file) => new sqlite.DatabaseSync(file) };
  } finally {
    process.emitWarning = emitWarning;
  }
}
function libsql() {
  const Database = require2('libsql');
  return { name: 'libsql', open: (file) => new Database(file) };
}
var driver;
function sqliteDriver() {
  return (driver ??= nodeSqlite() ?? libsql());
}
function preparer(database) {
  const known = /* @__PURE__ */ new Map();
  return (sql) => {
    const found = known.get(sql) ?? database.prepare(sql);
    known.set(sql, found);
    return found;
  };
}
export { preparer, sqliteDriver };
