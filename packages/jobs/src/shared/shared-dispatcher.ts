import { PlugwrightError } from '@plugwright/errors';
import { randomUUID } from 'node:crypto';
import { cancelled, shuttingDown } from '../abort-reason.js';
import { type Attempt, type AttemptParts, runAttempt } from '../attempt.js';
import type { Dispatcher } from '../dispatcher.js';
import type { JobEvent } from '../job-event.js';
import type { JobKind } from '../job-kind.js';
import type { JobRecord } from '../job-record.js';
import { isTerminal } from '../job-state.js';
import { jobsError } from '../jobs-error.js';
import type { Move } from '../ledger.js';
import { keepAlive } from './keep-alive.js';
import { caretaker } from './caretaker.js';
import type { SharedLedger } from './shared-ledger.js';
import type { SharedQueue, SharedStore, Taken } from './shared-store.js';
import { waitAtMost } from '../wait-at-most.js';

/** A dispatcher whose queue other processes work on too. */
export interface SharedDispatcher extends Dispatcher {
  /** Whether this process does what one of all has to do. */
  readonly leads: boolean;
  /** Looks at what happened to jobs that run here. */
  heard(events: readonly JobEvent[]): void;
  /** A job runs elsewhere by now. */
  lost(id: string): void;
  /** It works, and the store has heard from it. */
  readonly isHeard: boolean;
}

/** What a shared dispatcher needs. */
export interface SharedDispatcherParts extends AttemptParts {
  ledger: SharedLedger;
  store: SharedStore;
  queue: SharedQueue;
  kinds: ReadonlyMap<string, JobKind>;
  epoch: number;
  slots: number;
  /** Attempts of one principal at once, in all processes. */
  principalLimit: number;
  roundsPerPriority: number;
  /** A process that was not heard of for so long is dead, ms. */
  leaseMs: number;
}

const lost = (id: string) =>
  jobsError('PW_JOBS_FENCED', `job ${id} may run elsewhere by now: its lease was not renewed`);

/**
 * Runs what the queue hands out. Each process says that it is alive; when it cannot say so for as long as its lease lasts, it
 * stops what it runs, because others take it over from then on.
 */
