import { PlugwrightError } from '@plugwright/errors';
import type { Client } from 'pg';
import { jobsError, messageOf } from '../jobs-error.js';
import {
  openSharedJobs,
  type SharedJobs,
  type SharedJobsOptions,
} from '../shared/open-shared-jobs.js';
import type { SharedStore } from '../shared/shared-store.js';
import { serverOf } from '../shared/patiently.js';
import { askOf, connectionOptions, postgresDriver, postgresPatience } from './connect-postgres.js';
import { inspectPostgres } from './inspect-postgres.js';
import { listenTo } from './listen.js';
import { postgresQueue } from './postgres-queue.js';
import { postgresStore } from './postgres-store.js';
import { channelOf, NOTHING_QUEUED, tables, TABLES_VERSION } from './schema.js';

/** Jobs on a Postgres server. */
export interface PostgresJobsOptions extends SharedJobsOptions {
  /** `postgres://user@host/database`. */
  url: string;
  /** The schema of the tables; default `plugwright`. Lower-case letters, digits and `_`. */
  name?: string;
  /** How long a server that is away is waited for by one call, ms; default 20,000. */
  patienceMs?: number;
}

const PATIENCE_MS = 20_000;
/** Connections of one process. */
const CONNECTIONS = 4;

/**
 * Opens jobs whose records, content and queue lie in Postgres 13 or later: any number of processes and machines may open,
 * order and work. The tables are made at the first opening. `pg` must be installed. Beta.
 *
 * @throws `PW_JOBS_QUEUE_DRIVER`, `PW_JOBS_QUEUE_UNREACHABLE`, `PW_JOBS_QUEUE_UNSAFE`, `PW_JOBS_QUEUE_URL`,
 * `PW_JOBS_SCHEMA_NEWER`.
 */
export async function openPostgresJobs(options: PostgresJobsOptions): Promise<SharedJobs> {
  const { url, name = 'plugwright', patienceMs = PATIENCE_MS } = options;
  const server = serverOf(url);
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(name))
    throw jobsError('PW_JOBS_REQUEST', 'name: lower-case letters, digits and _');
  const { problems } = await inspectPostgres(url);
  if (problems.length > 0)
    throw jobsError('PW_JOBS_QUEUE_UNSAFE', `${server}: ${problems.join('; ')}`);
  const { Pool, Client: PgClient } = await postgresDriver();
  const schema = `"${name}"`;
  const pool = new Pool({ ...connectionOptions(url), max: CONNECTIONS });
  // A connection that breaks while nobody uses it.
  pool.on('error', () => {});
  const ask = askOf(pool);
  const newClient = (): Client => new PgClient(connectionOptions(url));
  try {
    await makeTables(newClient(), schema);
    const queue = postgresQueue(ask, schema, () => store.next);
    const store: SharedStore = postgresStore({
      pool,
      schema,
      patience: postgresPatience(url, patienceMs),
      // It waits for whoever is before it, longer than for an answer.
      lockClient: () => new PgClient({ ...connectionOptions(url), query_timeout: patienceMs }),
      listen: (changed) =>
        listenTo(newClient, channelOf(schema), (told) => {
          if (told !== NOTHING_QUEUED) queue.hint();
          changed();
        }),
    });
    return await openSharedJobs(store, queue, options).catch(async (error: unknown) => {
      await store.close().catch(() => {});
      throw error;
    });
  } catch (error) {
    await pool.end().catch(() => {});
    if (PlugwrightError.isInstance(error)) throw error;
    throw jobsError('PW_JOBS_QUEUE_UNREACHABLE', `${server}: ${messageOf(error)}`, error);
  }
}

/** Makes the tables; one process at a time. */
async function makeTables(client: Client, schema: string): Promise<void> {
  client.on('error', () => {});
  await client.connect();
  try {
    const lock = `${schema} tables`;
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [lock]);
    const known = await client
      .query(`SELECT tables_version FROM ${schema}.meta`)
      .then(({ rows }) => (rows[0] as { tables_version: number } | undefined)?.tables_version)
      .catch(() => undefined);
    if (known === TABLES_VERSION) return;
    if (known !== undefined && known > TABLES_VERSION)
      throw jobsError('PW_JOBS_SCHEMA_NEWER', `the tables in ${schema} have version ${known}`);
    await client.query(`BEGIN; ${tables(schema)} COMMIT;`);
  } finally {
    await client.end();
  }
}
