import type Pg from 'pg';
import type { Pool } from 'pg';
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

/** Asks one thing; the connection goes when it fails. */
export type Ask = <Row>(text: string, values?: unknown[]) => Promise<Row[]>;

export const askOf =
  (pool: Pool): Ask =>
  async <Row>(text: string, values: unknown[] = []) =>
    (await pool.query(text, values)).rows as Row[];
