import type { JobEvent } from './job-event.js';
import type { CreatedJob, JobKind, JobRequest } from './job-kind.js';
import type { JobRecord, OutboxEntry } from './job-record.js';
import type { EventQuery, JobPage, JobQuery, JobStore } from './job-store.js';
import type { JsonValue } from './json-value.js';
import type { JobsHealth, JobStats } from './open-jobs-options.js';
import type { RetentionPlan, RetentionPolicy } from './retention.js';

/** An open jobs directory. Every promise of a change resolves when the change is on disk. */
export interface Jobs {
  readonly dir: string;
  readonly readOnly: boolean;
  /** 0 when read-only. */
  readonly epoch: number;
  /** For reading; writing to it goes round the state machine. */
  readonly store: JobStore;

  /** Makes a kind known. Jobs of kinds that nobody made known stay queued. */
  define<Input, Output>(kind: JobKind<Input, Output>): void;
  /**
   * @throws `PW_JOBS_REQUEST` (shape), `PW_JOBS_RATE`, `PW_JOBS_FULL`, `PW_JOBS_SPEND_DAY` (these three are
   * {@link JobLimitError} with `retryAfterMs`), `PW_JOBS_STOPPED`.
   */
  create<Input>(request: JobRequest<Input>): Promise<CreatedJob>;
  get(id: string): Promise<JobRecord | undefined>;
  list(query?: JobQuery): Promise<JobPage>;
  stats(): Promise<JobStats>;
  /** The stored input, output or step output, read from its content file if it has one and checked against the hash. */
  value(stored: JobRecord['input']): Promise<JsonValue>;
  /**
   * Resolves with the record when the job has ended.
   *
   * @throws `PW_JOBS_UNKNOWN`; `PW_JOBS_STOPPED` and `PW_JOBS_CLOSED` when nothing can end any more; the reason of `signal`.
   */
  finished(id: string, signal?: AbortSignal): Promise<JobRecord>;

  /** Durable; resolves with the record at `cancelled`, or as it ended before. @throws `PW_JOBS_UNKNOWN`. */
  cancel(id: string, reason?: string): Promise<JobRecord>;
  /** A new job that does a failed or cancelled one again and reuses its finished steps. */
  retry(id: string): Promise<CreatedJob>;
  prioritise(id: string, priority: number): Promise<JobRecord>;
  answer(id: string, questionId: string, answer: JsonValue): Promise<JobRecord>;
  /** Keeps the job and its files from retention, or lets them go. */
  pin(id: string, pinned: boolean): Promise<JobRecord>;

  /** Begins to run jobs; they are only accepted before. */
  start(): void;
  /** Claims nothing more; what runs goes on. */
  pause(): void;
  resume(): void;
  /** Waits until nothing runs and nothing is queued. */
  idle(): Promise<void>;
  /** Stops claiming, waits up to `timeoutMs` for what runs, then hands the rest back to the queue. */
  drain(options?: { timeoutMs?: number }): Promise<{ finished: number; handedBack: number }>;

  /** Listens to events as they happen, after they are on disk. Returns how to stop. */
  on(listener: (event: JobEvent) => void): () => void;
  /** The event log from `after` on, then live, in order without gaps, until `signal` fires. */
  follow(query?: EventQuery, signal?: AbortSignal): AsyncIterable<JobEvent>;
  events(query?: EventQuery): Promise<readonly JobEvent[]>;

  /** Records with a delivery due, most overdue first. */
  outboxDue(limit?: number): Promise<readonly JobRecord[]>;
  /** Rewrites the outbox of a job in whatever state, and nothing else of it. `change` sees the newest record. */
  updateOutbox(
    id: string,
    change: (outbox: readonly OutboxEntry[], job: JobRecord) => readonly OutboxEntry[],
  ): Promise<JobRecord>;

  /** What retention would remove (`dryRun`), or has removed. */
  prune(options?: { policy?: RetentionPolicy; dryRun?: boolean }): Promise<RetentionPlan>;
  health(): JobsHealth;
  /** Drains with no time, hands back what runs, and frees the lock. */
  close(): Promise<void>;
}
