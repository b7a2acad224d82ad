// The scanner's speed, side by side with three ESLint plugins on the same files. Used by bench.mjs (part `scan`); alone:
//   node benchmarks/scan.mjs [--rounds 3] [--no-write] [--commands]
// `--commands` measures the commands alone and takes the rest from the last run.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { readTree } from '@plugwright/scan';
import { cacheRoot } from '../scripts/lib/cache.mjs';
import { machine, median, table, writePage } from '../scripts/lib/report.mjs';
import { mustRun, root, run, runNpm } from '../scripts/lib/run.mjs';
import { PUBLISHED } from '../scripts/lib/scan-noise.mjs';
import { installPeers, PEERS, writeConfig } from '../scripts/lib/scan-peers.mjs';
import { EXAMPLES, renderExample } from '../scripts/lib/scan-pairs.mjs';

const CODE = /\.(?:[mc]?[jt]s|[jt]sx)$/;

function put(folder, path, bytes) {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
}

/** The plugins that the examples render to. */
async function rendered(folder) {
  for (const name of EXAMPLES)
    for (const [path, text] of await renderExample(name)) put(join(folder, name), path, text);
}

/** The source of this project, without its tests. */
function own(folder) {
  for (const name of readdirSync(join(root, 'packages'))) {
    const source = join(root, 'packages', name, 'src');
    for (const one of readdirSync(source, { recursive: true, withFileTypes: true })) {
      const path = join(one.parentPath ?? one.path, one.name);
      if (one.isFile() && CODE.test(path) && !/\.(?:test|gen|d)\.ts$/.test(path))
        put(join(folder, name), path.slice(source.length + 1), readFileSync(path));
    }
  }
}

