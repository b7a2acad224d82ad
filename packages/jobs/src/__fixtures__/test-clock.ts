import type { Clock } from '../clock.js';

/** A clock that tests turn. */
export interface TestClock extends Clock {
  /** Time passes; timers fire in order. */
  pass(ms: number): void;
  /** The host's clock is set; no time passes. */
  jump(ms: number): void;
  readonly pending: number;
}

export function testClock(start = Date.UTC(2026, 0, 1)): TestClock {
  let wall = start;
  let mono = 0;
  let order = 0;
  const timers = new Set<{ at: number; order: number; run(): void }>();
  return {
    now: () => wall,
    monotonic: () => mono,
    after(ms, run) {
      const timer = { at: mono + ms, order: order++, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass(ms) {
      const end = mono + ms;
      for (;;) {
        const [next] = [...timers]
          .filter(({ at }) => at <= end)
          .sort((a, b) => a.at - b.at || a.order - b.order);
        if (!next) break;
        wall += Math.max(0, next.at - mono);
        mono = Math.max(mono, next.at);
        timers.delete(next);
        next.run();
      }
      wall += end - mono;
      mono = end;
    },
    jump(ms) {
      wall += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}
