import { PlugwrightError } from '@plugwright/errors';
import { type StopCause, type StopSwitch, stopSwitch } from './abort-reason.js';
import { endChildren } from './end-children.js';
import { type ContextParts, jobContext, type RunningContext } from './job-context.js';
import type { JobKind } from './job-kind.js';
import type { JobFailure, JobRecord } from './job-record.js';
import { jobsError, messageOf } from './jobs-error.js';
import type { Move } from './ledger.js';

/** An attempt that runs. */
export interface Attempt {
  stop(cause: StopCause, reason: PlugwrightError): void;
  /** Resolves when it is over, its children are gone and its end is on disk. Never rejects. */
  done: Promise<void>;
}

/** What an attempt needs besides the context's parts. */
export interface AttemptParts extends ContextParts {
  graceMs: number;
}

type Outcome = { output: unknown } | { error: unknown };

const DEFAULT_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 300_000;

/** 1 s doubling up to 5 min, the upper half of it random ("equal jitter", Brooker, AWS Architecture Blog 2015). */
export const defaultBackoff = (attempt: number) => {
  const full = Math.min(LONGEST_BACKOFF_MS, DEFAULT_BACKOFF_MS * 2 ** Math.max(0, attempt - 2));
  return full / 2 + (Math.random() * full) / 2;
};

/** Bad input stays bad: a `PlugwrightError` of the areas' input kind is not tried again when it says so. */
const defaultRetryable = (error: unknown) =>
  !(PlugwrightError.isInstance(error) && /^PW_JOBS_(VALUE|SPEND|REQUEST)$/.test(error.code));

/**
 * Runs the claimed job to the end of this attempt. `over` is called once, when the work and its children are gone and
 * the end is on its way to disk: from then on the slot is free, and the next claim goes to disk in the same write.
 */
export function runAttempt(
  parts: AttemptParts,
  job: JobRecord,
  kind: JobKind,
  over: () => void,
): Attempt {
  const stop = stopSwitch();
  const done = run(parts, job, kind, stop, over)
    .catch(() => {
      // Only a failed write gets here, and the writer has stopped everything then.
    })
    .finally(over);
  return { stop: (cause, reason) => stop.stop(cause, reason), done };
}

async function run(
  parts: AttemptParts,
  job: JobRecord,
  kind: JobKind,
  stop: StopSwitch,
  over: () => void,
) {
  const { ledger, clock, content, processes, graceMs } = parts;
  const limits = watch(parts, kind, job, stop);
  let running: RunningContext | undefined;
  let outcome: Outcome;
  try {
    const input = await content.load(job.input);
    if (stop.reason) throw stop.reason;
    running = jobContext(parts, job, kind, input, stop, limits.alive);
    outcome = await orAbandoned(parts, stop, kind.run(running.context));
  } catch (error) {
    outcome = { error };
  } finally {
    limits.off();
  }
  const lease = ledger.unfinished.get(job.id)?.lease;
  if (lease && (running?.mayHaveChildren() || lease.children.length > 0))
    await endChildren([lease], processes, clock, graceMs);
  await settle(parts, job, kind, stop, outcome, running, over);
}

/** The outcome of the work, or of the stop when the work does not end within the grace. */
function orAbandoned(
  { clock, graceMs }: AttemptParts,
  stop: StopSwitch,
  work: Promise<unknown>,
): Promise<Outcome> {
  return new Promise<Outcome>((resolve) => {
    work.then(
      (output) => resolve({ output }),
      (error: unknown) => resolve({ error }),
    );
    const give = () => resolve({ error: stop.reason });
    stop.onStop(() => void clock.after(graceMs, give));
  });
}

/** Time limits of the attempt; by a clock that does not jump. */
function watch({ clock }: AttemptParts, kind: JobKind, job: JobRecord, stop: StopSwitch) {
  const { timeoutMs, heartbeatMs } = kind;
  const offs: (() => void)[] = [];
  if (timeoutMs !== undefined)
    offs.push(
      clock.after(timeoutMs, () =>
        stop.stop(
          'timeout',
          jobsError('PW_JOBS_TIMEOUT', `job ${job.id} ran longer than ${timeoutMs} ms`),
        ),
      ),
    );
  let last = clock.monotonic();
  if (heartbeatMs !== undefined) {
    let off = () => {};
    const look = () => {
      const left = last + heartbeatMs - clock.monotonic();
      if (left > 0) off = clock.after(left, look);
      else
        stop.stop(
          'timeout',
          jobsError('PW_JOBS_SILENT', `job ${job.id} was silent for ${heartbeatMs} ms`),
        );
    };
    look();
    offs.push(() => off());
  }
  return {
    alive: () => {
      last = clock.monotonic();
    },
    off: () => offs.forEach((off) => off()),
  };
}

