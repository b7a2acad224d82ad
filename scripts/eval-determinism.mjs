// The same sources on several Node versions, twice, in different directories, time zones and languages: the same bytes.
//   npm run eval:determinism -- [--no-write]
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installed } from './lib/cache.mjs';
import { machine, table, writePage } from './lib/report.mjs';
import { mustRun, root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: { 'no-write': { type: 'boolean', default: false } },
});

/** npm packages that hold nothing but a Node binary. */
const platform = { linux: 'linux', darwin: 'darwin', win32: 'win' }[process.platform];
const NODES = ['20.19.6', '22.23.3', '24.9.0'];
async function nodeBinary(version) {
  const name = `node-${platform}-${process.arch}`;
  const dir = await installed(`node-${version}`, { [name]: version });
  return join(dir, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

const examples = (await readdir(join(root, 'examples')))
  .filter((name) => /\.(?:ya?ml|json)$/.test(name))
  .map((name) => join(root, 'examples', name));
const documents = [
  '2.0/json/petstore.json',
  '3.0/json/star-trek.json',
  '3.1/json/train-travel.json',
].map((name) => join(root, 'node_modules/@readme/oas-examples', name));
const sources = [...examples, ...documents];

const RUNS = [
  { TZ: 'UTC', LANG: 'C' },
  { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
];
const rows = [];
const work = await mkdtemp(join(tmpdir(), 'plugwright-determinism-'));
try {
  for (const version of NODES) {
    const node = await nodeBinary(version);
    for (const [index, env] of RUNS.entries()) {
      const out = await mkdtemp(join(work, index ? 'another place ' : 'a-'));
      const worker = join(root, 'scripts/lib/digest-worker.mjs');
      const { stdout } = await mustRun(node, [worker, out, ...sources], { cwd: out, env });
      const { node: running, digests } = JSON.parse(stdout.trim().split('\n').at(-1));
      rows.push({ running, env, digests });
      console.log(`Node ${running} ${env.TZ}: ${Object.keys(digests).length} plugins`);
    }
  }
} finally {
  await rm(work, { recursive: true, force: true });
}

const names = Object.keys(rows[0].digests);
const different = names.filter(
  (name) =>
    new Set(rows.map((row) => `${row.digests[name].sha256} ${row.digests[name].tarball}`)).size !==
    1,
);
console.log(
  different.length ? `different bytes: ${different.join(', ')}` : 'the same bytes everywhere',
);
if (!options['no-write']) {
  await writePage(
    'docs/evaluation/determinism.md',
    `# The same bytes everywhere

\`npm run eval:determinism\`: every source below is made into a plugin on disk on Node ${[...new Set(rows.map((row) => row.running))].join(', ')},
twice on each, in two directories, two time zones and two languages, and packed as an npm tarball (${machine()}). **${names.length - different.length} of ${names.length} sources give
the same digest in all ${rows.length} runs.**

${table(
  ['source', 'files', 'runs', 'distinct digests', 'SHA-256 of paths and bytes', 'of the tarball'],
  names.map((name) => [
    name,
    rows[0].digests[name].files,
    rows.length,
    new Set(rows.map((row) => `${row.digests[name].sha256} ${row.digests[name].tarball}`)).size,
    rows[0].digests[name].sha256,
    rows[0].digests[name].tarball,
  ]),
)}
`,
  );
}
process.exitCode = different.length ? 1 : 0;
