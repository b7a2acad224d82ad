// Writes the diagram and the tables of the state machine into docs/jobs.md. `--check` exits 1 when they are not up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'oxfmt';
import { importSource } from './lib/import-source.mjs';

const page = new URL('../docs/jobs.md', import.meta.url);
const { stateDiagram, stateTables } = await importSource('packages/jobs/src/state-diagram.ts');
const old = await readFile(page, 'utf8');
const made = `<!-- states:begin -->\n\n\`\`\`mermaid\n${stateDiagram()}\n\`\`\`\n\n${stateTables()}\n\n<!-- states:end -->`;
const text = old.replace(/<!-- states:begin -->.*<!-- states:end -->/s, () => made);
const { code } = await format('docs/jobs.md', text, { printWidth: 100, singleQuote: true });
if (process.argv.includes('--check')) process.exit(code === old ? 0 : 1);
await writeFile(page, code);
