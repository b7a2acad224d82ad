import type { Isolation } from '@plugwright/sandbox';
import type { PluginSpec } from '@plugwright/spec';
import type { DependencyStore } from '../dependency-store.js';
import type { PackageManifest } from '../package-manifest.js';
import { benchVersion, type BenchReport } from './bench-report.js';
import { checkBudgets } from './check-budgets.js';
import { type BenchComparison, compareReports } from './compare-reports.js';
import { dependencyWeight } from './dependency-weight.js';
import { machineFacts } from './machine-facts.js';
import { measurePlugin, type RawMeasurements, requireTimes } from './measure-plugin.js';
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
 * Measures a plugin, and holds it against the baseline. What seems worse is measured once more before it is said: a
 * busy minute may explain a first look, hardly both.
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
  const first = await measure(subject, options);
  const report = reportOf(first);
  if (baseline === undefined) return { report };
  const comparison = compareReports(baseline, report);
  if (!comparison.changes.some(({ verdict, unit }) => verdict === 'worse' && unit === 'ms'))
    return { report, comparison };
  const second = await measure(subject, options);
  const both = reportOf({
    times: [...first.times, ...second.times],
    memory: [...first.memory, ...second.memory],
    handles: first.handles,
    peaks: [...first.peaks, ...second.peaks],
    faults: first.faults,
  });
  return { report: both, comparison: compareReports(baseline, both) };
}

async function measure(
  { root, spec, manifest, isolation, readOnly }: BenchSubject,
  { effort, timeoutMs, signal, onProcess }: BenchPluginOptions,
): Promise<RawMeasurements> {
  const raw = await measurePlugin(root, {
    spec,
    manifest,
    isolation,
    readOnly,
    ...effort,
    calls: growthCalls,
    timeoutMs,
    signal,
    onProcess,
  });
  requireTimes(raw);
  return raw;
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
