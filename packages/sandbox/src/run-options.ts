import type { DriverName, Isolation, IsolationLevel } from './isolation.js';
import type { LimitName, Limits } from './limits.js';

/** Paths as the program sees them: in a sandbox not those of the host. */
export interface Inside {
  /** The working directory, a copy of the workspace. */
  workspace: string;
  /** `HOME`; the temporary directory too. */
  home: string;
  /** Where a path below the workspace or below `readOnly` is. */
  path: (hostPath: string) => string;
}

/** A program that is not trusted. */
export interface RunOptions {
  /** Absolute path of the program: Node.js (`process.execPath`) or one below `/usr`. */
  command: string;
  args?: readonly string[] | ((inside: Inside) => readonly string[]) | undefined;
  /** Directory that is copied in and becomes the working directory. Never written to at level `sandbox`. */
  workspace: string;
  /** Directories that the program may read. Links in the workspace that lead there work inside. */
  readOnly?: readonly string[] | undefined;
  /** All that the program gets besides `PATH`, `HOME`, the temporary directory and `LANG`. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Text for standard input; absent: end of file. */
  input?: string | ((inside: Inside) => string) | undefined;
  /** Opens file descriptor 3 for the program to write a result to; what it wrote is `channel`. */
  channel?: boolean | undefined;
  limits?: Partial<Limits> | undefined;
  /** Default no. With network the level is at most `restricted`. */
  network?: boolean | undefined;
  /** Ends the whole process tree. */
  signal?: AbortSignal | undefined;
  /** Time between SIGTERM and SIGKILL in ms; default 500, at most 5000. */
  graceMs?: number | undefined;
  /** Called with every piece of output as it comes. It is not cleaned: a terminal must not get it raw. */
  onOutput?: ((stream: 'stdout' | 'stderr', text: string) => void) | undefined;
  /** What to copy out of the workspace at the end, and where to: regular files only, no link is followed. */
  copyOut?: CopyOut | undefined;
  /** A Node script that starts no processes and no workers: the fallback then uses Node's permission model. */
  singleProcess?: boolean | undefined;
  /** What to isolate with; default: what `findIsolation()` finds. */
  isolation?: Isolation | DriverName | undefined;
  /** Refuses to run at a lower level. */
  require?: IsolationLevel | undefined;
}

/** What is copied out of a workspace. */
export interface CopyOut {
  /** Existing directory. */
  to: string;
  /** Files and directories, relative; default everything except `node_modules`. */
  paths?: readonly string[] | undefined;
  /** Default 5000. */
  maxFiles?: number | undefined;
  /** Default 64 MiB. */
  maxBytes?: number | undefined;
}

/** How a run ended. A failing program is a result, not an exception. */
export interface RunResult {
  /** Exit code; `null` when a signal ended it or it never started. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The limit that ended it, where that is known. */
  limit?: LimitName;
  cancelled: boolean;
  stdout: string;
  stderr: string;
  /** What came through file descriptor 3; empty without `channel`. */
  channel: string;
  /** A stream was longer than its limit. */
  truncated: boolean;
  durationMs: number;
  /** CPU time of all processes in ms (Linux; exact with a cgroup, else sampled every 50 ms). */
  cpuMs?: number;
  /** Peak memory in bytes: the largest sum of resident memory that was seen (Linux). */
  peakMemoryBytes?: number;
  /** Processes that outlived the program and were killed. In a sandbox they die with it, uncounted. */
  leftBehind: number;
  level: IsolationLevel;
  driver: DriverName;
  /** Files that were copied out, relative; and what was left in place, with the reason. */
  copied?: { files: string[]; skipped: { path: string; reason: string }[] };
}
