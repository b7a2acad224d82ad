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

/**
 * The next revision, without the events of the move. Copied field by field: a spread that fields are added to or deleted
 * from leaves an object that is slow to copy and to write from then on, and this runs for every transition.
 */
export function movedRecord(
  job: JobRecord,
  { name, patch, clear = [] }: Pick<Move, 'name' | 'patch' | 'clear'>,
): JobRecord {
  const gone: readonly string[] = clear;
  const next: Record<string, unknown> = {};
  for (const field in job) if (!gone.includes(field)) next[field] = job[field as keyof JobRecord];
  for (const field in patch) next[field] = patch[field as keyof JobRecord];
  next['state'] = TRANSITIONS[name].to;
  next['rev'] = job.rev + 1;
  next['transition'] = name;
  return next as unknown as JobRecord;
}
