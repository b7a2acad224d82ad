import { statfsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Cgroup } from './cgroup.js';
import type { LimitName, Limits } from './limits.js';
import type { Watched } from './watch-process.js';

/** What is known of a sandbox when its program has ended. */
export interface EndedBox {
  /** What bubblewrap says of the program's end; more than 128 for a signal. */
  exitCode: number | undefined;
  /** Our descriptor of the workspace inside. */
  directory: number | undefined;
  group: Cgroup | undefined;
}

/** Ends by these are the kernel's or ours; a program that returns more than 128 by itself keeps its number. */
const signals = Object.entries(constants.signals).filter(([name]) =>
  /^SIG(?:KILL|TERM|SEGV|ABRT|BUS|ILL|FPE|TRAP|SYS|XCPU|XFSZ|INT|HUP|PIPE)$/.test(name),
);

/** How a run ended, and the limit that ended it. */
export function verdict(run: EndedBox, watched: Watched, limits: Limits) {
  const { stopped, ...rest } = watched;
  const number = run.exitCode === undefined ? undefined : run.exitCode - 128;
  const signal = signals.find(([, value]) => value === number)?.[0] as NodeJS.Signals | undefined;
  const code = run.exitCode === undefined ? null : signal ? null : run.exitCode;
  const ended = { code, signal: signal ?? (code === null ? (rest.signal ?? 'SIGKILL') : null) };
  const limit = limitOf(run, stopped, ended, limits);
  return { ...rest, ...ended, cancelled: stopped === 'cancelled', ...(limit && { limit }) };
}

function limitOf(
  run: EndedBox,
  stopped: string | undefined,
  ended: { code: number | null; signal: NodeJS.Signals | null },
  limits: Limits,
): LimitName | undefined {
  if (stopped === 'time') return 'wallMs';
  if (stopped === 'output') return 'floodBytes';
  if (stopped !== undefined && stopped !== 'cancelled') return stopped as LimitName;
  if (ended.signal === 'SIGXCPU') return 'cpuMs';
  if (ended.signal === 'SIGXFSZ') return 'workspaceBytes';
  if (ended.code === 0) return undefined;
  const passed = run.group?.passed();
  if (passed) return passed;
  if (run.directory === undefined) return undefined;
  const { bavail, bsize } = statfsSync(`/proc/self/fd/${run.directory}`);
  return bavail * bsize < limits.workspaceBytes / 100 ? 'workspaceBytes' : undefined;
}
