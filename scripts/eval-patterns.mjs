// How the time of patterns is judged, beside recheck, on patterns made by a grammar; writes docs/evaluation/patterns.md.
//   npm run eval:patterns -- [--patterns 1500] [--seed 7] [--no-write]
// recheck is installed into a cache directory outside the repository.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { installed } from './lib/cache.mjs';
import { importSource } from './lib/import-source.mjs';
import { machine, table, writePage } from './lib/report.mjs';

const { values } = parseArgs({
  options: {
    patterns: { type: 'string', default: '1500' },
    seed: { type: 'string', default: '7' },
    'no-write': { type: 'boolean', default: false },
  },
});

const { complexityOf } = await importSource('packages/scan/src/regex/regex-complexity.ts');

// Its program for this machine; its JavaScript decides a quarter of these patterns only.
process.env.RECHECK_BACKEND = 'native';
const version = '4.5.0';
const folder = await installed('recheck', { recheck: version });
const { check } = createRequire(join(folder, 'index.js'))('recheck');

/** Patterns as people write them, with repetitions in and beside each other. */
const { alternatives } = fc.letrec((tie) => ({
  atom: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    fc.constantFrom('a', 'b', 'x', '-', '_', ',', '@', '\\.', ' ', '"'),
    fc.constantFrom('\\d', '\\w', '\\s', '.', '[a-z]', '[^,]', '[^"]', '[\\s\\S]', '\\S'),
    tie('alternatives').map((inner) => `(?:${inner})`),
    tie('alternatives').map((inner) => `(${inner})`),
  ),
  part: fc
    .tuple(
      tie('atom'),
      fc.constantFrom(
        '',
        '',
        '',
        '*',
        '+',
        '?',
        '*',
        '+',
        '{2,}',
        '{1,5}',
        '{3}',
        '*?',
        '+?',
        '{0,20}',
      ),
    )
    .map((both) => both.join('')),
  sequence: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  alternatives: fc
    .array(tie('sequence'), { minLength: 1, maxLength: 2 })
    .map((parts) => parts.join('|')),
}));
const pattern = fc
  .tuple(fc.constantFrom('', '^'), alternatives, fc.constantFrom('', '$'))
  .map((parts) => parts.join(''));

/** `undefined` where it runs out of time or out of stack. */
async function askRecheck(source) {
  let answer;
  try {
    answer = await check(source, '', { timeout: 700, checker: 'automaton' });
  } catch {
    return undefined;
  }
  if (answer.status === 'unknown') return undefined;
  if (answer.status === 'safe') return 'linear';
  return answer.complexity.type === 'exponential' ? 'exponential' : 'polynomial';
}

const KINDS = ['linear', 'polynomial', 'exponential'];
const counts = Object.fromEntries(
  KINDS.map((ours) => [ours, Object.fromEntries(KINDS.map((theirs) => [theirs, 0]))]),
);
const apart = [];
let undecided = 0;
for (const source of new Set(
  fc.sample(pattern, { numRuns: Number(values.patterns), seed: Number(values.seed) }),
)) {
  const theirs = await askRecheck(source);
  if (theirs === undefined) {
    undecided += 1;
    continue;
  }
  const ours = complexityOf(source, '');
  counts[ours][theirs] += 1;
  if (ours !== theirs) apart.push([ours, theirs, source]);
}
const judged = KINDS.flatMap((ours) => Object.values(counts[ours])).reduce((a, b) => a + b, 0);
const same = KINDS.reduce((sum, kind) => sum + counts[kind][kind], 0);
const share = ((100 * same) / judged).toFixed(1);
console.log(`${same} of ${judged} alike (${share} %), ${undecided} undecided`, counts);

if (!values['no-write'])
  await writePage(
    'docs/evaluation/patterns.md',
    `# Times of patterns

\`npm run eval:patterns\` on ${machine()}: ${judged} patterns that a grammar makes (seed ${values.seed}), judged by Plugwright and by
recheck ${version}, whose automaton is asked for 0.7 seconds each; ${undecided} more it could not decide. Rows are ours, columns recheck's.

**${same} of ${judged} alike (${share} %).**

${table(
  ['', ...KINDS],
  KINDS.map((ours) => [ours, ...KINDS.map((theirs) => counts[ours][theirs])]),
)}

Where they differ:

${table(['plugwright', 'recheck', 'pattern'], apart)}

A pattern is judged on three terms: its time for a text of n characters grows no faster than n, with a power of n, or doubles with each
character. A bounded repetition that stands alone counts as bounded for both; in another repetition it is taken for one without a bound here,
since nobody waits for the bound.
`,
  );
