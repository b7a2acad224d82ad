import type { JobState, TransitionName } from './job-state.js';
import type { JsonValue } from './json-value.js';

/** The version of {@link JobRecord} that this package writes. */
export const SCHEMA_VERSION = 1;

/** A file in the content store of the jobs directory, named by its own hash. */
export interface ContentRef {
  /** SHA-256 of the bytes, 64 hexadecimal digits. */
  sha256: string;
  bytes: number;
  mediaType?: string;
}

/** A value in the record when it is small, else a file; see `inlineLimitBytes`. */
export type StoredValue = { inline: JsonValue } | { content: ContentRef };

/** Why a job, or an attempt, failed. */
export interface JobFailure {
  /** Of the table of error codes, or the kind's own. */
  code: string;
  message: string;
  hint?: string;
  /** The step that was running. */
  step?: string;
}

/** A child process group of the running attempt. */
export interface ChildGroup {
  /** The leader's process id, which is the group's id. */
  pgid: number;
  /** Start time of the leader by the kernel (Linux: clock ticks since boot). A recycled id has another. */
  start: string;
  /** Identifies one boot of the machine: after a restart no child of before can be alive. */
  boot: string;
}

/** The right to write as the running attempt. `epoch` and `attempt` are the fencing token. */
export interface Lease {
  /** Grows with every opening of the store for writing. */
  epoch: number;
  attempt: number;
  /** In the environment of every child (`PLUGWRIGHT_JOB_RUN`), so that one that left its group is found. */
  marker: string;
  children: readonly ChildGroup[];
}

/** A finished step: a later attempt with the same name and input gets the stored output. */
export interface StepRecord {
  name: string;
  /** SHA-256 of the canonical JSON of the input. */
  inputHash: string;
  /** SHA-256 of the canonical JSON of the output. */
  outputHash: string;
  output: StoredValue;
  /** The attempt that ran it; 0: one of the job that this one does again. */
  attempt: number;
  startedAt: number;
  /** Run time in ms. */
  ms: number;
}

/** What a job has used so far; only grows. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  /** In US dollars. */
  costUsd: number;
}

/** What happened, as kept in the record (capped, oldest first) and in the event log. */
export interface JournalEntry {
  /** Position in the event log of the store; grows, never used twice. */
  seq: number;
  /** Unix time in ms. */
  at: number;
  type: JobEventType;
  /** The state after it. */
  state: JobState;
  attempt: number;
  epoch: number;
  step?: string;
  code?: string;
  message?: string;
  /** Details of `job.progress` and the like; small. */
  data?: JsonValue;
}

/** Types of events: those of transitions, and those in the middle of an attempt. */
export type JobEventType =
  | 'job.created'
  | 'job.queued'
  | 'job.prioritised'
  | 'job.started'
  | 'job.progress'
  | 'job.step.started'
  | 'job.step.completed'
  | 'job.step.reused'
  | 'job.child'
  | 'job.asking'
  | 'job.answered'
  | 'job.retrying'
  | 'job.recovered'
  | 'job.handed_back'
  | 'job.cancelling'
  | 'job.completed'
  | 'job.failed'
  | 'job.cancelled';

/** One try of a delivery. */
export interface DeliveryAttempt {
  /** Unix time in ms at its start. */
  at: number;
  ms: number;
  /** Of the answer; absent: there was none. */
  status?: number;
  /** Why there was none: a code, with that of the socket in brackets. */
  error?: string;
  /** Beginning of the answer's body, at most 1,024 characters. Text of a stranger. */
  excerpt?: string;
}

/** A delivery that is owed to one endpoint, or was; written in the same write as the event it tells of. */
export interface OutboxEntry {
  /** `<jobId>:<state>:<seq>`: the same on every try, the receiver's idempotency key. */
  id: string;
  /** The name of the endpoint in the job's `callbacks`; with `seq` it names the entry. */
  endpoint: string;
  type: JobEventType;
  seq: number;
  createdAt: number;
  /** As of the event, so that every try says the same. */
  state: JobState;
  attempt: number;
  code?: string;
  /** Since it was first owed or last replayed. */
  tries: number;
  /** Unix time in ms of the next try. */
  dueAt: number;
  /** `dead`: given up after the schedule; kept for replay. `delivered`: the last few are kept for their log. */
  status: 'due' | 'delivered' | 'dead';
  /** The tries, oldest first, capped. */
  log: readonly DeliveryAttempt[];
}

/** Who wants to hear of a job. */
export interface Callback {
  /** Unique in the job. */
  endpoint: string;
  url: string;
  /** The types it wants; absent: the terminal ones. */
  events?: readonly JobEventType[];
}

/** A question of a step to whoever ordered the job. */
export interface JobQuestion {
  /** Unique in the job; the answer names it. */
  id: string;
  text: string;
  /** Choices, the schema of the answer and the like. */
  data?: JsonValue;
  askedAt: number;
  answer?: JsonValue;
  answeredAt?: number;
}

/** All there is to know about a job. One record per job; every transition is one atomic write of it. */
export interface JobRecord {
  schemaVersion: number;
  /** UUID version 7: sorts by time of creation. */
  id: string;
  /** Grows by one with every write; a store refuses any other successor. */
  rev: number;
  kind: string;
  /** On whose account: limits and fair shares are counted by it. */
  principal: string;
  /** Higher runs earlier; default 0. */
  priority: number;
  state: JobState;
  /** Shown in lists, searched as text. */
  title: string;
  /** Of the caller: a second creation with it, by the same principal, gives this job. */
  idempotencyKey?: string | undefined;
  input: StoredValue;
  output?: StoredValue | undefined;
  error?: JobFailure | undefined;
  /** Times are Unix ms by the clock of the host. */
  createdAt: number;
  updatedAt: number;
  /** When it last became free to run. */
  queuedAt?: number | undefined;
  /** When its first attempt began. */
  startedAt?: number | undefined;
  endedAt?: number | undefined;
  /** `scheduled`: when it becomes free to run. */
  dueAt?: number | undefined;
  /** The delay that `dueAt` was made from: after a clock jump it never waits longer than this. */
  delayMs?: number | undefined;
  /** Since when no attempt runs; `waitLimitMs` counts from here. */
  waitingSince?: number | undefined;
  /** Longest time in ms without an attempt (`scheduled`, `blocked`, `queued` or `asking`) before it fails. */
  waitLimitMs?: number | undefined;
  dependsOn: readonly string[];
  /** Attempts begun. */
  attempt: number;
  /** Of `attempt`, those that ended without a fault: handed back at shutdown, or stopped to ask. */
  spared: number;
  /** Attempts that may fail or crash, the first included. */
  maxAttempts: number;
  lease: Lease | null;
  cancel?: { at: number; reason?: string } | undefined;
  steps: readonly StepRecord[];
  questions: readonly JobQuestion[];
  usage: Usage;
  /** Oldest first, capped. */
  journal: readonly JournalEntry[];
  callbacks: readonly Callback[];
  outbox: readonly OutboxEntry[];
  /** The earliest `dueAt` of the outbox, kept by every write; absent: nothing is due. */
  outboxDueAt?: number | undefined;
  /** Files that belong to the job besides its values: reports, certificates, evidence. */
  artifacts: readonly (ContentRef & { name: string })[];
  /** Never removed by retention, nor are its files. */
  pinned: boolean;
  /** The failed or cancelled job that this one does again, with its finished steps. */
  retryOf?: string | undefined;
  /** W3C Trace Context of whoever created it. */
  traceparent?: string | undefined;
  tracestate?: string | undefined;
  /** The transition that made this revision. */
  transition: TransitionName;
}