/** Every fourth of the published plugins of the evaluation, parsed and never run. */
async function published(folder) {
  const cache = join(cacheRoot, 'scan', 'published');
  mkdirSync(cache, { recursive: true });
  for (const [name, version] of Object.entries(PUBLISHED).filter((_, index) => index % 4 === 0)) {
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    if (!readdirSync(cache).includes(file))
      await runNpm([
        'pack',
        `${name}@${version}`,
        '--silent',
        '--ignore-scripts',
        '--pack-destination',
        cache,
      ]);
    for (const [path, bytes] of (await readTree(join(cache, file))).files)
      if (CODE.test(path) && !/(?:^|\/)node_modules\//.test(path))
        put(join(folder, name.replace('/', '-')), path, bytes);
  }
}

/** One plugin of 20 code files: what `plugwright scan` takes, and `eslint` with the three plugins, each from the start of its process. */
async function cold(work, rounds, peers) {
  const folder = join(work, 'cold');
  const all = [];
  for (const name of EXAMPLES)
    for (const [path, text] of await renderExample(name))
      if (/^src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts')) all.push([name, path, text]);
  const chosen = all.slice(0, 20);
  for (const [name, path, text] of chosen) put(folder, join(name.replace('.yaml', ''), path), text);
  put(
    folder,
    'package.json',
    JSON.stringify({ name: 'plugin-twenty', version: '1.0.0', license: 'MIT' }),
  );
  const config = writeConfig(peers);
  const commands = {
    plugwright: ['apps/cli/dist/main.cjs', 'scan', folder, '--json', '--fail-on', 'critical'],
    eslint: [join(peers, 'node_modules/eslint/bin/eslint.js'), '-c', config, folder],
  };
  const runs = { plugwright: [], eslint: [] };
  for (let round = 0; round <= Math.max(rounds, 3); round += 1)
    for (const [name, [script, ...args]] of Object.entries(commands)) {
      const { ms } = await mustRun(process.execPath, [resolve(root, script), ...args], {
        cwd: work,
        env: { NO_COLOR: '1', NODE_EXTRA_CA_CERTS: undefined },
        timeoutMs: 120_000,
      });
      if (round > 0) runs[name].push(Math.round(ms));
    }
  return {
    files: chosen.length,
    median: median(runs.plugwright),
    fastest: Math.min(...runs.plugwright),
    eslint: median(runs.eslint),
  };
}

/** ms after which a process is ended, with both of its passes or without. */
const LONGEST = 300_000;

/** Both passes of one scanner over a set; a pass that was not waited for has taken at least what was left. */
async function timed(scanner, folder, peers) {
  const args = [join(root, 'benchmarks/scan-run.mjs'), scanner, folder, '--peers', peers];
  const { code, stdout, stderr, timedOut } = await run(process.execPath, args, {
    cwd: root,
    env: { NODE_EXTRA_CA_CERTS: undefined },
    timeoutMs: LONGEST,
  });
  const last = stdout.trim().split('\n').at(-1);
  const passes = last ? JSON.parse(last) : {};
  if (code !== 0 && !timedOut) throw new Error(`${scanner}: ${stderr}`);
  const left = { clock: LONGEST - (passes.first?.clock ?? 0), processor: 0, ended: true };
  return { ...passes, first: passes.first ?? left, again: passes.again ?? left };
}

/** Lines per second of all scanners over all sets. */
async function throughput(work, peers, rounds) {
  const sets = {
    'rendered plugins': rendered,
    'this project': own,
    'published plugins': published,
  };
  const rows = {};
  for (const [name, fill] of Object.entries(sets)) {
    const folder = join(work, name.replaceAll(' ', '-'));
    await fill(folder);
    const runs = Object.fromEntries(SCANNERS.map((scanner) => [scanner, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const scanner of SCANNERS) {
        runs[scanner].push(await timed(scanner, folder, peers));
        process.stdout.write('.');
      }
    const [{ lines, files }] = runs.plugwright;
    rows[name] = { lines, files };
    for (const scanner of SCANNERS)
      rows[name][scanner] = {
        first: medians(runs[scanner].map(({ first }) => first)),
        again: medians(runs[scanner].map(({ again }) => again)),
      };
  }
  return { rows, rounds };
}

export async function scanPart({ rounds = 3, write = true, commands = false } = {}) {
  const work = mkdtempSync(join(tmpdir(), 'plugwright-scan-bench-'));
  try {
    const peers = join(cacheRoot, 'scan', 'peers');
    await installPeers(peers);
    const last = join(cacheRoot, 'scan', 'speed.json');
    const kept = commands
      ? JSON.parse(readFileSync(last, 'utf8'))
      : await throughput(work, peers, rounds);
    const result = { ...kept, cold: await cold(work, rounds, peers) };
    writeFileSync(last, JSON.stringify(result));
    if (write) await writePage('benchmarks/scan.md', page(result));
    return result;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const AIM = 5;
/** The peers with the rules that are about the classes of the evaluation, and with those that their authors recommend. */
const SCANNERS = ['plugwright', 'eslint', 'eslint-recommended'];
const medians = (passes) => ({
  clock: median(passes.map(({ clock }) => clock)),
  processor: median(passes.map(({ processor }) => processor)),
  ended: passes.some(({ ended }) => ended),
});
const perSecond = (lines, { clock, ended }) =>
  `${ended ? '< ' : ''}${Math.round((1000 * lines) / clock)}`;
/** `5.8, met; processor 4.6` */
function timesAsFast(set, peer, pass) {
  const [clock, processor] = ['clock', 'processor'].map(
    (by) => set[peer][pass][by] / set.plugwright[pass][by],
  );
  const judged = `${clock.toFixed(1)}, ${clock >= AIM ? 'met' : 'missed'}`;
  return set[peer][pass].ended ? `> ${judged}` : `${judged}; processor ${processor.toFixed(1)}`;
}

/** All sets as one: what one process after the other takes for all lines. */
function together(rows) {
  const sets = Object.values(rows);
  const sum = (valueOf) => sets.reduce((all, set) => all + valueOf(set), 0);
  const pass = (scanner, which) => ({
    clock: sum((set) => set[scanner][which].clock),
    processor: sum((set) => set[scanner][which].processor),
    ended: sets.some((set) => set[scanner][which].ended),
  });
  return {
    files: sum(({ files }) => files),
    lines: sum(({ lines }) => lines),
    ...Object.fromEntries(
      SCANNERS.map((scanner) => [
        scanner,
        { first: pass(scanner, 'first'), again: pass(scanner, 'again') },
      ]),
    ),
  };
}

function page({ rows, rounds, cold: one }) {
  const row = ([name, set], pass) => [
    name,
    set.files,
    set.lines,
    perSecond(set.lines, set.plugwright[pass]),
    ...SCANNERS.slice(1).flatMap((peer) => [
      perSecond(set.lines, set[peer][pass]),
      timesAsFast(set, peer, pass),
    ]),
  ];
  const both = (pass) =>
    table(
      [
        '',
        'files',
        'lines',
        'plugwright, lines per second',
        'ESLint plugins, rules of the classes',
        `times as fast (aim: ≥ ${AIM})`,
        'ESLint plugins, recommended rules',
        `times as fast (aim: ≥ ${AIM})`,
      ],
      [...Object.entries(rows), ['all of them', together(rows)]].map((entry) => row(entry, pass)),
    );
  return `# The scanner's speed

\`npm run bench -- --only scan\` (or \`node benchmarks/scan.mjs\`): ${rounds === 1 ? 'one round' : `medians of ${rounds} interleaved rounds`}, each scanner in a process of its own.
Lines per second are by the clock, on a machine that does nothing else; how many times less of the processor we take stands beside it: both have the
engine compile and tidy up on the second core, we more than the peers. ${machine()}, ${new Date().toISOString().slice(0, 10)}.

What is compared:

- Both are given the same texts in memory. Loading the scanner, the compiler, ESLint and its plugins does not count for either.
- Plugwright reads a plugin as a whole: it parses and binds all files, follows data between them, and looks for secrets and hidden text in each. \`secretlint\`, for
  which the peers have nothing, is off.
- The peers are ${Object.entries(PEERS)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')} together, in one pass over each file, without
  type information: once with those of their rules that are about the classes of [the evaluation](../docs/evaluation/scan.md), and once with those
  that their authors recommend, as people run them. A rule that throws ends the file for all of them, and the rest of that file is free. A process is ended after
  ${LONGEST / 60_000} minutes: \`<\` and \`>\` say what is known then.
- \`rendered plugins\` are TypeScript as the examples render to it; \`published plugins\` are the files of every fourth
  package of that evaluation, mostly one bundle each;
  \`this project\` is the source of the packages without tests.

A process that scans one set, from its first file on; the engine still compiles either scanner:

${both('first')}

The same process once more, as a server or an editor meets it:

${both('again')}

As commands, each in a process of its own from its start to its end by the clock, over the same ${one.files} files; \`plugwright scan\` looks for secrets with
\`secretlint\` as well, and \`eslint\` runs what the authors of the three plugins recommend:

${table(
  ['', 'measured', 'aim', ''],
  [
    [
      `\`plugwright scan\` of one plugin of ${one.files} files`,
      `${one.median} ms (fastest ${one.fastest})`,
      '≤ 1500 ms',
      one.median <= 1500 ? 'met' : 'missed',
    ],
    [
      '`eslint` with the three plugins',
      `${one.eslint} ms, ${(one.eslint / one.median).toFixed(1)} times as long`,
      '',
      '',
    ],
  ],
)}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      'no-write': { type: 'boolean', default: false },
      commands: { type: 'boolean', default: false },
    },
  });
  const result = await scanPart({
    rounds: Number(values.rounds),
    write: !values['no-write'],
    commands: values.commands,
  });
  console.log(`\n${JSON.stringify(result, null, 1)}`);
}
