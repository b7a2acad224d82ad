// Whether the benchmark finds what was planted, and says nothing about a plugin that did not change, while the
// machine is busy with something else. Writes docs/evaluation/bench.md.
//   npm run eval:bench -- [--runs 20] [--planted 3] [--processes 9] [--fresh] [--no-write]
// A run takes long on a machine that is really busy, so each one is kept: stopped, the command goes on where it was.
// --fresh, or another version of the benchmark, begins again.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { constants, getPriority, loadavg, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { create, nodeHost } from '../packages/engine/dist/index.js';
import { benchFiles, fullEffort, readPluginDirectory } from '../packages/verify/dist/index.js';
import { plants, withPlant } from './lib/bench-plants.mjs';
import { cacheRoot } from './lib/cache.mjs';
import { isRealTime, machine, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    planted: { type: 'string', default: '3' },
    processes: { type: 'string', default: '9' },
    fresh: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
  },
});

/** Something else that runs on the machine: bursts of work and rests, each of up to 300 ms. */
const burner = `
const wait = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  const until = Date.now() + Math.random() * 300;
  while (Date.now() < until) JSON.parse(JSON.stringify({ a: [1, 2, 3], until }));
  Atomics.wait(wait, 0, 0, Math.random() * 300);
}`;

/** At no real-time priority, whatever this program has. */
const asOthers = [
  ...(process.platform === 'linux' ? ['chrt', '--other', '0'] : []),
  process.execPath,
];
/** Of this program and of what it starts. */
const priority = isRealTime() ? 'real time' : getPriority();

async function besides(count, work) {
  const others = Array.from({ length: count }, () =>
    spawn(asOthers[0], [...asOthers.slice(1), '-e', burner], { stdio: 'ignore' }),
  );
  // As others run what takes long.
  for (const { pid } of others) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    return await work();
  } finally {
    for (const other of others) other.kill('SIGKILL');
  }
}

