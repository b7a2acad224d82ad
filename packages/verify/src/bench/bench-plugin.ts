import type { Isolation } from '@plugwright/sandbox';
import type { PluginSpec } from '@plugwright/spec';
import type { DependencyStore } from '../dependency-store.js';
import type { PackageManifest } from '../package-manifest.js';
import { benchVersion, type BenchReport } from './bench-report.js';
import { checkBudgets } from './check-budgets.js';
import { type BenchComparison, compareReports } from './compare-reports.js';
import { dependencyWeight } from './dependency-weight.js';
import { machineFacts } from './machine-facts.js';
import {
  measureInTurns,
  type MeasureOptions,
  measurePlugin,
  type RawMeasurements,
  requireTimes,
} from './measure-plugin.js';
import { unpackBundle } from './pack-bundle.js';
import { summarise } from './summarise.js';

/** How long and how often it is measured. */
export interface BenchEffort {
  /** Processes in which times are taken. */
  processes: number;
  memoryProcesses: number;
  /** Time for each component in a process, in ms. */
  componentMs: number;
}

/** For a baseline and for what is held against it. */
export const fullEffort: BenchEffort = { processes: 9, memoryProcesses: 3, componentMs: 250 };
/** For budgets, which are far from what is usual: a few seconds. */
export const quickEffort: BenchEffort = { processes: 3, memoryProcesses: 2, componentMs: 100 };

/** Calls over which the growth of memory is told. */
const growthCalls = 1000;

/** A bundled plugin in a workspace, and what is known about it. */
export interface BenchSubject {
  root: string;
  spec: PluginSpec | undefined;
  manifest: PackageManifest | undefined;
  store: DependencyStore;
  isolation: Isolation;
  readOnly: readonly string[];
  bundle: { bytes: number; digest: string };
}

/** How to measure. */
export interface BenchPluginOptions {
  effort: BenchEffort;
  /** An older report of this machine. */
  baseline?: BenchReport | undefined;
  /** Limit of one process in ms. */
  timeoutMs: number;
  now: () => Date;
  signal?: AbortSignal | undefined;
  onProcess?: ((done: number, of: number) => void) | undefined;
}

export interface BenchResult {
  report: BenchReport;
  comparison?: BenchComparison;
}

/**
 * Measures a plugin, and holds it against the baseline. What seems slower is measured again before it is said: the
 * bundle of the baseline and the new one in turns, so that the hour in which each was measured does not matter.
 *
 * @throws PlugwrightError `PW_BENCH_NOT_MEASURED`, `PW_BENCH_OTHER_MACHINE`.
 */
export async function benchPlugin(
  subject: BenchSubject,
  options: BenchPluginOptions,
): Promise<BenchResult> {
  const { baseline } = options;
  const startedAt = performance.now();
  const startedOn = options.now();
  const reportOf = (raw: RawMeasurements) => makeReport(subject, raw, startedOn, startedAt);
  const measuring = measureOptions(subject, options);
  const first = await measurePlugin(subject.root, measuring);
  requireTimes(first);
  const report = reportOf(first);
  if (baseline === undefined) return { report };
  const comparison = compareReports(baseline, report);
  const slower = comparison.changes.some(
    ({ verdict, unit }) => verdict === 'worse' && unit === 'ms',
  );
  const { packed } = baseline.bundle;
  if (!slower || packed === undefined) return { report, comparison };
  const { before, after } = await measureInTurns(subject.root, unpackBundle(packed), measuring);
  // A baseline that no longer starts says nothing more.
  if (before.times.length === 0 || after.times.length === 0) return { report, comparison };
  const again: BenchReport = {
    ...baseline,
    ...timesOf(reportOf({ ...first, times: before.times })),
  };
  const now = reportOf({ ...first, times: after.times });
  return { report: now, comparison: { ...compareReports(again, now), inTurns: true } };
}

/** The part of a report that is measured again. */
const timesOf = ({ load, components, referenceMs }: BenchReport) => ({
  load,
  components,
  referenceMs,
});

function measureOptions(
  { spec, manifest, isolation, readOnly }: BenchSubject,
  { effort, timeoutMs, signal, onProcess }: BenchPluginOptions,
): MeasureOptions {
  const calls = growthCalls;
  return { spec, manifest, isolation, readOnly, ...effort, calls, timeoutMs, signal, onProcess };
}

function makeReport(
  { spec, manifest, store, isolation, bundle }: BenchSubject,
  raw: RawMeasurements,
  startedOn: Date,
  startedAt: number,
): BenchReport {
  const summary = summarise(raw, growthCalls);
  const { name, version } = manifest ?? {};
  return {
    benchVersion,
    plugin: {
      name: typeof name === 'string' ? name : '',
      ...(typeof version === 'string' ? { version } : {}),
      bundleDigest: bundle.digest,
    },
    machine: machineFacts(isolation),
    ...summary,
    bundle: { bytes: bundle.bytes },
    dependencies: dependencyWeight(manifest, store),
    budgets: checkBudgets(spec?.budgets, {
      bundleBytes: bundle.bytes,
      bootMs: raw.times.map((each) => each.runtimeMs + each.importMs + each.registerMs),
      actionMs: summary.components
        .filter(({ kind }) => kind === 'action')
        .map(({ p95 }) => p95.median),
      memoryBytes: raw.peaks,
    }),
    measuredAt: startedOn.toISOString(),
    durationMs: performance.now() - startedAt,
  };
}
