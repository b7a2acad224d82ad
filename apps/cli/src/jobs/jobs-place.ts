import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  hideQueuePassword,
  type Jobs,
  jobsDirectory,
  openJobs,
  openQueue,
} from '@plugwright/engine/jobs';
import type { Context } from '../context.js';

/** The jobs directory of whoever runs the command. */
export const jobsPlace = ({ io }: Context): string => jobsDirectory(io.env);

/** Where the jobs lie, for {@link openPluginJobs}. */
export const jobsAt = (context: Context): { dir: string; queue?: string } => ({
  dir: jobsPlace(context),
  ...(context.queue === undefined ? {} : { queue: context.queue }),
});

/** Where the jobs lie, for people. */
export function jobsPlaceName(context: Context): string {
  if (context.queue === undefined) return jobsPlace(context);
  return URL.canParse(context.queue) ? new URL(context.queue).host : 'the queue';
}

/** The jobs of `--queue URL` or `PLUGWRIGHT_QUEUE`, else of the directory. A password in the URL is never shown. */
export function atQueue(context: Context, options: Record<string, unknown>): Context {
  const queue = options['queue'] ?? context.io.env['PLUGWRIGHT_QUEUE']?.trim();
  if (typeof queue !== 'string' || queue === '') return context;
  hideQueuePassword(context, queue);
  return { ...context, queue };
}

/** The jobs, to look at; `undefined` when there never was one. Nobody is in the way of looking. */
export async function lookAtJobs(context: Context): Promise<Jobs | undefined> {
  const dir = jobsPlace(context);
  if (context.queue !== undefined) return openQueue(context.queue, { dir });
  return existsSync(join(dir, 'jobs.db')) ? openJobs({ dir, readOnly: true }) : undefined;
}
