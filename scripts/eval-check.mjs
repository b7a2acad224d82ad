// How long `plugwright check` takes, offline, with as many advisories on the disk as OSV has for npm, and without;
// writes docs/evaluation/check.md.
//   npm run eval:check -- [--runs 9] [--advisories 200000] [--no-write]
import { generateSigningKey, trustedKey, writeTrust } from '@plugwright/certify';
import { create, importAdvisories, nodeHost } from '@plugwright/engine';
import { certify } from '@plugwright/engine/certify';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { haveStore } from './lib/fixtures.mjs';
import { isRealTime, machine, table, writePage } from './lib/report.mjs';
import { mustRun, root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '9' },
    advisories: { type: 'string', default: '200000' },
    'no-write': { type: 'boolean', default: false },
  },
});
const main = join(root, 'apps/cli/dist/main.cjs');

await haveStore();
const dir = await mkdtemp(join(tmpdir(), 'plugwright-check-'));
try {
  const key = generateSigningKey();
  const trust = join(dir, 'trust.json');
  const from = new Date(Date.now() - 3_600_000).toISOString();
  await writeFile(
    trust,
    writeTrust({ trustVersion: 1, keys: [trustedKey(key, 'evaluation', from)] }),
  );
  const env = (state) => ({
    ...process.env,
    PLUGWRIGHT_TRUST: trust,
    PLUGWRIGHT_HOME: join(dir, state),
  });
  const plugin = join(dir, 'plugin');
  await create({
    source: join(root, 'examples/text-tools.yaml'),
    out: plugin,
    yes: true,
    verify: false,
  });
  const { certificate, files } = await certify({
    path: plugin,
    signer: { privateKey: key.privateKey, name: 'evaluation' },
    version: '0.0.0',
    bench: 'none',
    mutants: 0,
    offline: true,
    host: nodeHost({ env: env('empty') }),
  });
  const [file, tarball] = [join(dir, 'plugin.certificate.json'), join(dir, 'plugin.tgz')];
  await writeFile(file, certificate);
  await writeFile(tarball, files.tarball);
  for (const name of ['sbom', 'sarif', 'evidence'])
    await writeFile(join(dir, `plugin.${name}.json`), files[name]);

  const host = nodeHost({ env: env('full') });
  const archive = await importAdvisories(await osvRecords(Number(options.advisories)), { host });
  const kept = join(dir, 'full/advisories');
  const sizes = await Promise.all(
    (await readdir(kept)).map(async (name) => (await stat(join(kept, name))).size),
  );
  const rows = [];
  for (const [words, state] of [
    ['no advisories', 'empty'],
    [`${options.advisories} advisories of ${archive.byPackage.size} packages`, 'full'],
  ]) {
    const times = [];
    for (let run = 0; run < Number(options.runs); run++) {
      const { ms } = await mustRun(process.execPath, [main, 'check', file, tarball], {
        env: env(state),
      });
      times.push(ms);
    }
    times.sort((a, b) => a - b);
    const at = (share) => `${(times[Math.round((times.length - 1) * share)] / 1000).toFixed(2)} s`;
    rows.push([words, at(0), at(0.5), at(1)]);
    console.log(rows.at(-1).join(', '));
  }
  if (!options['no-write'])
    await writePage(
      'docs/evaluation/check.md',
      `# How long a check takes

\`npm run eval:check\`: \`plugwright check CERTIFICATE TARBALL\` as a process of its own, offline, on \`examples/text-tools.yaml\`
(${machine()}; load average ${loadavg()[0].toFixed(1)}${isRealTime() ? ', at real-time priority with `chrt -f 10`' : ''}; ${options.runs} runs). Goal: 2 seconds.

${table(['on the disk', 'shortest', 'median', 'longest'], rows)}

The advisories are made up, in OSV's form, and imported as \`plugwright advisories import\` does; ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6)} MB are kept. All of it is read and
its digest compared, as a part of it that was changed would say the wrong thing about somebody's package.
`,
    );
} finally {
  await rm(dir, { recursive: true, force: true });
}

/** A folder of records, each about fifty packages: fewer files than OSV has, and as many advisories. */
async function osvRecords(count) {
  const folder = join(dir, 'osv');
  await mkdir(folder);
  const each = 50;
  const modified = new Date(Date.now() - 60_000).toISOString();
  for (let at = 0; at < count; at += each) {
    const affected = Array.from({ length: Math.min(each, count - at) }, (_, index) => ({
      package: { ecosystem: 'npm', name: `@made-up-${at % 97}/malicious-package-${at + index}` },
      versions: ['1.0.0', '1.0.1', '99.9.9'],
    }));
    await writeFile(
      join(folder, `${at}.json`),
      JSON.stringify({
        id: `MAL-0000-${at}`,
        modified,
        summary: 'Malicious code in a package that does not exist (npm), made for a measurement',
        references: [{ type: 'ADVISORY', url: `https://advisories.example/MAL-0000-${at}` }],
        affected,
      }),
    );
  }
  return folder;
}
