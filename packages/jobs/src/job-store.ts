import type { HistoryDigest } from './history/history-digest.js';
import type { JobEvent } from './job-event.js';
import type { JobRecord } from './job-record.js';
import type { JobState } from './job-state.js';

/** Which jobs, newest first. All given conditions hold. */
export interface JobQuery {
  state?: JobState | readonly JobState[];
  kind?: string;
  principal?: string;
  /** Part of the title or the id, letter case ignored. */
  text?: string;
  /** Created at or after, Unix ms. */
  since?: number;
  /** Created before, Unix ms. */
  until?: number;
  /** `next` of the page before. */
  cursor?: string;
  /** Records per page; default 50, at most 1,000. */
  limit?: number;
}

/** Some of the jobs of a query. */
export interface JobPage {
  jobs: readonly JobRecord[];
  /** Give it as `cursor` for the next page; absent: this is the last. */
  next?: string;
}

/** Which entries of the event log. */
export interface EventQuery {
  /** Only events with a greater `seq`; default 0, the beginning of what is kept. */
  after?: number;
  jobId?: string;
  /** At most so many; default 1,000. */
  limit?: number;
}

/** What a store keeps about itself. */
export interface StoreMeta {
  schemaVersion: number;
  /** Raised by every opening for writing; part of the fencing token. */
  epoch: number;
  /** No event had a greater `seq` when this was written. */
  seq: number;
}

/** Small values of the engine beside the records: rate-limit buckets, spend per day. */
export interface StateEntry {
  key: string;
  /** JSON text; absent: remove. */
  value?: string;
}

/** Numbers that a shared store adds up. */
export interface SumEntry {
  key: string;
  add: Readonly<Record<string, number>>;
  /** Fields of which the greatest is kept. */
  most?: Readonly<Record<string, number>>;
}

/** What a shared store has added up of the jobs of a kind that ended on a UTC day. */
export interface StoredDigest {
  /** `YYYY-MM-DD`. */
  day: string;
  kind: string;
  digest: HistoryDigest;
}

/** One write: all of it or nothing where the store can (`atomicBatch`), else each record by itself. */
export interface StoreBatch {
  /** Each with `rev` exactly one above the stored one (1 for a new job). */
  put: readonly JobRecord[];
  /** The events of this write, all of them or none. They are in the journals of `put` too; a store may keep a log of them. */
  events: readonly JobEvent[];
  remove?: readonly string[];
  state?: readonly StateEntry[];
  meta?: StoreMeta;
}

/** How many jobs there are, by state and kind. */
export interface StateCount {
  state: JobState;
  kind: string;
  count: number;
}

/**
 * Where records lie. A write is durable when its promise resolves: on disk, synced. Every method throws when
 * the store fails; none answers "no such job" for "cannot read".
 */
export interface JobStore {
  readonly name: string;
  /** Whether a batch is written whole or not at all. */
  readonly atomicBatch: boolean;
  /** Records that still fit; absent: as many as the disk holds. */
  room?(): number;
  /** `undefined` when the store is new. */
  meta(): Promise<StoreMeta | undefined>;
  get(id: string): Promise<JobRecord | undefined>;
  /** The job that `principal` made with this idempotency key. */
  byKey(principal: string, idempotencyKey: string): Promise<JobRecord | undefined>;
  /** All records that have not ended, oldest first. */
  unfinished(): Promise<readonly JobRecord[]>;
  query(query: JobQuery): Promise<JobPage>;
  count(): Promise<readonly StateCount[]>;
  /** In the order of `seq`. */
  events(query: EventQuery): Promise<readonly JobEvent[]>;
  /** The greatest `seq` among the events that are kept; 0: none. */
  lastSeq(): Promise<number>;
  /** Records with a delivery due at or before `now`, most overdue first. */
  outboxDue(now: number, limit: number): Promise<readonly JobRecord[]>;
  /** The value that was last written under `key`. */
  state(key: string): Promise<string | undefined>;
  /**
   * Statistics of the jobs that ended on days from `since` to `until`, where the store adds them up itself; `undefined`: it was
   * written before it did.
   */
  digests?(days: { since?: string; until?: string }): Promise<readonly StoredDigest[] | undefined>;
  /** Rewrites records of older versions; gives how many. Called once, when opened for writing. */
  migrate?(): Promise<number>;
  write(batch: StoreBatch): Promise<void>;
  close(): Promise<void>;
}
