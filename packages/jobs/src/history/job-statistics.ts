import type { JobStore } from '../job-store.js';
import { TERMINAL_STATES, type TerminalState } from '../job-state.js';
import { type Histogram, quantile } from './histogram.js';
import { addEnded, emptyDigest, type HistoryDigest, mergeDigest } from './history-digest.js';
import { dayOf, digestKeys, endedJobs, readDigest } from './with-history.js';

/** Which ended jobs. All given conditions hold. */
export interface StatisticsQuery {
  kind?: string;
  principal?: string;
  /** Part of the title or the id, letter case ignored. */
  text?: string;
  /** Ended on the UTC day of this Unix time in ms, or later. */
  since?: number;
  /** Ended on the UTC day of this Unix time in ms, or earlier. */
  until?: number;
}

/** Of a number of durations, ms. Percentiles are nearest-rank, right within 1 %. */
export interface Durations {
  count: number;
  meanMs: number;
  p50Ms: number;
  p95Ms: number;
  maxMs: number;
}

/** What became of jobs. */
export interface JobStatistics {
  /** Jobs that ended. */
  jobs: number;
  byState: Readonly<Record<TerminalState, number>>;
  /** Completed of completed and failed; what was cancelled is neither. Absent: there were none. */
  successRate?: number;
  retries: number;
  usage: { inputTokens: number; outputTokens: number; costUsd: number };
  /** From free to run until the first attempt. Absent: none ran. */
  queueWait?: Durations;
  /** From the first attempt to the end, time between attempts included. */
  run?: Durations;
  /** Longest in sum first. */
  steps: readonly ({ name: string } & Durations)[];
  /** Most frequent first. */
  errors: readonly { code: string; count: number }[];
  /** Oldest first; days without an end are left out. */
  days: readonly ({ day: string; costUsd: number } & Readonly<Record<TerminalState, number>>)[];
}

/**
 * Statistics of jobs that have ended. By kind and time it reads the digests that every ending wrote, and also counts
 * what retention has removed; by principal or text, and on a store without digests, it reads the records.
 */
export async function jobStatistics(
  store: Pick<JobStore, 'state' | 'query' | 'digests'>,
  query: StatisticsQuery = {},
): Promise<JobStatistics> {
  const all = emptyDigest();
  const days = new Map<string, DayCounts>();
  const add = (day: string, digest: HistoryDigest) => {
    mergeDigest(all, digest);
    const counts = days.get(day) ?? { completed: 0, failed: 0, cancelled: 0, costUsd: 0 };
    for (const state of TERMINAL_STATES) counts[state] += digest.byState[state];
    counts.costUsd += digest.costUsd;
    days.set(day, counts);
  };
  const wanted = (day: string) =>
    (query.since === undefined || day >= dayOf(query.since)) &&
    (query.until === undefined || day <= dayOf(query.until));
  const { kind, principal, text } = query;
  const asDigests = principal === undefined && text === undefined;
  const sums = asDigests
    ? await store.digests?.({
        ...(query.since !== undefined && { since: dayOf(query.since) }),
        ...(query.until !== undefined && { until: dayOf(query.until) }),
      })
    : undefined;
  const keys = asDigests && !sums ? await digestKeys(store) : undefined;
  if (sums !== undefined) {
    for (const one of sums) if (kind === undefined || one.kind === kind) add(one.day, one.digest);
  } else if (keys !== undefined) {
    for (const key of keys)
      if (wanted(key.day) && (kind === undefined || key.kind === kind))
        add(key.day, await readDigest(store, key));
  } else {
    const filter = {
      ...(kind === undefined ? {} : { kind }),
      ...(principal === undefined ? {} : { principal }),
      ...(text === undefined ? {} : { text }),
    };
    const byDay = new Map<string, HistoryDigest>();
    for await (const job of endedJobs(store, filter)) {
      const day = job.endedAt === undefined ? undefined : dayOf(job.endedAt);
      if (day === undefined || !wanted(day)) continue;
      const digest = byDay.get(day) ?? emptyDigest();
      byDay.set(day, digest);
      addEnded(digest, job);
    }
    for (const [day, digest] of byDay) add(day, digest);
  }
  return statisticsOf(all, days);
}

type DayCounts = Record<TerminalState, number> & { costUsd: number };

function statisticsOf(all: HistoryDigest, days: ReadonlyMap<string, DayCounts>): JobStatistics {
  const { byState, retries, inputTokens, outputTokens, costUsd } = all;
  const judged = byState.completed + byState.failed;
  const queueWait = durations(all.queueWait);
  const run = durations(all.run);
  return {
    jobs: judged + byState.cancelled,
    byState,
    ...(judged > 0 && { successRate: byState.completed / judged }),
    retries,
    usage: { inputTokens, outputTokens, costUsd },
    ...(queueWait && { queueWait }),
    ...(run && { run }),
    steps: Object.entries(all.steps)
      .toSorted(([, a], [, b]) => b.sum - a.sum)
      .map(([name, histogram]) => ({ name, ...durations(histogram)! })),
    errors: Object.entries(all.codes)
      .map(([code, count]) => ({ code, count }))
      .toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    days: [...days]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, counts]) => ({ day, ...counts })),
  };
}

function durations(histogram: Histogram): Durations | undefined {
  if (histogram.count === 0) return undefined;
  return {
    count: histogram.count,
    meanMs: histogram.sum / histogram.count,
    p50Ms: quantile(histogram, 0.5)!,
    p95Ms: quantile(histogram, 0.95)!,
    maxMs: histogram.max,
  };
}
