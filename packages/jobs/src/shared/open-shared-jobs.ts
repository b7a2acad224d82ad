import { resolve } from 'node:path';
import { systemClock } from '../clock.js';
import { contentStore } from '../content-store.js';
import { jobIds } from '../job-id.js';
import type { JobEvent } from '../job-event.js';
import type { JobKind } from '../job-kind.js';
import { SCHEMA_VERSION } from '../job-record.js';
import type { Jobs } from '../jobs.js';
import { hostProcesses } from '../linux-processes.js';
import { refuseNewer } from '../migrations.js';
import type { JobsHealth, OpenJobsOptions } from '../open-jobs-options.js';
import { owedDeliveries } from '../webhooks/owed-deliveries.js';
import { writableJobs } from '../writable-jobs.js';
import { eventTail } from './event-tail.js';
import { sharedAdmission } from './shared-admission.js';
import { sharedDispatcher } from './shared-dispatcher.js';
import { sharedLedger } from './shared-ledger.js';
import type { SharedQueue, SharedStore } from './shared-store.js';

/** What jobs that several processes share can be told. */
export interface SharedJobsOptions extends Omit<
  OpenJobsOptions,
  'store' | 'readOnly' | 'synchronous' | 'jsonCapacity'
> {
  /** Work directories of this machine; the records lie elsewhere. */
  dir: string;
  /** A worker that was not heard of for so long is dead and its jobs run elsewhere, ms; default 5,000. */
  leaseMs?: number;
}

/** Jobs that other processes and machines work on too. */
export interface SharedJobs extends Jobs {
  /** Processes that run jobs and are alive. */
  workers(): Promise<number>;
}

const DEFAULTS = {
  globalLimit: 2,
  graceMs: 5000,
  inlineLimitBytes: 8192,
  journalLimit: 100,
  roundsPerPriority: 5,
  maxInputBytes: 1024 * 1024,
  leaseMs: 5000,
} as const;

/** The same {@link Jobs} as on one machine, on a store that several processes write. Nothing runs before `start()`. */
export async function openSharedJobs(
  store: SharedStore,
  queue: SharedQueue,
  options: SharedJobsOptions,
): Promise<SharedJobs> {
  const clock = options.clock ?? systemClock;
  const limits = options.limits ?? {};
  await refuseNewer(store);
  const epoch = await store.enter();
  const { jobs: newest } = await store.query({ limit: 1 });
  const content = contentStore(store.files, options.inlineLimitBytes ?? DEFAULTS.inlineLimitBytes);
  const kinds = new Map<string, JobKind>();
  const ledger = sharedLedger({
    store,
    clock,
    epoch,
    journalLimit: options.journalLimit ?? DEFAULTS.journalLimit,
    outbox: options.outbox ?? owedDeliveries,
    probe: options.probe ?? (() => {}),
    onLost: (id) => dispatcher.lost(id),
    // Forgotten here, it is found again by whoever leads.
    onQueued: (job) => void queue.offer(job).catch(() => {}),
  });
  const admission = sharedAdmission(store, clock, limits);
  const slots = options.concurrency?.global ?? DEFAULTS.globalLimit;
  const dispatcher = sharedDispatcher({
    ledger,
    store,
    queue,
    content,
    clock,
    processes: options.processes ?? hostProcesses(),
    admission,
    kinds,
    epoch,
    slots,
    principalLimit: options.concurrency?.perPrincipal ?? Number.MAX_SAFE_INTEGER,
    roundsPerPriority: options.roundsPerPriority ?? DEFAULTS.roundsPerPriority,
    graceMs: options.graceMs ?? DEFAULTS.graceMs,
    leaseMs: options.leaseMs ?? DEFAULTS.leaseMs,
  });
  const tail = eventTail(store, clock, await store.lastSeq(), (events: readonly JobEvent[]) => {
    dispatcher.heard(events);
    ledger.tell(events);
  });
  const jobs = writableJobs({
    dir: resolve(options.dir),
    store,
    lock: { release: () => {} },
    ledger,
    content,
    clock,
    admission,
    alone: (work) => admission.alone(work),
    kinds,
    dispatcher,
    epoch,
    newId: jobIds(() => clock.now(), newest[0]?.id),
    maxInputBytes: limits.maxInputBytes ?? DEFAULTS.maxInputBytes,
    retention: options.retention,
    meta: () => ({ schemaVersion: SCHEMA_VERSION, epoch, seq: 0 }),
    delivers: () => dispatcher.leads,
    onFailure: () => {},
  });
  for (const kind of options.kinds ?? []) jobs.define(kind);
  const close = jobs.close.bind(jobs);
  const health = jobs.health.bind(jobs);
  const idle = jobs.idle.bind(jobs);
  const drain = jobs.drain.bind(jobs);
  let closing: Promise<void> | undefined;
  return Object.assign(jobs, {
    workers: () => store.workers(),
    health(): JobsHealth {
      const known = health();
      if (!known.ok || dispatcher.mode === 'idle' || dispatcher.isHeard) return known;
      const message = `the ${store.name} server has not been heard of for a whole lease`;
      return { ok: false, state: 'stopped', code: 'PW_JOBS_QUEUE_UNREACHABLE', message };
    },
    // Listeners have heard of all that when these resolve, as they have where nobody else writes.
    async idle() {
      await idle();
      await tail.caughtUp();
    },
    async drain(how?: { timeoutMs?: number }) {
      const result = await drain(how);
      await tail.caughtUp();
      return result;
    },
    close() {
      closing ??= (async () => {
        // A server that is away is waited for once; what was not handed back then runs elsewhere when the lease is over.
        store.hurry('leaving');
        await dispatcher.drain(0);
        await ledger.writer.settled();
        await Promise.all([queue.close(), tail.stop()]);
        await store.leave(epoch).catch(() => {});
        await close();
      })();
      return closing;
    },
  });
}
