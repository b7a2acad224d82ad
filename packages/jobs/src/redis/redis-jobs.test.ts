import { Redis } from 'ioredis';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { OwnServer } from '../__fixtures__/own-server.js';
import { hasRedis, redisNote, redisServer } from '../__fixtures__/redis-server.js';
import { serverSuite } from '../__fixtures__/server-suite.js';
import { storeConformance } from '../__fixtures__/store-conformance.js';
import { temporary, until } from '../__fixtures__/temporary.js';
import { connectionOptions, redisPatience, waitingOptions } from './connect-redis.js';
import { inspectRedis, problemsOf } from './inspect-redis.js';
import { openRedisJobs } from './open-redis-jobs.js';
import { redisStore } from './redis-store.js';

describe.skipIf(!hasRedis)(`jobs on ${redisNote}`, () => {
  let server: OwnServer;
  beforeAll(async () => {
    server = await redisServer();
  });
  afterAll(() => server?.stop());

  storeConformance({
    name: 'redis',
    open: (dir) => {
      const redis = new Redis(server.url, connectionOptions);
      const subscriber = new Redis(server.url, waitingOptions);
      for (const one of [redis, subscriber]) one.on('error', () => {});
      return redisStore({
        redis,
        subscriber,
        prefix: `${dir}:`,
        patience: redisPatience(server.url, 2000),
      });
    },
  });

  serverSuite({
    title: 'Redis',
    url: () => server.url,
    // With the default, a Redis that is killed on a busy disk loses what it acknowledged.
    own: () => redisServer(['--appendfsync', 'always']),
    async age(name) {
      const redis = new Redis(server.url);
      const ages = `{${name}}:content-ages`;
      for (const sha of await redis.zrange(ages, 0, -1))
        await redis.zadd(ages, Date.now() - 86_400_000, sha);
      redis.disconnect();
    },
  });

  it('finds again what the queue forgot, and does nothing twice that it says twice', async () => {
    const jobs = await openRedisJobs({ url: server.url, name: 'forgot', dir: temporary() });
    onTestFinished(() => jobs.close());
    const connection = new Redis(server.url, waitingOptions);
    const queue = new Queue('jobs', { connection, prefix: '{forgot}:bull' });
    onTestFinished(async () => {
      await queue.close();
      connection.disconnect();
    });
    const { job } = await jobs.create({ kind: 'test', input: 1 });
    while ((await queue.count()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await queue.obliterate();
    const runs: string[] = [];
    jobs.define({
      kind: 'test',
      run: async ({ id }) => {
        runs.push(id);
        // Words that come twice, and one about nothing.
        await queue.addBulk(
          [id, id, 'gone'].map((name, n) => ({
            name: 'job',
            data: { id: name },
            opts: { jobId: `x${n}` },
          })),
        );
        return null;
      },
    });
    jobs.start();
    expect(await jobs.finished(job.id)).toMatchObject({ state: 'completed' });
    while ((await queue.getJobCountByTypes('waiting', 'active', 'prioritized')) > 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(runs).toEqual([job.id]);
  });

  it('says that the server is away, and is closed all the same', { timeout: 60_000 }, async () => {
    const own = await redisServer();
    onTestFinished(() => own.stop());
    const jobs = await openRedisJobs({ url: own.url, dir: temporary(), leaseMs: 500 });
    let reason: unknown;
    jobs.define({
      kind: 'test',
      run: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject((reason = signal.reason) as Error));
        }),
    });
    jobs.start();
    const { job } = await jobs.create({ kind: 'test', input: null });
    await until(async () => (await jobs.get(job.id))?.state === 'running');
    expect(jobs.health()).toEqual({ ok: true, state: 'running' });
    await own.kill('SIGKILL');
    await until(() => !jobs.health().ok);
    expect(jobs.health()).toMatchObject({ code: 'PW_JOBS_QUEUE_UNREACHABLE' });
    await until(() => reason !== undefined);
    expect(reason).toMatchObject({ code: 'PW_JOBS_FENCED' });
    const began = performance.now();
    await jobs.close();
    expect(performance.now() - began).toBeLessThan(5000);
    expect(jobs.health()).toMatchObject({ state: 'closed' });
  });

  it('refuses a server that may lose or drop what it acknowledged', async () => {
    const unsafe = await redisServer(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    onTestFinished(() => unsafe.stop());
    const report = await inspectRedis(unsafe.url);
    expect(report).toMatchObject({ appendOnly: false, evictionPolicy: 'allkeys-lru' });
    expect(report.problems).toHaveLength(2);
    await expect(openRedisJobs({ url: unsafe.url, dir: temporary() })).rejects.toMatchObject({
      code: 'PW_JOBS_QUEUE_UNSAFE',
    });
    expect((await inspectRedis(server.url)).problems).toEqual([]);
    expect(problemsOf('')).toEqual({ version: 'unknown', problems: [], warnings: [] });
    expect(problemsOf('aof_enabled:1', 'no').problems).toHaveLength(1);
    expect(problemsOf('aof_enabled:1', 'always').warnings).toEqual([]);
  });

  it('warns of a server whose last seconds may be lost', async () => {
    const careless = await redisServer(['--appendfsync', 'everysec']);
    onTestFinished(() => careless.stop());
    const { appendFsync, problems, warnings } = await inspectRedis(careless.url);
    expect({ appendFsync, problems }).toEqual({ appendFsync: 'everysec', problems: [] });
    expect(warnings).toHaveLength(1);
  });

  it('says which server cannot be reached, and never the password', async () => {
    const { port } = server;
    const dir = temporary();
    const refused = async (url: string) =>
      openRedisJobs({ url, dir }).then(
        () => undefined,
        (error: Error & { code: string }) => error,
      );
    const nobody = await refused('redis://ann:secret@127.0.0.1:1/2');
    expect(nobody).toMatchObject({ code: 'PW_JOBS_QUEUE_UNREACHABLE' });
    expect(nobody!.message).toContain('redis://127.0.0.1:1/2: connect ECONNREFUSED');
    const denied = await refused(`redis://ann:secret@127.0.0.1:${port}`);
    expect(denied).toMatchObject({ code: 'PW_JOBS_QUEUE_UNREACHABLE' });
    const unknown = await refused('amqp://ann:secret@host');
    expect(unknown).toMatchObject({ code: 'PW_JOBS_QUEUE_URL' });
    for (const error of [nobody, denied, unknown]) expect(error!.message).not.toContain('secret');
  });
});
