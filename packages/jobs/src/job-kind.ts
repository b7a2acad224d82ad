import type { Callback, ContentRef, JobRecord, Usage } from './job-record.js';
import type { JsonValue } from './json-value.js';

/** Limits of one attempt, in ms; absent: none. */
export interface AttemptLimits {
  /** The whole attempt. */
  timeoutMs?: number;
  /** Longest silence: no step begun or ended, no `progress`, no `heartbeat`. */
  heartbeatMs?: number;
}

/** How one step runs. */
export interface StepOptions {
  /** Wall-clock limit of the step in ms; absent: only the attempt's. */
  timeoutMs?: number;
}

/** What the function of a step gets besides its input. */
export interface StepContext {
  /** Fires at cancel, time-outs and shutdown; `signal.reason` is a `PlugwrightError`. */
  signal: AbortSignal;
  /** The same for every try of this step with this input: give it to services that can deduplicate. */
  idempotencyKey: string;
}

/** What a running attempt can do. After the attempt has lost its lease every method rejects with `PW_JOBS_FENCED`. */
export interface JobContext<Input> {
  readonly id: string;
  readonly input: Input;
  readonly principal: string;
  /** From 1. */
  readonly attempt: number;
  /** Fires at cancel, time-outs and shutdown; `signal.reason` is a `PlugwrightError`. */
  readonly signal: AbortSignal;
  /** Give these to every child process, so that it is found and ended when this process dies. */
  readonly childEnv: Readonly<Record<string, string>>;
  /**
   * Runs `run` once per name and input: a finished step is never run again, also after a crash and in later attempts; its
   * stored output is returned. Input and output must be JSON.
   */
  step<I extends JsonValue | undefined, O extends JsonValue | void>(
    name: string,
    input: I,
    run: (input: I, step: StepContext) => O | Promise<O>,
    options?: StepOptions,
  ): Promise<O>;
  /** Notes a child that leads its own process group, durably. Resolves when it is on disk. */
  child(pid: number): Promise<void>;
  /** A small message for people and event listeners; counts as a heartbeat. */
  progress(message: string, data?: JsonValue): Promise<void>;
  /** "Still alive", without a write. */
  heartbeat(): void;
  /** Adds to what the job has used. Rejects with `PW_JOBS_SPEND` when the job's own limit is passed. */
  use(usage: Partial<Usage>): Promise<void>;
  /** Keeps a file that belongs to the job; the record names it by its hash. */
  artifact(name: string, bytes: string | Uint8Array, mediaType?: string): Promise<ContentRef>;
  /**
   * The answer to a question, from the record when it is there. Otherwise the job goes to `asking` and this call
   * throws to end the attempt; after the answer the job runs again and finished steps are reused.
   */
  ask(question: { id: string; text: string; data?: JsonValue }): Promise<JsonValue>;
}

/** A kind of job: how to do it. */
export interface JobKind<Input = JsonValue, Output = JsonValue> extends AttemptLimits {
  kind: string;
  run(context: JobContext<Input>): Promise<Output>;
  /** Attempts in all, the first included; default 3. */
  maxAttempts?: number;
  /** Attempts of this kind at once; default: only the other limits. */
  concurrency?: number;
  /** Wait in ms before attempt `attempt` (from 2); default 1 s doubling to 5 min, half of it random. */
  backoffMs?(attempt: number): number;
  /** Whether another attempt may help; default: everything but `PlugwrightError`s of bad input. */
  retryable?(error: unknown): boolean;
  /** Completed jobs are pinned: retention never removes them or their files (certificates, evidence). */
  pinCompleted?: boolean;
  /** Limit of what one job may use. */
  spend?: Partial<Usage>;
}

/** What to do. */
export interface JobRequest<Input = JsonValue> {
  kind: string;
  input: Input;
  /** On whose account; default `'local'`. */
  principal?: string;
  title?: string;
  /** -10 to 10, higher earlier; default 0. */
  priority?: number;
  /** At most 200 characters; the same key of the same principal gives the job that is already there. */
  idempotencyKey?: string;
  /** Not before this many ms from now. */
  delayMs?: number;
  /** Fails with `PW_JOBS_WAIT_TIMEOUT` when no attempt began for so long. */
  waitLimitMs?: number;
  /** Jobs that must complete first. One that fails or is cancelled fails this one. */
  dependsOn?: readonly string[];
  maxAttempts?: number;
  callbacks?: readonly Callback[];
  /** Price of this creation for the rate limit; default 1. */
  cost?: number;
  traceparent?: string;
  tracestate?: string;
}

/** Answer to a creation; the record is on disk. */
export interface CreatedJob {
  job: JobRecord;
  /** `false`: the idempotency key was known, `job` is the earlier one. */
  created: boolean;
}
