// Writes the diagram and the tables of the state machine into docs/jobs.md. `--check` exits 1 when they are not up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';

const page = new URL('../docs/jobs.md', import.meta.url);
const entry = fileURLToPath(new URL('../packages/jobs/src/state-diagram.ts', import.meta.url));
const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  format: 'esm',
  write: false,
});
const { stateDiagram, stateTables } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
);
const old = await readFile(page, 'utf8');
const made = `<!-- states:begin -->\n\n\`\`\`mermaid\n${stateDiagram()}\n\`\`\`\n\n${stateTables()}\n\n<!-- states:end -->`;
const text = old.replace(/<!-- states:begin -->.*<!-- states:end -->/s, () => made);
const { code } = await format('docs/jobs.md', text, { printWidth: 100, singleQuote: true });
if (process.argv.includes('--check')) process.exit(code === old ? 0 : 1);
await writeFile(page, code);
