import type { JobRecord } from './job-record.js';
import { jobsError } from './jobs-error.js';
import type { KeyedBatch } from './keyv-store.js';
import type { SqliteAdapter } from './sqlite-adapter.js';

/**
 * Writes batches into the tables of the SQLite adapter, each in one transaction: the values under Keyv's keys, and with
 * the records their events and idempotency keys.
 */
export function sqliteWriter({ prepare, put, remove, together }: SqliteAdapter) {
  const insert = (key: string, text: string, { principal, idempotencyKey }: JobRecord) => {
    const { changes } = prepare(
      'INSERT INTO keyv(key, value) VALUES(?, ?) ON CONFLICT(key) DO NOTHING',
    ).run(key, text);
    if (Number(changes) === 0) throw conflict(`${key} is there already`);
    if (idempotencyKey !== undefined)
      prepare('INSERT INTO idempotency(owner, job) VALUES(json_array(?, ?), ?)').run(
        principal,
        idempotencyKey,
        key,
      );
  };
  const replace = (key: string, text: string) => {
    // Whether it is the next revision is seen by the guard in the tables.
    const { changes } = prepare('UPDATE keyv SET value = ? WHERE key = ?').run(text, key);
    if (Number(changes) === 0) throw conflict(`${key} is not there`);
  };
  /** The number from which on journals hold what the log does not; numbers only grow. */
  const firstNew = (events: KeyedBatch['events']): number => {
    if (events.length > 0) return events.reduce((least, { seq }) => Math.min(least, seq), Infinity);
    const { last } = prepare('SELECT max(seq) AS last FROM events').get() as {
      last: number | null;
    };
    return (last ?? 0) + 1;
  };
  const log = (records: KeyedBatch['records'], from: number) => {
    const entries = new Map<number, unknown>();
    for (const { key, record } of records)
      for (let at = record.journal.length - 1; at >= 0; at--) {
        const entry = record.journal[at]!;
        if (entry.seq < from) break;
        entries.set(entry.seq, [entry.seq, key, entry]);
      }
    if (entries.size > 0)
      prepare(
        'INSERT INTO events(seq, job, value) SELECT value->>0, value->>1, value->2 FROM json_each(?)',
      ).run(JSON.stringify([...entries.values()]));
  };
  return ({ records, events, values, gone }: KeyedBatch): void =>
    together(() => {
      for (const { key, text, record } of records)
        if (record.rev === 1) insert(key, text, record);
        else replace(key, text);
      if (records.length > 0) log(records, firstNew(events));
      for (const { key, text } of values) put(key, text);
      for (const key of gone) remove(key);
    });
}

const conflict = (why: string) => jobsError('PW_JOBS_CONFLICT', `not the next revision: ${why}`);
