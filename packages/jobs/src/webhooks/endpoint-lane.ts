/** Failures in a row after which an endpoint is left alone for a while. */
const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** What goes to one endpoint: how much at once, and when nothing at all (circuit breaker). Times are monotonic ms. */
export interface EndpointLane {
  /** Deliveries in flight. */
  busy: number;
  /** Whether another one may start now. */
  free(now: number): boolean;
  /** Whether it can be forgotten: nothing in flight, nothing went wrong lately. */
  idle(): boolean;
  /** ms until anything may start; 0: now. */
  pause(now: number): number;
  delivered(): void;
  /** `busyMs`: how long the receiver asked to be left alone. */
  failed(now: number, busyMs?: number): void;
}

/**
 * Closed: up to `concurrency` at once. After five failures in a row open: nothing for 30 s, doubling to 5 min.
 * Then half-open: one try decides.
 */
export function endpointLane(concurrency: number, random: () => number): EndpointLane {
  let failures = 0;
  let openUntil = -Infinity;
  const open = () => failures >= FAILURES_TO_OPEN;
  return {
    busy: 0,
    free(now) {
      return now >= openUntil && this.busy < (open() ? 1 : concurrency);
    },
    idle() {
      return this.busy === 0 && failures === 0;
    },
    pause: (now) => Math.max(0, openUntil - now),
    delivered() {
      failures = 0;
    },
    failed(now, busyMs = 0) {
      failures++;
      const times = failures - FAILURES_TO_OPEN;
      const pause =
        times < 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(times, 20));
      openUntil = Math.max(openUntil, now + Math.max(busyMs, pause * (0.75 + random() / 2)));
    },
  };
}
