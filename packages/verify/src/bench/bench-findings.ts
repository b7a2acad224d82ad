import { failure, warning } from '../gate.js';
import type { GateDiagnostic } from '../report.js';
import type { BenchReport } from './bench-report.js';
import type { BenchComparison } from './compare-reports.js';

/** What is wrong with the performance: budgets, leaks, what is left open, what got slower. */
export function benchFindings(
  report: BenchReport,
  comparison: BenchComparison | undefined,
): GateDiagnostic[] {
  const found: GateDiagnostic[] = report.budgets.flatMap(({ name, limit, value, result }) => {
    if (result === 'passed') return [];
    const file = { file: 'plugwright.yaml', path: `/budgets/${name}` };
    return value === null
      ? [
          warning(
            'PW_BENCH_BUDGET',
            `budgets.${name} was not evaluated: nothing was measured`,
            file,
          ),
        ]
      : [failure('PW_BENCH_BUDGET', `budgets.${name} is ${limit}, measured ${round(value)}`, file)];
  });
  const { memory, handles } = report;
  if (memory === null && report.components.length > 0)
    found.push(
      warning(
        'PW_BENCH_NOT_MEASURED',
        'memory was not evaluated: no process that looks at it came to its end',
      ),
    );
  if (memory?.leak) {
    const kilobytes = round(memory.growthBytes.median / 1000);
    found.push(
      failure(
        'PW_BENCH_LEAK',
        `memory grew by ${kilobytes} kB (${round(memory.share * 100)} %) over ${memory.calls} calls`,
        {
          hint: 'Look for lists and maps that only ever get longer, and listeners added in handlers.',
        },
      ),
    );
  }
  for (const { type, detail } of handles?.left ?? [])
    found.push(
      failure('PW_BENCH_HANDLES', `${type}: ${detail} after stop`, {
        hint: 'Clear timers, close connections and remove listeners in the service’s stop.',
      }),
    );
  for (const { metric, unit, ratio, low, high, before, after } of (
    comparison?.changes ?? []
  ).filter(({ verdict }) => verdict === 'worse')) {
    const range = unit === 'ms' ? ` (99 % certain: ${percent(low)} to ${percent(high)})` : '';
    found.push(
      failure(
        'PW_BENCH_SLOWER',
        `${metric} is ${percent(ratio)} of the baseline${range}: ${round(before)} → ${round(after)} ${unit}`,
        { hint: 'If that is meant, take a new baseline with --save.' },
      ),
    );
  }
  return found;
}

/** Three digits that count. */
const round = (value: number): number => Number(value.toPrecision(3));
const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;
