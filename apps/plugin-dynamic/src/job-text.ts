import type { JobQuestion, JobRecord, JobState, PluginJobResult } from '@plugwright/engine/jobs';

/** What people call a job by: the end of its id, which is its random part. */
export const shortId = (id: string): string => id.slice(-8);

const states: Readonly<Record<JobState, string>> = {
  scheduled: 'waits before the next try',
  blocked: 'waits for other jobs',
  queued: 'waits for its turn',
  running: 'is being made',
  asking: 'waits for an answer',
  cancelling: 'is being stopped',
  completed: 'is done',
  failed: 'failed',
  cancelled: 'was cancelled',
};

/** `"Rolls dice" (job 1a2b3c4d) is being made: types passed.` */
export function jobLine(job: JobRecord): string {
  const last = job.journal.findLast(({ type }) => type === 'job.progress')?.message;
  const more = job.state === 'running' && last !== undefined ? `: ${last}` : '';
  const why = job.state === 'failed' && job.error !== undefined ? `: ${job.error.message}` : '';
  return `"${job.title}" (job ${shortId(job.id)}) ${states[job.state]}${more}${why}`.replace(
    /[.!]?$/,
    '.',
  );
}

/** The question with its choices, as it is posted. */
export function questionText(job: Pick<JobRecord, 'id'>, question: JobQuestion): string {
  const { choices = [], fallback } = (question.data ?? {}) as {
    choices?: string[];
    fallback?: string;
  };
  return [
    `A question about plugin job ${shortId(job.id)}: ${question.text}`,
    ...choices.map((choice, index) => `${index + 1}) ${choice}`),
    ...(fallback === undefined ? [] : [`Say "skip" to take the likely answer: ${fallback}.`]),
  ].join('\n');
}

/** The verdict: where the plugin lies and what was checked, or what is wrong. */
export function verdictText(job: JobRecord, result: PluginJobResult | undefined): string {
  const name = result?.spec?.name ?? `"${job.title}"`;
  const about = `(job ${shortId(job.id)})`;
  if (job.state === 'cancelled') return `Stopped: ${name} ${about} is cancelled.`;
  if (job.state === 'completed') {
    const { directory, spec, report } = result ?? {};
    const gates = report?.gates.map(({ gate }) => gate) ?? [];
    const needed = spec?.environment.filter((one) => one.required).map((one) => one.name) ?? [];
    return [
      `${name} is ready ${about}. It lies in ${directory ?? 'its directory'}.`,
      gates.length === 0
        ? 'Nothing was checked.'
        : `Checked: ${gates.join(', ')}; all passed. ${howChecked(report)}`,
      ...(needed.length === 0 ? [] : [`It needs ${needed.join(', ')}.`]),
      'I have not loaded it.',
    ].join('\n');
  }
  const { message = 'It failed.', hint } = job.error ?? {};
  const where = result?.outcome === 'failed' ? `\nWhat was made lies in ${result.directory}.` : '';
  return `${name} failed ${about}: ${message}${hint === undefined ? '' : `\n${hint}`}${where}`;
}

/** What stood between the new code and the machine while it was checked, as the gates recorded it. */
function howChecked(report: PluginJobResult['report']): string {
  const { level, driver } = report?.isolation ?? {};
  const hasRun = report?.gates.some(({ gate }) => gate === 'boot' || gate === 'tests') === true;
  if (!hasRun || level === undefined) return 'None of it was run.';
  if (level === 'sandbox') return `It ran in a sandbox (${driver}), without my keys.`;
  return `It ran without my keys, but with my rights on this machine (isolation: ${level}).`;
}
