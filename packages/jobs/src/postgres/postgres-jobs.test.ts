import { afterAll, beforeAll, describe } from 'vitest';
import { hasPostgres, postgresDatabase, postgresNote } from '../__fixtures__/postgres-server.js';
import { sharedContract } from '../__fixtures__/shared-contract.js';
import { temporary } from '../__fixtures__/temporary.js';
import { openPostgresJobs } from './open-postgres-jobs.js';

describe.skipIf(!hasPostgres)(postgresNote, () => {
  let database: Awaited<ReturnType<typeof postgresDatabase>>;
  beforeAll(async () => {
    database = await postgresDatabase();
  });
  afterAll(() => database?.drop());

  sharedContract('Postgres', (name, options) =>
    openPostgresJobs({ url: database.url, name, dir: temporary(), ...options }),
  );
});
