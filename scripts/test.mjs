// Every test on source, then a table of coverage per package. `npm test -- <filter>` runs some, without the table.
import { readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { root, run } from './lib/run.mjs';

/** Least coverage of each package, percent. */
const FLOOR = 90;
const filters = process.argv.slice(2);
const whole = filters.length === 0;
const totals = join(root, 'coverage', 'vitest.json');

for (const name of ['render', 'spec']) {
  // One after the other: each takes a moment, and its faults are read best alone.
  // oxlint-disable-next-line no-await-in-loop
  const embed = await run(process.execPath, [join(root, `packages/${name}/scripts/embed.mjs`)], {
    output: 'show',
  });
  if (embed.code !== 0) process.exit(embed.code);
}

await rm(join(root, 'coverage'), { recursive: true, force: true });
const { code } = await run(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...filters,
    ...(whole ? ['--coverage', '--coverage.reportOnFailure'] : []),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${totals}`,
  ],
  { output: 'show' },
);

/** Sums the files of a package: packages of different size must not hide behind an average. */
async function coverageTable() {
  const summary = JSON.parse(
    await readFile(join(root, 'coverage', 'coverage-summary.json'), 'utf8'),
  );
  const packages = new Map();
  for (const [file, counts] of Object.entries(summary)) {
    if (file === 'total') continue;
    const name = relative(root, file).split(sep).slice(0, 2).join('/');
    const sums = packages.get(name) ?? { lines: [0, 0], branches: [0, 0] };
    for (const kind of ['lines', 'branches']) {
      sums[kind][0] += counts[kind].covered;
      sums[kind][1] += counts[kind].total;
    }
    packages.set(name, sums);
  }
  const percent = ([covered, total]) => (total === 0 ? 100 : (covered / total) * 100);
  const rows = [...packages].sort().map(([name, { lines, branches }]) => ({
    name,
    lines: percent(lines),
    branches: percent(branches),
  }));
  console.log(`\n${'coverage'.padEnd(22)}${'lines'.padStart(9)}${'branches'.padStart(10)}`);
  for (const row of rows) {
    const low = Math.min(row.lines, row.branches) < FLOOR ? `  below ${FLOOR} %` : '';
    console.log(
      `${row.name.padEnd(22)}${row.lines.toFixed(1).padStart(7)} %${row.branches.toFixed(1).padStart(8)} %${low}`,
    );
  }
  return rows.every((row) => Math.min(row.lines, row.branches) >= FLOOR);
}

const enough = whole ? await coverageTable() : true;
const { numPassedTests, numFailedTests, numFailedTestSuites, success } = JSON.parse(
  await readFile(totals, 'utf8'),
);
// A suite that does not load has no tests to count, but it has failed.
const failed = numFailedTests || (success ? 0 : numFailedTestSuites);
console.log(`\n${numPassedTests} passed, ${failed} failed`);
process.exitCode = code !== 0 || !enough || numPassedTests === 0 ? code || 1 : 0;
