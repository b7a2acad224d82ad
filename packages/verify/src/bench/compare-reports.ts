import { PlugwrightError } from '@plugwright/errors';
import { type BenchMachine, benchReportSchema, type BenchReport } from './bench-report.js';
import { unpackBundle } from './pack-bundle.js';
import { medianOfRatios, ratioOfMedians, type RatioEstimate } from './statistics.js';

/** One figure of the baseline against the same figure now. */
export interface BenchChange extends RatioEstimate {
  /** `action GET_PET`, `load`, `bundle`, `dependencies`. */
  metric: string;
  unit: 'ms' | 'bytes';
  before: number;
  after: number;
  verdict: 'same' | 'worse' | 'better';
}

export interface BenchComparison {
  changes: BenchChange[];
  /** How often the bundle of the baseline was measured again, in turns with the new one. */
  sets: number;
  /** Components that only one of the two has times for. */
  appeared: string[];
  gone: string[];
}

/** Above this it is measured again: half of the tolerance, as the hour of the baseline is in it too. */
const suspicious = 1.1;
/** A change by less than a fifth is none. */
const tolerance = 1.2;
/** With 99 % confidence it must be at least half of that, or it may be chance. */
const certain = 1.1;
/** Less than a millisecond more at the start of an agent is nothing, whatever the share. */
const leastLoadMs = 1;

/**
 * Reads what `--save` wrote.
 *
 * @throws PlugwrightError `PW_BENCH_BASELINE` when it is something else.
 */
export function readBaseline(text: string): BenchReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const read = benchReportSchema.safeParse(value);
  if (read.success && canUnpack(read.data)) return read.data;
  throw new PlugwrightError({
    code: 'PW_BENCH_BASELINE',
    message: 'the baseline is not a report of this version of the benchmark',
    hint: 'Write one with plugwright bench --save FILE.',
  });
}

function canUnpack({ bundle: { packed } }: BenchReport): boolean {
  try {
    if (packed !== undefined) unpackBundle(packed);
    return true;
  } catch {
    return false;
  }
}

/**
 * Holds a report against an older one of the same machine. Times are compared as multiples of the reference work,
 * so that an hour in which the machine was busy does not count; those of components that wait, as they are.
 * Samples that are pairs are compared with {@link medianOfRatios}.
 *
 * @throws PlugwrightError `PW_BENCH_OTHER_MACHINE`.
 */
export function compareReports(
  before: BenchReport,
  after: BenchReport,
  estimateOf: typeof ratioOfMedians = ratioOfMedians,
): BenchComparison {
  requireSameMachine(before.machine, after.machine);
  const named = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`;
  const old = new Map(before.components.map((each) => [named(each), each]));
  const now = new Map(after.components.map((each) => [named(each), each]));
  const changes = after.components.flatMap((each): BenchChange[] => {
    const was = old.get(named(each));
    if (was === undefined) return [];
    const raw = was.waits || each.waits;
    const estimate = estimateOf(
      (raw ? was.p50 : was.relative).samples,
      (raw ? each.p50 : each.relative).samples,
    );
    return [
      {
        metric: named(each),
        unit: 'ms',
        before: was.p50.median,
        after: each.p50.median,
        ...estimate,
        verdict: verdictOf(estimate),
      },
    ];
  });
  const load = estimateOf(before.load.relative.samples, after.load.relative.samples);
  const [wasMs, isMs] = [before.load.totalMs.median, after.load.totalMs.median];
  // In ms of now: the other share of the ratio is how fast the machine is.
  const gained = isMs - isMs / load.ratio;
  changes.push({
    metric: 'load',
    unit: 'ms',
    before: wasMs,
    after: isMs,
    ...load,
    verdict: Math.abs(gained) < leastLoadMs ? 'same' : verdictOf(load),
  });
  changes.push(sizeChange('bundle', before.bundle.bytes, after.bundle.bytes));
  changes.push(sizeChange('dependencies', before.dependencies.bytes, after.dependencies.bytes));
  return {
    changes,
    sets: 0,
    appeared: [...now.keys()].filter((name) => !old.has(name)),
    gone: [...old.keys()].filter((name) => !now.has(name)),
  };
}

/** A time that may have grown: worth to be measured again, beside the old one. */
export function isSuspect({ changes }: BenchComparison): boolean {
  return changes.some(({ unit, ratio, metric, before, after }) => {
    const inNoise = metric === 'load' && Math.abs(after - before) < leastLoadMs;
    return unit === 'ms' && !inNoise && ratio > suspicious;
  });
}

/** Two reports whose processes ran in turns: equal places in their samples are pairs. */
export interface ReportPair {
  before: BenchReport;
  after: BenchReport;
}

/**
 * What is said of sets of processes that were measured in turns, one set after the other. A time is slower when all sets
 * together say so with certainty, and each of them alone had it: a load that met one bundle of a set more often than the
 * other does not come back.
 */
export function compareSets(sets: readonly ReportPair[], together: ReportPair): BenchComparison {
  const compare = ({ before, after }: ReportPair) => compareReports(before, after, medianOfRatios);
  const all = compare(together);
  const each = sets.map(compare);
  const stands = (metric: string) =>
    each.every(({ changes }) =>
      changes.some((one) => one.metric === metric && one.ratio > suspicious),
    );
  return {
    ...all,
    sets: sets.length,
    changes: all.changes.map((one) =>
      one.unit === 'ms' && one.verdict === 'worse' && !stands(one.metric)
        ? { ...one, verdict: 'same' }
        : one,
    ),
  };
}

/** Nothing seems slower any more, or what does has been seen in two sets and is certain. */
export const isDecided = ({ changes, sets }: BenchComparison): boolean =>
  changes.every(
    ({ unit, ratio, verdict }) =>
      unit === 'bytes' || ratio <= tolerance || (sets > 1 && verdict === 'worse'),
  );

/** @throws PlugwrightError `PW_BENCH_OTHER_MACHINE`, with what differs. */
export function requireSameMachine(was: BenchMachine, is: BenchMachine): void {
  if (was.id === is.id) return;
  const keys = ['os', 'arch', 'cpu', 'cores', 'memoryBytes', 'node'] as const;
  const other = keys
    .filter((key) => was[key] !== is[key])
    .map((key) => `${key} ${was[key]} → ${is[key]}`);
  if (was.isolation.driver !== is.isolation.driver)
    other.push(`isolation ${was.isolation.driver} → ${is.isolation.driver}`);
  throw new PlugwrightError({
    code: 'PW_BENCH_OTHER_MACHINE',
    message: `the baseline was taken elsewhere: ${other.join(', ') || 'another machine of the same kind'}`,
    hint: 'Times of two machines cannot be compared. Take a baseline here: plugwright bench --save FILE.',
  });
}

function verdictOf({ ratio, low, high }: RatioEstimate): BenchChange['verdict'] {
  if (ratio > tolerance && low > certain) return 'worse';
  return ratio < 1 / tolerance && high < 1 / certain ? 'better' : 'same';
}

/** Sizes have no noise. */
function sizeChange(metric: string, before: number, after: number): BenchChange {
  const ratio = before === after ? 1 : before === 0 ? Infinity : after / before;
  const verdict = ratio > tolerance ? 'worse' : ratio < 1 / tolerance ? 'better' : 'same';
  return { metric, unit: 'bytes', before, after, ratio, low: ratio, high: ratio, verdict };
}
