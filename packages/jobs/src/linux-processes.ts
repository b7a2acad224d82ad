import { readdirSync, readFileSync } from 'node:fs';
import type { ChildGroup } from './job-record.js';
import type { ProcessTable } from './process-table.js';

/** The variable that names the attempt a process belongs to. */
export const RUN_VARIABLE = 'PLUGWRIGHT_JOB_RUN';

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
};

/** State and start time of a process: fields 3 and 22 of `/proc/<pid>/stat` (proc(5)). */
function statOf(pid: number): { state: string; start: string } | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name, in parentheses, may hold spaces and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0]!, start: fields[19]! };
}

const send = (pid: number, signal: NodeJS.Signals) => {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone, which is what was wanted.
  }
};

function markerOf(pid: number): string | undefined {
  const line = read(`/proc/${pid}/environ`)
    ?.split('\0')
    .find((pair) => pair.startsWith(`${RUN_VARIABLE}=`));
  return line?.slice(RUN_VARIABLE.length + 1);
}

/**
 * Processes by `/proc`. A recorded group is only ever signalled when its leader still has the recorded start time in the same
 * boot, so a recycled id is never hit; members whose leader is gone are found by the variable in their environment.
 */
export function linuxProcesses(): ProcessTable {
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  const alive = ({ pgid, start, boot: then }: ChildGroup) => {
    const now = then === boot ? statOf(pgid) : undefined;
    return now?.start === start && now.state !== 'Z' && now.state !== 'X';
  };
  return {
    identify(pid) {
      const found = statOf(pid);
      return found && { pgid: pid, start: found.start, boot };
    },
    alive,
    signal(group, signal) {
      if (alive(group)) send(-group.pgid, signal);
    },
    marked(markers) {
      const wanted = new Set(markers);
      return readdirSync('/proc').flatMap((name) => {
        const pid = /^\d+$/.test(name) ? Number(name) : 0;
        if (!pid || pid === process.pid) return [];
        const marker = markerOf(pid);
        return marker !== undefined && wanted.has(marker) && statOf(pid)?.state !== 'Z'
          ? [{ pid, marker }]
          : [];
      });
    },
    kill(pid, marker, signal) {
      if (markerOf(pid) === marker) send(pid, signal);
    },
  };
}

/**
 * Where there is no `/proc`, a dead run's children cannot be told from other processes, so none is ended; the running attempt's own
 * groups still get their signals.
 */
export function plainProcesses(): ProcessTable {
  const alive = ({ pgid }: ChildGroup) => {
    try {
      process.kill(-pgid, 0);
      return true;
    } catch {
      return false;
    }
  };
  return {
    identify: (pid) => ({ pgid: pid, start: '', boot: String(process.pid) }),
    alive: (group) => group.boot === String(process.pid) && alive(group),
    signal(group, signal) {
      if (group.boot === String(process.pid)) send(-group.pgid, signal);
    },
    marked: () => [],
    kill() {},
  };
}

/** The table of this machine. */
export const hostProcesses = (): ProcessTable =>
  process.platform === 'linux' ? linuxProcesses() : plainProcesses();
