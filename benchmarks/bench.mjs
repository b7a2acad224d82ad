// Side by side with peers, in one run: medians of whole processes. Writes results.md and results.json.
//   npm run bench -- [--rounds 7] [--only warm,sentence,peers,document,gates,sandbox,install,jobs,scan] [--no-write]
import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { machine, table, writePage } from '../scripts/lib/report.mjs';
import { mustRun, root, runNpm } from '../scripts/lib/run.mjs';
import { jobsPart } from './jobs.mjs';
import { aside, filesBelow, mcpGenerator, nxGenerator, plopGenerator, versions } from './peers.mjs';
import { interleaved } from './processes.mjs';
import { sandboxOverhead } from './sandbox.mjs';
import { scanPart } from './scan.mjs';
import { memoryDirectory, workDirectory } from './work-directory.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: 'warm,sentence,peers,document,gates,sandbox,install' },
    'no-write': { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
const parts = options.only.split(',');
const spec = join(root, 'benchmarks', 'small.yaml');
const document = join(root, 'examples', 'petstore.yaml');
const work = workDirectory('plugwright bench ');
const cli = join(root, 'apps/cli/dist/main.cjs');
const results = { machine: machine(), date: new Date().toISOString().slice(0, 10), rounds };

const createIn =
  (place) =>
  (source, out, ...flags) => ({
    command: process.execPath,
    args: [cli, 'create', source, '--out', out, '--yes', ...flags],
    cwd: place,
    out,
    env: { NO_COLOR: '1', PLUGWRIGHT_HOME: join(place, 'home') },
    before: () => aside(out, place),
  });
const create = createIn(work);
/** Like the very first run: no code of an earlier process. */
const first = (contender, out) => ({
  ...contender,
  out,
  args: contender.args.map((arg) => (arg === contender.out ? out : arg)),
  env: { ...contender.env, NODE_DISABLE_COMPILE_CACHE: '1' },
  before: () => aside(out, contender.cwd),
});
async function size(dir) {
  const files = await filesBelow(dir);
  const stats = await Promise.all(files.map((file) => stat(join(dir, file))));
  return { files: files.length, bytes: stats.reduce((sum, one) => sum + one.size, 0) };
}
/** Runs once each, so that what is compared is known to be alike. */
async function sizes(contenders) {
  const found = {};
  for (const [name, one] of Object.entries(contenders)) {
    await one.before();
    await mustRun(one.command, one.args, one);
    found[name] = await size(one.out);
  }
  return found;
}

async function warm() {
  const { stdout } = await mustRun(process.execPath, [join(root, 'benchmarks/warm.mjs'), spec]);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

async function sentence() {
  const { stdout } = await mustRun(process.execPath, [join(root, 'benchmarks/sentence.mjs')]);
  const spec = (text) => ({
    command: process.execPath,
    args: [cli, 'spec', text, '--yes'],
    cwd: work,
    env: { NO_COLOR: '1', PLUGWRIGHT_HOME: join(work, 'home') },
  });
  return {
    warm: JSON.parse(stdout.trim().split('\n').at(-1)),
    times: await interleaved(
      {
        'without the directory': spec('Post to Mastodon when my build fails'),
        'with the directory': spec('manage GitHub issues'),
      },
      rounds,
    ),
  };
}

async function peers() {
  const model = join(work, 'model');
  await mustRun(process.execPath, create(spec, model, '--no-verify').args, { cwd: work });
  const { name } = JSON.parse(await readFile(join(model, 'package.json'), 'utf8'));
  const ours = create(spec, join(work, 'ours'), '--no-verify');
  const contenders = {
    'plugwright create': ours,
    'plugwright create, first run': first(ours, join(work, 'ours-first')),
    plop: await plopGenerator(model, name, work),
    'nx generate': await nxGenerator(model, name, work),
  };
  return { sizes: await sizes(contenders), times: await interleaved(contenders, rounds) };
}

/**
 * In memory the programs are compared, on a disk also how it feels about their files that day: the same 53 new ones
 * took 3 ms and 70 ms in two directories of one ext4.
 */
async function sameDocument() {
  const compare = async (place) => {
    const ours = createIn(place)(document, join(place, 'ours-document'), '--no-verify');
    const contenders = {
      'plugwright create': ours,
      'plugwright create, first run': first(ours, join(place, 'ours-document-first')),
      'openapi-mcp-generator': await mcpGenerator(document, place),
    };
    return { sizes: await sizes(contenders), times: await interleaved(contenders, rounds) };
  };
  const memory = memoryDirectory('plugwright bench ');
  try {
    return { disk: await compare(work), ...(memory && { memory: await compare(memory) }) };
  } finally {
    if (memory) await rm(memory, { recursive: true, force: true });
  }
}

async function gates() {
  const plugin = join(work, 'plugin');
  await mustRun(process.execPath, create(document, plugin, '--no-verify').args, { cwd: work });
  await symlink(join(root, 'node_modules'), join(plugin, 'node_modules'), 'junction');
  // The bare boot: the plugin in a real AgentRuntime with the in-memory adapter of its own tests, nothing asked of it.
  const boot = join(plugin, 'bare-boot.mjs');
  await writeFile(
    join(plugin, 'bare-boot.ts'),
    `import { AgentRuntime } from '@elizaos/core';
import plugin from './src/index.js';
import * as memory from './src/__tests__/support/memory-adapter.js';
const Adapter = Object.values(memory).find((value) => typeof value === 'function');
let adapter;
try { adapter = new Adapter(); } catch { adapter = Adapter(); }
const settings = Object.fromEntries((process.env.BENCH_SETTINGS ?? '').split(',').filter(Boolean).map((key) => [key, 'x']));
const runtime = new AgentRuntime({ character: { name: 'Bench', bio: 'bench', settings: { secrets: settings } }, adapter, plugins: [plugin] });
await runtime.initialize();
await runtime.stop();
process.exit(0);
`,
  );
  await build({
    entryPoints: [join(plugin, 'bare-boot.ts')],
    outfile: boot,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  await rm(join(plugin, 'bare-boot.ts'));
  const node = (...args) => ({
    command: process.execPath,
    args,
    cwd: plugin,
    env: { LOG_LEVEL: 'error' },
  });
  const times = await interleaved(
    {
      'create with all gates': create(document, join(work, 'ours-gates')),
      'tsc (native)': node(
        join(root, 'node_modules/@typescript/native/bin/tsc'),
        '-p',
        plugin,
        '--noEmit',
      ),
      'bare boot': node(boot),
      'bare vitest': node(join(root, 'node_modules/vitest/vitest.mjs'), 'run'),
    },
    rounds,
  );
  const { 'create with all gates': ours, ...bare } = times;
  const sum = Object.values(bare).reduce((total, one) => total + one.median, 0);
  return { times, sum, ratio: ours.median / sum };
}

async function install() {
  const copy = join(work, 'copy');
  await mkdir(copy);
  const archive = join(work, 'copy.tar');
  await mustRun('git', ['archive', '--format=tar', `--output=${archive}`, 'HEAD'], { cwd: root });
  await mustRun('tar', ['-xf', archive, '-C', copy]);
  const { ms } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: copy });
  return { seconds: ms / 1000 };
}

const ms = (value) => (value < 100 ? value.toFixed(1) : String(Math.round(value)));
const timesTable = ({ times, sizes: known = {} }) =>
  table(
    ['', 'median ms', 'fastest ms', 'files', 'kB'],
    Object.entries(times).map(([name, one]) => [
      name,
      one.median,
      one.min,
      known[name]?.files,
      known[name] && (known[name].bytes / 1024).toFixed(0),
    ]),
  );
const faster = (times, ours, peer) =>
  `${(times[peer].median / times[ours].median).toFixed(2)} times`;
const places = { disk: 'files on a disk', memory: 'files in memory' };
const verdict = (good) => (good ? 'met' : 'missed');

function page({ warm: w, sentence: t, peers: p, document: d, gates: g, sandbox: s, install: i }) {
  const rows = [];
  if (w) {
    rows.push([
      'spec → formatted tree, warm',
      `${ms(w.render.median)} ms, ${w.files} files`,
      '≤ 25 ms, 12 files',
      verdict(w.render.median <= 25),
    ]);
    rows.push([
      'type check, warm',
      `${ms(w.types.median)} ms`,
      '≤ 60 ms',
      verdict(w.types.median <= 60),
    ]);
  }
  if (t) {
    rows.push([
      `sentence → spec, warm, slowest of ${t.warm.sentences}`,
      `${t.warm.slowest.toFixed(1)} ms (median ${t.warm.median.toFixed(1)} ms)`,
      '≤ 30 ms',
      verdict(t.warm.slowest <= 30),
    ]);
    for (const [name, aim] of [
      ['without the directory', 400],
      ['with the directory', 800],
    ])
      rows.push([
        `sentence → spec, whole process ${name}`,
        `${ms(t.times[name].median)} ms`,
        `≤ ${aim} ms`,
        verdict(t.times[name].median <= aim),
      ]);
  }
  for (const peer of p ? ['plop', 'nx generate'] : []) {
    rows.push([
      `CLI cold, faster than ${peer}`,
      faster(p.times, 'plugwright create', peer),
      '≥ 2 times',
      verdict(p.times[peer].median >= 2 * p.times['plugwright create'].median),
    ]);
  }
  for (const [place, { times }] of Object.entries(d ?? {}))
    rows.push([
      `CLI cold, faster than openapi-mcp-generator, ${places[place]}`,
      faster(times, 'plugwright create', 'openapi-mcp-generator'),
      '≥ 1 times',
      verdict(times['openapi-mcp-generator'].median >= times['plugwright create'].median),
    ]);
  if (g)
    rows.push([
      'create with all gates ÷ sum of the bare tools',
      g.ratio.toFixed(2),
      '≤ 2.5',
      verdict(g.ratio <= 2.5),
    ]);
  for (const [name, { added }] of Object.entries(s?.rows ?? {}))
    rows.push([
      `${name} at isolation ${s.level}, more than a bare spawn`,
      `${ms(added)} ms`,
      '≤ 10 ms',
      verdict(added <= 10),
    ]);
  if (i)
    rows.push([
      'npm ci, fresh copy',
      `${i.seconds.toFixed(0)} s`,
      '≤ 90 s',
      verdict(i.seconds <= 90),
    ]);
  return `# Speed

\`npm run bench\`: whole processes, interleaved, medians of ${rounds} rounds after one that does not count. ${results.machine}, ${results.date}.
Absolute values change with the machine and its load; ratios within one run hold. \`NODE_EXTRA_CA_CERTS\` is not set: reading the
certificates takes each process of everybody the same time, which is nobody's work. The command keeps the code that V8 compiled
for it in the user's cache directory; its first run, without that, has a line of its own.

${table(['', 'measured', 'aim', ''], rows)}
${p ? `\n## A plugin from a spec, and the same files by plop ${versions.plop} and nx ${versions.nx}\n\nPeers run a local generator whose templates are our files, with the name as a variable; nx formats with prettier, plop does not format.\n\n${timesTable(p)}\n` : ''}${
    d
      ? `\n## The same OpenAPI document: openapi-mcp-generator ${versions['openapi-mcp-generator']}\n\nTwice: with the files in memory, which compares the programs, and on this machine's disk. ext4 looks at every place that files have left\nin the last minutes before it makes a new one, so the same 53 files took 3 ms in one directory and 70 ms in another.\n\n${Object.entries(
          d,
        )
          .map(
            ([place, one]) =>
              `${place === 'disk' ? 'On the disk' : 'In memory'}:\n\n${timesTable(one)}`,
          )
          .join('\n\n')}\n`
      : ''
  }${g ? `\n## All gates, and the bare tools on the same plugin\n\nThe bare tools check types, initialise a runtime and run the plugin's tests; \`create\` also reads, renders, formats, writes, parses, bundles and exercises every component. Sum of the bare tools: ${g.sum} ms.\n\n${timesTable(g)}\n` : ''}`;
}

// `jobs` and `scan` have pages of their own, benchmarks/jobs.md and benchmarks/scan.md.
const jobs = () => jobsPart({ write: !options['no-write'] });
const measure = {
  warm,
  sentence,
  peers,
  document: sameDocument,
  gates,
  sandbox: () => sandboxOverhead(rounds * 5),
  install,
  jobs,
  scan: () => scanPart({ rounds, write: !options['no-write'] }),
};
try {
  for (const part of parts) {
    process.stdout.write(`${part} `);
    results[part] = await measure[part]();
    console.log(`\n${JSON.stringify(results[part], null, 1).slice(0, 2000)}`);
  }
} finally {
  await rm(work, { recursive: true, force: true });
}
if (!options['no-write']) {
  await writeFile(join(root, 'benchmarks/results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writePage('benchmarks/results.md', page(results));
}
