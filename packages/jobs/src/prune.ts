import type { ContentStore } from './content-store.js';
import type { JobStore, StoreMeta } from './job-store.js';
import { planRetention, type RecordSummary, summaryOf } from './plan-retention.js';
import type { RetentionPlan, RetentionPolicy } from './retention.js';

/**
 * Plans retention over everything that is stored, and carries it out unless `dryRun`. Records go first, then files: after a
 * crash in between there are files too many, never a record without its file, and the next sweep takes them.
 */
export async function prune(
  store: JobStore,
  content: ContentStore,
  policy: RetentionPolicy,
  now: number,
  meta: () => StoreMeta,
  dryRun: boolean,
): Promise<RetentionPlan> {
  // Before the records are read: a file that is used from here on is not swept.
  const files = await content.list();
  const summaries: RecordSummary[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await store.query({ limit: 500, ...(cursor !== undefined && { cursor }) });
    summaries.push(...page.jobs.map(summaryOf));
    cursor = page.next;
    if (cursor === undefined) break;
    // Lets others have a turn: there may be a hundred thousand.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const plan = planRetention(summaries, files, policy, now);
  if (dryRun) return plan;
  // The highest event number may go with its job; it must not be given out again.
  await store.write({ put: [], events: [], meta: meta() });
  for (let from = 0; from < plan.remove.length; from += 500) {
    const remove = plan.remove.slice(from, from + 500).map(({ id }) => id);
    await store.write({ put: [], events: [], remove });
  }
  for (const file of plan.sweep) await content.remove(file.sha256);
  return plan;
}
