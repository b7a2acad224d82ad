import type { Admission } from './admission.js';
import type { Clock } from './clock.js';
import type { ContentStore } from './content-store.js';
import { jobCreator } from './create-job.js';
import type { Dispatcher } from './dispatcher.js';
import { followEvents } from './follow-events.js';
import type { JobEvent } from './job-event.js';
import type { JobKind } from './job-kind.js';
import type { JobRecord } from './job-record.js';
import { isTerminal, mayTransit, type TransitionName } from './job-state.js';
import { jobStats } from './job-stats.js';
import type { JobStore, StoreMeta } from './job-store.js';
import type { Jobs } from './jobs.js';
import { jobsError } from './jobs-error.js';
import type { Ledger } from './ledger.js';
import { contentOf } from './plan-retention.js';
import { prune } from './prune.js';
import type { RetentionPolicy } from './retention.js';
import type { StoreLock } from './store-lock.js';

/** What the open jobs are made of. */
export interface WritableParts {
  dir: string;
  store: JobStore;
  lock: StoreLock;
  ledger: Ledger;
  content: ContentStore;
  clock: Clock;
  admission: Admission;
  kinds: Map<string, JobKind>;
  dispatcher: Dispatcher;
  epoch: number;
  newId(): string;
  maxInputBytes: number;
  retention: RetentionPolicy | undefined;
  meta(): StoreMeta;
  alone?<T>(work: () => Promise<T>): Promise<T>;
  /** Whether this process delivers webhooks; default: it does. Where several could, one does. */
  delivers?(): boolean;
  /** Calls back after a write that failed. */
  onFailure(tell: (error: Error) => void): void;
}

/** Between two runs of retention, in ms. */
const PRUNE_EVERY_MS = 3_600_000;

interface Waiter {
  resolve(job: JobRecord): void;
  reject(error: Error): void;
}