/** Writes how the attempt ended. The record decides, not the work: what was cancelled is cancelled. */
async function settle(
  parts: AttemptParts,
  job: JobRecord,
  kind: JobKind,
  stop: StopSwitch,
  outcome: Outcome,
  running: RunningContext | undefined,
  over: () => void,
): Promise<void> {
  const { ledger, content } = parts;
  const { epoch, attempt } = job.lease!;
  const token = { epoch, attempt };
  const end = async (wanted: Omit<Move, 'token'>) => {
    // Looked at in the same turn as the write: a cancel request that came before it wins.
    const latest = ledger.unfinished.get(job.id);
    const move = latest?.state === 'cancelling' ? cancelMove(parts, latest) : wanted;
    const ended = ledger.move(job.id, { ...move, token, patch: { lease: null, ...move.patch } });
    over();
    try {
      return await ended;
    } catch (error) {
      // In a shared store the request of another process may have come first, and is seen only now.
      const seen = ledger.unfinished.get(job.id);
      if (seen?.state !== 'cancelling' || latest?.state === 'cancelling') throw error;
      const cancel = cancelMove(parts, seen);
      return ledger.move(job.id, { ...cancel, token, patch: { lease: null, ...cancel.patch } });
    }
  };
  const now = ledger.unfinished.get(job.id);
  if (!now || now.lease?.epoch !== epoch || now.lease.attempt !== attempt) return;
  if (stop.cause === 'stopped') return;
  if ('output' in outcome) {
    // A result counts even when a time-out or shutdown came in the same moment: the work is done.
    const stored = await content.store(outcome.output, 'the output of the job').then(
      ({ stored }) => stored,
      (error: unknown) => ({ error }),
    );
    if ('error' in stored) return fail(parts, now, kind, stored.error, running, end);
    await end(completeMove(parts, stored, kind));
    content.release(stored);
    return;
  }
  const question = running?.question();
  if (question && !stop.cause) {
    await end({
      name: 'ask',
      patch: {
        questions: [...now.questions, { ...question, askedAt: parts.clock.now() }],
        spared: now.spared + 1,
        waitingSince: parts.clock.now(),
      },
      events: [{ type: 'job.asking', message: question.text.slice(0, 500) }],
    });
    return;
  }
  if (stop.cause === 'shutdown') {
    const at = parts.clock.now();
    await end({
      name: 'handBack',
      patch: { spared: now.spared + 1, queuedAt: at, waitingSince: at },
      events: [{ type: 'job.handed_back' }],
    });
    return;
  }
  await fail(parts, now, kind, stop.reason ?? outcome.error, running, end);
}

const completeMove = ({ clock }: AttemptParts, output: JobRecord['input'], kind: JobKind) => ({
  name: 'complete' as const,
  patch: { output, endedAt: clock.now(), ...(kind.pinCompleted && { pinned: true }) },
  clear: ['error'] as const,
  events: [{ type: 'job.completed' as const }],
});

const cancelMove = ({ clock }: AttemptParts, job: JobRecord): Omit<Move, 'token'> => ({
  name: 'finishCancel',
  patch: { endedAt: clock.now() },
  events: [{ type: 'job.cancelled', ...(job.cancel?.reason && { message: job.cancel.reason }) }],
});

async function fail(
  { clock, ledger }: AttemptParts,
  job: JobRecord,
  kind: JobKind,
  error: unknown,
  running: RunningContext | undefined,
  end: (move: Omit<Move, 'token'>) => Promise<JobRecord>,
): Promise<void> {
  const failure = failureOf(error, running?.step());
  const spent = ledger.unfinished.get(job.id)!.attempt - job.spared;
  const again = spent < job.maxAttempts && (kind.retryable ?? defaultRetryable)(error);
  const event = { code: failure.code, message: failure.message };
  if (!again) {
    const patch = { error: failure, endedAt: clock.now() };
    await end({ name: 'fail', patch, events: [{ type: 'job.failed', ...event }] });
    return;
  }
  const delayMs = Math.max(0, Math.round((kind.backoffMs ?? defaultBackoff)(job.attempt + 1)));
  const now = clock.now();
  await end({
    name: 'retry',
    patch: { error: failure, delayMs, dueAt: now + delayMs, waitingSince: now },
    events: [{ type: 'job.retrying', ...event, data: { delayMs } }],
  });
}

/** What the record keeps of an error: no stack, which may hold paths and more. */
function failureOf(error: unknown, step: string | undefined): JobFailure {
  const known = PlugwrightError.isInstance(error);
  return {
    code: known ? error.code : 'PW_JOBS_FAILED',
    message: messageOf(error).slice(0, 2000),
    ...(known && error.hint !== undefined && { hint: error.hint }),
    ...(step !== undefined && { step }),
  };
}
