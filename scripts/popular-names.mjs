// Makes packages/scan/src/dependencies/data/popular-names.json from a table of packages (tab-separated: name, version,
// downloads a month, …): node scripts/popular-names.mjs TABLE [COUNT]
import { readFileSync, writeFileSync } from 'node:fs';

const [table, count = '5000'] = process.argv.slice(2);
if (!table) throw new Error('Usage: node scripts/popular-names.mjs TABLE [COUNT]');
const names = readFileSync(table, 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([name, , downloads]) => ({ name, downloads: Number(downloads) }))
  .filter(({ name, downloads }) => name && downloads > 0)
  .sort((a, b) => b.downloads - a.downloads || (a.name < b.name ? -1 : 1))
  .slice(0, Number(count))
  .map(({ name }) => name)
  .sort();
const out = new URL('../packages/scan/src/dependencies/data/popular-names.json', import.meta.url);
writeFileSync(out, `${JSON.stringify(names, null, 1)}\n`);
console.log(`${names.length} names`);
