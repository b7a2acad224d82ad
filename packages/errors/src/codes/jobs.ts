import { type ErrorCodes, input, row } from '../error-code.js';

/** Durable jobs. */
export const JOBS_CODES = {
  PW_JOBS_LOCKED: input(
    'Another process has the jobs directory open for writing.',
    'Stop that process, open the directory read-only, or choose another one.',
  ),
  PW_JOBS_READ_ONLY: input(
    'The jobs directory is open read-only.',
    'Do this through the process that has it open for writing.',
  ),
  PW_JOBS_DIRECTORY: input(
    'The jobs directory cannot be used.',
    'Check that it exists, may be written and lies on a local disk with room.',
  ),
  PW_JOBS_SCHEMA_NEWER: input(
    'The jobs were written by a newer version of this package.',
    'Upgrade, or open a backup made before the newer version ran.',
  ),
  PW_JOBS_STOPPED: row(
    3,
    'A write to the jobs store failed, so the engine stopped and claims nothing more.',
    'See the cause: free the disk or repair it, then start again; what was acknowledged is kept.',
  ),
  PW_JOBS_CLOSED: row(3, 'The jobs are closed.', 'Open the directory again.'),
  PW_JOBS_UNREADABLE: row(
    3,
    'A record of a job cannot be read; it was put aside, not dropped.',
    'Look at the file in the quarantine directory; restore it from a backup.',
  ),
  PW_JOBS_CONFLICT: row(
    3,
    'A write did not follow the stored revision of the job, or would have changed a final state.',
    'Two writers share the store; give each its own directory.',
  ),
  PW_JOBS_TRANSITION: input(
    'The job is not in a state that allows this.',
    'Look at its state first; a job that has ended stays as it is.',
  ),
  PW_JOBS_FENCED: row(
    3,
    'The attempt has lost its lease; nothing it does counts any more.',
    'End the work: the job was cancelled, timed out or runs elsewhere.',
  ),
  PW_JOBS_UNKNOWN: input('There is no such job.', 'List the jobs to find its id.'),
  PW_JOBS_KIND: input(
    'The kind of job is not known here, or was defined twice.',
    'Define each kind once, before jobs of it are created.',
  ),
  PW_JOBS_REQUEST: input(
    'The request for a job is not valid.',
    'See the message for the field and what it must be.',
  ),
  PW_JOBS_VALUE: input(
    'An input or output of a job or step is not JSON.',
    'Use only strings, finite numbers, booleans, null, arrays and plain objects.',
  ),
  PW_JOBS_RATE: input('Too many jobs were created.', 'Try again after the time in the error.'),
  PW_JOBS_FULL: input(
    'Too many jobs are waiting or running, or the store is full.',
    'Wait for some to end, or prune old ones.',
  ),
  PW_JOBS_SPEND_DAY: input(
    'The spend of the day is used up.',
    'Try again after the time in the error, or raise the limit.',
  ),
  PW_JOBS_SPEND: row(
    1,
    'The job used more tokens or money than its kind allows.',
    'Raise the limit of the kind, or make the job smaller.',
  ),
  PW_JOBS_WAIT_TIMEOUT: row(
    1,
    'The job waited longer than its limit.',
    'Raise the limit, or run more at once.',
  ),
  PW_JOBS_TIMEOUT: row(1, 'An attempt ran longer than its limit.', 'Raise the limit of the kind.'),
  PW_JOBS_STEP_TIMEOUT: row(1, 'A step ran longer than its limit.', 'Raise the limit of the step.'),
  PW_JOBS_SILENT: row(
    1,
    'An attempt gave no sign of life for longer than its limit.',
    'Report progress in long steps, or raise the limit.',
  ),
  PW_JOBS_CANCELLED: row(130, 'The job was cancelled.', 'Retry it to do it after all.'),
  PW_JOBS_SHUTDOWN: row(
    130,
    'The process that runs the job is shutting down.',
    'The job goes on at its last finished step when the process starts again.',
  ),
  PW_JOBS_ORPHANED: row(
    3,
    'The process that ran the job died, and no attempts are left.',
    'Find out why it dies; retry the job.',
  ),
  PW_JOBS_DEPENDENCY: row(
    1,
    'A job that this one depends on did not complete.',
    'Retry that one, then this one.',
  ),
  PW_JOBS_FAILED: row(1, 'The work of the job failed.', 'See the message; retry the job.'),
  PW_JOBS_CONTENT: row(
    3,
    'A content file of a job is missing or does not have the bytes of its name.',
    'Restore it from a backup; a step whose output is lost runs again.',
  ),
  PW_JOBS_QUEUE_URL: input(
    'The queue is not a URL that is understood.',
    'Use redis://host:6379, rediss://… or postgres://user@host/database.',
  ),
  PW_JOBS_QUEUE_DRIVER: input(
    'A package that the queue needs is not installed.',
    'Install it beside plugwright: npm install bullmq ioredis for Redis, npm install pg for Postgres.',
  ),
  PW_JOBS_QUEUE_UNREACHABLE: row(
    3,
    'The server of the queue cannot be reached, or refuses to work.',
    'Check that it runs, that the address and password are right, and that its disk and memory are not full.',
  ),
  PW_JOBS_QUEUE_UNSAFE: input(
    'The server of the queue may lose or drop what was acknowledged.',
    'Redis: set appendonly yes and maxmemory-policy noeviction. Postgres: leave fsync and full_page_writes on.',
  ),
  PW_JOBS_ADAPTER: input(
    'The Keyv adapter cannot hold jobs.',
    'Use one that can iterate, or the SQLite store.',
  ),
} as const satisfies ErrorCodes;
