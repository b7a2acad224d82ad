// Writes docs/rules.md from the table of rules and their examples. `--check` exits 1 when the page is not up to date.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import { importSource } from './lib/import-source.mjs';
import { writePage } from './lib/report.mjs';

const { RULES } = await importSource('packages/scan/src/rules/rules.ts');
const examples = fileURLToPath(new URL('../packages/scan/rule-examples', import.meta.url));

/** The file of an example that shows the rule; not shown when it is binary or made to be unreadable. */
function code(name, side) {
  const folder = `${examples}/${name}/${side}`;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const file = files.find((one) => one.name.endsWith('.ts')) ?? files[0];
  const text = readFileSync(`${file.parentPath}/${file.name}`, 'utf8');
  if (text.length > 1500 || /[^\n\x20-\x7e]/.test(text)) return undefined;
  const language = /\.(\w+)$/.exec(file.name)?.[1] ?? '';
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}
const section = ({ id, name, title, cwe, severity, sources, text, fix }) => {
  const kinds = sources
    ? Object.entries(sources)
        .map(([kind, level]) => `${kind} ${level}`)
        .join(', ')
    : severity;
  const [bad, good] = [code(name, 'bad'), code(name, 'good')];
  return `## ${id}: ${title}

\`${name}\` · ${cwe.map((number) => `CWE-${number}`).join(', ')} · ${kinds}

${text} **Instead:** ${fix}
${bad && good ? `\nBad:\n\n${bad}\n\nGood:\n\n${good}\n` : ''}`;
};
const page = `# The rules of \`plugwright scan\`

${RULES.length} rules. For rules about data flow the severity depends on where the data comes from: \`remote\` is a message or a request, \`model\`
an answer of a language model, \`response\` an answer of a server, \`library\` and \`param\` arguments of functions that others call, \`cli\`, \`file\`
and \`env\` what their names say.

${RULES.map(section).join('\n')}
<!-- Made by scripts/rules-page.mjs from packages/scan/src/rules. Do not edit. -->
`;
if (process.argv.includes('--check')) {
  const found = await readFile(new URL('../docs/rules.md', import.meta.url), 'utf8').catch(
    () => '',
  );
  const { code: wanted } = await format('docs/rules.md', `${page.trim()}\n`, {
    printWidth: 100,
    singleQuote: true,
  });
  if (found !== wanted) {
    console.error('docs/rules.md is not up to date: node scripts/rules-page.mjs');
    process.exit(1);
  }
} else await writePage('docs/rules.md', page);
