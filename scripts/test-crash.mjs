// kill -9 at random moments and at every border of a transition; loss of power, full and read-only disks, clock jumps.
//   npm run test:crash -- [--rounds 1000] [--json-rounds 300] [--power 60] [--faults 5] [--lanes 3] [--no-write]
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit, crashRound, ledger, survivors } from './lib/crash.mjs';
import { needsCorpse } from './lib/crash-mixes.mjs';
import { cutPower } from './lib/power.mjs';
import { machine, table, writePage } from './lib/report.mjs';
import { root, run } from './lib/run.mjs';
import { startReceiver } from './lib/webhook-receiver.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    'json-rounds': { type: 'string', default: '300' },
    power: { type: 'string', default: '60' },
    faults: { type: 'string', default: '5' },
    // Directories worked on at the same time.
    lanes: { type: 'string', default: '3' },
    'no-write': { type: 'boolean', default: false },
  },
});
const random = (n) => Math.floor(Math.random() * n);
const started = Date.now();
const test = `crash-${process.pid}-${started}`;
const folder = mkdtempSync(join(root, 'packages/jobs/.bundle-'));
const bundle = join(folder, 'jobs.mjs');
const work = mkdtempSync(join(tmpdir(), 'plugwright-crash-'));
const failures = [];
let rows = [];

/** Every border of every transition, read from the table itself. */
async function borders() {
  const { TRANSITIONS } = await import(bundle);
  return Object.keys(TRANSITIONS).flatMap((name) => [`before:${name}`, `after:${name}`]);
}

/** Runs the pieces of work, some at the same time. */
async function inLanes(pieces, work) {
  const left = [...pieces];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Number(options.lanes) }, lane));
}

/** One of the borders at which fewest processes died, and none is about to. */
function rarest(points, hits, aims) {
  const free = points.filter((point) => !aims.has(point));
  const least = Math.min(...free.map((point) => hits.get(point)));
  const candidates = free.filter((point) => hits.get(point) === least);
  return candidates[random(candidates.length)];
}

async function killing(store, rounds, points) {
  const { newWebhookSecret } = await import(bundle);
  const total = {
    events: 0,
    repeated: 0,
    acked: 0,
    ended: 0,
    starts: 0,
    jobs: 0,
    recovered: 0,
    ready: 0,
    atBorder: 0,
  };
  const hits = new Map(points.map((point) => [point, 0]));
  /** What the processes of all lanes aim at now. */
  const aims = new Set();
  const perBatch = store === 'json' ? 30 : 100;
  let done = 0;
  const batches = Array.from({ length: Math.ceil(rounds / perBatch) }, (_, n) => n * perBatch);
  await inLanes(batches, async (from) => {
    const book = ledger();
    let aim;
    let alone = false;
    let tries = 0;
    const dir = join(work, `${store}-${from}`);
    const lane = `${test}-${store}-${from}`;
    const secret = newWebhookSecret();
    const receiver = await startReceiver(secret, { refuse: 0.03, lose: 0.03, anyTime: true });
    for (let round = from; round < Math.min(rounds, from + perBatch); round++) {
      // Two of three rounds aim at a border: at the one hit least, with jobs that must cross it, or at any, in the middle
      // of other work. What one process has to leave and another to find stays the aim until it is hit.
      const again = aim !== undefined && needsCorpse(aim) && tries < 4;
      tries = again ? tries + 1 : 0;
      if (!again) {
        alone = round % 3 === 0;
        aim =
          round % 3 === 2
            ? undefined
            : alone
              ? rarest(points, hits, aims)
              : points[random(points.length)];
      }
      receiver.round = round;
      aims.add(aim);
      const result = await crashRound(book, {
        bundle,
        dir,
        store,
        round,
        test: lane,
        receiver,
        secret,
        point: aim,
        skip: random(2),
        alone,
        killAfterMs: aim ? 5000 : 5 + random(80),
        offset: (random(3) - 1) * 3_600_000,
      });
      aims.delete(aim);
      await receiver.quiet();
      if (result.hit) hits.set(result.hit, hits.get(result.hit) + 1);
      if (result.hit) total.atBorder++;
      if (result.hit) aim = undefined;
      if (result.ready) total.ready++;
      if (++done % 50 === 0) console.log(`${store}: ${done} rounds`);
    }
    receiver.round = rounds;
    const { jobs, recovered } = await audit(book, { bundle, dir, store, receiver, secret });
    await receiver.close();
    total.events += book.webhooks.expected;
    total.repeated += book.webhooks.repeated;
    if (store === 'sqlite') await integrity(join(dir, 'jobs.db'), book);
    else if (readdirSync(join(dir, 'records', 'quarantine')).length > 0)
      book.violations.push('a record was put aside as unreadable');
    const living = survivors(lane);
    if (living.length > 0) book.violations.push(`${living.length} processes live on`);
    failures.push(...book.violations.map((text) => `${store}: ${text}`));
    total.acked += book.acked.size;
    total.ended += book.ends.size;
    total.starts += book.starts;
    total.jobs += jobs;
    total.recovered += recovered;
    console.log(`${store}: ${total.acked} acknowledged, ${failures.length} violations`);
    rmSync(dir, { recursive: true, force: true });
  });
  const never = [...hits].filter(([, count]) => count === 0).map(([point]) => point);
  if (never.length > 0 && rounds >= 4 * points.length)
    failures.push(`${store}: never died at ${never.join(', ')}`);
  return { ...total, rounds, hits, never };
}

