// The jobs side by side with other queues, and 100,000 jobs in history. Used by bench.mjs (part `jobs`); alone:
//   node benchmarks/jobs.mjs [--rounds 3] [--jobs 10000] [--only history,queues] [--no-write]
// Redis is started by the benchmark if `redis-server` is there; PostgreSQL is used if PLUGWRIGHT_BENCH_POSTGRES names one.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { installed } from '../scripts/lib/cache.mjs';
import { machine, median, percentile, table, writePage } from '../scripts/lib/report.mjs';
import { root, run } from '../scripts/lib/run.mjs';
import { historyFigures } from './job-history.mjs';

/** Exact versions for Node 20, installed outside the repository. */
export const QUEUES = {
  plainjob: '0.0.14',
  libsql: '0.5.29',
  bullmq: '6.7.0',
  ioredis: '5.11.1',
  'pg-boss': '10.4.2',
  'graphile-worker': '0.17.3',
  pg: '8.23.1',
};
const LOOPS = 200;

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** A Redis of our own with an append-only file; `undefined` when there is no `redis-server`. */
async function redis(dir, fsync) {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const port = await freePort();
  const flags = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes'];
  const more = ['--appendfsync', fsync, '--dir', dir, '--maxmemory-policy', 'noeviction'];
  const server = spawn('redis-server', [...flags, ...more].map(String), { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    const ping = spawnSync('redis-cli', ['-p', String(port), 'ping'], { encoding: 'utf8' });
    if (ping.stdout?.includes('PONG')) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port, stop: () => server.kill('SIGKILL') };
}

/** Whether what is acknowledged survives loss of power. */
const DURABLE = {
  ours: 'yes (WAL, synchronous FULL)',
  plainjobFull: 'yes (set to FULL)',
  plainjob: 'no (NORMAL, its default)',
  bullmqAlways: 'yes (AOF always)',
  bullmq: 'no (AOF everysec: the last second)',
  pgboss: 'yes (synchronous_commit on)',
  graphile: 'yes (synchronous_commit on)',
};
const NAMES = {
  ours: '@plugwright/jobs, SQLite',
  plainjobFull: 'plainjob, FULL',
  plainjob: 'plainjob',
  bullmqAlways: 'BullMQ, Redis always',
  bullmq: 'BullMQ, Redis everysec',
  pgboss: 'pg-boss',
  graphile: 'graphile-worker',
};

/** Interleaved rounds of all queues that can run here. */
export async function queues({ rounds, jobs }) {
  const work = mkdtempSync(join(tmpdir(), 'plugwright-queues-'));
  const peers = await installed('peer-queues', QUEUES);
  const servers = { bullmq: await redis(mkdtempSync(join(work, 'redis-')), 'everysec') };
  servers.bullmqAlways = await redis(mkdtempSync(join(work, 'redis-')), 'always');
  const postgres = process.env.PLUGWRIGHT_BENCH_POSTGRES;
  const wanted = Object.keys(NAMES).filter((name) =>
    name.startsWith('bullmq')
      ? servers[name]
      : /^(?:pgboss|graphile)$/.test(name)
        ? postgres
        : true,
  );
  const found = Object.fromEntries(wanted.map((name) => [name, []]));
  try {
    for (let round = 0; round < rounds; round++)
      for (const name of wanted) {
        const args = ['job-engines.mjs', name, jobs, LOOPS, peers, work].map(String);
        const result = await run(
          process.execPath,
          [join(root, 'benchmarks', args[0]), ...args.slice(1)],
          {
            env: {
              BENCH_REDIS_PORT: String(servers[name]?.port ?? ''),
              BENCH_POSTGRES: postgres ?? '',
              NODE_NO_WARNINGS: '1',
            },
            timeoutMs: 180_000,
          },
        );
        const line = result.stdout.trim().split('\n').at(-1);
        if (result.code !== 0) throw new Error(`${name}: ${result.stderr.slice(-800)}`);
        found[name].push(JSON.parse(line));
        console.log(`${round + 1} ${name}: ${Math.round(found[name].at(-1).perSecond)} jobs/s`);
      }
  } finally {
    for (const server of Object.values(servers)) server?.stop();
    rmSync(work, { recursive: true, force: true });
  }
  const rows = wanted.map((name) => {
    const all = found[name];
    const rates = all.map((one) => one.perSecond);
    const loop = all.flatMap((one) => one.loop);
    return {
      name,
      perSecond: median(rates),
      min: Math.min(...rates),
      max: Math.max(...rates),
      enqueue: median(all.map((one) => one.enqueuePerSecond)),
      loopP50: median(loop),
      loopP99: percentile(loop, 99),
      cpuMs: median(all.map((one) => one.cpuMs)),
    };
  });
  return { rounds, jobs, rows };
}

/** A history of many jobs: pages, start, counts. */
export async function history({ jobs: count = 100_000 } = {}) {
  const { openJobs, sqliteStore } = await import('@plugwright/jobs');
  const dir = mkdtempSync(join(tmpdir(), 'plugwright-history-'));
  try {
    const first = await openJobs({ dir });
    const { job } = await first.create({ kind: 'seed', input: { text: 'x'.repeat(600) } });
    const ended = await first.cancel(job.id);
    await first.close();
    const store = sqliteStore(join(dir, 'jobs.db'), { synchronous: 'OFF' });
    const states = ['completed', 'completed', 'completed', 'failed', 'cancelled'];
    for (let from = 0; from < count; from += 1000) {
      const put = Array.from({ length: 1000 }, (_, index) => {
        const n = from + index;
        const id = `0199aaaa-${String(n >> 16).padStart(4, '0')}-7000-8000-${String(n).padStart(12, '0')}`;
        const journal = ended.journal.map((entry, at) => ({ ...entry, seq: 10 + n * 2 + at }));
        return {
          ...ended,
          id,
          rev: 1,
          journal,
          state: states[n % 5],
          kind: `kind${n % 3}`,
          principal: `p${n % 10}`,
          title: `Job number ${n}`,
          createdAt: 1.7e12 + n,
        };
      });
      await store.write({ put, events: [] });
    }
    await store.close();

    const boots = [];
    for (let n = 0; n < 11; n++) {
      const started = performance.now();
      const jobs = await openJobs({ dir });
      boots.push(performance.now() - started);
      await jobs.close();
    }
    const jobs = await openJobs({ dir });
    const times = { page: [], text: [], stats: [] };
    const timed = async (name, work) => {
      const started = performance.now();
      const result = await work();
      times[name].push(performance.now() - started);
      return result;
    };
    for (const state of ['completed', 'failed', 'cancelled']) {
      let cursor;
      for (let n = 0; n < 200; n++) {
        const query = { state, limit: 50, ...(cursor && { cursor }) };
        cursor = (await timed('page', () => jobs.list(query))).next;
      }
    }
    for (let n = 0; n < 20; n++) {
      await timed('stats', () => jobs.stats());
      await timed('text', () => jobs.list({ text: `number ${n * 4999}`, limit: 10 }));
    }
    await jobs.close();
    return {
      count,
      boot: { median: median(boots), max: Math.max(...boots) },
      page: { p50: median(times.page), p99: percentile(times.page, 99) },
      stats: { median: median(times.stats), max: Math.max(...times.stats) },
      text: { median: median(times.text), max: Math.max(...times.text) },
      analytics: await historyFigures(count),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const fixed = (value) =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : String(Math.round(value));

/** The section of the page. */
export function jobsPage({ history: h, queues: q }) {
  const parts = [];
  if (h)
    parts.push(`### ${h.count.toLocaleString('en')} jobs in history

${table(
  ['', 'measured', 'aim', ''],
  [
    [
      'page of 50 by state, p99',
      `${fixed(h.page.p99)} ms (p50 ${fixed(h.page.p50)})`,
      '≤ 10 ms',
      h.page.p99 <= 10 ? 'met' : 'missed',
    ],
    [
      'open for writing, median of 11',
      `${fixed(h.boot.median)} ms (max ${fixed(h.boot.max)})`,
      '≤ 100 ms',
      h.boot.median <= 100 ? 'met' : 'missed',
    ],
    [
      'stats, median of 20',
      `${fixed(h.stats.median)} ms (max ${fixed(h.stats.max)})`,
      '≤ 300 ms',
      h.stats.median <= 300 ? 'met' : 'missed',
    ],
    ...Object.entries(h.analytics)
      .filter(([name]) => name.startsWith('statistics'))
      .map(([name, { ms, cpuMs }]) => [
        `${name}, median of 5, cold`,
        `${fixed(ms)} ms (CPU ${fixed(cpuMs)})`,
        name === 'statistics, all' ? '≤ 300 ms' : '',
        name === 'statistics, all' ? (ms <= 300 ? 'met' : 'missed') : '',
      ]),
    [
      'search in titles, median of 20',
      `${fixed(h.text.median)} ms (max ${fixed(h.text.max)})`,
      '',
      '',
    ],
  ],
)}`);
  if (q) {
    const durable = q.rows.filter(({ name }) => DURABLE[name].startsWith('yes'));
    const ours = durable.find(({ name }) => name === 'ours');
    const best = durable.filter((row) => row !== ours).sort((a, b) => b.perSecond - a.perSecond)[0];
    const quickest = durable.filter((row) => row !== ours).sort((a, b) => a.loopP50 - b.loopP50)[0];
    parts.push(`### Queues side by side

${q.jobs.toLocaleString('en')} jobs that do nothing, ten at once, enqueued in awaited batches of 100; ${q.rounds} interleaved rounds, medians. Loop: one job is enqueued and its recorded completion awaited, 200 times a round.
All run in one process each on the same machine, whose load they share; Redis and PostgreSQL work in processes of their own, whose time is not in the CPU column.

${table(
  [
    '',
    'jobs/s',
    'min–max',
    'enqueue/s',
    'loop p50 ms',
    'loop p99 ms',
    'CPU ms/job',
    'survives loss of power',
  ],
  q.rows.map((row) => [
    NAMES[row.name],
    Math.round(row.perSecond),
    `${Math.round(row.min)}–${Math.round(row.max)}`,
    Math.round(row.enqueue),
    fixed(row.loopP50),
    fixed(row.loopP99),
    row.cpuMs.toFixed(2),
    DURABLE[row.name],
  ]),
)}

Against the fastest that survives loss of power: ${(ours.perSecond / best.perSecond).toFixed(2)} times the throughput of ${NAMES[best.name]}; loop p50 ${(ours.loopP50 / quickest.loopP50).toFixed(2)} times that of ${NAMES[quickest.name]}.
plainjob ${QUEUES.plainjob} (on libsql ${QUEUES.libsql}, the driver we use), BullMQ ${QUEUES.bullmq}, pg-boss ${QUEUES['pg-boss']} (10 workers, batches of 100, polling every 0.5 s), graphile-worker ${QUEUES['graphile-worker']}: the newest that run on Node 20.`);
  }
  return `## Jobs\n\n${parts.join('\n\n')}\n`;
}

/** Measures what `only` names and writes benchmarks/jobs.md. */
export async function jobsPart({
  rounds = 3,
  jobs = 10_000,
  only = 'history,queues',
  write = true,
} = {}) {
  const results = {
    ...(only.includes('history') && { history: await history() }),
    ...(only.includes('queues') && { queues: await queues({ rounds, jobs }) }),
  };
  const head = `# Speed of the jobs\n\n\`node benchmarks/jobs.mjs\`, ${machine()}, ${new Date().toISOString().slice(0, 10)}, load average ${loadavg()[0].toFixed(0)}.`;
  const text = `${head}\n\n${jobsPage(results)}`;
  console.log(text);
  if (write) await writePage('benchmarks/jobs.md', text);
  return results;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      jobs: { type: 'string', default: '10000' },
      only: { type: 'string', default: 'history,queues' },
      'no-write': { type: 'boolean', default: false },
    },
  });
  const { only, 'no-write': dry } = values;
  await jobsPart({ rounds: Number(values.rounds), jobs: Number(values.jobs), only, write: !dry });
}
