// Hostile text in every text field of a spec: what is accepted is rendered and taken through every gate, with a canary
// that leaves a file behind when it runs.
//   npm run eval:injection -- [--workers 2] [--no-write]
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { render } from '@plugwright/render';
import { parseSpec } from '@plugwright/spec';
import ts from 'typescript';
import { haveStore, importFixture } from './lib/fixtures.mjs';
import { runPool } from './lib/pool.mjs';
import { machine, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    'no-write': { type: 'boolean', default: false },
  },
});
const { everyKindInput } = await importFixture('packages/render/src/__fixtures__/every-kind.ts');
const { hostileTexts, CANARY } = await importFixture(
  'packages/render/src/__fixtures__/hostile-texts.ts',
);

/** Fields that the example of every kind leaves out. */
function completed(input) {
  const spec = structuredClone(input);
  spec.author = { name: 'Ada', email: 'ada@example.com', url: 'https://example.com' };
  spec.keywords = ['demo'];
  spec.provenance = {
    kind: 'openapi',
    document: 'api.json',
    digest: `sha256:${'0'.repeat(64)}`,
    title: 'An API',
    version: '1',
  };
  spec.environment.push({ name: 'EVERY_MODE', description: 'A mode.', default: 'fast' });
  spec.permissions.environment.push({ name: 'EVERY_MODE', reason: 'The mode.' });
  spec.apis.main.headers = { 'X-Client': 'demo' };
  const [first] = spec.actions;
  first.examples = [{ user: 'Greet Ada', agent: 'Hello Ada' }];
  first.tags = ['people'];
  first.parameters.push({
    name: 'options',
    description: 'More',
    examples: [{ tone: 'kind' }],
    schema: {
      type: 'object',
      title: 'Options',
      description: 'More',
      properties: { tone: { type: 'string', enum: ['kind', 'short'], default: 'kind' } },
      additionalProperties: true,
    },
  });
  for (const action of spec.actions.filter(({ run }) => run.kind === 'http').slice(0, 1)) {
    action.run.headers = { Accept: 'application/json' };
    action.run.query = { format: 'json' };
    action.run.response = { ...action.run.response, example: { price: 'ten' } };
  }
  spec.acceptance = [
    ...(spec.acceptance ?? []),
    { name: 'greets', action: first.name, input: { who: 'Ada' }, expect: {} },
  ];
  return spec;
}

/** Paths of every text in the spec; `*key` stands for one more property of that name. */
function textFields(value, path = []) {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, item]) => textFields(item, [...path, key]));
  // Not the names of headers: two of one name are a contradiction, and the reader holds them to RFC 9110.
  const isMap = ['properties', 'query', 'schemas'].includes(path.at(-1));
  return isMap ? [...inner, [...path, '*key']] : inner;
}
function withText(spec, path, text) {
  const parents = path.slice(0, -1);
  const parent = parents.reduce((value, key) => value[key], spec);
  const key = path.at(-1);
  if (key !== '*key') parent[key] = text;
  else
    Object.defineProperty(parent, text, {
      value: Object.values(parent)[0] ?? {},
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** Whether the canary's name stands anywhere but in a string, a comment or other text. */
function canaryAsCode({ path, text }) {
  if (!/\.[cm]?[jt]s$/.test(path)) return false;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  let found = false;
  const visit = (node) => {
    if (ts.isIdentifier(node) && /^(?:PWN|getBuiltinModule)$/.test(node.text)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const base = completed(everyKindInput);
const check = parseSpec(base);
if (!check.ok) throw new Error(`the base spec is refused: ${JSON.stringify(check.diagnostics[0])}`);
const fields = textFields(base);
const texts = hostileTexts.filter((text) => !options.only || text.includes(options.only));
const work = await mkdtemp(join(tmpdir(), 'plugwright-injection-'));
const flag = (index) => join(work, `ran-${index}`);
const totals = { tried: 0, accepted: 0, refused: 0, files: 0, asCode: [] };
const tasks = [];
for (const [index, hostile] of texts.entries()) {
  const action = `process.getBuiltinModule("fs").writeFileSync(${JSON.stringify(flag(index))},"")`;
  // Longer texts hit length limits in more fields, so the short canary is tried where the long one is refused.
  const variants = [hostile.replaceAll(CANARY, action), hostile];
  const spec = structuredClone(base);
  for (const path of fields) {
    totals.tried++;
    const text = variants.find((variant) => {
      const one = structuredClone(spec);
      withText(one, path, variant);
      return parseSpec(one).ok;
    });
    if (text === undefined) {
      totals.refused++;
      continue;
    }
    totals.accepted++;
    withText(spec, path, text);
  }
  const result = parseSpec(spec);
  if (!result.ok)
    throw new Error(
      `accepted one by one, refused together: ${JSON.stringify(result.diagnostics[0])}`,
    );
  const tree = await render(result.spec);
  totals.files += tree.length;
  totals.asCode.push(
    ...tree.filter(canaryAsCode).map(({ path }) => `${JSON.stringify(hostile)} in ${path}`),
  );
  tasks.push({ spec: result.spec, hostile, index });
}
console.log(
  `${texts.length} texts × ${fields.length} fields: ${totals.accepted} accepted, ${totals.refused} refused; ${totals.files} files rendered`,
);

await haveStore();
const broken = [];
await runPool(join(root, 'scripts/lib/spec-worker.mjs'), tasks, {
  workers: Number(options.workers),
  limitMs: 180_000,
  onResult: ({ hostile }, result) => {
    if (result.status === 'passed') return;
    broken.push({ hostile, ...result });
    console.log(
      `${result.status} ${result.gate ?? ''} ${JSON.stringify(hostile)}: ${result.error.code} ${result.error.file ?? ''}:${result.error.line ?? ''} ${result.error.message}`,
    );
  },
});
const executed = await readdir(work);
await rm(work, { recursive: true, force: true });
console.log(
  `${totals.asCode.length} in a code position, ${executed.length} executed, ${broken.length} plugins broken`,
);
for (const line of totals.asCode) console.log(line);

if (!options['no-write']) {
  await writePage(
    'docs/evaluation/injection.md',
    `# Hostile text

\`npm run eval:injection\`: each of ${texts.length} hostile texts is put into every one of ${fields.length} text fields of a spec with one component
of every kind. What the reader accepts is rendered, searched for the canary outside strings and comments, and taken through
every gate: parse, type-check, bundle, boot in a real \`AgentRuntime\`, the plugin's own tests (${machine()}). The canary leaves
a file behind when it runs.

${table(
  ['', 'count'],
  [
    ['texts × fields', totals.tried],
    ['refused by the reader, with code and place', totals.refused],
    ['accepted and rendered', totals.accepted],
    ['files written', totals.files],
    ['canary in a code position', totals.asCode.length],
    ['canary executed', executed.length],
    ['plugins that fail a gate', broken.length],
  ],
)}

${
  broken.length
    ? table(
        ['text', 'gate', 'code', 'file', 'message'],
        broken.map((one) => [
          JSON.stringify(one.hostile),
          one.gate ?? one.status,
          one.error.code,
          one.error.file,
          one.error.message,
        ]),
      )
    : 'No plugin is broken.'
}
`,
  );
}
process.exitCode = totals.asCode.length + executed.length + broken.length > 0 ? 1 : 0;