async function integrity(file, book) {
  const { sqliteDriver } = await import(join(folder, 'driver.mjs'));
  const database = sqliteDriver().open(file);
  const [row] = database.prepare('PRAGMA integrity_check').all();
  database.close();
  if (row.integrity_check !== 'ok') book.violations.push(`integrity: ${row.integrity_check}`);
}

async function power(rounds) {
  const seen = {};
  let acked = 0;
  let torn = 0;
  await inLanes(Array(rounds).keys(), async (round) => {
    const book = ledger();
    const dir = join(work, `power-${round}`);
    const one = {
      bundle,
      dir,
      store: 'sqlite',
      round,
      test: `${test}-power-${round}`,
      children: false,
    };
    // A first life that is closed in order: its pages are in the main file, where a checkpoint may be torn later.
    await crashRound(book, { ...one, killAfterMs: 100 });
    await audit(book, { bundle, dir, store: 'sqlite', quick: true });
    // Nothing of that life is in the log any more.
    book.synced = 0;
    await crashRound(book, { ...one, killAfterMs: 20 + random(120) });
    const copy = `${dir}-copy`;
    const cut = cutPower(dir, copy, book.synced);
    seen[cut.how] = (seen[cut.how] ?? 0) + 1;
    torn += cut.torn;
    await audit(book, { bundle, dir: copy, store: 'sqlite', quick: true }).catch((error) =>
      book.violations.push(`does not open: ${error.message}`),
    );
    await integrity(join(copy, 'jobs.db'), book);
    acked += book.acked.size;
    failures.push(...book.violations.map((text) => `power: ${text}`));
    for (const gone of [dir, copy]) rmSync(gone, { recursive: true, force: true });
  });
  return { rounds, acked, torn, seen };
}

/** A small disk of its own where that is allowed, else a limit on the size of files. */
async function full(store, round) {
  const mount = join(work, `full-${store}-${round}`);
  mkdirSync(mount);
  const mounted =
    (
      await run('mount', ['-t', 'tmpfs', '-o', 'size=1536k', 'tmpfs', mount]).catch(() => ({
        code: 1,
      }))
    ).code === 0;
  const prefix = mounted ? [] : ['prlimit', '--fsize=600000'];
  const book = ledger();
  const dir = join(mount, 'jobs');
  const result = await crashRound(book, {
    bundle,
    dir,
    store,
    round,
    test,
    ms: 8000,
    children: false,
    prefix,
    mayFail: true,
  });
  const stopped =
    (book.refused.get('PW_JOBS_STOPPED') ?? 0) > 0 || result.health?.state === 'stopped';
  if (!stopped)
    failures.push(
      `full disk (${store}): the engine did not stop: ${JSON.stringify(result.health)} ${result.stderr.slice(-300)}`,
    );
  // Room again: what was acknowledged is there.
  if (mounted) await run('mount', ['-o', 'remount,size=64m', mount]);
  await audit(book, { bundle, dir, store }).catch((error) =>
    book.violations.push(`does not open: ${error.message}`),
  );
  failures.push(...book.violations.map((text) => `full disk (${store}): ${text}`));
  if (mounted) await run('umount', ['-l', mount]);
  return { mounted, acked: book.acked.size };
}

async function readOnly(store) {
  const mount = join(work, `ro-${store}`);
  mkdirSync(mount);
  if ((await run('mount', ['-t', 'tmpfs', 'tmpfs', mount]).catch(() => ({ code: 1 }))).code !== 0)
    return undefined;
  const book = ledger();
  const dir = join(mount, 'jobs');
  await crashRound(book, { bundle, dir, store, round: 0, test, killAfterMs: 80, children: false });
  await run('mount', ['-o', 'remount,ro', mount]);
  await crashRound(book, {
    bundle,
    dir,
    store,
    round: 1,
    test,
    killAfterMs: 80,
    children: false,
    mayFail: true,
  });
  const refused = [...book.refused.keys()].filter((code) => code.startsWith('PW_JOBS_'));
  if (refused.length === 0) failures.push(`read-only disk (${store}): was not refused`);
  await run('mount', ['-o', 'remount,rw', mount]);
  await audit(book, { bundle, dir, store });
  failures.push(...book.violations.map((text) => `read-only disk (${store}): ${text}`));
  await run('umount', ['-l', mount]);
  return { acked: book.acked.size, code: refused.join(', ') };
}

