import type { CreateResult, LoadedSource } from '@plugwright/engine';
import { type Jobs, openPluginJobs } from '@plugwright/engine/jobs';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import type { Progress } from '../progress.js';
import { shortId } from './find-job.js';
import { resultOf } from './job-result.js';
import { jobsPlace } from './jobs-place.js';
import { pluginOrder } from './plugin-order.js';
import { runToEnd } from './run-to-end.js';

/**
 * `plugwright create` as a job of this process: Ctrl-C, or the end of the machine, lose nothing that was finished, and the
 * jobs remember it.
 *
 * @returns `undefined` when there is no place for jobs, or another process has it; then it has to be done without
 * @throws what the job failed with, when it left no result
 */
export async function createAsJob(
  context: Context,
  source: string,
  options: Record<string, unknown>,
  progress: Progress,
): Promise<{ result: CreateResult; isShown: boolean } | undefined> {
  const host = cliHost(context);
  let loaded: LoadedSource | undefined;
  const jobs = await openPluginJobs({
    dir: jobsPlace(context),
    host,
    retry: false,
    concurrency: { global: 1 },
    // What is not taken by then is delivered by the next one that has the jobs.
    ...(options['webhook'] === undefined ? {} : { settleWebhooksMs: 10_000 }),
    onStep: (_, event) => progress.onStep(event),
    onLoaded: (_, text) => (loaded = text),
  }).catch((error: unknown) => {
    host.log.debug(`no job: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
  if (jobs === undefined) return undefined;
  let id = '';
  try {
    const request = await pluginOrder(context, source, options, host);
    ({ id } = (await jobs.create({ ...request, priority: 10 })).job);
    const { job, isShown } = await runToEnd(context, jobs, id);
    const result = await resultOf(jobs, job);
    if (result === undefined) throw failureOf(job.error);
    return { result: { ...result, ...(loaded && { loaded }) }, isShown };
  } finally {
    await close(context, jobs, id);
  }
}

async function close(context: Context, jobs: Jobs, id: string): Promise<void> {
  const job = id === '' ? undefined : await jobs.get(id).catch(() => undefined);
  await jobs.close();
  if (job !== undefined && job.endedAt === undefined)
    context.note(`Go on with: ${hereAlways(context)}plugwright jobs resume ${shortId(id)}`);
}

/** This job is of this machine, also where others are on a server. */
const hereAlways = ({ io }: Context) => (io.env['PLUGWRIGHT_QUEUE'] ? 'PLUGWRIGHT_QUEUE= ' : '');

const failureOf = (error: { code: string; message: string; hint?: string } | undefined) =>
  new PlugwrightError(error ?? { code: 'PW_INTERNAL', message: 'The job ended without a result.' });
