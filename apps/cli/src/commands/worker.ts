import { isTerminal, openPluginJobs } from '@plugwright/engine/jobs';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { duration } from '../duration.js';
import { exitCode } from '../exit-code.js';
import { eventLine } from '../jobs/job-lines.js';
import { atQueue, jobsAt, jobsPlaceName } from '../jobs/jobs-place.js';
import { wholeNumber } from '../source-options.js';

/** Time for running jobs to end by themselves at the first Ctrl-C or SIGTERM, in ms; then they are handed back. */
const grace = 10_000;

/** `plugwright worker`: does what is ordered, until it is told to stop. */
export async function worker(
  asked: Context,
  _: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const context = atQueue(asked, options);
  const { signal } = context.io;
  const global = wholeNumber('--concurrency', options['concurrency'], 1, 64);
  const graceSeconds = wholeNumber('--grace', options['grace'], 0, 3600);
  const jobs = await openPluginJobs({
    ...jobsAt(context),
    host: cliHost(context),
    ...(global === undefined ? {} : { concurrency: { global } }),
  });
  const ended = { completed: 0, failed: 0, cancelled: 0 };
  const stopListening = jobs.on((event) => {
    const line = eventLine(context, event);
    if (line !== undefined) context.note(line);
    if (isTerminal(event.state) && event.type === `job.${event.state}`) ended[event.state]++;
  });
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let handedBack = 0;
  try {
    const { slots } = await jobs.stats();
    context.note(
      `Working ${context.queue === undefined ? 'in' : 'for'} ${jobsPlaceName(context)}, ${slots} at once. Ctrl-C stops.`,
    );
    jobs.start();
    await (options['untilIdle'] === true ? Promise.race([jobs.idle(), stopped]) : stopped);
    if (signal.aborted) {
      const timeoutMs = graceSeconds === undefined ? grace : graceSeconds * 1000;
      context.note(`Stopping; what runs has ${duration(timeoutMs)}.`);
      ({ handedBack } = await jobs.drain({ timeoutMs }));
    }
  } finally {
    stopListening();
    await jobs.close();
  }
  const { completed, failed, cancelled } = ended;
  context.note(
    `${completed} completed, ${failed} failed, ${cancelled} cancelled, ${handedBack} handed back.`,
  );
  context.emitJson({ ...ended, handedBack });
  return exitCode.done;
}
