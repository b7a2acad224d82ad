import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, postgresDatabase, postgresNote } from '../__fixtures__/postgres-server.js';
import {
  clusterNote,
  hasPostgresCluster,
  postgresCluster,
} from '../__fixtures__/postgres-cluster.js';
import { serverSuite } from '../__fixtures__/server-suite.js';
import { storeConformance } from '../__fixtures__/store-conformance.js';
import { temporary } from '../__fixtures__/temporary.js';
import { openPostgresJobs } from './open-postgres-jobs.js';
import { isPassing } from './connect-postgres.js';
import { inspectPostgres, problemsOf } from './inspect-postgres.js';

describe.skipIf(!hasPostgres)(`jobs on ${postgresNote}, ${clusterNote}`, () => {
  let database: Awaited<ReturnType<typeof postgresDatabase>>;
  beforeAll(async () => {
    database = await postgresDatabase();
  });
  afterAll(() => database?.drop());

  const schemas = new Map<string, string>();
  storeConformance({
    name: 'postgres',
    async open(dir) {
      const known = schemas.get(dir);
      const schema = known ?? `store_${schemas.size}`;
      schemas.set(dir, schema);
      const { store } = await openPostgresJobs({ url: database.url, name: schema, dir });
      // As if opening did not count, which is for the engine and not for the store.
      await database.ask(
        known
          ? `UPDATE ${schema}.meta SET epoch = epoch - 1`
          : `UPDATE ${schema}.meta SET schema_version = NULL, epoch = 0`,
      );
      return store;
    },
  });

  serverSuite({
    title: 'Postgres',
    url: () => database.url,
    ...(hasPostgresCluster && { own: postgresCluster }),
    age: (name) => database.ask(`UPDATE ${name}.content SET used = now() - interval '1 day'`),
  });

  it('refuses tables of a newer version, a wrong name and a server that is not there', async () => {
    const open = (more: object) =>
      openPostgresJobs({ url: database.url, dir: temporary(), ...more });
    await (await open({ name: 'newer' })).close();
    await database.ask('UPDATE newer.meta SET tables_version = 99');
    await expect(open({ name: 'newer' })).rejects.toMatchObject({ code: 'PW_JOBS_SCHEMA_NEWER' });
    await expect(open({ name: 'x"; DROP' })).rejects.toMatchObject({ code: 'PW_JOBS_REQUEST' });
    const away = new URL(database.url);
    away.port = '1';
    away.password = 'secret';
    const error = await open({ url: away.href }).then(
      () => undefined,
      (one: Error & { code: string }) => one,
    );
    expect(error).toMatchObject({ code: 'PW_JOBS_QUEUE_UNREACHABLE' });
    expect(error!.message).not.toContain('secret');
    const nobody = new URL(database.url);
    nobody.pathname = '/there_is_none';
    await expect(open({ url: nobody.href })).rejects.toMatchObject({
      code: 'PW_JOBS_QUEUE_UNREACHABLE',
    });
  });

  it('refuses a server that may lose what it acknowledged', async () => {
    expect(await inspectPostgres(database.url)).toMatchObject({ problems: [] });
    expect(problemsOf({ number: '120011', fsync: 'off', pages: 'off' })).toHaveLength(3);
  });

  it('waits for a server that starts, and for none that refuses', () => {
    expect(isPassing(new Error('Connection terminated unexpectedly'))).toBe(true);
    const said = (code: string) => Object.assign(new Error(code), { severity: 'FATAL', code });
    expect(['57P03', '08006', '53300', '40P01'].map((code) => isPassing(said(code)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['28P01', '3D000', '42P01'].map((code) => isPassing(said(code)))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
