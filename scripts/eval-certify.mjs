// Which level the example plugins and published ones reach, and what holds them back; writes docs/evaluation/certify.md.
//   npm run eval:certify -- [--only examples,published] [--bench none|quick|full] [--mutants N] [--fresh] [--no-write]
// Published plugins are fetched as tarballs and read; what of them is run, is run in the sandbox. A kept result is used
// again unless --fresh is given, so that a long run can go on where it was stopped; --kept writes the page from those alone.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { defaultPolicy, evaluate, policyDigest } from '@plugwright/certify';
import { create, nodeHost } from '@plugwright/engine';
import { certify } from '@plugwright/engine/certify';
import { cacheRoot } from './lib/cache.mjs';
import { haveStore } from './lib/fixtures.mjs';
import { machine, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'examples,published' },
    bench: { type: 'string', default: 'quick' },
    mutants: { type: 'string', default: '12' },
    fresh: { type: 'boolean', default: false },
    kept: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
  },
});
const run = promisify(execFile);
const { version } = JSON.parse(readFileSync(join(root, 'apps/cli/package.json'), 'utf8'));
const published = JSON.parse(
  readFileSync(join(root, 'scripts/lib/published-plugins.json'), 'utf8'),
);
/** What somebody says of each who has looked at it. */
const verdicts = JSON.parse(readFileSync(join(root, 'scripts/lib/certify-verdicts.json'), 'utf8'));

/** Small and large ones, old and new, of several authors' habits; with and without dependencies. */
const CHOSEN = [
  '@elizaos/plugin-anthropic',
  '@elizaos/plugin-bootstrap',
  '@elizaos/plugin-discord',
  '@elizaos/plugin-elevenlabs',
  '@elizaos/plugin-evm',
  '@elizaos/plugin-github',
  '@elizaos/plugin-groq',
  '@elizaos/plugin-image-generation',
  '@elizaos/plugin-ollama',
  '@elizaos/plugin-mcp',
  '@elizaos/plugin-node',
  '@elizaos/plugin-openai',
  '@elizaos/plugin-pdf',
];

const cache = join(cacheRoot, 'certify');
mkdirSync(join(cacheRoot, 'scan', 'published'), { recursive: true });
mkdirSync(cache, { recursive: true });

/** The tarball of a published plugin, downloaded once; nothing in it is run by npm. */
async function tarballOf(name) {
  const folder = join(cacheRoot, 'scan', 'published');
  const file = join(folder, `${name.replace('@', '').replace('/', '-')}-${published[name]}.tgz`);
  if (!existsSync(file))
    await run('npm', [
      'pack',
      `${name}@${published[name]}`,
      '--silent',
      '--ignore-scripts',
      '--pack-destination',
      folder,
    ]);
  return file;
}

/** Certifies one, or takes the kept result. */
async function result(key, pathOf) {
  const kept = join(cache, `${key.replaceAll(/\W+/g, '-')}.json`);
  if (!options.fresh && existsSync(kept)) {
    const { facts, ...rest } = JSON.parse(readFileSync(kept, 'utf8'));
    return { ...rest, facts, decision: evaluate(facts, defaultPolicy) };
  }
  if (options.kept) return undefined;
  const started = performance.now();
  const { facts, decision } = await certify({
    path: await pathOf(),
    version,
    bench: options.bench,
    mutants: Number(options.mutants),
    host: nodeHost(),
  });
  const found = { key, facts, decision, ms: performance.now() - started };
  writeFileSync(kept, JSON.stringify(found));
  console.log(`${key}: ${decision.level ?? 'none'} in ${(found.ms / 1000).toFixed(0)} s`);
  return found;
}

/** The level that it would reach if complete and fresh data said that no advisory is known. */
function withCleanData({ facts }) {
  const clean = {
    ...facts.audit,
    answer: 'clean',
    stale: false,
    answered: facts.audit?.asked ?? 0,
  };
  const audit = facts.audit?.findings.length === 0 ? clean : facts.audit;
  return evaluate({ ...facts, ...(audit && { audit }) }, defaultPolicy).level;
}

const short = (text) =>
  text
    .replaceAll(/(?:\.\.\/)*[^\s"']*\/node_modules\//g, 'node_modules/')
    .replaceAll('|', '\\|')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 160);
const ids = ({ decision }, answer) =>
  decision.checks.filter(({ result }) => result === answer).map(({ id }) => id);
const rowOf = (one) => [
  one.key,
  one.decision.level ?? 'none',
  withCleanData(one) ?? 'none',
  ids(one, 'fail').join(', ') || '–',
  ids(one, 'not evaluated').join(', ') || '–',
  one.facts.build?.again === one.facts.package.sha256
    ? 'yes'
    : one.facts.build
      ? 'not evaluated'
      : '–',
];
const head = [
  'plugin',
  'level',
  'with clean data',
  'failed',
  'not evaluated',
  'rebuilt with the same bytes',
];

if (!options.kept) await haveStore();
const only = options.only.split(',');
const work = await mkdtemp(join(tmpdir(), 'plugwright-certify-'));
let examples = [];
let others = [];
try {
  if (only.includes('published'))
    for (const name of CHOSEN)
      others.push(await result(`${name}@${published[name]}`, () => tarballOf(name)));
  if (only.includes('examples'))
    for (const file of (await readdir(join(root, 'examples'))).filter((name) =>
      name.endsWith('.yaml'),
    ))
      examples.push(
        await result(basename(file, '.yaml'), async () => {
          const out = join(work, basename(file, '.yaml'));
          await create({ source: join(root, 'examples', file), out, yes: true, verify: false });
          return out;
        }),
      );
} finally {
  await rm(work, { recursive: true, force: true });
}

examples = examples.filter((one) => one !== undefined);
others = others.filter((one) => one !== undefined);

/** Every answer that is no pass, with its reason. */
const reasons = (one) =>
  one.decision.checks
    .filter(({ result }) => result !== 'pass')
    .map(({ id, result, reason }) => `| \`${id}\` | ${result} | ${short(reason)} |`)
    .join('\n');
const details = (list) =>
  list
    .map(
      (one) => `### ${one.key}

${verdicts[one.key] ?? 'Not looked at.'}

| check | answer | reason |
| --- | --- | --- |
${reasons(one)}
`,
    )
    .join('\n');

if (!options['no-write'])
  await writePage(
    'docs/evaluation/certify.md',
    `# Levels of real plugins

\`npm run eval:certify\` (${machine()}): ${examples.length} examples of this repository as directories, and ${others.length} published plugins as the
tarballs that npm gives, unchanged, under version ${defaultPolicy.version} of the default policy (\`${policyDigest(defaultPolicy).slice(0, 12)}…\`). Nothing of a published plugin is run outside the sandbox,
and nothing is installed for it: where a package that it imports is not here, it is not evaluated. *With clean data* is the level that
it would reach if complete and fresh data said that no advisory is known; a machine without such data stops below L2, and the
certificate says so. Nothing was signed here. L3 needs a review by a person and a provenance of the publisher, which nobody can make up for this page.

## Examples

${table(head, examples.map(rowOf))}

## Published plugins

${table(head, others.map(rowOf))}

## Looked at by hand

${details(examples)}
${details(others)}
`,
  );
