import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../__fixtures__/bundle.js';
import { hasPostgres, postgresDatabase, postgresNote } from '../__fixtures__/postgres-server.js';
import { sharedContract } from '../__fixtures__/shared-contract.js';
import * as faults from '../__fixtures__/shared-faults.js';
import { storeConformance } from '../__fixtures__/store-conformance.js';
import { temporary } from '../__fixtures__/temporary.js';
import { openPostgresJobs } from './open-postgres-jobs.js';
import { isPassing } from './connect-postgres.js';
import { inspectPostgres, problemsOf } from './inspect-postgres.js';

describe.skipIf(!hasPostgres)(`jobs on ${postgresNote}`, () => {
  let database: Awaited<ReturnType<typeof postgresDatabase>>;
  let worker: Awaited<ReturnType<typeof bundle>>;
  beforeAll(async () => {
    database = await postgresDatabase();
    worker = await bundle([], 'src/__fixtures__/shared-worker.ts');
  });
  afterAll(async () => {
    worker?.remove();
    await database?.drop();
  });
  const place = (name: string): faults.Place => ({
    url: database.url,
    name,
    dir: temporary(),
    worker: worker.file,
    leaseMs: 1000,
  });

  /** With the lease that people have: a slow machine must not look like a dead worker. */
  const unhurried = (name: string): faults.Place => {
    const { leaseMs: _, ...rest } = place(name);
    return rest;
  };

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

  sharedContract(
    'Postgres',
    (name, options) => openPostgresJobs({ url: database.url, name, dir: temporary(), ...options }),
    (name) => database.ask(`UPDATE ${name}.content SET used = now() - interval '1 day'`),
  );

  // Of several processes: a busy machine takes its time.
  describe('faults', { timeout: 120_000 }, () => {
    it('goes on elsewhere when a worker is killed in the middle of a job', async () => {
      const [ms] = await faults.killWorker(place('killed'), 1);
      expect(ms).toBeLessThan(15_000);
    });

    it('loses nothing when the server ends every connection under load', async () => {
      const result = await faults.underFaults(place('ended'), {
        jobs: 40,
        times: 2,
        workers: 2,
        fault: async () => {
          await database.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()`);
        },
      });
      expect(result).toMatchObject({ lost: 0, twice: 0 });
    });

    it('lets one of two win a job', async () => {
      expect(await faults.raceForOne(place('race'), 10)).toEqual({ won: 10, both: 0, late: 0 });
    });

    it('does every job once, with several workers', async () => {
      const result = await faults.eachOnce(unhurried('once'), 2, 40);
      expect(result).toMatchObject({ acknowledged: 40, lost: 0, twice: 0, again: 0 });
    });

    it('cancels across processes within 2 s', async () => {
      const times = await faults.cancelAcross(place('cancel'), 2);
      expect(Math.max(...times)).toBeLessThan(2000);
    });
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