/** Jobs open for writing. */
export function writableJobs(parts: WritableParts): Jobs {
  const { dir, store, lock, ledger, content, clock, admission, kinds, dispatcher } = parts;
  const make = jobCreator(parts);
  const listeners = new Set<(event: JobEvent) => void>();
  const waiting = new Map<string, Set<Waiter>>();
  const lookers = new Set<() => void>();
  let closing: Promise<void> | undefined;
  let pruneOff = () => {};

  ledger.onCommit((events, records) => {
    for (const { type, principal } of events) if (ENDS.has(type)) admission.ended(principal);
    for (const event of events) for (const listener of listeners) tell(listener, event);
    for (const job of records)
      if (isTerminal(job.state)) {
        for (const { resolve } of waiting.get(job.id) ?? []) resolve(job);
        waiting.delete(job.id);
      }
    // Told of without the record: it was written by another process.
    const told = new Set(records.map(({ id }) => id));
    for (const { jobId, type } of events)
      if (ENDS.has(type) && !told.has(jobId) && waiting.has(jobId)) void lookAtEnd(jobId);
    lookers.forEach((look) => look());
  });

  const open = () => {
    if (closing) throw jobsError('PW_JOBS_CLOSED', `${dir} is closed`);
  };
  const known = async (id: string): Promise<JobRecord> => {
    const job = ledger.unfinished.get(id) ?? (await ended(id));
    if (!job) throw jobsError('PW_JOBS_UNKNOWN', `there is no job ${id}`);
    return job;
  };
  /** A job that is not in memory: it has ended, perhaps in a write that is still under way. */
  const ended = async (id: string) => {
    const job = await store.get(id);
    if (!job || isTerminal(job.state)) return job;
    await ledger.writer.save({});
    return store.get(id);
  };
  /** Tells those who wait for a job when it has ended. */
  const lookAtEnd = (id: string) =>
    ended(id).then(
      (job) => {
        if (!job || !isTerminal(job.state)) return;
        for (const { resolve } of waiting.get(id) ?? []) resolve(job);
        waiting.delete(id);
      },
      (error: Error) => {
        for (const { reject } of waiting.get(id) ?? []) reject(error);
        waiting.delete(id);
      },
    );
  const finished = async (id: string, signal?: AbortSignal): Promise<JobRecord> => {
    signal?.throwIfAborted();
    const job = await known(id);
    if (isTerminal(job.state)) return job;
    return new Promise((resolve, reject) => {
      const set = waiting.get(id) ?? new Set();
      const settled = () => {
        set.delete(waiter);
        signal?.removeEventListener('abort', stop);
      };
      const stop = () => waiter.reject(signal!.reason as Error);
      const waiter: Waiter = {
        resolve: (end) => (settled(), resolve(end)),
        reject: (error) => (settled(), reject(error)),
      };
      waiting.set(id, set.add(waiter));
      signal?.addEventListener('abort', stop, { once: true });
      // It may have ended between the look and the wait.
      if (!ledger.unfinished.has(id)) void lookAtEnd(id);
    });
  };
  /** Nobody waits for what cannot come any more. */
  const giveUp = (error: Error) => {
    for (const waiters of waiting.values()) for (const { reject } of waiters) reject(error);
    waiting.clear();
  };
  parts.onFailure(giveUp);
  const following = new AbortController();
  const changed = (signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const look = () => {
        lookers.delete(look);
        signal?.removeEventListener('abort', look);
        resolve();
      };
      lookers.add(look);
      signal?.addEventListener('abort', look, { once: true });
    });
  const runPrune = (policy: RetentionPolicy, dryRun: boolean) =>
    prune(store, content, policy, clock.now(), parts.meta, dryRun);
  const schedulePrune = () => {
    const { retention } = parts;
    if (!retention) return;
    pruneOff = clock.after(PRUNE_EVERY_MS, () => {
      void runPrune(retention, false).then(schedulePrune, schedulePrune);
    });
  };
  schedulePrune();

  const jobs: Jobs = {
    dir,
    store,
    readOnly: false,
    epoch: parts.epoch,
    define(kind) {
      if (kinds.has(kind.kind))
        throw jobsError('PW_JOBS_KIND', `kind ${kind.kind} is defined already`);
      kinds.set(kind.kind, kind as unknown as JobKind);
      dispatcher.wake();
    },
    async create(request) {
      open();
      return make(request);
    },
    get: (id) => store.get(id),
    list: (query = {}) => store.query(query),
    stats: () => jobStats(store, clock, { running: dispatcher.running, slots: dispatcher.slots }),
    value: (stored) => content.load(stored),
    finished,
    async cancel(id, reason) {
      open();
      if (!isTerminal((await known(id)).state)) await dispatcher.cancel(id, reason);
      return finished(id);
    },
    async retry(id) {
      open();
      const job = await known(id);
      if (job.state !== 'failed' && job.state !== 'cancelled')
        throw jobsError('PW_JOBS_TRANSITION', `job ${id} is ${job.state}, not failed or cancelled`);
      for (const ref of contentOf(job)) content.touch(ref);
      const { kind, principal, title, priority, maxAttempts, callbacks } = job;
      const { input, artifacts, questions } = job;
      const steps = job.steps.map((one) => ({ ...one, attempt: 0 }));
      return make(
        { kind, principal, title, priority, maxAttempts, callbacks, input: null },
        { input, steps, artifacts, questions, retryOf: id },
      );
    },
    async prioritise(id, priority) {
      open();
      if (!Number.isInteger(priority) || Math.abs(priority) > 10)
        throw jobsError('PW_JOBS_REQUEST', 'priority: a whole number from -10 to 10');
      const job = await known(id);
      const name = PRIORITISE.find((one) => mayTransit(one, job.state));
      if (!name) throw jobsError('PW_JOBS_TRANSITION', `job ${id} is ${job.state}`);
      const events = [{ type: 'job.prioritised' as const, data: { priority } }];
      return ledger.move(id, { name, patch: { priority }, events });
    },
    async answer(id, questionId, answer) {
      open();
      const job = await known(id);
      const now = clock.now();
      const open_ = job.questions.some((one) => one.id === questionId && one.answer === undefined);
      if (job.state === 'asking' && !open_)
        throw jobsError('PW_JOBS_REQUEST', `job ${id} has no open question ${questionId}`);
      const questions = job.questions.map((one) =>
        one.id === questionId ? { ...one, answer, answeredAt: now } : one,
      );
      return ledger.move(id, {
        name: 'answer',
        patch: { questions, queuedAt: now, waitingSince: now },
        events: [{ type: 'job.answered', data: { question: questionId } }],
      });
    },
    async pin(id, pinned) {
      open();
      return ledger.amend(id, () => ({ pinned }));
    },
    start() {
      open();
      dispatcher.start();
    },
    pause: () => dispatcher.pause(),
    resume() {
      open();
      dispatcher.start();
    },
    idle: () => dispatcher.idle(),
    drain: ({ timeoutMs = 0 } = {}) => dispatcher.drain(timeoutMs),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: (query = {}, signal) =>
      followEvents(
        store,
        query,
        changed,
        AbortSignal.any([following.signal, ...(signal ? [signal] : [])]),
      ),
    events: (query = {}) => store.events(query),
    outboxDue: async (limit = 50) =>
      parts.delivers?.() === false ? [] : store.outboxDue(clock.now(), limit),
    async updateOutbox(id, change) {
      open();
      return ledger.amend(id, (job) => ({ outbox: change(job.outbox, job) }));
    },
    async prune({ policy = parts.retention ?? {}, dryRun = false } = {}) {
      open();
      return runPrune(policy, dryRun);
    },
    health() {
      const { failure } = ledger.writer;
      if (closing) return { ok: false, state: 'closed' };
      if (failure)
        return { ok: false, state: 'stopped', code: 'PW_JOBS_STOPPED', message: failure.message };
      const mode = dispatcher.mode === 'idle' ? 'paused' : dispatcher.mode;
      return { ok: mode !== 'draining', state: mode };
    },
    close() {
      closing ??= (async () => {
        pruneOff();
        await dispatcher.drain(0);
        await ledger.writer.settled();
        giveUp(jobsError('PW_JOBS_CLOSED', `${dir} is closed`));
        following.abort();
        await store.close();
        lock.release();
      })();
      return closing;
    },
  };
  return jobs;
}

const ENDS = new Set<string>(['job.completed', 'job.failed', 'job.cancelled']);
const PRIORITISE: readonly TransitionName[] = [
  'prioritise',
  'prioritiseScheduled',
  'prioritiseBlocked',
];

/** A listener that throws must not stop the others, nor the engine. */
function tell(listener: (event: JobEvent) => void, event: JobEvent): void {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
