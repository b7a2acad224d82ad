import type { JobEvent } from './job-event.js';
import type { JobRecord } from './job-record.js';
import type { JobStore, StateEntry } from './job-store.js';
import { jobsError, messageOf } from './jobs-error.js';

/** What is to be written together with a record. */
export interface Change {
  record?: JobRecord;
  events?: readonly JobEvent[];
  state?: readonly StateEntry[];
}

/** Writes changes in the order they came. */
export interface Writer {
  /** Resolves when the change is on disk. */
  save(change: Change): Promise<void>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Set by the first write that failed. */
  readonly failure: Error | undefined;
}

/** Who hears of the writes. */
export interface WriteListener {
  /**
   * The batch is about to be written. What is saved in this call goes with it: a job that finds a free slot is
   * created and claimed with one sync.
   */
  before(records: readonly JobRecord[]): void;
  /** The batch is on disk. */
  committed(events: readonly JobEvent[], records: readonly JobRecord[]): void;
  /** The first write that failed. */
  failed(error: Error): void;
}

interface Batch {
  records: Map<string, JobRecord[]>;
  events: JobEvent[];
  state: Map<string, StateEntry>;
  waiting: { resolve(): void; reject(error: unknown): void }[];
}

const empty = (): Batch => ({ records: new Map(), events: [], state: new Map(), waiting: [] });

const newest = ({ records }: Batch) =>
  Array.from(records.values(), (revisions) => revisions.at(-1)!);

/**
 * Group commit: all changes of one turn of the event loop, and all that come while a write is under way, go to disk in
 * one transaction with one fsync. Two revisions of one record never share a batch of a store that writes each record by
 * itself; within one the later follows the earlier.
 *
 * Fail-stop: after one failed write nothing is written any more and every waiting and later change is refused, because
 * what is in memory and what is on disk may differ from here on.
 */
export function createWriter(store: JobStore, listener: WriteListener): Writer {
  let next = empty();
  let writing: Promise<void> | undefined;
  let failure: Error | undefined;

  const flush = async () => {
    while (next.waiting.length > 0) {
      if (!failure) listener.before(newest(next));
      const batch = next;
      next = empty();
      try {
        if (failure) throw failure;
        await writeRevisions(store, batch);
        listener.committed(batch.events, newest(batch));
        for (const { resolve } of batch.waiting) resolve();
      } catch (error) {
        if (!failure) {
          failure = jobsError(
            'PW_JOBS_STOPPED',
            `a write to the ${store.name} store failed: ${messageOf(error)}`,
            error,
          );
          listener.failed(failure);
        }
        for (const { reject } of batch.waiting) reject(failure);
      }
    }
    writing = undefined;
  };
  return {
    get failure() {
      return failure;
    },
    save({ record, events = [], state = [] }) {
      if (failure) return Promise.reject(failure);
      if (record) {
        const revisions = next.records.get(record.id);
        if (revisions) revisions.push(record);
        else next.records.set(record.id, [record]);
      }
      next.events.push(...events);
      for (const entry of state) next.state.set(entry.key, entry);
      const saved = new Promise<void>((resolve, reject) => next.waiting.push({ resolve, reject }));
      writing ??= new Promise<void>((resolve) => setImmediate(() => void flush().then(resolve)));
      return saved;
    },
    async settled() {
      for (let under = writing; under; under = writing) await under;
    },
  };
}

/**
 * Revisions of one record made in one turn are written one after the other: a store accepts only the next one. Where a
 * batch is one transaction they share it.
 */
async function writeRevisions(store: JobStore, batch: Batch): Promise<void> {
  const { events } = batch;
  const state = [...batch.state.values()];
  const lists = [...batch.records.values()];
  const rounds = lists.reduce((most, revisions) => Math.max(most, revisions.length), 1);
  if (rounds === 1 || store.atomicBatch) return store.write({ put: lists.flat(), events, state });
  for (let round = 0; round < rounds; round++) {
    const put = lists.flatMap((revisions) => revisions[round] ?? []);
    const ids = new Set(put.map(({ id }) => id));
    const last = round === rounds - 1;
    // oxlint-disable-next-line no-await-in-loop
    await store.write({
      put,
      events: events.filter(({ jobId }) => ids.has(jobId)),
      ...(last && { state }),
    });
  }
}
