// Which level the example plugins and published ones reach, and what holds them back; writes docs/evaluation/certify.md.
//   npm run eval:certify -- [--only examples,published] [--bench none|quick|full] [--mutants N] [--names a,b] [--fresh] [--no-write]
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
import { standIn, vouchFor, withoutData } from './lib/certify-stand-in.mjs';
import { haveStore } from './lib/fixtures.mjs';
import { machine, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'examples,published' },
    bench: { type: 'string', default: 'quick' },
    mutants: { type: 'string', default: '12' },
    names: { type: 'string', default: '' },
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

/** A machine that is too busy to start a sandbox says nothing about a plugin. */
async function patiently(work, tries = 3) {
  try {
    return await work();
  } catch (error) {
    if (error?.code !== 'PW_SANDBOX_START' || tries === 1) throw error;
    console.log('the sandbox did not start; once more');
    return patiently(work, tries - 1);
  }
}

/** Certifies one, or takes the kept result; of an example, the way up to L3 too. */
async function result(key, pathOf, spec) {
  const kept = join(cache, `${key.replaceAll(/\W+/g, '-')}.json`);
  if (!options.fresh && existsSync(kept)) {
    const { facts, ...rest } = JSON.parse(readFileSync(kept, 'utf8'));
    return { ...rest, facts, decision: evaluate(facts, defaultPolicy) };
  }
  if (options.kept) return undefined;
  const started = performance.now();
  const path = await pathOf();
  const { facts, decision, files } = await patiently(() =>
    certify({
      path,
      version,
      bench: options.bench,
      mutants: Number(options.mutants),
      ...(spec ? { host: stand.host, offline: true } : { host: nodeHost() }),
    }),
  );
  const top = spec && (await vouchFor({ facts, files, path, spec, stand }));
  const found = { key, facts, decision, top, ms: performance.now() - started };
  writeFileSync(kept, JSON.stringify(found));
  console.log(
    `${key}: ${[decision.level ?? 'none', ...(top ? [top.level, top.reproduced] : [])].join(', ')} in ${(found.ms / 1000).toFixed(0)} s`,
  );
  return found;
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
  ids(one, 'fail').join(', ') || '–',
  ids(one, 'not evaluated').join(', ') || '–',
];
const head = ['plugin', 'level', 'failed', 'not evaluated'];
const exampleRow = (one) => {
  const without = evaluate(withoutData(one.facts), defaultPolicy);
  return [
    one.key,
    `${without.level ?? 'none'}${without.holdingBack.length === 1 ? `: ${without.holdingBack[0].id}` : ''}`,
    one.decision.level ?? 'none',
    one.top?.level ?? 'none',
    one.top?.reproduced ?? '–',
    one.top?.checked ?? '–',
    one.facts.performance?.runs ?? '–',
    ids(one, 'fail').join(', ') || '–',
    one.decision.checks
      .filter(({ id, result }) => result === 'not evaluated' && !id.startsWith('reproducible.'))
      .map(({ id }) => id)
      .join(', ') || '–',
  ];
};
const exampleHead = [
  'example',
  'without advisory data',
  'with complete data',
  'and review, provenance, signature',
  '`reproduce`',
  '`check --require-level L3`',
  'processes measured',
  'failed',
  'not evaluated below L3',
];

if (!options.kept) await haveStore();
const only = options.only.split(',');
const isChosen = (name) => options.names === '' || options.names.split(',').includes(name);
const work = await mkdtemp(join(tmpdir(), 'plugwright-certify-'));
const stand = await standIn(join(work, 'stand-in'));
let examples = [];
let others = [];
try {
  if (only.includes('published'))
    for (const name of CHOSEN.filter(isChosen))
      others.push(await result(`${name}@${published[name]}`, () => tarballOf(name)));
  if (only.includes('examples'))
    for (const file of (await readdir(join(root, 'examples'))).filter(
      (name) => name.endsWith('.yaml') && isChosen(basename(name, '.yaml')),
    ))
      examples.push(
        await result(
          basename(file, '.yaml'),
          async () => {
            const out = join(work, basename(file, '.yaml'));
            await create({ source: join(root, 'examples', file), out, yes: true, verify: false });
            return out;
          },
          'plugwright.yaml',
        ),
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

const reasonWithout = ({ facts }) =>
  evaluate(withoutData(facts), defaultPolicy).holdingBack.find(
    ({ id }) => id === 'hardened.dependencies',
  )?.reason ?? '';

if (!options['no-write'])
  await writePage(
    'docs/evaluation/certify.md',
    `# Levels of real plugins

\`npm run eval:certify\` (${machine()}): ${examples.length} examples of this repository as directories, and ${others.length} published plugins as the
tarballs that npm gives, unchanged, under version ${defaultPolicy.version} of the default policy (\`${policyDigest(defaultPolicy).slice(0, 12)}…\`). Nothing of a published plugin is run outside the sandbox,
and nothing is installed for it: where a package that it imports is not here, it is not evaluated.

## Examples

${table(exampleHead, examples.map(exampleRow))}

- **Without advisory data** a plugin stops below L2, and the certificate names the check and why: "${examples[0] && reasonWithout(examples[0])}" The machine of this
  page has none: the registry that npm is configured with answers no questions about advisories (405), and OSV cannot be reached.
- **With complete data** means an archive of ${stand.records} OSV records of today, made for this page and imported as \`plugwright advisories import\` does.
  They are about packages that do not exist. What real data would say of ${examples[0] ? [...new Set(examples.flatMap(({ facts }) => Object.keys(facts.manifest.dependencies)))].join(', ') : ''} is not known here.
- **Review, provenance and signature** are made for this page too, with keys that are thrown away: nobody has read these plugins for it. They show
  that the way up to L3 is open, and that nothing else is in it. The certificate is then checked offline, against its tarball and the archive,
  and built again: from the source, and from the spec alone.

## Published plugins

${table(head, others.map(rowOf))}

## Looked at by hand

${details(examples)}
${details(others)}
`,
  );
