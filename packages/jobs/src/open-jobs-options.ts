import type { Clock } from './clock.js';
import type { JobKind } from './job-kind.js';
import type { JobRecord, OutboxEntry } from './job-record.js';
import type { JobEvent } from './job-event.js';
import type { JobStore } from './job-store.js';
import type { JobState } from './job-state.js';
import type { ProcessTable } from './process-table.js';
import type { RetentionPolicy } from './retention.js';

/** A token bucket: holds up to `burst`, refilled evenly by `perHour`. */
export interface BucketLimit {
  perHour: number;
  burst: number;
}

/** What creation refuses. Absent: no limit. */
export interface CreationLimits {
  perPrincipal?: BucketLimit;
  global?: BucketLimit;
  /** Most jobs that have not ended. */
  maxUnfinished?: number;
  maxUnfinishedPerPrincipal?: number;
  /** Of the jobs of one principal on one UTC day. */
  spendPerDay?: { costUsd?: number; tokens?: number };
  /** Bytes of an input; default 1 MiB. */
  maxInputBytes?: number;
}

/** How many attempts run at once. */
export interface Concurrency {
  /** Default 2. */
  global?: number;
  /** Default: `global`. */
  perPrincipal?: number;
}

/** Where records lie; `sqlite` is the default, `json` is one readable file per job. */
export type StoreChoice = 'sqlite' | 'json' | JobStore;

/** What {@link openJobs} can be told. */
export interface OpenJobsOptions {
  /** The jobs directory; made if absent. */
  dir: string;
  store?: StoreChoice;
  /** Only look: takes no lock, runs nothing, every write rejects with `PW_JOBS_READ_ONLY`. */
  readOnly?: boolean;
  // A kind is invariant in its input and output; the record of kinds is not.
  kinds?: readonly JobKind<never, unknown>[];
  concurrency?: Concurrency;
  limits?: CreationLimits;
  retention?: RetentionPolicy;
  /** Head start of one step of priority, in rounds of the fair queue; default 5. */
  roundsPerPriority?: number;
  /** Time for an attempt to stop by itself, and then for its children between SIGTERM and SIGKILL; default 5,000 ms. */
  graceMs?: number;
  /** Values above this many bytes of JSON go to content files; default 8,192. */
  inlineLimitBytes?: number;
  /** Entries kept in the journal of a record; default 100. */
  journalLimit?: number;
  clock?: Clock;
  processes?: ProcessTable;
  /** Owed deliveries of an event, written with it; default: one per callback that wants the type. */
  outbox?(event: JobEvent, job: JobRecord): readonly OutboxEntry[];
  /** `OFF` makes SQLite not wait for the disk: for tests that never cut the power. Default `FULL`. */
  synchronous?: 'FULL' | 'OFF';
  /** Most records of the JSON store; default 1,000. */
  jsonCapacity?: number;
  /** Called by name at every border of a transition (`before:claim`, `after:claim`, …); for fault injection. */
  probe?(point: string): void;
}

/** Numbers at a glance. */
export interface JobStats {
  byState: Readonly<Record<JobState, number>>;
  byKind: Readonly<Record<string, Readonly<Partial<Record<JobState, number>>>>>;
  /** Age of the oldest queued job in ms. */
  oldestQueuedMs: number | undefined;
  running: number;
  slots: number;
}

/** Whether it works. */
export interface JobsHealth {
  ok: boolean;
  state: 'running' | 'paused' | 'draining' | 'stopped' | 'closed' | 'read-only';
  /** Why it stopped: the code of the failed write. */
  code?: string;
  message?: string;
}