try {
  const entry = {
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@plugwright/source'],
    external: ['keyv', 'libsql', 'zod'],
    logLevel: 'error',
  };
  await build({
    ...entry,
    entryPoints: [join(root, 'packages/jobs/src/index.ts')],
    outfile: bundle,
  });
  await build({
    ...entry,
    entryPoints: [join(root, 'packages/jobs/src/sqlite-database.ts')],
    outfile: join(folder, 'driver.mjs'),
  });
  const points = await borders();
  const sqlite = await killing('sqlite', Number(options.rounds), points);
  const json = await killing('json', Number(options['json-rounds']), points);
  const cuts = await power(Number(options.power));
  const fulls = [];
  const readOnlys = [];
  for (const store of ['sqlite', 'json']) {
    for (let round = 0; round < Number(options.faults); round++)
      fulls.push(await full(store, round));
    if (Number(options.faults) > 0) readOnlys.push(await readOnly(store));
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  const sum = (list, field) => list.reduce((total, one) => total + (one?.[field] ?? 0), 0);
  rows = [
    ['kill -9', 'SQLite', sqlite.rounds, sqlite.acked, sqlite.atBorder, sqlite.recovered],
    ['kill -9', 'JSON', json.rounds, json.acked, json.atBorder, json.recovered],
    ['power cut', 'SQLite', cuts.rounds, cuts.acked, '', ''],
    [
      `full disk (${fulls.every((one) => one.mounted) ? 'tmpfs' : 'file-size limit'})`,
      'both',
      fulls.length,
      sum(fulls, 'acked'),
      '',
      '',
    ],
    ['read-only disk', 'both', readOnlys.filter(Boolean).length, sum(readOnlys, 'acked'), '', ''],
  ];
  console.log(
    table(['fault', 'store', 'rounds', 'acknowledged', 'died at a border', 'recovered'], rows),
  );
  console.log(`${failures.length} violations, ${seconds} s`);
  for (const text of failures.slice(0, 40)) console.error(text);
  if (!options['no-write'])
    await writePage(
      'docs/evaluation/jobs.md',
      page({ sqlite, json, cuts, fulls, readOnlys, points, seconds }),
    );
} finally {
  for (const { pid } of survivors(test)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  if (existsSync(work)) rmSync(work, { recursive: true, force: true });
}
process.exit(failures.length > 0 ? 1 : 0);

function page({ sqlite, json, cuts, readOnlys, points, seconds }) {
  const count = (pattern) => failures.filter((text) => pattern.test(text)).length;
  const checks = [
    ['acknowledged jobs lost', count(/is lost/)],
    ['jobs ended twice, or begun again after their end', count(/ended \d+ times|began again/)],
    ['final states changed', count(/was \w+, is|ended as/)],
    ['finished steps run again', count(/ran again/)],
    ['processes orphaned', count(/orphaned|live on/)],
    ['webhook events lost, out of order, forged or repeated for nothing', count(/webhooks/)],
    ['keys that gave a second job', count(/gave|same key/)],
    ['errors without a code', count(/untyped/)],
    [
      'anything else',
      failures.length -
        count(
          /is lost|ended \d+ times|began again|was \w+, is|ended as|ran again|orphaned|live on|gave|same key|untyped|webhooks/,
        ),
    ],
  ];
  const border = points.map((point) => [point, sqlite.hits.get(point), json.hits.get(point)]);
  return `# Jobs under faults

Written by \`npm run test:crash\`. ${machine()}; ${seconds} s.

A process works on a jobs directory: it creates jobs with keys, delays, dependencies and wait limits, cancels and re-prioritises some, runs steps that
write files, starts child processes and asks questions. It is killed with SIGKILL at a random moment or exactly before or after
a named transition is written (the one hit least is next, with jobs that must cross it), then started again on the same directory, with the host's clock set an hour back or ahead at random. Every acknowledgement is
written down by the test as it is given; at the end all that is left is run to its end and compared.

${table(['fault', 'store', 'rounds', 'acknowledged jobs', 'killed at a border', 'attempts recovered'], rows)}

${table(['must be 0', 'found'], checks)}

- **Webhooks**: a receiver counts the events of each job (start of every attempt, end); 3 % of its answers are refused, 3 % get lost. ${sqlite.events + json.events}
  events were owed; ${sqlite.repeated + json.repeated} ids came again, each after a refused or lost answer or a kill.
- **Power cut**: the files as they were at the kill are copied; what the log (WAL) held beyond the last synced acknowledgement is ${Object.entries(
    cuts.seen,
  )
    .map(([how, n]) => `${how} (${n})`)
    .join(
      ', ',
    )}, and ${cuts.torn} pages of the main file that the log also holds are half overwritten. Then it must open, pass SQLite's integrity check, and hold everything acknowledged.
- **Full disk**: a file system of 1.5 MB, or a limit on the size of files where mounting is not allowed. The engine must stop with
  \`PW_JOBS_STOPPED\`, claim nothing more, and have everything acknowledged when there is room again.
- **Read-only disk**: refused with ${[...new Set(readOnlys.filter(Boolean).flatMap((one) => one.code.split(', ')))].map((code) => `\`${code}\``).join(', ') || '(needs the right to mount; not run here)'}.

## Deaths at each border

${table(['border', 'SQLite', 'JSON'], border)}
`;
}
