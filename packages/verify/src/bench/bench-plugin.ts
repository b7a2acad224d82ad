import type { Isolation } from '@plugwright/sandbox';
import type { PluginSpec } from '@plugwright/spec';
import type { DependencyStore } from '../dependency-store.js';
import type { PackageManifest } from '../package-manifest.js';
import { benchVersion, type BenchReport } from './bench-report.js';
import { checkBudgets, spentOf } from './check-budgets.js';
import {
  type BenchComparison,
  compareReports,
  compareSets,
  isDecided,
  isSuspect,
  type ReportPair,
} from './compare-reports.js';
import { dependencyWeight } from './dependency-weight.js';
import { machineFacts } from './machine-facts.js';
import {
  measureInTurns,
  type MeasureOptions,
  measurePlugin,
  noMeasurements,
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
 * bundle of the baseline and the new one in turns, so that the hour in which each was measured does not matter; and what
 * is still slower then, once more.
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
  const { packed } = baseline.bundle;
  if (packed === undefined || !isSuspect(comparison)) return { report, comparison };
  const old = unpackBundle(packed);
  const oldReport = (raw: RawMeasurements): BenchReport => ({
    ...baseline,
    ...timesOf(reportOf({ ...first, times: raw.times })),
  });
  const newReport = (raw: RawMeasurements) => reportOf({ ...first, times: raw.times });
  const sets: ReportPair[] = [];
  const [before, after] = [noMeasurements(), noMeasurements()] as const;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    const set = await measureInTurns(subject.root, old, measuring);
    // A baseline that no longer starts says nothing more.
    if (set.before.times.length === 0) return { report, comparison };
    sets.push({ before: oldReport(set.before), after: newReport(set.after) });
    before.times.push(...set.before.times);
    after.times.push(...set.after.times);
    const together = { before: oldReport(before), after: newReport(after) };
    const found = compareSets(sets, together);
    if (sets.length === mostSets || isDecided(found))
      return { report: together.after, comparison: found };
  }
}

/** Sets of processes in turns, at most; each is a test of its own. */
const mostSets = 3;

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
  const spent = spentOf({
    bundleBytes: bundle.bytes,
    bootMs: raw.times.map((each) => each.runtimeMs + each.importMs + each.registerMs),
    actionMs: summary.components
      .filter(({ kind }) => kind === 'action')
      .map(({ p95 }) => p95.median),
    memoryBytes: raw.peaks,
  });
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
    spent,
    budgets: checkBudgets(spec?.budgets, spent),
    measuredAt: startedOn.toISOString(),
    durationMs: performance.now() - startedAt,
  };
}
