// Writes docs/troubleshooting.md from the table of error codes. `--check` exits 1 when the page is not up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'oxfmt';
import { importSource } from './lib/import-source.mjs';

const page = new URL('../docs/troubleshooting.md', import.meta.url);

const { ERROR_CODES } = await importSource('packages/errors/src/error-codes.ts');

const areas = {
  DOCUMENT: 'YAML and JSON text',
  SPEC: 'The spec',
  PATH: 'Paths inside a plugin',
  OPENAPI: 'OpenAPI and Swagger documents',
  FETCH: 'Requests to addresses from outside',
  RENDER: 'Rendering',
  PLAN: 'Writing over what exists',
  EDIT: 'Editing existing plugins',
  PROCESS: 'Running programs',
  SANDBOX: 'The sandbox',
  COPY: 'Copying results out',
  VERIFY: 'The gates',
  PARSE: 'Gate: parse',
  TYPES: 'Gate: types',
  BUNDLE: 'Gate: bundle',
  BOOT: 'Gate: boot',
  TESTS: 'Gate: tests',
  CATALOG: 'The catalogue and the OpenAPI directory',
  SCAN: 'plugwright scan',
  CERTIFY: 'Making certificates',
  CHECK: 'Checking certificates',
  VAULT: 'Keys and the vault',
  JOBS: 'Durable jobs',
  SOURCE: 'Sources',
  CREATE: 'plugwright create',
  ADD: 'plugwright add',
  APPLY: 'Writing files',
  WEBHOOK: 'Webhooks',
  CLI: 'The command line',
  CHAT: 'Orders in chat',
  INTERNAL: 'Faults of ours',
};
const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/[<>]/g, (char) => `\\${char}`);
const areaOf = (name) => name.split('_')[1];
const groups = Map.groupBy
  ? Map.groupBy(Object.entries(ERROR_CODES), ([name]) => areaOf(name))
  : Object.entries(ERROR_CODES).reduce(
      (map, row) => map.set(areaOf(row[0]), [...(map.get(areaOf(row[0])) ?? []), row]),
      new Map(),
    );
const sections = [...groups].map(
  ([area, rows]) =>
    `## ${areas[area] ?? area}\n\n| code | what happened | what to do | exit |\n| --- | --- | --- | --- |\n${rows
      .map(
        ([name, { summary, hint, exit }]) =>
          `| \`${name}\` | ${cell(summary)} | ${cell(hint)} | ${exit} |`,
      )
      .join('\n')}\n`,
);
const text = `# Troubleshooting

Every problem has a code; \`plugwright errors CODE\` prints the same rows as this page. Where a problem stands in a
document, file, line and column are printed with it, and its own hint is more exact than the one here. A stack is printed
only with \`--debug\`.

Exit codes: \`0\` done, \`1\` a gate failed, \`2\` bad input or usage, \`3\` our fault (please report it), \`130\` cancelled.

If nothing works at all, start with \`plugwright doctor\`.

${sections.join('\n')}
<!-- Made by scripts/troubleshooting.mjs from packages/errors/src/codes. Do not edit. -->
`;
const options = JSON.parse(await readFile(new URL('../.oxfmtrc.json', import.meta.url), 'utf8'));
delete options.ignorePatterns;
const formatted = (await format('troubleshooting.md', text, options)).code;

if (process.argv.includes('--check')) {
  const found = await readFile(page, 'utf8').catch(() => '');
  if (found !== formatted) {
    console.error(
      'docs/troubleshooting.md is not up to date: run node scripts/troubleshooting.mjs',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(page, formatted);
}
