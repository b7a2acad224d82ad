// Jobs that several processes share, under faults, on a real Redis and a real Postgres of their own.
//   npm run test:queue -- [--kills 10] [--restarts 12] [--restart-jobs 2400] [--cuts 5] [--races 1000] [--workers 8]
//     [--each 1000] [--cancels 50] [--turns 1000] [--postgres-each 1000] [--only redis|postgres] [--no-write]
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, median, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const number = (value) => ({ type: 'string', default: String(value) });
const { values: options } = parseArgs({
  options: {
    kills: number(10),
    restarts: number(12),
    'restart-jobs': number(2400),
    cuts: number(5),
    races: number(1000),
    workers: number(8),
    each: number(1000),
    cancels: number(50),
    turns: number(1000),
    'postgres-each': number(1000),
    only: { type: 'string' },
    'no-write': { type: 'boolean', default: false },
  },
});
const many = (name) => Number(options[name]);
const started = Date.now();
const folder = mkdtempSync(join(root, 'packages/jobs/.bundle-'));
const dir = mkdtempSync(join(tmpdir(), 'plugwright-queue-'));
const failures = [];
const rows = [];
const stops = [];

async function bundled(entry) {
  const outfile = join(folder, `${entry}.mjs`);
  await build({
    entryPoints: [join(root, `packages/jobs/src/__fixtures__/${entry}.ts`)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@plugwright/source'],
    external: ['keyv', 'libsql', 'zod', 'bullmq', 'ioredis', 'pg'],
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** One line of the table; `wrong` says what it must not have. */
async function check(server, what, work) {
  const began = Date.now();
  try {
    const { asked, found, wrong = [] } = await work();
    rows.push([server, what, asked, found]);
    for (const text of wrong) failures.push(`${server}: ${what}: ${text}`);
  } catch (error) {
    rows.push([server, what, '', `FAILED: ${error.message}`]);
    failures.push(`${server}: ${what}: ${error.stack}`);
  }
  console.log(`${rows.at(-1).join(' | ')} (${Math.round((Date.now() - began) / 1000)} s)`);
}
const span = (times) =>
  `median ${(median(times) / 1000).toFixed(1)} s, ${(Math.min(...times) / 1000).toFixed(1)} to ${(Math.max(...times) / 1000).toFixed(1)} s`;
const tallied = (
  { acknowledged, lost, twice, again, seconds, examples },
  { mayRepeat, least = 0 },
) => ({
  found: `${acknowledged} acknowledged, ${lost} lost, ${twice} completed twice, ${again} attempts begun again; ${seconds} s`,
  wrong: [
    ...(lost ? [`${lost} lost: ${examples.join('; ')}`] : []),
    ...(twice ? [`${twice} twice`] : []),
    ...(again && !mayRepeat ? [`${again} again`] : []),
    ...(acknowledged < least ? [`only ${acknowledged} acknowledged`] : []),
  ],
});

try {
  const worker = await bundled('shared-worker');
  const faults = await import(await bundled('shared-faults'));
  /** `own`: the server of these lines, which is killed and started again. */
  const lines = async (server, own, signals, each) => {
    const { url, port } = own;
    let names = 0;
    const place = (more) => ({ url, name: `queue_${names++}`, dir, worker, ...more });
    await check(server, 'the worker of a running job is killed (SIGKILL)', async () => {
      const times = await faults.killWorker(place(), many('kills'));
      return {
        asked: 'next attempt begins within 15 s',
        found: `${times.length} times: ${span(times)}`,
        wrong: Math.max(...times) <= 15_000 ? [] : [span(times)],
      };
    });
    const restarted = `${server} ended (${signals.join(', ')} in turn) and started again ${options.restarts} times under load`;
    await check(server, restarted, async () => {
      let times = 0;
      const result = await faults.underFaults(place(), {
        jobs: many('restart-jobs'),
        times: many('restarts'),
        workers: 3,
        fault: async () => {
          await own.kill(signals[times++ % signals.length]);
          await own.start();
        },
      });
      const least = Math.min(2000, many('restart-jobs'));
      return {
        asked: `0 lost of at least ${least}`,
        ...tallied(result, { mayRepeat: true, least }),
      };
    });
    await check(
      server,
      'a worker with a running job is stopped (SIGTERM) while the server is dead',
      async () => {
        const times = [];
        for (let n = 0; n < many('cuts'); n++) {
          const { exitMs } = await faults.stopWhileAway(place(), () => own.kill('SIGKILL'));
          times.push(exitMs);
          await own.start();
        }
        return {
          asked: 'the process is gone within 5 s',
          found: `${times.length} times: ${span(times)}`,
          wrong: Math.max(...times) <= 5000 ? [] : [span(times)],
        };
      },
    );
    await check(server, 'the wire between a worker and the server is cut', async () => {
      const all = [];
      for (let n = 0; n < many('cuts'); n++) {
        const wire = await faults.tcpProxy(port);
        all.push(await faults.cutOff(place(), wire));
        await wire.stop();
      }
      const early = all.filter((one) => one.stoppedMs > one.movedMs).length;
      const refused = all.filter((one) => one.refused === 'PW_JOBS_FENCED').length;
      const back = all.filter((one) => one.worksAgain).length;
      const moved = all.map((one) => one.movedMs);
      return {
        asked: 'stops itself, then others go on; late writes refused; works again',
        found: `${all.length} times: stopped ${span(all.map((one) => one.stoppedMs))}; elsewhere ${span(moved)}; ${refused} late writes refused, ${back} work again`,
        wrong: [
          ...(early ? [`${early} ran twice at a time`] : []),
          ...(refused < all.length ? ['a late write was not refused'] : []),
          ...(back < all.length ? ['it does not work again'] : []),
          ...(Math.max(...moved) > 15_000 ? [span(moved)] : []),
        ],
      };
    });
    await check(server, 'two claim the same job at the same moment', async () => {
      const { won, both, late } = await faults.raceForOne(place(), many('races'));
      return {
        asked: 'one wins, what the other writes is refused',
        found: `${won} times one won, ${both} times not; ${late} writes of the other let through`,
        wrong: [
          ...(both ? [`${both} not won by one`] : []),
          ...(late ? [`${late} written late`] : []),
        ],
      };
    });
    const jobs = many('workers') * each;
    await check(server, `${options.workers} workers, ${jobs} jobs`, async () => ({
      asked: 'each job once',
      ...tallied(await faults.eachOnce(place(), many('workers'), jobs), {
        mayRepeat: false,
        least: jobs,
      }),
    }));
    await check(
      server,
      `one job of another principal behind ${options.turns} that wait`,
      async () => {
        const { before } = await faults.behindFlood(place(), many('turns'));
        return {
          asked: 'begins after at most 8 of them, 4 at a time',
          found: `after ${before}`,
          wrong: before <= 8 ? [] : [`after ${before}`],
        };
      },
    );
    await check(server, 'cancelled from another process while it runs', async () => {
      const times = await faults.cancelAcross(place(), many('cancels'));
      const most = Math.max(...times);
      return {
        asked: 'ended and acknowledged within 2 s',
        found: `${times.length} times: median ${median(times)} ms, at most ${most} ms`,
        wrong: most <= 2000 ? [] : [`${most} ms`],
      };
    });
  };
  if (options.only !== 'postgres') {
    // With `everysec`, Redis puts off even writing for up to 2 s while the disk is busy, and then loses what it acknowledged when it
    // is killed.
    const redis = await faults.redisServer(['--appendfsync', 'always']);
    stops.push(() => redis.stop());
    await lines('Redis', redis, ['SIGKILL', 'SIGTERM'], many('each'));
  }
  if (options.only !== 'redis') {
    if (faults.hasPostgresCluster) {
      const postgres = await faults.postgresCluster();
      stops.push(() => postgres.stop());
      // At once (as after a crash), by the kernel, and in order.
      await lines('Postgres', postgres, ['SIGQUIT', 'SIGKILL', 'SIGINT'], many('postgres-each'));
    } else console.log(faults.clusterNote);
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${failures.length} violations, ${seconds} s`);
  for (const text of failures.slice(0, 40)) console.error(text);
  // A page without one of the servers would say less than it seems to.
  if (!options['no-write'] && !options.only && faults.hasPostgresCluster)
    await writePage(
      'docs/evaluation/shared-jobs.md',
      `# Jobs on Redis and Postgres under faults

Written by \`npm run test:queue\`. ${machine()}; ${seconds} s; ${failures.length} violations.

Every worker is a process of its own, with the default lease of 5 s. Both servers are started by the test: Redis with an append-only
file (\`appendfsync always\`), Postgres as \`initdb\` makes it. A job counts as acknowledged when its creation returned; how often
it began and ended is read from the event log, and what the workers did from what each wrote about its own steps.

${table(['server', 'what happens', 'must be', 'found'], rows)}

- An attempt that is begun again is one whose worker or server went away in the middle; its finished steps are not done again.
- The lease of a worker that is cut off ends before anybody else may take its job: it stops its attempt first.
- Redis with \`appendfsync everysec\` loses up to two seconds when the *machine* loses power. A killed Redis process loses as much when
  the disk is so busy that it puts off writing. What must not be lost needs \`appendfsync always\`, or Postgres.
`,
    );
} finally {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
}
process.exit(failures.length > 0 ? 1 : 0);
