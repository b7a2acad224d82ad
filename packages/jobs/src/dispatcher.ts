import { randomUUID } from 'node:crypto';
import { cancelled, shuttingDown } from './abort-reason.js';
import { type Attempt, type AttemptParts, runAttempt } from './attempt.js';
import { dependencyMove } from './dependencies.js';
import { fairQueue } from './fair-queue.js';
import type { JobKind } from './job-kind.js';
import type { JobRecord } from './job-record.js';
import { isTerminal } from './job-state.js';
import { jobsError } from './jobs-error.js';
import type { JobStore } from './job-store.js';
import type { LocalLedger, Move } from './ledger.js';
import { waitingTimers } from './waiting-timers.js';
import { waitAtMost } from './wait-at-most.js';

/** Decides which job runs next, and runs it. */
export interface Dispatcher {
  readonly running: number;
  /** Attempts that may run at once. */
  readonly slots: number;
  readonly mode: 'idle' | 'running' | 'paused' | 'draining';
  start(): void;
  pause(): void;
  /** A kind was defined. */
  wake(): void;
  cancel(id: string, reason: string | undefined): Promise<void>;
  /** Stops claiming, waits, hands back. */
  drain(timeoutMs: number): Promise<{ finished: number; handedBack: number }>;
  idle(): Promise<void>;
  /** After a failed write: nothing is claimed, what runs is told to stop. */
  fail(error: Error): void;
}

/** What a dispatcher needs. */
export interface DispatcherParts extends AttemptParts {
  ledger: LocalLedger;
  store: JobStore;
  kinds: ReadonlyMap<string, JobKind>;
  epoch: number;
  globalLimit: number;
  principalLimit: number;
  roundsPerPriority: number;
}

