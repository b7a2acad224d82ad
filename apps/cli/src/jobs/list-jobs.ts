import { JOB_STATES, type JobQuery, type JobState } from '@plugwright/engine/jobs';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { choice, wholeNumber } from '../source-options.js';
import { listLine } from './job-lines.js';
import { jobsPlaceName, lookAtJobs } from './jobs-place.js';

/** `--state`, `--text`, `--since`, `--limit`. */
export function jobQuery(options: Record<string, unknown>, limit?: number): JobQuery {
  const states = (options['state'] as string[] | undefined)?.flatMap(
    (state) => choice('--state', state, Object.keys(JOB_STATES) as JobState[]) ?? [],
  );
  const most = wholeNumber('--limit', options['limit'], 1, 1_000_000) ?? limit;
  const since = options['since'];
  return {
    ...(states === undefined ? {} : { state: states }),
    ...(typeof options['text'] === 'string' ? { text: options['text'] } : {}),
    ...(typeof since === 'string' ? { since: timeOf(since) } : {}),
    ...(most === undefined ? {} : { limit: most }),
  };
}

/** A day, a time, or so long before now: `7d`, `12h`, `30m`. */
function timeOf(text: string): number {
  const [, count, unit] = /^(\d{1,6})([dhm])$/.exec(text) ?? [];
  if (count !== undefined)
    return Date.now() - Number(count) * ({ d: 86_400, h: 3600, m: 60 }[unit ?? ''] ?? 0) * 1000;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new PlugwrightError({
    code: 'PW_CLI_OPTION',
    message: `--since cannot be ${JSON.stringify(text)}.`,
    hint: 'Use 7d, 12h, 30m, or a date such as 2026-11-01.',
  });
}

/** `plugwright jobs list` */
export async function listJobs(
  context: Context,
  _: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const query = jobQuery(options, 20);
  const jobs = await lookAtJobs(context);
  const page = (await jobs?.list(query)) ?? { jobs: [] };
  await jobs?.close();
  const now = Date.now();
  for (const job of page.jobs)
    context.print(listLine(context.colours, job, now, context.io.stdout.columns));
  if (page.jobs.length === 0) context.note(`No such jobs in ${jobsPlaceName(context)}.`);
  else if (page.next !== undefined)
    context.note(context.errorColours.dim('There are more; see --limit, --state and --text.'));
  context.emitJson({ directory: jobsPlaceName(context), jobs: page.jobs, next: page.next });
  return exitCode.done;
}
