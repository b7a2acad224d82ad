import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { createJson } from '../create-json.js';
import { findJob, noJobs } from './find-job.js';
import { jobDetails } from './job-lines.js';
import { resultOf } from './job-result.js';
import { lookAtJobs } from './jobs-place.js';

/** `plugwright jobs show <job>` */
export async function showJob(context: Context, [name = 'last']: string[]): Promise<number> {
  const jobs = await lookAtJobs(context);
  if (jobs === undefined) throw noJobs(name);
  try {
    const job = await findJob(jobs, name);
    const result = await resultOf(jobs, job);
    const c = context.colours;
    for (const line of jobDetails(c, job)) context.print(line);
    if (result?.directory !== undefined)
      context.print(`${c.dim('plugin'.padEnd(9))} ${result.directory}`);
    for (const { gate, status, diagnostics } of result?.report?.gates ?? [])
      context.print(
        `${c.dim('gate'.padEnd(9))} ${gate} ${status}${diagnostics[0] === undefined ? '' : `: ${diagnostics[0].message}`}`,
      );
    context.emitJson({ job, ...(result === undefined ? {} : { result: createJson(result) }) });
    return exitCode.done;
  } finally {
    await jobs.close();
  }
}
