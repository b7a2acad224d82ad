import { isTerminal, type JobEvent, type JobRecord, type Jobs } from '@plugwright/engine/jobs';
import type { Context } from '../context.js';

/**
 * Tells what happens to a job until it ends, or until it waits for somebody when `untilAsking`.
 *
 * @returns the record as it is then
 */
export async function watchJob(
  context: Context,
  jobs: Jobs,
  id: string,
  options: { after?: number; untilAsking?: boolean; tell: (event: JobEvent) => void },
): Promise<{ job: JobRecord; seq: number }> {
  const { signal } = context.io;
  let seq = options.after ?? 0;
  for await (const event of jobs.follow({ jobId: id, after: seq }, signal)) {
    seq = event.seq;
    options.tell(event);
    if (isTerminal(event.state)) break;
    if (options.untilAsking === true && event.type === 'job.asking') break;
  }
  signal.throwIfAborted();
  const job = await jobs.get(id);
  if (job === undefined) throw new Error(`job ${id} is gone`);
  return { job, seq };
}
