import type { Clock } from '../clock.js';
import { dependencyMove } from '../dependencies.js';
import { endChildren } from '../end-children.js';
import type { JobEvent } from '../job-event.js';
import type { JobRecord } from '../job-record.js';
import { isTerminal } from '../job-state.js';
import { jobsError } from '../jobs-error.js';
import type { Move } from '../ledger.js';
import type { ProcessTable } from '../process-table.js';
import { recoverMove } from '../recover.js';
import type { KeepAlive } from './keep-alive.js';
import { dropOldSpend } from './shared-admission.js';
import type { SharedLedger } from './shared-ledger.js';
import type { SharedQueue, SharedStore } from './shared-store.js';

/** Between two looks, ms. */
const LOOK_MS = 250;
/** Between two looks for what the queue forgot, in looks. */
const MEND_EVERY = 8;
/** Between two times that old spend is forgotten, in looks: an hour. */
const FORGET_EVERY = 3_600_000 / LOOK_MS;
/** Jobs of one sort per look. */
const PAGE = 200;

/** Does what time and other jobs call for. */
export interface Caretaker {
  start(): void;
  heard(events: readonly JobEvent[]): void;
  stop(): Promise<void>;
}

/** What a caretaker needs. */
export interface CaretakerParts {
  store: SharedStore;
  ledger: SharedLedger;
  queue: SharedQueue;
  clock: Clock;
  processes: ProcessTable;
  epoch: number;
  leaseMs: number;
  lease: KeepAlive;
  isRunning(id: string): boolean;
}

/**
 * One process of all, the one that leads, makes jobs due, expires and unblocks them, puts back what dead processes ran, and
 * offers again what the queue forgot. Each one looks after its own leases whose attempt is over without a word. All of it
 * is compare-and-set, so two at a time do no harm.
 */
export function caretaker(parts: CaretakerParts): Caretaker {
  const { store, ledger, queue, clock, lease, epoch } = parts;
  let stopped = false;
  let off = () => {};
  let looking: Promise<void> = Promise.resolve();
  let round = 0;
  let somethingEnded = true;
  /** Own leases that had no attempt at the last look. */
  let suspects = new Set<string>();

  /** One that is overtaken by another is no fault. */
  const attemptMove = (id: string, move: Move) => ledger.move(id, move).catch(() => undefined);

  const recover = async (job: JobRecord) => {
    if (!job.lease) return;
    const { epoch: of, attempt } = job.lease;
    // Those of another machine are not here; their parent is dead, or stopped them when it lost its lease.
    await endChildren([job.lease], parts.processes, clock, 0);
    await attemptMove(job.id, {
      ...recoverMove(job, clock.now()),
      token: { epoch: of, attempt },
    });
  };
  const ownLeases = async () => {
    const ids = (await store.leasedBy(epoch)).filter((id) => !parts.isRunning(id));
    for (const id of ids.filter((one) => suspects.has(one))) {
      const job = await store.get(id);
      if (job?.lease?.epoch === epoch && !parts.isRunning(id)) await recover(job);
    }
    suspects = new Set(ids);
  };
  const timers = async () => {
    const now = clock.now();
    for (const job of await store.timersDue(now, PAGE))
      await attemptMove(job.id, timerMove(job, now));
  };
  const dependencies = async () => {
    if (!somethingEnded) return;
    somethingEnded = false;
    for (let cursor: string | undefined; ;) {
      const page = await store.query({ state: 'blocked', limit: PAGE, ...(cursor && { cursor }) });
      for (const job of page.jobs) {
        const view = { unfinished: new Map([[job.id, job]]) };
        const move = await dependencyMove(view, store, clock, job.id);
        if (move) await attemptMove(job.id, move);
      }
      cursor = page.next;
      if (!cursor) return;
    }
  };
  const look = async () => {
    await ownLeases();
    if (!lease.leads) return;
    // After an outage everybody gets as long as a lease to say that it is there.
    if (lease.heardForMs >= parts.leaseMs)
      for (const job of await store.orphans(PAGE)) await recover(job);
    await timers();
    await dependencies();
    if (round % FORGET_EVERY === 0) await dropOldSpend(store, clock);
    if (round++ % MEND_EVERY === 0) await queue.mend();
    // Blocked by something that ended before anybody listened.
    if (round % (MEND_EVERY * 4) === 0) somethingEnded = true;
  };
  const again = () => {
    looking = look()
      // The store is out of reach; the next look comes.
      .catch(() => {})
      .then(() => {
        if (!stopped) off = clock.after(LOOK_MS, again);
      });
  };
  return {
    start() {
      stopped = false;
      again();
    },
    heard(events) {
      if (events.some(({ state, type }) => isTerminal(state) || type === 'job.created'))
        somethingEnded = true;
    },
    async stop() {
      stopped = true;
      off();
      lease.stop();
      await looking;
    },
  };
}

function timerMove(job: JobRecord, now: number): Move {
  if (job.state === 'scheduled' && (job.dueAt ?? 0) <= now)
    return { name: 'due', patch: { queuedAt: now }, events: [{ type: 'job.queued' }] };
  const error = jobsError('PW_JOBS_WAIT_TIMEOUT', `job ${job.id} waited longer than its limit`);
  const { code, message, hint } = error;
  return {
    name: 'expire',
    patch: { error: { code, message, hint: hint! }, endedAt: now },
    events: [{ type: 'job.failed', code, message }],
  };
}
