/** One row of the table: what a code means, what to do, and the exit status of a command that ends with it. */
export interface ErrorCode {
  /** What happened, one sentence without details. */
  summary: string;
  /** What to do next, for whoever reads only the table. A diagnostic's own hint is more exact. */
  hint: string;
  /** 1: a gate failed; 2: bad input or usage; 3: our fault; 130: cancelled. */
  exit: 1 | 2 | 3 | 130;
}

/** The rows of one area. */
export type ErrorCodes = Readonly<Record<string, ErrorCode>>;

export const row = (exit: ErrorCode['exit'], summary: string, hint: string): ErrorCode => ({
  summary,
  hint,
  exit,
});
/** A row for bad input or usage. */
export const input = (summary: string, hint: string) => row(2, summary, hint);
/** A row for a gate that failed. */
export const gate = (summary: string, hint: string) => row(1, summary, hint);
