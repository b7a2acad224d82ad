import type { ChildGroup } from './job-record.js';

/** Processes of this machine, seen from outside; the default reads `/proc`. */
export interface ProcessTable {
  /** What identifies the group that `pid` leads, or `undefined` when it is gone or cannot be told. */
  identify(pid: number): ChildGroup | undefined;
  /** Whether any process of exactly this group is alive. */
  alive(group: ChildGroup): boolean;
  /** Sends to every process of the group; does nothing when it is gone. */
  signal(group: ChildGroup, signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Processes with `PLUGWRIGHT_JOB_RUN=<one of the markers>` in their environment. */
  marked(markers: readonly string[]): readonly { pid: number; marker: string }[];
  /** Sends to one process that {@link ProcessTable.marked} named. */
  kill(pid: number, marker: string, signal: 'SIGTERM' | 'SIGKILL'): void;
}
