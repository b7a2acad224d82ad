import type { Context } from '../context.js';
import { atQueue } from '../jobs/jobs-place.js';
import { closest, PlugwrightError } from '../error-table.js';
import { jobCommands } from '../program.js';

type Run = (context: Context, args: string[], options: Record<string, unknown>) => Promise<number>;

/** What each word after `plugwright jobs` loads. */
const runs: Record<(typeof jobCommands)[number], () => Promise<Run>> = {
  list: () => import('../jobs/list-jobs.js').then((m) => m.listJobs),
  show: () => import('../jobs/show-job.js').then((m) => m.showJob),
  follow: () => import('../jobs/follow-job.js').then((m) => m.followJob),
  cancel: () => import('../jobs/order-job.js').then((m) => m.cancelJob),
  answer: () => import('../jobs/answer-job.js').then((m) => m.answerJob),
  retry: () => import('../jobs/order-job.js').then((m) => m.retryJob),
  prioritise: () => import('../jobs/order-job.js').then((m) => m.prioritiseJob),
  prune: () => import('../jobs/order-job.js').then((m) => m.pruneJobs),
  stats: () => import('../jobs/job-stats.js').then((m) => m.jobStats),
  export: () => import('../jobs/export-jobs.js').then((m) => m.exportAll),
  resume: () => import('../jobs/resume-jobs.js').then((m) => m.resumeJobs),
};

/** `plugwright jobs <what> [job]` */
export async function jobs(
  context: Context,
  [what = '', ...args]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const known = jobCommands.find((one) => one === what);
  if (known === undefined) {
    const near = closest(what, jobCommands);
    throw new PlugwrightError({
      code: 'PW_CLI_USAGE',
      message: `There is no plugwright jobs ${what}.`,
      hint: near === undefined ? `Use ${jobCommands.join(', ')}.` : `Did you mean ${near}?`,
    });
  }
  const run = await runs[known]();
  return run(atQueue(context, options), args, options);
}
