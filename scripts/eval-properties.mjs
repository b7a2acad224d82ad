// Random accepted specs: all are rendered, type-checked and bundled, most are booted in a real AgentRuntime.
//   npm run eval:properties -- [--runs 1000] [--only-compiled 1000] [--seed N] [--index 3,14] [--workers 2] [--no-write]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSpec, writeSpec } from '@plugwright/spec';
import * as fc from 'fast-check';
import { haveStore, importFixture } from './lib/fixtures.mjs';
import { runPool } from './lib/pool.mjs';
import { machine, median, percentile, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    'only-compiled': { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    /** Only these specs of the run: to look at what failed. Writes no page. */
    index: { type: 'string' },
    workers: { type: 'string', default: '2' },
    'no-write': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const booted = Number(options.runs);
const numRuns = booted + Number(options['only-compiled']);
const seed = Number(options.seed);
console.log(`seed ${seed}, ${numRuns} specs, of which ${booted} are booted`);

const { arbitrarySpec, arbitrarySpecInput } = await importFixture(
  'packages/render/src/__fixtures__/arbitrary-spec.ts',
);
const specs = fc.sample(arbitrarySpec(), { numRuns, seed });
// How often the generator's input is accepted: a generator that mostly makes refused specs shows little.
const accepted = fc
  .sample(arbitrarySpecInput(), { numRuns: 300, seed })
  .filter((input) => parseSpec(structuredClone(input)).ok).length;
await haveStore();

const gates = ['parse', 'types', 'bundle', 'boot'];
const chosen = options.index?.split(',').map(Number);
const results = [];
const started = performance.now();
await runPool(
  join(root, 'scripts/lib/spec-worker.mjs'),
  specs
    .map((spec, index) => ({
      spec,
      index,
      gates: index < booted ? gates : gates.filter((gate) => gate !== 'boot'),
    }))
    .filter(({ index }) => chosen === undefined || chosen.includes(index)),
  {
    workers: Number(options.workers),
    limitMs: 120_000,
    onResult: ({ index, spec }, result) => {
      results.push({ ...result, index });
      if (results.length % 50 === 0) console.log(`${results.length}/${numRuns}`);
      if (result.status === 'passed') return;
      console.log(
        `spec ${index}: ${result.status} ${result.gate ?? ''} ${result.error.code} ${result.error.file ?? ''}:${result.error.line ?? ''} ${result.error.message}`,
      );
      if (options.verbose) console.log(result.stack ?? '', writeSpec(spec));
    },
  },
);
const minutes = (performance.now() - started) / 60_000;
const good = (some) => some.filter(({ status }) => status === 'passed').length;
const passed = good(results);
const passedBoot = good(results.filter(({ index }) => index < booted));
// What stops at its boot has compiled.
const compiled = passed + results.filter(({ gate }) => gate === 'boot').length;
console.log(
  `${compiled} of ${numRuns} compile, ${passedBoot} of ${booted} boot, ${minutes.toFixed(1)} minutes`,
);

const fine = results.filter((result) => result.gates);
const times = (name, pick) => {
  const values = fine.map(pick).filter((value) => value !== undefined);
  return [
    name,
    Math.round(median(values)),
    Math.round(percentile(values, 95)),
    Math.round(Math.max(...values)),
  ];
};
const components = [
  'actions',
  'providers',
  'evaluators',
  'services',
  'routes',
  'events',
  'tasks',
  'models',
];
if (!options['no-write'] && chosen === undefined) {
  await writePage(
    'docs/evaluation/properties.md',
    `# Random specs

${compiled} of ${numRuns} random accepted specs render, parse, type-check and bundle; ${passedBoot} of ${booted} of them, those that were booted, also
boot in a real \`AgentRuntime\` and answer through its doors (the reader accepts ${Math.round(accepted / 3)} % of what the generator makes). \`npm run eval:properties -- --seed ${seed}\`, ${minutes.toFixed(1)} minutes (${machine()}). Every component kind,
every kind of body, authentication, schema (cycles included) and hostile text in every text field.

${table(
  ['component', 'in all specs'],
  components.map((kind) => [kind, specs.reduce((sum, spec) => sum + spec[kind].length, 0)]),
)}

${table(['ms', 'median', '95 %', 'longest'], [times('render', (r) => r.renderMs), ...gates.map((gate) => times(gate, (r) => r.gates[gate]?.ms))])}
`,
  );
}
process.exitCode = passed === results.length ? 0 : 1;
