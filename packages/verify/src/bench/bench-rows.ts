import type { BenchReport } from './bench-report.js';

/** One line of the table. */
export interface BenchRow {
  name: string;
  /** Middle and tail, or one figure; with unit. */
  values: string[];
  /** Where the middle half of the processes lies, relative to the median: `± 3 %`. */
  spread?: string;
  note?: string;
}

/** Everything that was measured, in the order of the table. */
export function benchRows(report: BenchReport): BenchRow[] {
  const { load, components, bundle, dependencies, memory, handles, notEvaluated } = report;
  const timed = components.map((each): BenchRow => ({
    name: `${each.kind} ${each.name}`,
    values: [milliseconds(each.p50.median), milliseconds(each.p95.median)],
    spread: spreadOf(each.waits ? each.p50 : each.relative),
    ...(each.waits ? { note: 'mostly waits' } : {}),
  }));
  const without = notEvaluated
    .filter(({ what }) => what === 'times')
    .map(({ kind, name, reason }): BenchRow => ({
      name: `${kind} ${name}`,
      values: ['not evaluated'],
      note: reason,
    }));
  return [
    {
      name: 'cold load',
      values: [milliseconds(load.totalMs.median)],
      spread: spreadOf(load.relative),
    },
    ...timed,
    ...without,
    { name: 'bundle', values: [size(bundle.bytes)] },
    {
      name: 'dependencies',
      values: [`${dependencies.count}`, size(dependencies.bytes)],
      ...(dependencies.missing.length > 0
        ? { note: `not installed here: ${dependencies.missing.join(', ')}` }
        : {}),
    },
    memory
      ? {
          name: `memory over ${memory.calls} calls`,
          values: [`${memory.growthBytes.median < 0 ? '' : '+'}${size(memory.growthBytes.median)}`],
          note: memory.leak ? 'a leak' : 'no leak',
        }
      : { name: 'memory', values: ['not evaluated'], note: 'nothing could be called often enough' },
    handles
      ? { name: 'open after stop', values: [String(handles.left.length)] }
      : { name: 'open after stop', values: ['not evaluated'], note: 'it could not be stopped' },
  ];
}

/** Half of the distance between the quartiles, in percent of the median. */
function spreadOf({ median, low, high }: BenchReport['referenceMs']): string {
  return median > 0 ? `± ${Math.round(((high - low) / 2 / median) * 100)} %` : '';
}

export function milliseconds(value: number): string {
  if (value < 0.1) return `${(value * 1000).toFixed(1)} µs`;
  return value < 10 ? `${value.toFixed(2)} ms` : `${Math.round(value)} ms`;
}

export function size(bytes: number): string {
  const [value, unit] =
    Math.abs(bytes) < 1000
      ? [bytes, 'B']
      : Math.abs(bytes) < 1e6
        ? [bytes / 1000, 'kB']
        : [bytes / 1e6, 'MB'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** What it was measured on, in a line. */
export function machineLine({ machine, processes }: BenchReport): string {
  const { cpu, cores, memoryBytes, node, os, arch, isolation } = machine;
  const place =
    isolation.level === 'sandbox' ? isolation.driver : `${isolation.driver}, no sandbox`;
  return `${cpu}, ${cores} cores, ${size(memoryBytes)}, ${os} ${arch}, Node ${node}, ${place}; median of ${processes} processes`;
}
