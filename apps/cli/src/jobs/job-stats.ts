import { jobStatistics, statisticsSvg, statisticsText } from '@plugwright/engine/jobs';
import { writeAtomically } from '@plugwright/files';
import { resolve } from 'node:path';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { shownPath } from '../shown-path.js';
import { jobQuery } from './list-jobs.js';
import { jobsPlaceName, lookAtJobs } from './jobs-place.js';

/** `plugwright jobs stats [--svg FILE]` */
export async function jobStats(
  context: Context,
  _: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const { text, since } = jobQuery(options);
  const jobs = await lookAtJobs(context);
  if (jobs === undefined) {
    context.note(`No jobs in ${jobsPlaceName(context)}.`);
    context.emitJson({ directory: jobsPlaceName(context) });
    return exitCode.done;
  }
  try {
    const now = await jobs.stats();
    const history = await jobStatistics(jobs.store, {
      ...(text === undefined ? {} : { text }),
      ...(since === undefined ? {} : { since }),
    });
    const c = context.colours;
    const unfinished = Object.entries(now.byState).filter(
      ([state, count]) => count > 0 && !['completed', 'failed', 'cancelled'].includes(state),
    );
    if (unfinished.length > 0)
      context.print(
        `${c.bold('Now')}  ${unfinished.map(([state, count]) => `${count} ${state}`).join(', ')}`,
      );
    const width = Math.min(100, context.io.stdout.columns ?? 80);
    context.print(statisticsText(history, { width, color: c.isColorSupported }).trimEnd());
    const { svg } = options;
    if (typeof svg === 'string') {
      const file = resolve(context.io.cwd, svg);
      await writeAtomically(file, statisticsSvg(history));
      context.note(`Wrote ${shownPath(context.io.cwd, file)}.`);
    }
    context.emitJson({ directory: jobsPlaceName(context), now, history });
    return exitCode.done;
  } finally {
    await jobs.close();
  }
}
