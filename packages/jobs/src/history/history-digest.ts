import type { JobRecord } from '../job-record.js';
import { TERMINAL_STATES, type TerminalState } from '../job-state.js';
import { emptyHistogram, type Histogram, mergeHistogram, observe } from './histogram.js';

/** What is known of many ended jobs, in little. Sums of digests are digests. */
export interface HistoryDigest {
  byState: Record<TerminalState, number>;
  /** Attempts beyond the first of each job. */
  retries: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  /** From free to run until its last first attempt began, ms. Jobs that never ran are not in it. */
  queueWait: Histogram;
  /** From the first attempt to the end, ms. */
  run: Histogram;
  /** By name of the step, ms of its run. */
  steps: Record<string, Histogram>;
  /** By error code, of the failed. */
  codes: Record<string, number>;
}

/** Names of steps that one digest tells apart; kinds that make up names do not let it grow for ever. */
const MOST_NAMES = 100;
const OTHERS = '(others)';

export const emptyDigest = (): HistoryDigest => ({
  byState: { completed: 0, failed: 0, cancelled: 0 },
  retries: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  queueWait: emptyHistogram(),
  run: emptyHistogram(),
  steps: {},
  codes: {},
});

const nameIn = (names: object, name: string) =>
  Object.hasOwn(names, name) || Object.keys(names).length < MOST_NAMES ? name : OTHERS;
/** Own properties only: a step may be called `constructor`. */
const ownValue = <Value>(map: Record<string, Value>, key: string): Value | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

function put<Value>(map: Record<string, Value>, key: string, value: Value): void {
  // `__proto__` would otherwise set the prototype.
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Adds a job that has ended. */
export function addEnded(digest: HistoryDigest, job: JobRecord): void {
  digest.byState[job.state as TerminalState]++;
  digest.retries += Math.max(0, job.attempt - 1);
  digest.inputTokens += job.usage.inputTokens;
  digest.outputTokens += job.usage.outputTokens;
  digest.costUsd += job.usage.costUsd;
  const wait = queueWait(job);
  if (wait !== undefined) observe(digest.queueWait, wait);
  if (job.startedAt !== undefined && job.endedAt !== undefined)
    observe(digest.run, Math.max(0, job.endedAt - job.startedAt));
  for (const { name, ms, attempt } of job.steps) {
    // They were counted with the job that this one does again.
    if (attempt === 0) continue;
    const key = nameIn(digest.steps, name);
    const histogram = ownValue(digest.steps, key) ?? emptyHistogram();
    observe(histogram, ms);
    put(digest.steps, key, histogram);
  }
  if (job.state === 'failed' && job.error !== undefined) {
    const key = nameIn(digest.codes, job.error.code);
    put(digest.codes, key, (ownValue(digest.codes, key) ?? 0) + 1);
  }
}

/**
 * From free to run until the first attempt, in ms; `undefined` when there was none. After a retry the record knows only
 * the later wait, and creation stands in for the first.
 */
export function queueWait({
  startedAt,
  queuedAt,
  createdAt,
  delayMs = 0,
  attempt,
}: JobRecord): number | undefined {
  if (startedAt === undefined) return undefined;
  const free = attempt <= 1 && queuedAt !== undefined ? queuedAt : createdAt + delayMs;
  return Math.max(0, startedAt - free);
}

/** Adds `other` to `digest`. */
export function mergeDigest(digest: HistoryDigest, other: HistoryDigest): void {
  for (const state of TERMINAL_STATES) digest.byState[state] += other.byState[state];
  digest.retries += other.retries;
  digest.inputTokens += other.inputTokens;
  digest.outputTokens += other.outputTokens;
  digest.costUsd += other.costUsd;
  mergeHistogram(digest.queueWait, other.queueWait);
  mergeHistogram(digest.run, other.run);
  for (const [name, histogram] of Object.entries(other.steps)) {
    const sum = ownValue(digest.steps, name) ?? emptyHistogram();
    mergeHistogram(sum, histogram);
    put(digest.steps, name, sum);
  }
  for (const [code, count] of Object.entries(other.codes))
    put(digest.codes, code, (ownValue(digest.codes, code) ?? 0) + count);
}
