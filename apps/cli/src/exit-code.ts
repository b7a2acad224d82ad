/** What the process says to its caller. */
export const exitCode = {
  done: 0,
  /** A gate failed. */
  failed: 1,
  /** Bad input or usage. */
  usage: 2,
  /** Our fault. */
  fault: 3,
  /** Ctrl-C: 128 + SIGINT. */
  cancelled: 130,
} as const;
