import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Jobs, jobsDirectory, openJobs } from '@plugwright/engine/jobs';
import type { Context } from '../context.js';

/** The jobs directory of whoever runs the command. */
export const jobsPlace = ({ io }: Context): string => jobsDirectory(io.env);

/** The jobs, to look at; `undefined` when there never was one. Nobody is in the way of looking. */
export async function lookAtJobs(context: Context): Promise<Jobs | undefined> {
  const dir = jobsPlace(context);
  return existsSync(join(dir, 'jobs.db')) ? openJobs({ dir, readOnly: true }) : undefined;
}
