/** What a run may use. A limit that is passed is named in the result. */
export interface Limits {
  /** Wall-clock time in ms. */
  wallMs: number;
  /** CPU time of all processes together, in ms. */
  cpuMs: number;
  /** Memory in bytes: of the whole run where a cgroup can be used, else of each process. */
  memoryBytes: number;
  /** Processes and threads at one time. */
  processes: number;
  /** Open files of one process. */
  openFiles: number;
  /** Bytes in the workspace, the temporary directory and the home together. */
  workspaceBytes: number;
  /** Files and directories there. */
  workspaceFiles: number;
  /** Bytes kept of each output stream. */
  outputBytes: number;
  /** Bytes written to all streams, kept or not, after which the run is ended. */
  floodBytes: number;
}

/** Name of a limit, as it stands in a result. */
export type LimitName = keyof Limits;

/** Limits when nothing else is said; every one can be set for a run. */
export const defaultLimits: Readonly<Limits> = {
  // A boot takes 1 s and a test suite 2 to 20 s; a minute leaves room for a loaded machine.
  wallMs: 60_000,
  // Two cores for the whole wall time.
  cpuMs: 120_000,
  // An AgentRuntime takes 250 MB, Vitest with its workers 600 MB; most machines have 4 GB.
  memoryBytes: 2 * 1024 ** 3,
  // Node has 11 threads, and Vitest starts a process per core.
  processes: 512,
  // The usual soft limit of Linux distributions.
  openFiles: 1024,
  // A plugin is less than 1 MB, its caches less than 50 MB; this memory is not swapped.
  workspaceBytes: 256 * 1024 ** 2,
  // Each empty file takes about 1 kB of kernel memory that the byte limit does not see.
  workspaceFiles: 20_000,
  // What a person reads of a failure is in the first pages.
  outputBytes: 1024 ** 2,
  // A verbose test run prints a few MB.
  floodBytes: 64 * 1024 ** 2,
};

/** The default limits with what is set in `given`. */
export function limitsWith(given: Partial<Limits> = {}): Limits {
  const set = Object.entries(given).filter((entry) => entry[1] !== undefined);
  return { ...defaultLimits, ...Object.fromEntries(set) };
}
