import { vi } from 'vitest';
import type { Clock } from '../../clock.js';

/** A clock that only moves when it is turned. `Date` moves with it, so that independent code agrees on the time. */
export interface TurnedClock extends Clock {
  /** Moves to the next timer, at most `ms`; returns how far. */
  turn(ms: number): number;
}

export function turnedClock(start = Date.now()): TurnedClock {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  let passed = 0;
  const timers = new Set<{ at: number; run(): void }>();
  return {
    now: () => start + passed,
    monotonic: () => passed,
    after(ms, run) {
      const timer = { at: passed + Math.max(0, ms), run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    turn(ms) {
      const [next] = [...timers].sort((a, b) => a.at - b.at);
      const from = passed;
      passed = Math.min(from + ms, Math.max(from, next?.at ?? Infinity));
      vi.setSystemTime(start + passed);
      if (next !== undefined && next.at <= passed) {
        timers.delete(next);
        next.run();
      }
      return passed - from;
    },
  };
}