const dir = await mkdtemp(join(tmpdir(), 'plugwright-bench-'));
const files = await (async () => {
  try {
    const made = await create({
      source: join(root, 'examples', 'petstore.yaml'),
      curation: { operations: ['getStock', 'getPet', 'addPet'] },
      out: join(dir, 'plugin'),
      verify: false,
      yes: true,
      host: nodeHost({ cwd: dir }),
    });
    if (made.outcome !== 'written') throw new Error(`the plugin was not made: ${made.outcome}`);
    return await readPluginDirectory(join(dir, 'plugin'));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
})();

const loads = [0, 1, 2, 4];
const effort = { ...fullEffort, processes: Number(options.processes) };

/** What was measured by the same code on the same plugin before; anything else is begun again. */
const keptFile = join(cacheRoot, 'eval-bench.json');
const code = createHash('sha256')
  .update(JSON.stringify([files, plants, effort, process.version]))
  .update(await readFile(join(root, 'packages/verify/dist/index.js')))
  .update(await readFile(join(root, 'packages/verify/dist/bench.js')))
  .digest('hex');
const kept = await readFile(keptFile, 'utf8').then(JSON.parse, () => undefined);
const known =
  kept?.code === code && !options.fresh ? kept : { code, baseline: undefined, rows: {} };
const keep = async () => {
  await mkdir(cacheRoot, { recursive: true });
  await writeFile(keptFile, JSON.stringify(known));
};
if (known.baseline === undefined) {
  known.load = loadavg()[0];
  known.baseline = (await benchFiles(files, { effort })).baseline;
  await keep();
  console.log(`baseline taken, load ${known.load.toFixed(1)}`);
}
const { baseline } = known;

const isTime = ({ unit }) => unit === 'ms';
async function measure(name, run, changed) {
  const key = `${name} ${run}`;
  const burners = loads[run % loads.length];
  if (known.rows[key]) return known.rows[key];
  const before = loadavg()[0];
  const { report, comparison, diagnostics } = await besides(burners, () =>
    benchFiles(changed, { baseline, effort }),
  );
  if (report.memory === null) {
    // Its processes did not come to their end, which the benchmark says: neither an alarm nor a find.
    known.notMeasured = (known.notMeasured ?? 0) + 1;
    await keep();
    console.log(`${key}: memory could not be measured, load ${loadavg()[0].toFixed(1)}; once more`);
    return measure(name, run, changed);
  }
  const times = comparison.changes.filter(isTime);
  const row = {
    name,
    burners,
    priority,
    load: Math.max(before, loadavg()[0]),
    seconds: report.durationMs / 1000,
    sets: comparison.sets,
    machine: report.referenceMs.median / baseline.referenceMs.median,
    handlers: times.filter(({ metric }) => metric !== 'load').map(({ ratio }) => ratio),
    loading: times.find(({ metric }) => metric === 'load').ratio,
    raw: Math.max(
      ...report.components.map(({ p50 }, at) => p50.median / baseline.components[at].p50.median),
    ),
    growth: report.memory.growthBytes.median,
    codes: [
      ...new Set(diagnostics.filter(({ severity }) => severity === 'error').map((one) => one.code)),
    ],
    words: diagnostics.map(({ message }) => message),
  };
  console.log(
    `${key} (+${burners}, load ${row.load.toFixed(1)}, ${row.seconds.toFixed(0)} s, ${row.sets} sets): ${row.codes.join(', ') || 'nothing'}; handlers ${row.handlers.map((ratio) => ratio.toFixed(3)).join(' ')}, load ${row.loading.toFixed(2)}`,
  );
  known.rows[key] = row;
  await keep();
  return row;
}

const planted = [];
const unchanged = [];
const runs = Number(options.runs);
const trials = Number(options.planted);
// In turns, so that one that is stopped has some of each.
for (let run = 0; run < Math.max(runs, trials); run++) {
  if (run < runs) unchanged.push(await measure('unchanged', run, files));
  if (run >= trials) continue;
  for (const [name, { code: plant, finds }] of Object.entries(plants))
    planted.push({ ...(await measure(name, run, withPlant(files, plant))), finds });
}
// A plant is told together.
planted.sort((a, b) => Object.keys(plants).indexOf(a.name) - Object.keys(plants).indexOf(b.name));

const alarms = unchanged.filter(({ codes }) => codes.length > 0);
const isFound = ({ codes, finds }) => codes.includes(finds);
const found = planted.filter(isFound);
const range = (values) => `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
const rowsOf = (rows) =>
  rows.map((row) => [
    row.name,
    String(row.burners),
    String(row.priority),
    row.load.toFixed(1),
    `${row.machine.toFixed(2)}×`,
    row.handlers.map((ratio) => ratio.toFixed(2)).join(', '),
    row.loading.toFixed(2),
    `${(row.growth / 1000).toFixed(0)} kB`,
    String(row.sets),
    `${row.seconds.toFixed(0)} s`,
    row.codes.join(', ') || '–',
  ]);
const head = [
  'plugin',
  'burners',
  'priority',
  'load',
  'machine slower',
  'handlers, ratio',
  'cold load, ratio',
  'growth / 1,000 calls',
  'sets in turns',
  'took',
  'said',
];
const perPlant = Object.entries(plants).map(([name, { finds }]) => {
  const own = planted.filter((row) => row.name === name);
  return [name, finds, `${own.filter(isFound).length} of ${own.length}`];
});
const largest = (rows, of) => Math.max(...rows.map(of)).toFixed(1);
const page = `# The benchmark of plugins

\`npm run eval:bench\`: a plugin with three actions made of \`examples/petstore.yaml\`, one baseline (taken at a load average of
${known.load.toFixed(1)}), then the same plugin ${unchanged.length} times and with faults planted ${planted.length} times, while 0, 1, 2 or 4 processes beside it work in
bursts and other programs run on the machine as they like (${machine()}; load averages up to ${largest([...unchanged, ...planted], (row) => row.load)}).

${known.notMeasured ? `${known.notMeasured} more could not be measured, as the machine had no time for the processes that look at memory; that is said, and they were made again.\n\n` : ''}**Unchanged: ${alarms.length} false alarms in ${unchanged.length} runs. Planted: ${found.length} of ${planted.length} found.**

${table(['planted', 'must be found as', 'found'], perPlant)}

- The machine was up to ${largest(unchanged, (row) => row.machine)} times as slow as when the baseline was taken; the times of unchanged handlers as
  they are would have been up to ${largest(unchanged, (row) => row.raw)} times the baseline.
- What was said in the end of unchanged handlers: ${range(unchanged.flatMap((row) => row.handlers))} of the baseline; of the cold load: ${range(unchanged.map((row) => row.loading))}.
- A time that seems to have grown by more than a tenth is measured again before anything is said: both bundles in turns, a set of
  ${effort.processes} processes each. That was so in ${unchanged.filter((row) => row.sets > 0).length} of the ${unchanged.length} runs, and a second set was needed in ${unchanged.filter((row) => row.sets > 1).length}. A time is called slower only when at
  least two sets have it, and all together by more than a fifth, with 99 % certainty of more than a tenth.
- Times of handlers are multiples of a reference work that is done in turns with them in the same process; cold load is counted without the
  time in which the process was ready and had no processor (Linux tells it).
- _priority_ is the nice value of the benchmark, or _real time_ (\`chrt -f 10\`): then other programs still come in between where it waits, and
  it shares caches and cores with them.
- Growth of memory without a leak: ${range(unchanged.map((row) => row.growth / 1000))} kB over 1,000 calls. A leak is more than 256 kB in every process.

${table(head, rowsOf(unchanged))}

## Planted

${table(head, rowsOf(planted))}

The slower handler works 30 % longer in one of the three actions, whatever it takes; the leak keeps 2 kB at each call of
one action. What is not found: a handler that is slower by less than a fifth, a tail (p95) that gets longer while the
middle stays, a leak of less than some 800 bytes per call of one action.
`;
if (!options['no-write']) await writePage('docs/evaluation/bench.md', page);
if (alarms.length > 0 || found.length < planted.length) process.exitCode = 1;
