import {
  connectPluginJobs,
  type JobRecord,
  type Order,
  type PluginJobsDesk,
  type RetentionPlan,
} from '@plugwright/engine/jobs';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { wholeNumber } from '../source-options.js';
import { findJob, noJobs, shortId } from './find-job.js';
import { listLine } from './job-lines.js';
import { jobsAt, lookAtJobs } from './jobs-place.js';

type Options = Record<string, unknown>;

/** Orders something of whoever has the jobs, or does it. */
export async function withDesk<T>(
  context: Context,
  work: (desk: PluginJobsDesk) => Promise<T>,
): Promise<T> {
  const desk = await connectPluginJobs({ ...jobsAt(context), host: cliHost(context) });
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}

export const jobNamed = async (context: Context, name: string): Promise<JobRecord> => {
  const jobs = await lookAtJobs(context);
  if (jobs === undefined) throw noJobs(name);
  try {
    return await findJob(jobs, name);
  } finally {
    await jobs.close();
  }
};

/** Orders, and prints the job as it is afterwards. */
export async function ordered(context: Context, order: Order): Promise<JobRecord> {
  const reply = await withDesk(context, (desk) => desk.order(order));
  const job = await jobNamed(context, 'id' in reply ? reply.id : '');
  context.print(listLine(context.colours, job, Date.now(), context.io.stdout.columns));
  context.emitJson({ job });
  return job;
}

/** `plugwright jobs cancel <job>`: final when it returns. */
export async function cancelJob(
  context: Context,
  [name = '']: string[],
  options: Options,
): Promise<number> {
  const { id } = await jobNamed(context, name);
  const { reason } = options;
  const why = typeof reason === 'string' ? { reason } : {};
  const job = await ordered(context, { do: 'cancel', id, ...why });
  if (job.state !== 'cancelled') context.note(`It had ended before it could be cancelled.`);
  return job.state === 'cancelled' ? exitCode.done : exitCode.failed;
}

/** `plugwright jobs retry <job>`: a new job that keeps what was finished. */
export async function retryJob(context: Context, [name = '']: string[]): Promise<number> {
  const { id } = await jobNamed(context, name);
  const job = await ordered(context, { do: 'retry', id });
  context.note(`Next: plugwright jobs resume ${shortId(job.id)}, or a plugwright worker does it.`);
  return exitCode.done;
}

/** `plugwright jobs prioritise <job> <priority>` */
export async function prioritiseJob(
  context: Context,
  [name = '', value]: string[],
): Promise<number> {
  const priority = wholeNumber('the priority', value ?? '', -10, 10) ?? 0;
  const { id } = await jobNamed(context, name);
  await ordered(context, { do: 'prioritise', id, priority });
  return exitCode.done;
}

/** `plugwright jobs prune [--dry-run]` */
export async function pruneJobs(context: Context, _: string[], options: Options): Promise<number> {
  const dryRun = options['dryRun'] === true;
  const reply = await withDesk(context, (desk) => desk.order({ do: 'prune', dryRun }));
  const plan: RetentionPlan | undefined = 'plan' in reply ? reply.plan : undefined;
  const { remove = [], sweep = [], freedBytes = 0 } = plan ?? {};
  for (const { id, state, reason } of remove)
    context.print(`${shortId(id)}  ${state.padEnd(10)} ${context.colours.dim(reason)}`);
  const size = `${(freedBytes / 1024).toFixed(0)} kB`;
  const verb = dryRun ? 'would go' : 'went';
  context.print(`${remove.length} jobs and ${sweep.length} files ${verb}, ${size}.`);
  context.emitJson({ dryRun, plan });
  return exitCode.done;
}
