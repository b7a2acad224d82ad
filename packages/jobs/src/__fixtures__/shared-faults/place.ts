import { openPostgresJobs } from '../../postgres/index.js';
import { openRedisJobs } from '../../redis/index.js';
import type { SharedJobs, SharedJobsOptions } from '../../shared/open-shared-jobs.js';

/** Where the jobs are, and how to start a process that works on them. */
export interface Place {
  url: string;
  /** Of these jobs, so that several tests share a server. */
  name: string;
  /** Work directory. */
  dir: string;
  /** The bundle of `shared-worker.ts`. */
  worker: string;
  leaseMs?: number;
}

/** Opens the jobs of a place in this process. */
export const openAt = (
  { url, name, dir, leaseMs }: Omit<Place, 'worker'>,
  options: Omit<SharedJobsOptions, 'dir'> = {},
): Promise<SharedJobs> =>
  (url.startsWith('redis') ? openRedisJobs : openPostgresJobs)({
    url,
    name,
    dir,
    ...(leaseMs !== undefined && { leaseMs }),
    ...options,
  });
