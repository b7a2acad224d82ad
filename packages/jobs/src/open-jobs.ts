import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createAdmission } from './admission.js';
import { chooseStore } from './choose-store.js';
import { systemClock } from './clock.js';
import { contentFiles, contentStore } from './content-store.js';
import { createDispatcher } from './dispatcher.js';
import { jobIds } from './job-id.js';
import type { JobKind } from './job-kind.js';
import { SCHEMA_VERSION } from './job-record.js';
import type { JobStore } from './job-store.js';
import type { Jobs } from './jobs.js';
import { jobsError, messageOf } from './jobs-error.js';
import { withHistory } from './history/with-history.js';
import { createLedger } from './ledger.js';
import { hostProcesses } from './linux-processes.js';
import { refuseNewer } from './migrations.js';
import type { OpenJobsOptions } from './open-jobs-options.js';
import { readOnlyJobs } from './read-only-jobs.js';
import { recoverOrphans } from './recover.js';
import { lockStore, type StoreLock } from './store-lock.js';
import { owedDeliveries } from './webhooks/owed-deliveries.js';
import { writableJobs } from './writable-jobs.js';

const DEFAULTS = {
  globalLimit: 2,
  roundsPerPriority: 5,
  graceMs: 5000,
  inlineLimitBytes: 8192,
  journalLimit: 100,
  maxInputBytes: 1024 * 1024,
} as const;

/**
 * Opens a jobs directory. For writing it takes the lock, raises the epoch, ends what a dead process left running and
 * puts its jobs back; nothing runs before `start()`.
 *
 * @throws `PW_JOBS_LOCKED`, `PW_JOBS_DIRECTORY`, `PW_JOBS_SCHEMA_NEWER`, `PW_JOBS_STOPPED`.
 */
export async function openJobs(options: OpenJobsOptions): Promise<Jobs> {
  const dir = resolve(options.dir);
  const clock = options.clock ?? systemClock;
  const inlineLimitBytes = options.inlineLimitBytes ?? DEFAULTS.inlineLimitBytes;
  if (options.readOnly) {
    const store = chooseStore({ ...options, dir });
    try {
      await refuseNewer(store);
    } catch (error) {
      await store.close();
      throw error;
    }
    return readOnlyJobs(dir, store, contentStore(contentFiles(dir, true), inlineLimitBytes), clock);
  }
  let lock: StoreLock | undefined;
  let store: JobStore | undefined;
  try {
    makeDirectory(dir);
    lock = await lockStore(dir);
    store = withHistory(chooseStore({ ...options, dir }));
    return await openForWriting(dir, options, store, lock);
  } catch (error) {
    await store?.close().catch(() => {});
    lock?.release();
    throw error;
  }
}

function makeDirectory(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw jobsError('PW_JOBS_DIRECTORY', `cannot make ${dir}: ${messageOf(error)}`, error);
  }
}

async function openForWriting(
  dir: string,
  options: OpenJobsOptions,
  store: JobStore,
  lock: StoreLock,
): Promise<Jobs> {
  const clock = options.clock ?? systemClock;
  const processes = options.processes ?? hostProcesses();
  const globalLimit = options.concurrency?.global ?? DEFAULTS.globalLimit;
  await refuseNewer(store);
  await store.migrate?.();
  const before = await store.meta();
  const seq = Math.max(before?.seq ?? 0, await store.lastSeq());
  const epoch = (before?.epoch ?? 0) + 1;
  const meta = (latest: number) => ({ schemaVersion: SCHEMA_VERSION, epoch, seq: latest });
  try {
    // On disk before anything is claimed: no two processes ever write with one epoch.
    await store.write({ put: [], events: [], meta: meta(seq) });
  } catch (error) {
    throw jobsError('PW_JOBS_STOPPED', `cannot write to the store: ${messageOf(error)}`, error);
  }
  const unfinished = await store.unfinished();
  const { jobs: newest } = await store.query({ limit: 1 });
  const content = contentStore(
    contentFiles(dir),
    options.inlineLimitBytes ?? DEFAULTS.inlineLimitBytes,
  );
  const kinds = new Map<string, JobKind>();
  const failures: ((error: Error) => void)[] = [];
  const ledger = createLedger({
    store,
    clock,
    epoch,
    seq,
    unfinished,
    journalLimit: options.journalLimit ?? DEFAULTS.journalLimit,
    outbox: options.outbox ?? owedDeliveries,
    probe: options.probe ?? (() => {}),
    onFailure: (error) => failures.forEach((tell) => tell(error)),
  });
  await recoverOrphans(ledger, processes, clock);
  const limits = options.limits ?? {};
  const admission = createAdmission(store, clock, limits, ledger.unfinished.values());
  const dispatcher = createDispatcher({
    ledger,
    store,
    content,
    clock,
    processes,
    admission,
    kinds,
    epoch,
    globalLimit,
    graceMs: options.graceMs ?? DEFAULTS.graceMs,
    principalLimit: options.concurrency?.perPrincipal ?? globalLimit,
    roundsPerPriority: options.roundsPerPriority ?? DEFAULTS.roundsPerPriority,
  });
  failures.push((error) => dispatcher.fail(error));
  const jobs = writableJobs({
    dir,
    store,
    lock,
    ledger,
    content,
    clock,
    admission,
    kinds,
    dispatcher,
    epoch,
    newId: jobIds(() => clock.now(), newest[0]?.id),
    maxInputBytes: limits.maxInputBytes ?? DEFAULTS.maxInputBytes,
    retention: options.retention,
    meta: () => meta(ledger.seq),
    onFailure: (tell) => void failures.push(tell),
  });
  for (const kind of options.kinds ?? []) jobs.define(kind);
  return jobs;
}
