// One queue, one process: N jobs that do nothing, then a loop of single ones. Prints one JSON line.
//   node job-engines.mjs <engine> <jobs> <loops> <directory of peers>
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , engine, jobsText, loopsText, peers, work] = process.argv;
const N = Number(jobsText);
const LOOPS = Number(loopsText);
const CONCURRENCY = 10;
const BATCH = 100;
const require = createRequire(join(peers, 'package.json'));
const dir = mkdtempSync(join(work, `${engine}-`));
const quiet = { error() {}, warn() {}, info() {}, debug() {} };

/** Calls back for each job that is recorded as completed. */
let onDone = () => {};
let done = 0;
/** In the loop of single jobs: those that were completed, and who waits for others. A worker may be quicker than the answer to `add`. */
let looping = false;
const finished = new Set();
const waiting = new Map();
const completed = (id) => {
  done++;
  onDone(id);
  if (!looping) return;
  finished.add(id);
  waiting.get(id)?.();
};
const whenCompleted = (id) =>
  finished.has(id) ? undefined : new Promise((resolve) => void waiting.set(id, resolve));
const until = (count) =>
  new Promise((resolve) => {
    if (done >= count) return resolve();
    onDone = () => done >= count && resolve();
  });

/** Each engine: `many(n)` enqueues a batch and resolves when it is acknowledged, `one()` when a single one is recorded as completed. */
const engines = {
  async ours() {
    const { openJobs } = await import('@plugwright/jobs');
    const jobs = await openJobs({ dir, concurrency: { global: CONCURRENCY } });
    jobs.define({ kind: 'noop', run: async () => null });
    jobs.on((event) => event.type === 'job.completed' && completed(event.jobId));
    jobs.start();
    return {
      many: (n) =>
        Promise.all(Array.from({ length: n }, () => jobs.create({ kind: 'noop', input: null }))),
      one: async () => {
        const { job } = await jobs.create({ kind: 'noop', input: null });
        await jobs.finished(job.id);
      },
      close: () => jobs.close(),
    };
  },
  async plainjob(synchronous = 'NORMAL') {
    const { better, defineQueue, defineWorker } = await import(require.resolve('plainjob'));
    const Database = require('libsql');
    const database = new Database(join(dir, 'queue.db'));
    const queue = defineQueue({ connection: better(database), logger: quiet });
    database.exec(`PRAGMA synchronous=${synchronous}`);
    const worker = defineWorker('noop', async () => {}, {
      queue,
      logger: quiet,
      pollIntervall: 1,
      onCompleted: (job) => completed(job.id),
    });
    void worker.start();
    return {
      many: async (n) =>
        queue.addMany(
          'noop',
          Array.from({ length: n }, () => null),
        ),
      one: async () => whenCompleted(queue.add('noop', null).id),
      close: () => worker.stop(),
    };
  },
  plainjobFull: () => engines.plainjob('FULL'),
  async bullmq() {
    const { Queue, QueueEvents, Worker } = require('bullmq');
    const connection = { port: Number(process.env.BENCH_REDIS_PORT), maxRetriesPerRequest: null };
    const name = `bench-${process.pid}`;
    const queue = new Queue(name, { connection });
    const events = new QueueEvents(name, { connection });
    await events.waitUntilReady();
    const worker = new Worker(name, async () => null, { connection, concurrency: CONCURRENCY });
    worker.on('completed', (job) => completed(job.id));
    return {
      many: (n) => queue.addBulk(Array.from({ length: n }, () => ({ name: 'noop', data: null }))),
      one: async () => {
        const job = await queue.add('noop', null);
        await job.waitUntilFinished(events);
      },
      close: async () => {
        await worker.close(true);
        await queue.obliterate({ force: true });
        await Promise.all([queue.close(), events.close()]);
      },
    };
  },
  bullmqAlways: () => engines.bullmq(),
  async pgboss() {
    const PgBoss = require('pg-boss');
    const boss = new PgBoss({
      connectionString: process.env.BENCH_POSTGRES,
      schema: `bench_boss_${process.pid}`,
    });
    boss.on('error', () => {});
    await boss.start();
    await boss.createQueue('noop');
    for (let worker = 0; worker < CONCURRENCY; worker++)
      await boss.work('noop', { batchSize: BATCH, pollingIntervalSeconds: 0.5 }, async (batch) => {
        // Recorded after the handler returns.
        setImmediate(() => {
          for (const { id } of batch) completed(id);
        });
      });
    return {
      many: (n) => boss.insert(Array.from({ length: n }, () => ({ name: 'noop', data: {} }))),
      one: async () => whenCompleted(await boss.send('noop', {})),
      close: async () => {
        await boss.stop({ graceful: false });
        await sql(`DROP SCHEMA bench_boss_${process.pid} CASCADE`);
      },
    };
  },
  async graphile() {
    const { makeWorkerUtils, run } = require('graphile-worker');
    const schema = `bench_graphile_${process.pid}`;
    const logger = new (require('graphile-worker').Logger)(() => () => {});
    const common = { connectionString: process.env.BENCH_POSTGRES, schema, logger };
    const utils = await makeWorkerUtils(common);
    await utils.migrate();
    const runner = await run({
      ...common,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      taskList: { noop: async () => {} },
    });
    runner.events.on('job:success', ({ job }) => completed(job.id));
    return {
      many: (n) =>
        utils.addJobs(Array.from({ length: n }, () => ({ identifier: 'noop', payload: {} }))),
      one: async () => whenCompleted((await utils.addJob('noop', {})).id),
      close: async () => {
        await runner.stop();
        await utils.release();
        await sql(`DROP SCHEMA ${schema} CASCADE`);
      },
    };
  },
};
async function sql(text) {
  const { Client } = require('pg');
  const client = new Client({ connectionString: process.env.BENCH_POSTGRES });
  await client.connect();
  await client.query(text);
  await client.end();
}

const queue = await engines[engine]();
const started = performance.now();
const cpu = process.cpuUsage();
for (let at = 0; at < N; at += BATCH) await queue.many(Math.min(BATCH, N - at));
const enqueued = performance.now();
await until(N);
const ended = performance.now();
const { user, system } = process.cpuUsage(cpu);
onDone = () => {};
looping = true;
const loop = [];
for (let at = 0; at < LOOPS; at++) {
  const from = performance.now();
  await queue.one();
  loop.push(performance.now() - from);
}
console.log(
  JSON.stringify({
    perSecond: (N / (ended - started)) * 1000,
    enqueuePerSecond: (N / (enqueued - started)) * 1000,
    cpuMs: (user + system) / 1000 / N,
    loop,
  }),
);
await queue.close();
rmSync(dir, { recursive: true, force: true });
process.exit(0);
