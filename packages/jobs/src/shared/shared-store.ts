import type { ContentFiles } from '../content-store.js';
import type { JobEvent } from '../job-event.js';
import type { JobRecord } from '../job-record.js';
import type { JobStore, StateEntry, SumEntry } from '../job-store.js';
import type { Haste } from './patiently.js';

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
  /** Added up by the server in the same write, so that nobody reads what others change. */
  sums?: readonly SumEntry[];
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

/** Which queued jobs a process would run now. */
export interface Wanted {
  kinds: readonly string[];
  /** Most attempts of one principal at once, in all processes; absent: any number. */
  mostRunning?: number;
  /** Head start of one step of priority, in turns of a principal. */
  roundsPerPriority: number;
  /** How many at most. */
  limit: number;
}

/** Queued jobs that a process may claim now. */
export interface HandedOut {
  /** Nobody else is offered them for a moment. */
  ids: readonly string[];
  /** Whether others are queued that were not handed out to anybody, because they are not wanted or may not run yet. */
  isMore: boolean;
}

/** How long a job is kept from others after it was handed out, ms: time to claim it. */
export const OFFER_MS = 2000;

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
  /**
   * Hands out queued jobs by turns between principals: whoever has had fewest turns is next, and who comes back gets no credit
   * for the time away. A priority is a head start of so many turns. Of one principal, the job of the lowest rank.
   */
  next(wanted: Wanted): Promise<HandedOut>;
  /** What was added up under keys from `from` on and below `below`. */
  sums(from: string, below: string): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>>;
  dropSums(from: string, below: string): Promise<void>;
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
  /** How long a server that is away is waited for from now on. */
  hurry(haste: Haste): void;
  /** Calls back soon after something was written by whomever; may miss some. */
  watch(changed: () => void): void;
}

/** What came of a job that the queue handed out. */
export type Taken = 'done' | 'later';

/**
 * Says when there is something to run; which job that is, the store says ({@link SharedStore.next}). It may say so too often or
 * not at all: the record decides, and {@link SharedQueue.mend} finds what was forgotten.
 */
export interface SharedQueue {
  /** The job is queued. */
  offer(job: JobRecord): Promise<void>;
  /** Hands out ids that the store gives, at most `slots` at a time; `later`: it cannot run here now. */
  serve(
    slots: number,
    take: (id: string) => Promise<Taken>,
    wanted: () => Omit<Wanted, 'limit'>,
  ): void;
  pause(): void;
  resume(): void;
  /** Something may run that could not a moment ago. */
  wake(): void;
  /** Makes up for what is queued in the records and was forgotten here; gives how many. */
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

/** Of one principal, a step of priority is a head start of ten minutes, once: who waits long enough is passed by nobody. */
export const HEAD_START_MS = 600_000;

/** Smaller runs earlier. */
export const rankOf = (job: JobRecord): number =>
  (job.queuedAt ?? job.createdAt) - job.priority * HEAD_START_MS;
