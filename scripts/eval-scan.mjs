// How well the scanner finds what others have labelled, side by side with ESLint plugins; writes docs/evaluation/scan.md.
//   npm run eval:scan -- --codeql DIR --semgrep DIR --guarddog DIR [--half even|odd] [--only PART,…] [--no-write]
// Parts are corpora, pairs, noise and malicious. Without the folders the corpora are fetched from GitHub into the cache directory. They are parsed, never run.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { RULES, scanTree, treeOf } from '@plugwright/scan';
import { cacheRoot } from './lib/cache.mjs';
import { CLASSES, classOf, rates, readCorpora, score, total } from './lib/scan-corpora.mjs';
import { loadPeers, PEERS } from './lib/scan-peers.mjs';
import { measureMalicious } from './lib/scan-malicious.mjs';
import { measureNoise } from './lib/scan-noise.mjs';
import { runPairs } from './lib/scan-pairs.mjs';
import { measureTexts } from './lib/scan-texts.mjs';
import { writePage } from './lib/scan-page.mjs';

const { values } = parseArgs({
  options: {
    codeql: { type: 'string' },
    semgrep: { type: 'string' },
    guarddog: { type: 'string' },
    half: { type: 'string', default: 'odd' },
    'no-write': { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const wanted = (part) => values.only === undefined || values.only.split(',').includes(part);
const run = promisify(execFile);
const cache = join(cacheRoot, 'scan');
mkdirSync(cache, { recursive: true });

/** Brings a corpus from GitHub, without its history. */
async function corpus(name, repository, commit, given) {
  if (given) return given;
  const folder = join(cache, name);
  if (!existsSync(join(folder, '.git'))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await run('git', ['init', '-q', folder]);
    await run('git', [
      '-C',
      folder,
      'fetch',
      '-q',
      '--depth',
      '1',
      `https://github.com/${repository}`,
      commit,
    ]);
    await run('git', ['-C', folder, 'checkout', '-q', 'FETCH_HEAD']);
  }
  return folder;
}

const seen = new Set(
  JSON.parse(readFileSync(new URL('lib/scan-seen-files.json', import.meta.url), 'utf8')),
);
const classes = Object.keys(CLASSES);
const cwesOf = new Map(RULES.map(({ id, cwe }) => [id, [...new Set(cwe.map(classOf))]]));

async function corpora() {
  const files = readCorpora({
    codeql: await corpus('codeql', 'Semmle/ql', 'HEAD', values.codeql),
    semgrep: await corpus('semgrep-rules', 'semgrep/semgrep-rules', 'HEAD', values.semgrep),
  });
  const folders = new Map();
  for (const file of files) {
    const key = `${file.corpus}/${file.folder}`;
    folders.set(key, [...(folders.get(key) ?? []), file]);
  }
  const found = new Map();
  for (const group of folders.values()) {
    const { findings } = await scanTree(
      treeOf(group.map((file) => [join('src', file.path.split('/').pop()), file.text])),
      { secretlint: false },
    );
    for (const file of group)
      found.set(
        file,
        findings
          .filter(({ path }) => path === join('src', file.path.split('/').pop()))
          .map(({ id, line, endLine }) => ({ line, endLine, classes: cwesOf.get(id) })),
      );
  }
  const used = files.filter(
    ({ even, labels }) => even === (values.half === 'even') && labels.length > 0,
  );
  const tables = { plugwright: score(used, (file) => found.get(file) ?? []) };
  const peers = await loadPeers(join(cache, 'peers'));
  for (const [name, peer] of Object.entries(peers))
    tables[name] = score(used, (file) => peer(file.path, file.text));
  // Files whose lines stand in tests of others that were read: counted once more without them.
  const unseen = used.filter(({ path }) => !seen.has(path));
  return {
    files: used.length,
    tables,
    unseen: { files: unseen.length, table: score(unseen, (file) => found.get(file) ?? []) },
    byCorpus: Object.fromEntries(
      Object.entries({
        "CodeQL's tests": used.filter(({ path }) => isOfCodeql(path)),
        'semgrep-rules': used.filter(({ path }) => !isOfCodeql(path)),
      }).map(([name, files]) => [name, score(files, (file) => found.get(file) ?? [])]),
    ),
  };
}

const isOfCodeql = (path) => path.startsWith('javascript/ql/test/');

// Parts that are run alone are kept, so that the page can be written from several runs of one day.
const kept = join(cache, `results-${values.half}.json`);
const results = {
  half: values.half,
  corpora: wanted('corpora') ? await corpora() : undefined,
  pairs: wanted('pairs') ? await runPairs() : undefined,
  malicious: wanted('malicious')
    ? await measureMalicious(
        await corpus('guarddog', 'DataDog/guarddog', 'HEAD', values.guarddog),
        {
          ...(await loadPeers(join(cache, 'peers'))),
          ...Object.fromEntries(
            Object.entries(await loadPeers(join(cache, 'peers'), 'every')).map(([name, peer]) => [
              `${name}, every rule`,
              peer,
            ]),
          ),
        },
      )
    : undefined,
  noise: wanted('noise') ? await measureNoise({ cache, run }) : undefined,
  texts: wanted('texts') ? await measureTexts() : undefined,
};
if (results.corpora) {
  for (const [name, table] of Object.entries(results.corpora.tables)) {
    const { precision, recall, alarms, j } = rates(total(table, classes));
    const show = (value) => value?.toFixed(1).padStart(6) ?? '     -';
    console.log(
      `${name.padEnd(30)} precision ${show(precision)} recall ${show(recall)} false alarms ${show(alarms)} J ${show(j)}`,
    );
  }
}
if (results.malicious) {
  for (const [name, { found, missed, alarms, silent }] of Object.entries(results.malicious.tables))
    console.log(
      `malicious ${name.padEnd(42)} found ${found} of ${found + missed}, alarms ${alarms} of ${alarms + silent}`,
    );
  for (const { place, rule, positive } of results.malicious.wrong)
    console.log(positive ? 'missed' : 'false alarm', place, rule);
}
for (const part of ['pairs', 'noise', 'texts'])
  if (results[part]) console.log(part, JSON.stringify(results[part].summary));
const before =
  values.only !== undefined && existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
const whole = {
  ...before,
  ...Object.fromEntries(Object.entries(results).filter(([, part]) => part !== undefined)),
};
writeFileSync(kept, JSON.stringify(whole));
if (!values['no-write']) await writePage(whole, { classes, PEERS, rules: RULES.length });
