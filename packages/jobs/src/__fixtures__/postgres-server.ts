import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The server that the tests use; they make and drop databases of their own in it. */
const server = process.env['PLUGWRIGHT_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Asked in a process of its own, because a test file cannot wait before it names its tests in every runner. */
const probe = `
  const { default: pg } = await import(process.argv[1]);
  const client = new pg.Client({ connectionString: process.argv[2], connectionTimeoutMillis: 2000 });
  await client.connect(); await client.end();
`;
const driver = import.meta.resolve('pg');
export const hasPostgres =
  spawnSync(process.execPath, ['--input-type=module', '-e', probe, driver, server]).status === 0;
/** Why tests are left out, in their names. */
export const postgresNote = hasPostgres
  ? 'Postgres'
  : 'Postgres (SKIPPED: start one, set PLUGWRIGHT_TEST_POSTGRES=postgres://… and run npm test again)';

/** A database of a test. */
export async function postgresDatabase(): Promise<{
  url: string;
  ask(text: string): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}> {
  const name = `plugwright_test_${randomBytes(6).toString('hex')}`;
  const on = async (url: string, text: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(text)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };
  await on(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    ask: (text) => on(url.href, text),
    drop: async () => void (await on(server, `DROP DATABASE ${name} WITH (FORCE)`)),
  };
}
