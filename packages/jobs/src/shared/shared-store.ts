import type { ContentFiles } from '../content-store.js';
import type { JobEvent } from '../job-event.js';
import type { JobRecord } from '../job-record.js';
import type { JobStore, StateEntry } from '../job-store.js';

/** What one commit writes, once it is known which numbers its events have. */
export interface Numbered {
  record: JobRecord;
  events: readonly JobEvent[];
}

/** One compare-and-set of a record. */
export interface Commit {
  /** Gives the same for the same number, apart from that number. */
  build(firstSeq: number): Numbered;
  state?: readonly StateEntry[];
  /** A claim only counts while its principal has fewer attempts that run, in all processes. */
  mostRunning?: number;
}

/**
 * How a commit ended. `conflict`: the stored revision is not the one before, the key is taken, or the state is final;
 * nothing was written.
 */
export type CommitEnd =
  | { end: 'written'; record: JobRecord }
  | { end: 'conflict' }
  | { end: 'busy' };

/**
 * A store that several processes write at once. The record is the only truth: each write replaces the revision it was made
 * from, or nothing. Times of life are by the clock of the server.
 */
export interface SharedStore extends JobStore {
  /** The fencing epoch of this process; no other ever gets it. */
  enter(): Promise<number>;
  /**
   * "Still alive" for `ttlMs`. `leads`: this process does what one of them has to do. Tried once; throws when the server
   * cannot be reached.
   */
  renew(epoch: number, ttlMs: number): Promise<{ leads: boolean }>;
  leave(epoch: number): Promise<void>;
  /** Processes that run jobs and are alive. */
  workers(): Promise<number>;
  commit(commit: Commit): Promise<CommitEnd>;
  /** Jobs whose lease belongs to a process that is not alive. */
  orphans(limit: number): Promise<readonly JobRecord[]>;
  /** Ids of jobs whose lease belongs to `epoch`. */
  leasedBy(epoch: number): Promise<readonly string[]>;
  /** Waiting jobs whose time has come: due, or waited too long. */
  timersDue(now: number, limit: number): Promise<readonly JobRecord[]>;
  /** Bytes that every process can read. */
  readonly files: ContentFiles;
  /** Runs `work` while no other process runs its own. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** This process leaves: from now on a server that is away is waited for only for a moment. */
  hurry(): void;
  /** Calls back soon after something was written by whomever; may miss some. */
  watch(changed: () => void): void;
}

/** What came of a job that the queue handed out. */
export type Taken = 'done' | 'later';

/**
 * Says which job is next. It holds ids only, and may say one too often or not at all: the record decides, and
 * {@link SharedQueue.mend} finds what was forgotten.
 */
export interface SharedQueue {
  /** The job is queued. */
  offer(job: JobRecord): Promise<void>;
  /** A queued job has another priority. */
  reorder(job: JobRecord): Promise<void>;
  /** Hands out ids, at most `slots` at a time; `later`: it cannot run here now. */
  serve(slots: number, take: (id: string) => Promise<Taken>): void;
  pause(): void;
  resume(): void;
  /** Something may run that could not a moment ago. */
  wake(): void;
  /** Offers again what is queued in the records and was forgotten here; gives how many. */
  mend(): Promise<number>;
  close(): Promise<void>;
}

/** When a waiting job has to be looked at, Unix ms; `undefined`: never. */
export function timerOf(job: JobRecord): number | undefined {
  const times: number[] = [];
  if (job.state === 'scheduled') times.push(job.dueAt ?? 0);
  if (job.waitLimitMs !== undefined && WAITING.has(job.state))
    times.push((job.waitingSince ?? job.createdAt) + job.waitLimitMs);
  return times.length === 0 ? undefined : Math.min(...times);
}

const WAITING = new Set(['scheduled', 'blocked', 'queued', 'asking']);

/** A step of priority is a head start of ten minutes, once: who waits long enough is passed by nobody. */
export const HEAD_START_MS = 600_000;

/** Smaller runs earlier. */
export const rankOf = (job: JobRecord): number =>
  (job.queuedAt ?? job.createdAt) - job.priority * HEAD_START_MS;
