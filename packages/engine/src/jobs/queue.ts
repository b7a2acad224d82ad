import { PlugwrightError } from '@plugwright/errors';
import type { OpenJobsOptions } from '@plugwright/jobs';
import type { SharedJobs } from '@plugwright/jobs/redis';
import type { Host } from '../host.js';

/** Jobs that other machines work on too are on a server of this sort. */
const serverOf = (url: string): 'redis' | 'postgres' => {
  if (/^rediss?:\/\//i.test(url)) return 'redis';
  if (/^postgres(?:ql)?:\/\//i.test(url)) return 'postgres';
  throw new PlugwrightError({
    code: 'PW_JOBS_QUEUE_URL',
    message: 'The queue is no redis:// or postgres:// URL.',
    hint: 'Use redis://host:6379, rediss://… or postgres://user@host/database.',
  });
};

/** Opens the jobs on a server; what speaks with it is loaded only here. */
export async function openQueue(
  url: string,
  options: Omit<OpenJobsOptions, 'store' | 'readOnly'>,
): Promise<SharedJobs> {
  if (serverOf(url) === 'redis') {
    const { openRedisJobs } = await import('@plugwright/jobs/redis');
    return openRedisJobs({ ...options, url });
  }
  const { openPostgresJobs } = await import('@plugwright/jobs/postgres');
  return openPostgresJobs({ ...options, url });
}

/** What is known about the server of a queue. */
export interface QueueReport {
  /** Host, port and database; never the password. */
  server: string;
  version: string;
  /** What must be changed before it is used; empty: nothing. */
  problems: readonly string[];
  /** What is taken, and costs something in a bad moment. */
  warnings?: readonly string[];
}

/**
 * Looks at the server of a queue.
 *
 * @throws `PW_JOBS_QUEUE_DRIVER`, `PW_JOBS_QUEUE_UNREACHABLE`, `PW_JOBS_QUEUE_URL`.
 */
export async function inspectQueue(url: string): Promise<QueueReport> {
  if (serverOf(url) === 'redis') {
    const { inspectRedis } = await import('@plugwright/jobs/redis');
    return inspectRedis(url);
  }
  const { inspectPostgres } = await import('@plugwright/jobs/postgres');
  return inspectPostgres(url);
}

/** The URL of a queue may hold a password: no output shows it. */
export function hideQueuePassword({ redactor }: Pick<Host, 'redactor'>, url: string): void {
  const password = URL.canParse(url) ? new URL(url).password : '';
  if (password !== '')
    redactor.add({ name: 'password of the queue', value: decodeURIComponent(password) });
}
