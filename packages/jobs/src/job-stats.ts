import type { Clock } from './clock.js';
import type { JobState } from './job-state.js';
import { JOB_STATES } from './job-state.js';
import type { JobStore } from './job-store.js';
import type { JobStats } from './open-jobs-options.js';

/** Counts by state and kind, from the index of the store. */
export async function jobStats(
  store: JobStore,
  clock: Clock,
  slots: { running: number; slots: number },
): Promise<JobStats> {
  const byState = Object.fromEntries(Object.keys(JOB_STATES).map((state) => [state, 0])) as Record<
    JobState,
    number
  >;
  const byKind: Record<string, Partial<Record<JobState, number>>> = {};
  for (const { state, kind, count } of await store.count()) {
    byState[state] += count;
    (byKind[kind] ??= {})[state] = count;
  }
  const oldest = byState.queued > 0 ? await oldestQueued(store) : undefined;
  const oldestQueuedMs = oldest === undefined ? undefined : Math.max(0, clock.now() - oldest);
  return { byState, byKind, oldestQueuedMs, ...slots };
}

async function oldestQueued(store: JobStore): Promise<number | undefined> {
  const waiting = (await store.unfinished()).filter(({ state }) => state === 'queued');
  const times = waiting.map((job) => job.queuedAt ?? job.createdAt);
  return times.length > 0 ? Math.min(...times) : undefined;
}