/** See {@link Dispatcher}. */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { ledger, clock, kinds, store } = parts;
  const queue = fairQueue(parts.roundsPerPriority);
  const attempts = new Map<string, { attempt: Attempt; job: JobRecord }>();
  const byPrincipal = new Map<string, number>();
  const byKind = new Map<string, number>();
  const dependents = new Map<string, Set<string>>();
  const idlers = new Set<() => void>();
  let mode: Dispatcher['mode'] = 'idle';
  let pumping = false;
  let keepAlive: NodeJS.Timeout | undefined;
  let finished = 0;
  let occupied = 0;

  /** A transition of our own accord; one that is overtaken by another is no fault. */
  const attemptMove = (id: string, move: Move) =>
    ledger.move(id, move).then(
      () => {},
      () => {},
    );

  const timers = waitingTimers(clock, {
    due(id) {
      const at = clock.now();
      void attemptMove(id, {
        name: 'due',
        patch: { queuedAt: at },
        events: [{ type: 'job.queued' }],
      });
    },
    expire(id) {
      const error = jobsError('PW_JOBS_WAIT_TIMEOUT', `job ${id} waited longer than its limit`);
      const { code, message } = error;
      void attemptMove(id, {
        name: 'expire',
        patch: { error: { code, message, hint: error.hint! }, endedAt: clock.now() },
        events: [{ type: 'job.failed', code, message }],
      });
    },
  });

  /** Brings the queue in line with what is about to be on disk. Who stays queued keeps its place. */
  const line = (job: JobRecord) => {
    if (job.state === 'queued' && queue.has(job.id, job.priority)) return;
    queue.remove(job.id);
    if (job.state === 'queued') queue.add(job);
  };
  /** Brings timers and dependencies in line with what is on disk now. */
  const follow = (job: JobRecord) => {
    timers.follow(job);
    if (job.state === 'blocked') block(job);
    if (isTerminal(job.state)) release(job.id);
  };
  const block = (job: JobRecord) => {
    for (const id of job.dependsOn) {
      const waiting = dependents.get(id) ?? new Set();
      dependents.set(id, waiting.add(job.id));
    }
    void look(job.id);
  };
  const release = (id: string) => {
    const waiting = dependents.get(id);
    dependents.delete(id);
    for (const dependent of waiting ?? []) void look(dependent);
  };
  const look = async (id: string) => {
    const move = await dependencyMove(ledger, store, clock, id).catch(() => undefined);
    if (move) await attemptMove(id, move);
  };

  const allowed = (principal: string, kind: string) =>
    kinds.has(kind) &&
    (byPrincipal.get(principal) ?? 0) < parts.principalLimit &&
    (byKind.get(kind) ?? 0) < (kinds.get(kind)?.concurrency ?? Infinity);
  const count = (job: JobRecord, by: 1 | -1) => {
    byPrincipal.set(job.principal, (byPrincipal.get(job.principal) ?? 0) + by);
    byKind.set(job.kind, (byKind.get(job.kind) ?? 0) + by);
    if (byPrincipal.get(job.principal) === 0) byPrincipal.delete(job.principal);
  };

  const pump = () => {
    if (pumping || mode !== 'running') return;
    pumping = true;
    while (occupied < parts.globalLimit) {
      const item = queue.take(allowed);
      const job = item && ledger.unfinished.get(item.id);
      if (!item) break;
      if (job?.state === 'queued') claim(job);
    }
    pumping = false;
    settleIdlers();
  };
  const claim = (job: JobRecord) => {
    const attempt = job.attempt + 1;
    const at = clock.now();
    occupied++;
    count(job, 1);
    let freed = false;
    const free = () => {
      if (freed) return;
      freed = true;
      occupied--;
      count(job, -1);
      pump();
    };
    const slot = { attempt: { stop() {}, done: Promise.resolve() } as Attempt, job };
    attempts.set(job.id, slot);
    const claimed = ledger.move(job.id, {
      name: 'claim',
      patch: {
        attempt,
        lease: { epoch: parts.epoch, attempt, marker: randomUUID(), children: [] },
        startedAt: job.startedAt ?? at,
      },
      clear: ['dueAt', 'delayMs', 'waitingSince'],
      events: [{ type: 'job.started' }],
    });
    const run = async () => {
      try {
        const record = await claimed;
        slot.attempt = runAttempt(parts, record, kinds.get(job.kind)!, free);
        // What was asked for while the claim was on its way to disk.
        const now = ledger.unfinished.get(job.id);
        if (now?.state === 'cancelling') slot.attempt.stop('cancel', cancelled(job.id));
        else if (mode === 'draining' && drainOver)
          slot.attempt.stop('shutdown', shuttingDown(job.id));
        await slot.attempt.done;
      } catch {
        // The write failed; the writer has stopped everything.
      }
      // The next attempt may have begun already.
      if (attempts.get(job.id) === slot) attempts.delete(job.id);
      finished++;
      free();
      settleIdlers();
    };
    slot.attempt.done = run();
  };
  let drainOver = false;

  const isIdle = () => attempts.size === 0 && (queue.size === 0 || mode !== 'running');
  const settleIdlers = () => {
    if (!isIdle()) return;
    for (const resolve of idlers) resolve();
    idlers.clear();
  };
  const untilIdle = () =>
    isIdle() ? Promise.resolve() : new Promise<void>((resolve) => void idlers.add(resolve));

  for (const job of ledger.unfinished.values()) {
    line(job);
    follow(job);
  }
  ledger.beforeWrite((records) => {
    for (const record of records) line(record);
    pump();
  });
  ledger.onCommit((_, records) => {
    for (const record of records) {
      // Only the newest revision counts: an older one may be committed while a newer is on its way.
      const newest = ledger.unfinished.get(record.id) ?? record;
      if (newest.rev === record.rev) follow(record);
    }
    settleIdlers();
  });

  return {
    get running() {
      return attempts.size;
    },
    slots: parts.globalLimit,
    get mode() {
      return mode;
    },
    start() {
      mode = 'running';
      // A drain has called them off.
      for (const job of ledger.unfinished.values()) timers.follow(job);
      // A worker lives until it is closed, also when it has nothing to do.
      keepAlive ??= setInterval(() => {}, 2 ** 30);
      pump();
    },
    pause() {
      if (mode === 'running') mode = 'paused';
      settleIdlers();
    },
    wake: pump,
    async cancel(id, reason) {
      const at = clock.now();
      const job = ledger.unfinished.get(id);
      if (!job) throw jobsError('PW_JOBS_UNKNOWN', `no unfinished job ${id}`);
      const cancel = { at, ...(reason !== undefined && { reason }) };
      if (job.state === 'cancelling') return;
      if (job.state === 'running') {
        const request: Move = {
          name: 'requestCancel',
          patch: { cancel },
          events: [{ type: 'job.cancelling', ...(reason !== undefined && { message: reason }) }],
        };
        await ledger.move(id, request);
        attempts.get(id)?.attempt.stop('cancel', cancelled(id, reason));
        return;
      }
      await ledger.move(id, {
        name: 'cancel',
        patch: { cancel, endedAt: at },
        events: [{ type: 'job.cancelled', ...(reason !== undefined && { message: reason }) }],
      });
    },
    async drain(timeoutMs) {
      mode = 'draining';
      const before = finished;
      const under = attempts.size;
      await waitAtMost(untilIdle, timeoutMs, clock);
      const left = attempts.size;
      drainOver = true;
      for (const [id, { attempt }] of attempts) attempt.stop('shutdown', shuttingDown(id));
      await untilIdle();
      drainOver = false;
      timers.clear();
      clearInterval(keepAlive);
      keepAlive = undefined;
      return { finished: Math.min(under, finished - before) - left, handedBack: left };
    },
    idle: untilIdle,
    fail(error) {
      mode = 'draining';
      timers.clear();
      for (const { attempt } of attempts.values())
        attempt.stop('stopped', jobsError('PW_JOBS_STOPPED', error.message, error));
    },
  };
}
