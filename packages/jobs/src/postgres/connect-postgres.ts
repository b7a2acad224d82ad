import type Pg from 'pg';
import type { ClientBase, Pool } from 'pg';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobsError } from '../jobs-error.js';
import { type Patience, serverOf } from '../shared/patiently.js';

/** The module `pg`; loaded when a queue on Postgres is opened. */
export type PostgresDriver = Pick<typeof Pg, 'Pool' | 'Client'>;

/** @throws `PW_JOBS_QUEUE_DRIVER` when it is not installed. */
export async function postgresDriver(): Promise<PostgresDriver> {
  try {
    return (await import('pg')).default;
  } catch (error) {
    throw jobsError('PW_JOBS_QUEUE_DRIVER', 'pg is needed for postgres://', error);
  }
}

/** Longest wait for a connection and for an answer, ms; the other end may be gone without a word. */
const SILENCE_MS = 3000;

/** How every connection behaves. What is acknowledged is on the disk, whatever the server's default is. */
export const connectionOptions = (url: string) => ({
  connectionString: url,
  connectionTimeoutMillis: SILENCE_MS,
  query_timeout: SILENCE_MS,
  keepAlive: true,
  application_name: 'plugwright',
  options: '-c synchronous_commit=on',
});

/** Connection lost, shutting down or starting, no room, deadlock or serialisation: by class of SQLSTATE. */
const PASSING = /^(?:08|57P0[1-3]|53|40)/;

/** A refusal of the server stays one; everything else is the connection. */
export const isPassing = (error: unknown): boolean => {
  const { severity, code } = error as { severity?: unknown; code?: unknown };
  return severity === undefined || PASSING.test(String(code));
};

export const postgresPatience = (url: string, forMs: number): Patience => ({
  forMs,
  isPassing,
  server: serverOf(url),
});

/** A server that does not answer a farewell is hung up on after so long, ms. */
const FAREWELL_MS = 500;

/** Says goodbye, and hangs up on a server that does not answer. */
export async function farewell(
  ended: Promise<unknown>,
  connections: Iterable<ClientBase>,
): Promise<void> {
  const settled = ended.catch(() => {});
  const off = new AbortController();
  const late = sleep(FAREWELL_MS, 'late', { signal: off.signal }).catch(() => {});
  if ((await Promise.race([settled, late])) === 'late') for (const one of connections) hangUp(one);
  off.abort();
  await settled;
}

/** Cuts a connection at once: what waits for an answer on it fails. */
export function hangUp(client: ClientBase): void {
  // Not in the types: `end` would wait for the other side.
  (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
}

/** Asks one thing; the connection goes when it fails. */
export type Ask = <Row>(text: string, values?: unknown[]) => Promise<Row[]>;

export const askOf =
  (pool: Pool): Ask =>
  async <Row>(text: string, values: unknown[] = []) =>
    (await pool.query(text, values)).rows as Row[];
