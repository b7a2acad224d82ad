import type { Clock } from './clock.js';
import type { JobRecord } from './job-record.js';
import { isTerminal } from './job-state.js';
import type { JobStore } from './job-store.js';
import { jobsError } from './jobs-error.js';
import type { Ledger, Move } from './ledger.js';

/**
 * The transition that the dependencies of a blocked job call for now; `undefined`: some are still under way. A dependency
 * that failed, was cancelled or has been removed fails it.
 */
export async function dependencyMove(
  ledger: Pick<Ledger, 'unfinished'>,
  store: JobStore,
  clock: Clock,
  id: string,
): Promise<Move | undefined> {
  const job = ledger.unfinished.get(id);
  if (job?.state !== 'blocked') return undefined;
  for (const dependency of job.dependsOn) {
    if (ledger.unfinished.has(dependency)) return undefined;
    const ended = await store.get(dependency);
    // On its way to disk: its commit looks again.
    if (ended && !isTerminal(ended.state)) return undefined;
    if (ended?.state !== 'completed') return failed(job, dependency, ended?.state, clock);
  }
  const now = clock.now();
  if (job.delayMs === undefined || job.dueAt === undefined || job.dueAt <= now)
    return { name: 'unblock', patch: { queuedAt: now }, events: [{ type: 'job.queued' }] };
  return { name: 'unblockScheduled' };
}

function failed(job: JobRecord, dependency: string, state: string | undefined, clock: Clock): Move {
  const { code, message, hint } = jobsError(
    'PW_JOBS_DEPENDENCY',
    `job ${job.id} depends on ${dependency}, which ${state ? `is ${state}` : 'is gone'}`,
  );
  return {
    name: 'dependencyFailed',
    patch: { error: { code, message, hint: hint! }, endedAt: clock.now() },
    events: [{ type: 'job.failed', code, message }],
  };
}
