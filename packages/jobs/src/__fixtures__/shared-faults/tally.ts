import { setTimeout as sleep } from 'node:timers/promises';
import type { SharedJobs } from '../../shared/open-shared-jobs.js';

/** What became of many jobs. */
export interface Tally {
  acknowledged: number;
  lost: number;
  /** Completed more than once, by the event log. */
  twice: number;
  /** Attempts begun beyond the first; only faults make them. */
  again: number;
  seconds: number;
  /** What is known of some that were lost. */
  examples: readonly string[];
}

/** What became of these jobs, by the event log and the records. */
export async function tally(
  front: SharedJobs,
  ids: readonly string[],
  since: number,
): Promise<Tally> {
  const known = new Set(ids);
  const counts = new Map<string, { started: number; completed: number }>();
  for (let after = 0; ;) {
    const events = await front.events({ after, limit: 1000 });
    for (const { jobId, type } of events) {
      const count = counts.get(jobId) ?? { started: 0, completed: 0 };
      counts.set(jobId, count);
      if (type === 'job.started') count.started++;
      if (type === 'job.completed') count.completed++;
    }
    if (events.length < 1000) break;
    after = events.at(-1)!.seq;
  }
  let [lost, twice, again] = [0, 0, 0];
  const examples: string[] = [];
  for (const id of known) {
    const { started = 0, completed = 0 } = counts.get(id) ?? {};
    const state = (await front.get(id))?.state;
    if (completed === 0 || state !== 'completed') {
      lost++;
      examples.push(`${id} is ${state ?? 'not there'}, completed ${completed} times`);
    }
    if (completed > 1) twice++;
    again += Math.max(0, started - 1);
  }
  const seconds = Math.round((Date.now() - since) / 100) / 10;
  return { acknowledged: known.size, lost, twice, again, seconds, examples: examples.slice(0, 3) };
}

/** Waits until no job is left to do, or the time is over. */
export const allEnded = async (front: SharedJobs, withinMs: number) => {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const { byState } = await front.stats();
    if (byState.queued + byState.running + byState.scheduled === 0) return;
    await sleep(100);
  }
};
