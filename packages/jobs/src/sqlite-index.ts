import type { JobEvent } from './job-event.js';
import type { JobQuery, StateCount } from './job-store.js';
import type { JournalEntry } from './job-record.js';
import { pageSize, type RecordIndex } from './record-index.js';
import type { SqliteAdapter } from './sqlite-adapter.js';
import type { SqlValue } from './sqlite-database.js';
import { sqlList, UNFINISHED_STATES } from './sqlite-schema.js';

/** Index of records on the computed columns of the SQLite adapter. `prefix` is Keyv's `<namespace>:`. */
export function sqliteIndex(adapter: SqliteAdapter, prefix: string): RecordIndex {
  const ids = (sql: string, ...values: SqlValue[]) =>
    (adapter.prepare(sql).all(...values) as { key: string }[]).map(({ key }) =>
      key.slice(prefix.length),
    );
  return {
    page(query) {
      const limit = pageSize(query);
      const { sql, values } = pageStatement(query, prefix);
      const found = ids(sql, ...values, limit + 1);
      const page = found.slice(0, limit);
      const next = found.length > limit ? page.at(-1) : undefined;
      return { ids: page, ...(next && { next }) };
    },
    unfinished: () =>
      ids(`SELECT key FROM keyv WHERE state IN (${sqlList(UNFINISHED_STATES)}) ORDER BY key`),
    byKey: (principal, key) =>
      ids('SELECT job AS key FROM idempotency WHERE owner = json_array(?,?)', principal, key)[0],
    count: () =>
      adapter
        .prepare(
          `SELECT state, kind, count(*) AS count FROM keyv INDEXED BY by_state
           WHERE state IS NOT NULL GROUP BY state, kind`,
        )
        .all() as StateCount[],
    events({ after, limit, jobId }) {
      const rows = (
        jobId === undefined
          ? adapter
              .prepare('SELECT job, value FROM events WHERE seq > ? ORDER BY seq LIMIT ?')
              .all(after, limit)
          : adapter
              .prepare(
                'SELECT job, value FROM events WHERE job = ? AND seq > ? ORDER BY seq LIMIT ?',
              )
              .all(prefix + jobId, after, limit)
      ) as { job: string; value: string }[];
      const owner = adapter.prepare('SELECT kind, principal FROM keyv WHERE key = ?');
      return rows.map(({ job, value }): JobEvent => {
        const { kind, principal } = owner.get(job) as { kind: string; principal: string };
        const entry = JSON.parse(value) as JournalEntry;
        return { ...entry, jobId: job.slice(prefix.length), kind, principal };
      });
    },
    lastSeq: () =>
      (adapter.prepare('SELECT max(seq) AS seq FROM events').get() as { seq: number | null }).seq ??
      0,
    outboxDue: (now, limit) =>
      ids('SELECT key FROM keyv WHERE due <= ? ORDER BY due LIMIT ?', now, limit),
  };
}

/** The statement of a page. All its text is fixed here; what the caller gave is bound. */
function pageStatement(query: JobQuery, prefix: string) {
  const where = ['state IS NOT NULL'];
  const values: SqlValue[] = [];
  const and = (sql: string, ...more: SqlValue[]) => {
    where.push(sql);
    values.push(...more);
  };
  const states = query.state === undefined ? [] : [query.state].flat();
  if (query.state !== undefined) and(`state IN (${states.map(() => '?').join(',')})`, ...states);
  if (query.kind !== undefined) and('kind = ?', query.kind);
  if (query.principal !== undefined) and('principal = ?', query.principal);
  if (query.since !== undefined) and('created >= ?', query.since);
  if (query.until !== undefined) and('created < ?', query.until);
  if (query.cursor !== undefined) and('key < ?', prefix + query.cursor);
  if (query.text !== undefined) {
    const like = `%${query.text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    and(String.raw`(title LIKE ? ESCAPE '\' OR key LIKE ? ESCAPE '\')`, like, prefix + like);
  }
  const sql = `SELECT key FROM keyv WHERE ${where.join(' AND ')} ORDER BY key DESC LIMIT ?`;
  return { sql, values };
}
