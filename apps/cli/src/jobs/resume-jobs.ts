import { isTerminal, type JobRecord, openPluginJobs } from '@plugwright/engine/jobs';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { gateNames } from '../gate-names.js';
import { createProgress } from '../progress.js';
import { findJob, noJobs, shortId } from './find-job.js';
import { exitOfJob, printJobEnd } from './job-result.js';
import { listLine } from './job-lines.js';
import { jobsAt, lookAtJobs } from './jobs-place.js';
import { runToEnd } from './run-to-end.js';
import { followJob } from './follow-job.js';

const unfinished = ['scheduled', 'blocked', 'queued', 'running', 'asking', 'cancelling'] as const;

/**
 * `plugwright jobs resume [job]`: goes on with a job that was stopped, in this process; without a name with the newest that
 * has not ended.
 */
export async function resumeJobs(context: Context, [name]: string[]): Promise<number> {
  const before = await lookAtJobs(context);
  if (before === undefined) throw noJobs(name ?? 'last');
  let job: JobRecord | undefined;
  try {
    job =
      name === undefined
        ? (await before.list({ state: unfinished, limit: 1 })).jobs[0]
        : await findJob(before, name);
  } finally {
    await before.close();
  }
  if (job === undefined) {
    context.note('Nothing is unfinished.');
    context.emitJson({ job: null });
    return exitCode.done;
  }
  if (isTerminal(job.state))
    throw new PlugwrightError({
      code: 'PW_JOBS_TRANSITION',
      message: `Job ${shortId(job.id)} has ended: ${job.state}.`,
      hint: `Do it again with plugwright jobs retry ${shortId(job.id)}.`,
    });
  return goOn(context, job);
}

async function goOn(context: Context, { id, title }: JobRecord): Promise<number> {
  const progress = createProgress(context, gateNames);
  const options = {
    ...jobsAt(context),
    host: cliHost(context),
    concurrency: { global: 1 },
    onStep: (jobId: string, event: Parameters<typeof progress.onStep>[0]) => {
      if (jobId === id) progress.onStep(event);
    },
  };
  const jobs = await openPluginJobs(options).catch((error: unknown) => {
    if (PlugwrightError.isInstance(error) && error.code === 'PW_JOBS_LOCKED') return undefined;
    throw error;
  });
  if (jobs === undefined) {
    context.note('Another process has the jobs and goes on with it.');
    return followJob(context, [id]);
  }
  try {
    context.note(`Going on with ${shortId(id)}: ${title}`);
    const waits = (await jobs.get(id))?.state ?? '';
    if (['queued', 'scheduled', 'blocked'].includes(waits)) await jobs.prioritise(id, 10);
    const { job } = await runToEnd(context, jobs, id);
    await progress.stop();
    if (!isTerminal(job.state))
      context.print(listLine(context.colours, job, Date.now(), context.io.stdout.columns));
    else await printJobEnd(context, jobs, job);
    context.emitJson({ job });
    return isTerminal(job.state) ? exitOfJob(job) : exitCode.failed;
  } finally {
    await progress.stop();
    await jobs.close();
  }
}
