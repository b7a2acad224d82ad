import type { Client, Pool, PoolClient } from 'pg';
import type { JobEvent } from '../job-event.js';
import { type JobRecord, SCHEMA_VERSION } from '../job-record.js';
import type { JobState } from '../job-state.js';
import type { JobQuery } from '../job-store.js';
import { migrateStore, upgrade } from '../migrations.js';
import { pageSize } from '../record-index.js';
import { batchTexts, commitTexts, ownerKey, refusal, type Todo } from '../shared/commit-texts.js';
import { matches } from '../shared/job-matches.js';
import { hurry, type Patience, patiently } from '../shared/patiently.js';
import { sharedDigests } from '../shared/history-sums.js';
import { OFFER_MS, type SharedStore } from '../shared/shared-store.js';
import { askOf, farewell, hangUp } from './connect-postgres.js';
import { postgresFiles } from './postgres-files.js';

/** Records read at once when a text is looked for. */
const PAGE = 200;

/** Connections of a store, and how patient it is. */
export interface PostgresStoreParts {
  pool: Pool;
  /** A connection for hints, made anew when it breaks. */
  listen(changed: () => void): { stop(): Promise<void> };
  /** Of the lock for what only one process may do. */
  lockClient(): Client;
  /** Quoted name of the schema. */
  schema: string;
  patience: Patience;
}

interface RecordRow {
  record: string;
}

