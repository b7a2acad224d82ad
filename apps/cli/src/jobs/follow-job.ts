import type { JobEvent } from '@plugwright/engine/jobs';
import type { Context } from '../context.js';
import { findJob, noJobs } from './find-job.js';
import { eventLine } from './job-lines.js';
import { exitOfJob, printJobEnd } from './job-result.js';
import { lookAtJobs } from './jobs-place.js';
import { watchJob } from './watch-job.js';

/** `plugwright jobs follow [job]`: what happened and happens, until it ends. */
export async function followJob(context: Context, [name = 'last']: string[]): Promise<number> {
  const jobs = await lookAtJobs(context);
  if (jobs === undefined) throw noJobs(name);
  try {
    const events: JobEvent[] = [];
    const { job } = await watchJob(context, jobs, (await findJob(jobs, name)).id, {
      tell: (event) => {
        events.push(event);
        const line = eventLine(context, event);
        if (line !== undefined) context.note(line);
      },
    });
    await printJobEnd(context, jobs, job);
    context.emitJson({ job, events });
    return exitOfJob(job);
  } finally {
    await jobs.close();
  }
}
