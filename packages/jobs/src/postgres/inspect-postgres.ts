import { PlugwrightError } from '@plugwright/errors';
import { jobsError, messageOf } from '../jobs-error.js';
import { patiently } from '../shared/patiently.js';
import { connectionOptions, postgresDriver, postgresPatience } from './connect-postgres.js';

/** Whether a Postgres keeps what it acknowledged. */
export interface PostgresReport {
  /** Host, port and database. */
  server: string;
  version: string;
  /** What must be changed; empty: nothing. */
  problems: readonly string[];
}

/** `server_version_num`. What is used here is older; BullMQ and others ask for 13 too. */
const OLDEST = 130_000;

/** What is wrong with a server that says this of itself. */
export function problemsOf(said: { number: string; fsync: string; pages: string }): string[] {
  const problems: string[] = [];
  if (Number(said.number) < OLDEST) problems.push('it is older than Postgres 13');
  if (said.fsync !== 'on')
    problems.push('fsync is off: a loss of power loses or breaks what was acknowledged');
  if (said.pages !== 'on')
    problems.push('full_page_writes is off: a loss of power may break pages');
  return problems;
}

/**
 * Looks at a Postgres.
 *
 * @throws `PW_JOBS_QUEUE_DRIVER`, `PW_JOBS_QUEUE_UNREACHABLE`, `PW_JOBS_QUEUE_URL`.
 */
export async function inspectPostgres(url: string): Promise<PostgresReport> {
  const patience = postgresPatience(url, 2000);
  const { Client } = await postgresDriver();
  try {
    const [said] = await patiently(patience, async () => {
      const client = new Client(connectionOptions(url));
      client.on('error', () => {});
      try {
        await client.connect();
        const { rows } = await client.query(`SELECT current_setting('server_version') AS version,
          current_setting('server_version_num') AS number, current_setting('fsync') AS fsync,
          current_setting('full_page_writes') AS pages`);
        return rows as { version: string; number: string; fsync: string; pages: string }[];
      } finally {
        await client.end().catch(() => {});
      }
    });
    return { server: patience.server, version: said!.version, problems: problemsOf(said!) };
  } catch (error) {
    if (PlugwrightError.isInstance(error)) throw error;
    throw jobsError('PW_JOBS_QUEUE_UNREACHABLE', `${patience.server}: ${messageOf(error)}`, error);
  }
}
