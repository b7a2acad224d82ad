import type { Clock } from './clock.js';
import { endChildren } from './end-children.js';
import type { JobRecord } from './job-record.js';
import { jobsError } from './jobs-error.js';
import type { Ledger, Move } from './ledger.js';
import type { ProcessTable } from './process-table.js';

/**
 * What a dead process left: first its children are ended (at once, their parent can save nothing any more), then each
 * job goes back to the queue, fails when no attempts are left, or is cancelled when that was asked for.
 *
 * @returns how many jobs there were
 */
export async function recoverOrphans(
  ledger: Ledger,
  processes: ProcessTable,
  clock: Clock,
): Promise<number> {
  const orphans = [...ledger.unfinished.values()].filter(({ lease }) => lease !== null);
  await endChildren(
    orphans.map(({ lease }) => lease!),
    processes,
    clock,
    0,
  );
  await Promise.all(orphans.map((job) => ledger.move(job.id, recoverMove(job, clock.now()))));
  return orphans.length;
}

/** What becomes of a job whose attempt died: queued again, failed when that was the last, or cancelled. */
export function recoverMove(job: JobRecord, now: number): Move {
  if (job.state === 'cancelling')
    return {
      name: 'finishCancel',
      patch: { lease: null, endedAt: now },
      events: [{ type: 'job.cancelled' }],
    };
  const { code, message, hint } = jobsError(
    'PW_JOBS_ORPHANED',
    `the process that ran attempt ${job.attempt} of ${job.id} died`,
  );
  if (job.attempt - job.spared < job.maxAttempts)
    return {
      name: 'recover',
      patch: { lease: null, queuedAt: now, waitingSince: now },
      events: [{ type: 'job.recovered', code, message }],
    };
  return {
    name: 'recoverSpent',
    patch: { lease: null, endedAt: now, error: { code, message, hint: hint! } },
    events: [{ type: 'job.failed', code, message }],
  };
}
