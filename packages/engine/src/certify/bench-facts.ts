import type { CertificateFacts, MeasureFact } from '@plugwright/certify';
import type { BenchMeasure, BenchReport, SourceFile } from '@plugwright/verify';
import type { Work } from './collect-work.js';
import { specOfFiles } from './spec-of-files.js';

/** What cannot be measured is not evaluated; what went wrong is in the log. */
export async function measureSpeed(work: Work, files: SourceFile[]) {
  const { benchFiles, fullEffort, quickEffort } = await import('@plugwright/verify');
  const { isolation, store, signal, host } = work;
  try {
    const now = () => new Date(host.now());
    const effort = work.bench === 'quick' ? quickEffort : fullEffort;
    const { report } = await benchFiles(files, { isolation, store, signal, now, effort });
    return benchFacts(report, componentsOf(files));
  } catch (error) {
    signal?.throwIfAborted();
    host.log.debug(`not measured: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** A report of the benchmark as facts; `components`: how many the plugin has, where its spec tells. */
export function benchFacts(
  report: BenchReport,
  components?: number,
): NonNullable<CertificateFacts['performance']> {
  const { machine, memory, handles } = report;
  const times: MeasureFact[] = [
    timed('cold load', report.load.totalMs),
    ...report.components.map(({ kind, name, p50, p95, calls }) => ({
      ...timed(`${kind} ${name}`, p50),
      p95: round(p95.median),
      samples: calls,
    })),
  ];
  const budgets = report.budgets.flatMap(({ name, limit, value }): MeasureFact[] =>
    value === null
      ? []
      : [
          {
            name: `budget ${name}`,
            unit: name.endsWith('Ms') ? 'ms' : 'bytes',
            value: round(value),
            budget: limit,
            setBy: 'author',
          },
        ],
  );
  return {
    machine: `${machine.cpu}, ${machine.cores} cores, ${machine.os} ${machine.arch}, Node ${machine.node}`,
    runs: report.processes,
    spent: Object.fromEntries(
      Object.entries(report.spent).flatMap(([name, value]) =>
        value === null ? [] : [[name, round(value)]],
      ),
    ),
    components: components ?? named(report.components, report.notEvaluated).length,
    exercised: memory?.components ?? [],
    notExercised: report.notEvaluated
      .filter(({ what }) => what === 'memory')
      .map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`),
    measures: [
      ...times,
      { name: 'bundle', unit: 'bytes', value: report.bundle.bytes },
      { name: 'dependencies', unit: 'bytes', value: report.dependencies.bytes },
      ...budgets,
    ],
    ...(memory === null ? {} : { memoryGrowth: round(Math.max(0, 100 * memory.share)) }),
    ...(handles === null ? {} : { handlesLeft: handles.left.length }),
  };
}

const named = (...lists: readonly { kind: string; name: string }[][]): string[] => [
  ...new Set(lists.flat().map(({ kind, name }) => `${kind} ${name}`)),
];

/** Everything that a spec has, operations of a lazy plugin too: each adds to what is bundled. */
function componentsOf(files: readonly SourceFile[]): number | undefined {
  const spec = specOfFiles(files);
  if (spec === undefined) return undefined;
  const lists = [
    spec.actions,
    spec.providers,
    spec.evaluators,
    spec.services,
    spec.routes,
    spec.events,
    spec.tasks,
    spec.models,
    spec.lazy?.operations ?? [],
  ];
  return lists.reduce((sum, { length }) => sum + length, 0);
}

const timed = (name: string, { median, low, high, samples }: BenchMeasure): MeasureFact => ({
  name,
  unit: 'ms',
  value: round(median),
  spread: round(high - low),
  samples: samples.length,
});

/** Four figures are more than any of them means. */
const round = (value: number): number => Number(value.toPrecision(4));
