import type { BenchReport } from './bench-report.js';
import { benchRows, machineLine, milliseconds, size } from './bench-rows.js';
import type { BenchComparison } from './compare-reports.js';

/** A report as a table of text, and the comparison below it. Names come from the plugin: show them cleaned. */
export function benchText(report: BenchReport, comparison?: BenchComparison): string {
  const rows = benchRows(report).map(({ name, values, spread = '', note = '' }) => [
    name,
    values[0] ?? '',
    values[1] ?? '',
    spread,
    note,
  ]);
  const lines = [...table([['', 'p50', 'p95', 'spread', ''], ...rows]), '', machineLine(report)];
  if (comparison === undefined) return `${lines.join('\n')}\n`;
  const changes = comparison.changes.map(
    ({ metric, unit, before, after, ratio, low, high, verdict }) => {
      const show = unit === 'ms' ? milliseconds : size;
      const range = unit === 'ms' ? `${percent(low)} to ${percent(high)}` : '';
      return [metric, show(before), show(after), percent(ratio), range, verdict];
    },
  );
  lines.push('', ...table([['', 'baseline', 'now', 'ratio', '99 % certain', ''], ...changes]));
  if (comparison.appeared.length > 0) lines.push(`new: ${comparison.appeared.join(', ')}`);
  if (comparison.gone.length > 0) lines.push(`gone: ${comparison.gone.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

/** The first column to the left, figures to the right, the last to the left. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === 0
          ? cell.padEnd(widths[at] ?? 0)
          : at === row.length - 1
            ? cell
            : cell.padStart(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

const percent = (ratio: number): string =>
  Number.isFinite(ratio) ? `${Math.round(ratio * 100)} %` : 'new';
