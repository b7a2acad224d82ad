import type { Clock } from './clock.js';
import type { JobRecord } from './job-record.js';

/** Timers of waiting jobs, at most one of each sort per job. */
export interface WaitingTimers {
  /** Sets the timers that the record's state calls for and drops the others. */
  follow(job: JobRecord): void;
  clear(): void;
}

/** States in which `waitLimitMs` runs. */
const WAITING = new Set(['scheduled', 'blocked', 'queued', 'asking']);

/**
 * Timers for `dueAt` and `waitLimitMs`. The wait is measured without the host's clock once it has begun; when it is begun
 * anew, after a restart, what is left is between zero and the whole delay, so a clock that jumped can neither make a job wait longer than
 * it was told to nor (going back) for ever.
 */
export function waitingTimers(
  clock: Clock,
  fire: { due(id: string): void; expire(id: string): void },
): WaitingTimers {
  interface Timer {
    key: string;
    off(): void;
  }
  const due = new Map<string, Timer>();
  const expiry = new Map<string, Timer>();

  const set = (
    timers: Map<string, Timer>,
    id: string,
    wanted: { key: string; ms: number } | undefined,
    run: (id: string) => void,
  ) => {
    const old = timers.get(id);
    if (old && old.key === wanted?.key) return;
    old?.off();
    timers.delete(id);
    if (!wanted) return;
    const off = clock.after(wanted.ms, () => {
      timers.delete(id);
      run(id);
    });
    timers.set(id, { key: wanted.key, off });
  };
  const left = (from: number, ms: number) => Math.min(ms, Math.max(0, from + ms - clock.now()));

  return {
    follow(job) {
      const { id, state, delayMs = 0, dueAt = 0, waitLimitMs } = job;
      const since = job.waitingSince ?? job.createdAt;
      set(
        due,
        id,
        state === 'scheduled' ? { key: `${dueAt}`, ms: left(dueAt - delayMs, delayMs) } : undefined,
        fire.due,
      );
      set(
        expiry,
        id,
        waitLimitMs !== undefined && WAITING.has(state)
          ? { key: `${since}`, ms: left(since, waitLimitMs) }
          : undefined,
        fire.expire,
      );
    },
    clear() {
      for (const timers of [due, expiry]) {
        for (const { off } of timers.values()) off();
        timers.clear();
      }
    },
  };
}
