import { type ErrorCodes, gate, input } from '../error-code.js';

/** Codes of the benchmark of a plugin. */
export const BENCH_CODES = {
  PW_BENCH_BUDGET: gate(
    'A budget of the spec is exceeded.',
    'Make it faster or smaller, or raise the budget.',
  ),
  PW_BENCH_LEAK: gate(
    'Memory grows with every call.',
    'Look for lists and maps that only ever get longer.',
  ),
  PW_BENCH_HANDLES: gate(
    'Something is still open after stop.',
    'Clear timers, close connections, end child processes, remove listeners in stop.',
  ),
  PW_BENCH_SLOWER: gate(
    'It is more than a fifth slower or larger than the baseline.',
    'Find what changed; if it is meant, take a new baseline with --save.',
  ),
  PW_BENCH_NOT_MEASURED: gate(
    'The plugin does not start, so nothing can be measured.',
    'Run plugwright verify; it says what is wrong.',
  ),
  PW_BENCH_BASELINE: input(
    'The baseline is not a report of this version of the benchmark.',
    'Write one with plugwright bench --save FILE.',
  ),
  PW_BENCH_OTHER_MACHINE: input(
    'The baseline was taken on another machine.',
    'Take a baseline on this one: plugwright bench --save FILE.',
  ),
} as const satisfies ErrorCodes;
