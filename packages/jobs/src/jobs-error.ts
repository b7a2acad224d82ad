import { type ErrorCodeName, ERROR_CODES, PlugwrightError } from '@plugwright/errors';

/** A code of this area. */
export type JobsCode = Extract<ErrorCodeName, `PW_JOBS_${string}`>;

/** An error of this area; the hint is the table's unless given. */
export const jobsError = (code: JobsCode, message: string, cause?: unknown, hint?: string) =>
  new PlugwrightError({ code, message, hint: hint ?? ERROR_CODES[code].hint, cause });

/** Creation refused by a limit. */
export class JobLimitError extends PlugwrightError {
  /** Earliest sensible next try, in ms from now; absent: time alone does not help. */
  readonly retryAfterMs: number | undefined;

  constructor(code: JobsCode, message: string, retryAfterMs?: number) {
    super({ code, message, hint: ERROR_CODES[code].hint });
    this.retryAfterMs = retryAfterMs;
  }
}

/** The text of whatever was thrown. */
export const messageOf = (error: unknown) =>
  error instanceof Error ? error.message : String(error);
