// Makes packages/scan/src/dependencies/data/seed-advisories.json from a checkout of nodejs/security-wg (MIT), whose
// folder vuln/npm is no longer added to: node scripts/seed-advisories.mjs CHECKOUT
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [checkout] = process.argv.slice(2);
if (!checkout) throw new Error('Usage: node scripts/seed-advisories.mjs CHECKOUT');
const folder = join(checkout, 'vuln/npm');
const severityOf = (score) =>
  typeof score !== 'number'
    ? 'high'
    : score >= 9
      ? 'critical'
      : score >= 7
        ? 'high'
        : score >= 4
          ? 'medium'
          : 'low';
const rows = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const advisories = rows
  .filter(({ module_name: name, vulnerable_versions: range }) => name && range)
  .map((row) => [
    row.module_name.trim(),
    `NSWG-ECO-${row.id}`,
    row.title.replaceAll(/\s+/g, ' ').trim(),
    severityOf(row.cvss_score),
    row.vulnerable_versions.trim(),
    row.cves ?? [],
  ])
  .sort((a, b) => (a[0] === b[0] ? (a[1] < b[1] ? -1 : 1) : a[0] < b[0] ? -1 : 1));
const asOf = rows
  .map((row) => Date.parse(row.updated_at))
  .filter((time) => !Number.isNaN(time))
  .sort((a, b) => a - b)
  .map((time) => new Date(time).toISOString())
  .at(-1);
const out = new URL('../packages/scan/src/dependencies/data/seed-advisories.json', import.meta.url);
const text = advisories.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
writeFileSync(
  out,
  `{\n  "source": "Node.js security working group, vuln/npm; MIT licence, Copyright (c) Node.js Foundation",\n  "asOf": "${asOf}",\n  "advisories": [\n${text}\n  ]\n}\n`,
);
console.log(
  `${advisories.length} advisories of ${new Set(advisories.map(([name]) => name)).size} packages, ${asOf}`,
);
