/** A place to write text to. `process.stdout` is one; a test passes its own. */
export interface Output {
  write: (text: string) => unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Everything that the command takes from the process it runs in. */
export interface Io {
  stdin: AsyncIterable<string | Uint8Array> & { isTTY?: boolean | undefined };
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  cwd: string;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}
