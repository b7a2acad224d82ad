// How the scanner takes broken files: npm run eval:scan-fuzz -- [--files 10000] [--seed 1] [--write]
// Files are scanned in groups, as plugins are, in a worker that is ended when a group takes too long.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { brokenFiles } from './lib/broken-files.mjs';

const GROUP = 20;
/** ms of processor time, which a busy machine does not change; a group of 20 small files takes less than one second. */
const TOO_LONG = 60_000;
/** ms by the clock, for what waits without an end. */
const TOO_LATE = 900_000;
const root = join(import.meta.dirname, '..');

if (!isMainThread) {
  const { scanTree, treeOf } = await import('../packages/scan/dist/index.js');
  const { PlugwrightError } = await import('../packages/errors/dist/index.js');
  parentPort.on('message', async ({ files, twice }) => {
    const tree = treeOf(files.map(({ path, bytes }) => [path, bytes]));
    // oxlint-disable unicorn/require-post-message-target-origin -- a worker has no origin
    try {
      const result = await scanTree(tree);
      const faults = faultsOf(files, result);
      if (twice && JSON.stringify(await scanTree(tree)) !== JSON.stringify(result))
        faults.push('another result the second time');
      const { findings, complete, skipped } = result;
      parentPort.postMessage({
        faults,
        findings: findings.length,
        complete,
        skipped: skipped.length,
      });
    } catch (error) {
      const typed = PlugwrightError.isInstance(error);
      const faults = typed ? [] : [`it crashed: ${error?.stack ?? error}`];
      parentPort.postMessage({
        faults,
        typed,
        findings: 0,
        skipped: 0,
      });
    }
  });
}

/** What must hold: each file is read or named as left out, each finding lies in its file, and what is incomplete says so. */
function faultsOf(files, { findings, complete, skipped }) {
  const faults = [];
  const texts = new Map(
    files.map(({ path, bytes }) => [
      path,
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
    ]),
  );
  const lines = new Map();
  const linesOf = (path) => {
    if (!lines.has(path)) lines.set(path, (texts.get(path) ?? '').split('\n'));
    return lines.get(path);
  };
  for (const { path, line, column, endLine, endColumn, rule } of findings) {
    if (rule === 'not-analysed') continue;
    const all = linesOf(path);
    const inside =
      line >= 1 && line <= all.length && column >= 1 && column <= all[line - 1].length + 1;
    const ordered = endLine > line || (endLine === line && endColumn >= column);
    if (!inside || !ordered) faults.push(`${rule} lies outside ${path}`);
  }
  const named = new Set(
    findings.filter(({ rule }) => rule === 'not-analysed').map(({ path }) => path),
  );
  for (const { path } of skipped)
    if (!named.has(path)) faults.push(`${path} was left out without a finding`);
  if (complete !== (skipped.length === 0)) faults.push('complete is wrong');
  return faults;
}

if (isMainThread) {
  const { values } = parseArgs({
    options: {
      files: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
    },
  });
  const count = Number(values.files);
  const seed = Number(values.seed);
  if (!Number.isInteger(count) || count < 1) throw new Error('--files takes a whole number.');
  const files = brokenFiles(seeds(), count, seed);
  const groups = Array.from({ length: Math.ceil(count / GROUP) }, (_, at) =>
    files.slice(at * GROUP, (at + 1) * GROUP),
  );
  const done = await runAll(groups);
  report(files, done, seed, values.write);
}

/** The examples of the rules, and our own sources. */
function seeds() {
  const below = (folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(
        (path) => /\.(?:[mc]?[jt]s|json|yaml)$/.test(path) && !/node_modules|dist[\\/]/.test(path),
      )
      .sort()
      .map((path) => readFileSync(join(root, folder, path), 'utf8'))
      .filter((text) => text.length > 20 && text.length < 20_000);
  return [
    ...below('packages/scan/rule-examples'),
    ...below('packages/scan/src'),
    ...below('packages/render/src'),
  ];
}

async function runAll(groups) {
  const results = [];
  let scanner = startScanner();
  for (const [index, group] of groups.entries()) {
    const result = await scanner.scan(group, index % 10 === 0);
    if (result.ended) {
      await scanner.end();
      scanner = startScanner();
    }
    results.push({ ...result, index });
    for (const fault of result.faults) console.error(`group ${index}: ${fault}`);
    if ((index + 1) % 25 === 0) {
      const faults = results.reduce((all, one) => all + one.faults.length, 0);
      console.error(`${index + 1} of ${groups.length} groups, ${faults} faults`);
    }
  }
  await scanner.end();
  return results;
}

function startScanner() {
  const worker = new Worker(new URL(import.meta.url));
  let settle = () => {};
  const failed = (fault) => settle({ ended: true, faults: [fault], findings: 0, skipped: 0 });
  // Once for all: without a listener the messages of a worker are lost.
  worker.on('message', (result) => settle(result));
  worker.on('error', (error) => failed(`the worker ended: ${error.stack ?? error}`));
  worker.on('exit', (code) => failed(`the worker ended with ${code}`));
  return {
    scan: (files, twice) =>
      new Promise((resolve) => {
        const [begin, started] = [process.cpuUsage(), performance.now()];
        const used = () => {
          const { user, system } = process.cpuUsage(begin);
          return (user + system) / 1000;
        };
        const watch = setInterval(() => {
          if (used() > TOO_LONG) failed(`it took more than ${TOO_LONG / 1000} s of the processor`);
          else if (performance.now() - started > TOO_LATE) failed('it waited without an end');
        }, 1000);
        settle = (result) => {
          clearInterval(watch);
          settle = () => {};
          resolve({ ...result, ms: used() });
        };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
        worker.postMessage({ files, twice });
      }),
    end: () => worker.terminate(),
  };
}

function report(files, done, seed, write) {
  const faults = done.flatMap(({ faults: all, index }) =>
    all.map((fault) => `group ${index}: ${fault}`),
  );
  const sum = (field) => done.reduce((all, one) => all + one[field], 0);
  const times = done.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share) =>
    Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
  const kinds = new Map();
  for (const { kind } of files) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const bytes = files.reduce((all, one) => all + one.bytes.length, 0);
  const rows = [
    ['files', files.length],
    ['of each kind', [...kinds].map(([kind, number]) => `${kind} ${number}`).join(', ')],
    ['megabytes', (bytes / 1e6).toFixed(1)],
    ['groups of 20', done.length],
    ['findings', sum('findings')],
    ['files that were not analysed, each with a finding that says so', sum('skipped')],
    ['typed errors', done.filter(({ typed }) => typed).length],
    [
      'crashes, hangs, findings outside their file, files without a word, second results that differ',
      faults.length,
    ],
    ['ms of the processor for a group: median, 99 %, longest', `${at(0.5)}, ${at(0.99)}, ${at(1)}`],
  ];
  for (const [name, value] of rows) console.log(`${name}: ${value}`);
  if (write) {
    const page = join(root, 'docs/evaluation/scan-robustness.md');
    const text = readFileSync(page, 'utf8');
    const table = [
      '| measured | |',
      '| --- | --- |',
      ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    ].join('\n');
    const made = `${table}\n\nSeed ${seed}, Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores.`;
    writeFileSync(
      page,
      text.replace(/(?<=<!-- measured -->\n)[\s\S]*?(?=<!-- end -->)/, `\n${made}\n\n`),
    );
  }
  process.exitCode = faults.length === 0 ? 0 : 1;
}
