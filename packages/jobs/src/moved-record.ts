import type { JobRecord } from './job-record.js';
import { mayTransit, TRANSITIONS } from './job-state.js';
import { jobsError } from './jobs-error.js';
import type { Move } from './ledger.js';

/**
 * The job, if the move may start from it as it is.
 *
 * @throws `PW_JOBS_UNKNOWN`, `PW_JOBS_TRANSITION`, `PW_JOBS_FENCED`.
 */
export function guardMove(job: JobRecord | undefined, id: string, { name, token }: Move) {
  if (token) {
    const lease = job?.lease;
    if (!lease || lease.epoch !== token.epoch || lease.attempt !== token.attempt)
      throw jobsError('PW_JOBS_FENCED', `attempt ${token.attempt} of ${id} has lost its lease`);
  }
  if (!job) throw jobsError('PW_JOBS_UNKNOWN', `no unfinished job ${id}`);
  if (!mayTransit(name, job.state)) {
    const code = token ? 'PW_JOBS_FENCED' : 'PW_JOBS_TRANSITION';
    throw jobsError(code, `${name} is not possible: ${id} is ${job.state}`);
  }
  return job;
}

/** The next revision, without the events of the move. */
export function movedRecord(
  job: JobRecord,
  { name, patch, clear = [] }: Pick<Move, 'name' | 'patch' | 'clear'>,
): JobRecord {
  const { to: state } = TRANSITIONS[name];
  const next = { ...job, ...patch, state, rev: job.rev + 1, transition: name };
  // Set, not deleted: see `shaped`.
  for (const field of clear)
    if (next[field] !== undefined) Object.assign(next, { [field]: undefined });
  return next as JobRecord;
}
