import { type Jobs, openJobs, type OpenJobsOptions } from '@plugwright/jobs';
import { availableParallelism } from 'node:os';
import { sourceLimit } from '../load-source.js';
import { pluginCreateKind, type PluginKindOptions } from './plugin-create-kind.js';
import { serveInbox } from './serve-inbox.js';
import { removeOldWork } from './work-directory.js';

export interface OpenPluginJobsOptions
  extends
    Omit<PluginKindOptions, 'concurrency'>,
    Pick<OpenJobsOptions, 'store' | 'limits' | 'retention' | 'graceMs' | 'concurrency' | 'probe'> {
  /** Take the orders that other processes leave in the directory; default true. */
  serve?: boolean | undefined;
}

/** Of the jobs that ended; a person who asks after a month has the plugin itself. */
const day = 86_400_000;
const retention = {
  completed: { maxAgeMs: 90 * day, maxCount: 10_000 },
  failed: { maxAgeMs: 90 * day, maxCount: 10_000 },
  cancelled: { maxAgeMs: 30 * day, maxCount: 1000 },
} as const;

/** Jobs at once: the gates of one use two processes for most of their time. */
export const defaultConcurrency = (): number => Math.max(1, Math.floor(availableParallelism() / 2));

/**
 * Opens a jobs directory for writing, knows the jobs that make plugins, and takes orders of other processes. Nothing runs
 * before `start()`.
 *
 * @throws `PW_JOBS_LOCKED` when another process has it; see {@link connectPluginJobs}.
 */
export async function openPluginJobs(options: OpenPluginJobsOptions): Promise<Jobs> {
  const { dir, host, onStep, onLoaded, retry, ...rest } = options;
  const { serve = true, concurrency, limits, ...others } = rest;
  const jobs = await openJobs({
    retention,
    ...others,
    dir,
    concurrency: { global: defaultConcurrency(), ...concurrency },
    limits: { maxInputBytes: sourceLimit, ...limits },
  });
  jobs.define(pluginCreateKind({ dir, host, onStep, onLoaded, retry }));
  // What cannot be removed is in nobody's way.
  await removeOldWork(dir, async (id) => {
    const job = await jobs.get(id);
    return job !== undefined && job.endedAt === undefined;
  }).catch(() => {});
  if (!serve) return jobs;
  const server = await serveInbox(jobs, dir);
  const close = jobs.close.bind(jobs);
  return Object.assign(jobs, {
    close: async () => {
      await server.stop();
      await close();
    },
  });
}
