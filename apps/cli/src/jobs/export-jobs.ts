import { exportJobs } from '@plugwright/engine/jobs';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { choice } from '../source-options.js';
import { jobQuery } from './list-jobs.js';
import { lookAtJobs } from './jobs-place.js';

/** `plugwright jobs export [--format csv|jsonl]`: one line a job on stdout. */
export async function exportAll(
  context: Context,
  _: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const format = choice('--format', options['format'], ['csv', 'jsonl']) ?? 'jsonl';
  const query = jobQuery(options);
  const jobs = await lookAtJobs(context);
  if (jobs === undefined) {
    context.emitJson({ jobs: [] });
    return exitCode.done;
  }
  try {
    const all: unknown[] = [];
    for await (const piece of exportJobs(
      jobs.store,
      context.flags.json ? 'jsonl' : format,
      query,
    )) {
      context.io.signal.throwIfAborted();
      if (!context.flags.json) context.io.stdout.write(piece);
      else for (const line of piece.split('\n')) if (line !== '') all.push(JSON.parse(line));
    }
    context.emitJson({ jobs: all });
    return exitCode.done;
  } finally {
    await jobs.close();
  }
}