export function sharedDispatcher(parts: SharedDispatcherParts): SharedDispatcher {
  const { ledger, store, queue, kinds, clock, epoch } = parts;
  const attempts = new Map<string, { attempt: Attempt; number: number }>();
  const byKind = new Map<string, number>();
  const idlers = new Set<() => void>();
  let mode: Dispatcher['mode'] = 'idle';
  let started = false;
  let serves = false;
  let finished = 0;

  const settleIdlers = () => {
    if (attempts.size > 0) return;
    for (const resolve of idlers) resolve();
    idlers.clear();
  };
  const untilEmpty = () =>
    attempts.size === 0
      ? Promise.resolve()
      : new Promise<void>((resolve) => void idlers.add(resolve));

  const claimOf = (job: JobRecord): Move => ({
    name: 'claim',
    patch: {
      attempt: job.attempt + 1,
      lease: { epoch, attempt: job.attempt + 1, marker: randomUUID(), children: [] },
      startedAt: job.startedAt ?? clock.now(),
    },
    clear: ['dueAt', 'delayMs', 'waitingSince'],
    events: [{ type: 'job.started' }],
  });

  const wanted = () => ({
    kinds: [...kinds]
      .filter(([name, { concurrency = Infinity }]) => (byKind.get(name) ?? 0) < concurrency)
      .map(([name]) => name),
    ...(parts.principalLimit < Number.MAX_SAFE_INTEGER && { mostRunning: parts.principalLimit }),
    roundsPerPriority: parts.roundsPerPriority,
  });
  const take = async (id: string): Promise<Taken> => {
    if (mode !== 'running' || !lease.holds) return 'later';
    const job = await store.get(id);
    // An older word for a job that has moved on.
    if (job?.state !== 'queued') return 'done';
    const kind = kinds.get(job.kind);
    if (!kind || attempts.has(id)) return 'later';
    const running = byKind.get(job.kind) ?? 0;
    if (running >= (kind.concurrency ?? Infinity)) return 'later';
    byKind.set(job.kind, running + 1);
    const slot = {
      attempt: { stop() {}, done: Promise.resolve() } as Attempt,
      number: job.attempt + 1,
    };
    attempts.set(id, slot);
    try {
      const record = await ledger
        .claim(id, claimOf(job), parts.principalLimit)
        .catch((error: unknown) => {
          if (wasOvertaken(error)) return 'overtaken' as const;
          throw error;
        });
      if (record === 'overtaken') return 'done';
      if (!record) return 'later';
      slot.attempt = runAttempt(parts, record, kind, () => {});
      if (ledger.unfinished.get(id)?.state === 'cancelling')
        slot.attempt.stop('cancel', cancelled(id));
      else if (drainOver) slot.attempt.stop('shutdown', shuttingDown(id));
      await slot.attempt.done;
      finished++;
      return 'done';
    } finally {
      byKind.set(job.kind, (byKind.get(job.kind) ?? 1) - 1);
      attempts.delete(id);
      // Its end may not have been written; then it is put back as what a dead process left.
      ledger.forget(id);
      settleIdlers();
      queue.wake();
    }
  };
  let drainOver = false;

  const lease = keepAlive({
    store,
    clock,
    epoch,
    leaseMs: parts.leaseMs,
    onLost() {
      for (const [id, { attempt }] of attempts) attempt.stop('stopped', lost(id));
    },
  });
  const care = caretaker({ ...parts, lease, isRunning: (id) => attempts.has(id) });

  const look = async (id: string) => {
    const slot = attempts.get(id);
    if (!slot || ledger.unfinished.get(id)?.lease?.attempt !== slot.number) return;
    await ledger.observe(id);
    const job = ledger.unfinished.get(id);
    if (job?.state === 'cancelling') slot.attempt.stop('cancel', cancelled(id, job.cancel?.reason));
  };

  return {
    get running() {
      return attempts.size;
    },
    get leads() {
      return lease.leads;
    },
    get isHeard() {
      return lease.holds;
    },
    slots: parts.slots,
    lost: (id) => attempts.get(id)?.attempt.stop('stopped', lost(id)),
    get mode() {
      return mode;
    },
    start() {
      mode = 'running';
      if (started) {
        queue.resume();
        return;
      }
      started = true;
      drainOver = false;
      store.hurry('none');
      void lease.start().then(() => {
        if (mode === 'draining') return;
        care.start();
        if (serves) queue.resume();
        else queue.serve(parts.slots, take, wanted);
        serves = true;
      });
    },
    pause() {
      if (mode !== 'running') return;
      mode = 'paused';
      queue.pause();
    },
    wake: () => queue.wake(),
    heard(events) {
      care.heard(events);
      for (const event of events)
        if (attempts.has(event.jobId) && (event.epoch !== epoch || event.type === 'job.cancelling'))
          void look(event.jobId).catch(() => {});
    },
    async cancel(id, reason) {
      const because = reason === undefined ? {} : { message: reason };
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop
        const job = ledger.unfinished.get(id) ?? (await store.get(id));
        if (!job) throw jobsError('PW_JOBS_UNKNOWN', `no job ${id}`);
        if (isTerminal(job.state) || job.state === 'cancelling') return;
        const at = clock.now();
        const cancel = { at, ...(reason !== undefined && { reason }) };
        const move: Move =
          job.state === 'running'
            ? {
                name: 'requestCancel',
                patch: { cancel },
                events: [{ type: 'job.cancelling', ...because }],
              }
            : {
                name: 'cancel',
                patch: { cancel, endedAt: at },
                events: [{ type: 'job.cancelled', ...because }],
              };
        try {
          // oxlint-disable-next-line no-await-in-loop
          await ledger.move(id, move);
        } catch (error) {
          // It began, or ended, in between.
          if (wasOvertaken(error)) continue;
          throw error;
        }
        if (job.state === 'running')
          attempts.get(id)?.attempt.stop('cancel', cancelled(id, reason));
        return;
      }
    },
    async drain(timeoutMs) {
      mode = 'draining';
      started = false;
      queue.pause();
      const before = finished;
      const under = attempts.size;
      await waitAtMost(untilEmpty, timeoutMs, clock);
      const left = attempts.size;
      drainOver = true;
      store.hurry('some');
      for (const [id, { attempt }] of attempts) attempt.stop('shutdown', shuttingDown(id));
      await untilEmpty();
      await care.stop();
      return { finished: Math.min(under, finished - before) - left, handedBack: left };
    },
    async idle() {
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop
        await untilEmpty();
        if (mode !== 'running') return;
        // oxlint-disable-next-line no-await-in-loop
        const counts = await store.count();
        if (attempts.size === 0 && !counts.some((one) => one.state === 'queued' && one.count > 0))
          return;
        // oxlint-disable-next-line no-await-in-loop
        await new Promise<void>((resolve) => void clock.after(IDLE_LOOK_MS, resolve));
      }
    },
    fail() {},
  };
}

/** Between two looks for what is queued elsewhere. */
const IDLE_LOOK_MS = 100;

const wasOvertaken = (error: unknown) =>
  PlugwrightError.isInstance(error) &&
  ['PW_JOBS_TRANSITION', 'PW_JOBS_FENCED', 'PW_JOBS_UNKNOWN'].includes(error.code);