/** Records in Postgres. Every write is one function call, so it is whole or not at all, also between processes. */
export function postgresStore(parts: PostgresStoreParts): SharedStore {
  const { pool, schema: s, patience } = parts;
  const once = askOf(pool);
  const ask = <Row>(text: string, values: unknown[] = []) =>
    patiently(patience, () => once<Row>(text, values));
  const parse = ({ record }: RecordRow) => upgrade(JSON.parse(record) as JobRecord);
  const records = async (where: string, values: unknown[] = []) =>
    (await ask<RecordRow>(`SELECT record FROM ${s}.job ${where}`, values)).map(parse);
  const get = async (id: string) => (await records('WHERE id = $1', [id]))[0];
  const run = async (todo: Todo, pieces: readonly string[]) => {
    const [row] = await ask<{ ended: string; first_seq: string }>(
      `SELECT ended, first_seq FROM ${s}.commit($1::json, $2::text[])`,
      [JSON.stringify(todo), pieces],
    );
    return { end: row!.ended, first: Number(row!.first_seq) };
  };
  const page = (query: JobQuery, cursor: string | undefined, limit: number) => {
    const values: unknown[] = [];
    const conditions = Object.entries({
      'state = ANY(?)': query.state === undefined ? undefined : [query.state].flat(),
      'kind = ?': query.kind,
      'principal = ?': query.principal,
      'created >= ?': query.since,
      'created < ?': query.until,
      'id < ?': cursor,
    }).flatMap(([text, value]) =>
      value === undefined ? [] : [text.replace('?', () => `$${values.push(value)}`)],
    );
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    return records(`${where} ORDER BY id DESC LIMIT $${values.push(limit)}`, values);
  };
  let listener: { stop(): Promise<void> } | undefined;
  const connected = new Set<PoolClient>();
  pool.on('connect', (client) => connected.add(client));
  pool.on('remove', (client) => connected.delete(client));
  patience.disconnect = () => connected.forEach(hangUp);

  const store: SharedStore = {
    name: 'postgres',
    atomicBatch: true,
    files: postgresFiles(ask, s),
    async meta() {
      const [row] = await ask<{ schema_version: number | null; epoch: string; seq: string }>(
        `SELECT schema_version, epoch, seq FROM ${s}.meta`,
      );
      if (!row || row.schema_version === null) return undefined;
      return {
        schemaVersion: row.schema_version,
        epoch: Number(row.epoch),
        seq: Number(row.seq),
      };
    },
    get,
    byKey: async (principal, key) =>
      (await records('WHERE key = $1', [ownerKey(principal, key)]))[0],
    unfinished: () =>
      records(`WHERE state NOT IN ('completed', 'failed', 'cancelled') ORDER BY id`),
    async query(query) {
      const limit = pageSize(query);
      const jobs: JobRecord[] = [];
      let { cursor } = query;
      const wanted = query.text === undefined ? limit + 1 : Math.max(PAGE, limit);
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop
        const found = await page(query, cursor, wanted);
        jobs.push(...found.filter((job) => matches(job, query)));
        if (jobs.length > limit || found.length < wanted) break;
        cursor = found.at(-1)!.id;
      }
      const shown = jobs.slice(0, limit);
      return { jobs: shown, ...(jobs.length > limit && { next: shown.at(-1)!.id }) };
    },
    async count() {
      const rows = await ask<{ state: JobState; kind: string; count: string }>(
        `SELECT state, kind, count(*) FROM ${s}.job GROUP BY state, kind`,
      );
      return rows.map(({ state, kind, count }) => ({ state, kind, count: Number(count) }));
    },
    async events({ after = 0, limit = 1000, jobId }) {
      const rows = await ask<{ event: string }>(
        `SELECT event FROM ${s}.event WHERE seq > $1 AND ($3::text IS NULL OR job = $3) ORDER BY seq LIMIT $2`,
        [after, limit, jobId ?? null],
      );
      return rows.map(({ event }) => JSON.parse(event) as JobEvent);
    },
    async lastSeq() {
      const [row] = await ask<{ seq: string | null }>(`SELECT max(seq) AS seq FROM ${s}.event`);
      return Number(row?.seq ?? 0);
    },
    outboxDue: (now, limit) => records('WHERE outbox <= $1 ORDER BY outbox LIMIT $2', [now, limit]),
    async state(key) {
      const [row] = await ask<{ value: string }>(`SELECT value FROM ${s}.value WHERE key = $1`, [
        key,
      ]);
      return row?.value;
    },
    migrate: () =>
      migrateStore(store, async (id) => {
        const [row] = await ask<RecordRow>(`SELECT record FROM ${s}.job WHERE id = $1`, [id]);
        return row && (JSON.parse(row.record) as JobRecord).schemaVersion;
      }),
    async write(batch) {
      const { todo, pieces } = batchTexts(batch);
      const { end } = await run(todo, pieces);
      if (end !== 'written') throw refusal(end, batch);
    },
    async enter() {
      // Nobody comes back with an old epoch.
      await ask(`DELETE FROM ${s}.worker WHERE until < now() - interval '1 hour'`);
      const [row] = await ask<{ epoch: string }>(
        `UPDATE ${s}.meta SET epoch = epoch + 1, schema_version = coalesce(schema_version, $1) RETURNING epoch`,
        [SCHEMA_VERSION],
      );
      return Number(row!.epoch);
    },
    // Not again and again: what counts is when it was heard.
    async renew(epoch, ttlMs) {
      await once(
        `INSERT INTO ${s}.worker VALUES ($1, now() + $2 * interval '1 ms')
         ON CONFLICT (epoch) DO UPDATE SET until = excluded.until`,
        [epoch, ttlMs],
      );
      const led = await once(
        `INSERT INTO ${s}.leader AS l (epoch) VALUES ($1) ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch
         WHERE l.epoch = $1 OR NOT EXISTS (SELECT 1 FROM ${s}.worker w WHERE w.epoch = l.epoch AND w.until > now())
         RETURNING 1`,
        [epoch],
      );
      return { leads: led.length > 0 };
    },
    leave: async (epoch) => void (await ask(`DELETE FROM ${s}.worker WHERE epoch = $1`, [epoch])),
    async workers() {
      const [row] = await ask<{ count: string }>(
        `SELECT count(*) FROM ${s}.worker WHERE until > now()`,
      );
      return Number(row!.count);
    },
    async commit(commit) {
      const { todo, pieces } = commitTexts(commit);
      const { end, first } = await run(todo, pieces);
      if (end === 'written') return { end, record: commit.build(first).record };
      return { end: end === 'busy' ? 'busy' : 'conflict' };
    },
    async next({ kinds, mostRunning, roundsPerPriority, limit }) {
      if (kinds.length === 0 || limit <= 0) return { ids: [], isMore: true };
      const [row] = await ask<{ ids: string[]; others: boolean }>(
        `SELECT ids, others FROM ${s}.next($1, $2, $3, $4, $5)`,
        [kinds, mostRunning ?? null, roundsPerPriority, limit, OFFER_MS],
      );
      return { ids: row!.ids, isMore: row!.others };
    },
    async sums(from, below) {
      const rows = await ask<{ key: string; field: string; value: number }>(
        `SELECT key, field, value FROM ${s}.sum WHERE key >= $1 AND key < $2 ORDER BY key`,
        [from, below],
      );
      const sums = new Map<string, Record<string, number>>();
      for (const { key, field, value } of rows) {
        const fields = sums.get(key) ?? {};
        fields[field] = value;
        sums.set(key, fields);
      }
      return sums;
    },
    async dropSums(from, below) {
      await ask(`DELETE FROM ${s}.sum WHERE key >= $1 AND key < $2`, [from, below]);
    },
    async digests(days) {
      const [row] = await ask<{ history: boolean }>(`SELECT history FROM ${s}.meta`);
      // Written before there were any.
      return row?.history ? sharedDigests(store, days) : undefined;
    },
    orphans: (limit) =>
      records(
        `WHERE epoch IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM ${s}.worker w WHERE w.epoch = job.epoch AND w.until > now()) LIMIT $1`,
        [limit],
      ),
    async leasedBy(epoch) {
      const rows = await ask<{ id: string }>(`SELECT id FROM ${s}.job WHERE epoch = $1`, [epoch]);
      return rows.map(({ id }) => id);
    },
    timersDue: (now, limit) => records('WHERE timer <= $1 ORDER BY timer LIMIT $2', [now, limit]),
    async exclusively(work) {
      // A connection of its own: the lock goes with it, whatever happens.
      const client = await patiently(patience, async () => {
        const one = parts.lockClient();
        one.on('error', () => {});
        try {
          await one.connect();
          await one.query('SELECT pg_advisory_lock(hashtext($1))', [`${s} create`]);
          return one;
        } catch (error) {
          await one.end().catch(() => {});
          throw error;
        }
      });
      try {
        return await work();
      } finally {
        await client.end().catch(() => {});
      }
    },
    hurry: (haste) => hurry(patience, haste),
    watch(changed) {
      listener = parts.listen(changed);
    },
    async close() {
      await listener?.stop();
      await farewell(pool.end(), connected);
    },
  };
  return store;
}
