import type { JobEvent, JobRecord, JobState } from '@plugwright/engine/jobs';
import type { Colours, Context } from '../context.js';
import { duration } from '../duration.js';
import { visible } from '../visible.js';
import { shortId } from './find-job.js';

const paint = (c: Colours, state: JobState) =>
  ({
    scheduled: c.dim,
    blocked: c.dim,
    queued: c.cyan,
    running: c.cyan,
    asking: c.yellow,
    cancelling: c.yellow,
    completed: c.green,
    failed: c.red,
    cancelled: c.yellow,
  })[state];

/** `3 min ago`; the largest unit says enough. */
export function ago(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** One line of the list. */
export function listLine(c: Colours, job: JobRecord, now: number, columns = 100): string {
  const { id, state, error, attempt, spared } = job;
  const code = error === undefined || state !== 'failed' ? '' : `  ${c.dim(error.code)}`;
  // An attempt that only stopped to ask, or was handed back, is none that went wrong.
  const tries = attempt - spared > 1 ? `  ${c.dim(`attempt ${attempt - spared}`)}` : '';
  const room = Math.max(20, columns - 34 - (code === '' ? 0 : (error?.code.length ?? 0) + 2));
  const named = visible(job.title) || job.kind;
  const title = named.length > room ? `${named.slice(0, room - 1)}…` : named;
  return `${c.bold(shortId(id))}  ${paint(c, state)(state.padEnd(10))} ${c.dim(ago(job.createdAt, now).padStart(10))}  ${title}${code}${tries}`;
}

/** Everything that a person asks about one job. */
export function jobDetails(c: Colours, job: JobRecord): string[] {
  const time = (at: number | undefined) =>
    at === undefined ? undefined : new Date(at).toISOString().replace('.000Z', 'Z');
  const rows: [string, string | undefined][] = [
    ['job', job.id],
    ['state', paint(c, job.state)(job.state)],
    ['title', visible(job.title)],
    ['kind', job.kind],
    ['for', job.principal],
    ['priority', job.priority === 0 ? undefined : String(job.priority)],
    ['created', time(job.createdAt)],
    ['started', time(job.startedAt)],
    ['ended', time(job.endedAt)],
    ['attempts', String(job.attempt)],
    ['again of', job.retryOf],
    ['error', job.error && `${c.red(job.error.code)} ${visible(job.error.message)}`],
    ['hint', job.error?.hint && visible(job.error.hint)],
  ];
  const lines = rows.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${c.dim(name.padEnd(9))} ${value}`],
  );
  const steps = job.steps.map(({ name, ms }) => `  ${name.padEnd(9)} ${c.dim(duration(ms))}`);
  const open = job.questions.filter(({ answer }) => answer === undefined);
  return [
    ...lines,
    ...(steps.length === 0 ? [] : [c.dim('steps'), ...steps]),
    ...open.map(({ text }) => `${c.yellow('asks')}      ${visible(text)}`),
  ];
}

/** What happened, in one line; `undefined` for what says nothing to a person. */
export function eventLine(context: Context, event: JobEvent): string | undefined {
  const c = context.errorColours;
  const { type, step, code, message, data } = event;
  const at = c.dim(new Date(event.at).toISOString().slice(11, 19));
  const ms = (data as { ms?: number } | undefined)?.ms;
  const time = typeof ms === 'number' ? c.dim(` ${duration(ms)}`) : '';
  const text = {
    'job.created': 'created',
    'job.queued': undefined,
    'job.prioritised': 'has another priority',
    'job.started': `attempt ${event.attempt} begins`,
    'job.progress': `${visible(message ?? '')}${time}`,
    'job.step.started': undefined,
    'job.step.completed': undefined,
    'job.step.reused': `${step} was done before`,
    'job.child': undefined,
    'job.asking': c.yellow(`asks: ${visible(message ?? '')}`),
    'job.answered': 'has its answer',
    'job.retrying': `${c.yellow('tries again')}: ${visible(message ?? code ?? '')}`,
    'job.recovered': c.yellow('goes on; the process that ran it is gone'),
    'job.handed_back': c.yellow('waits for a worker; the one that ran it has stopped'),
    'job.cancelling': 'is being cancelled',
    'job.completed': c.green('completed'),
    'job.failed': `${c.red('failed')}: ${code ?? ''} ${visible(message ?? '')}`,
    'job.cancelled': c.yellow('cancelled'),
  }[type];
  return text === undefined ? undefined : `${at} ${c.bold(shortId(event.jobId))} ${text}`;
}
