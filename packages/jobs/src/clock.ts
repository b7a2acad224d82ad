/** Time, passed in so that tests can turn it. */
export interface Clock {
  /** Unix time in ms; may jump either way when the host's clock is set. Only written into records. */
  now(): number;
  /** Milliseconds that never jump. All waiting is measured by it. */
  monotonic(): number;
  /** Calls `run` once after `ms` and returns what calls it off. Does not keep the process alive. */
  after(ms: number, run: () => void): () => void;
}

/** Node allows 2^31 - 1 ms; longer waits are cut into pieces. */
const LONGEST = 2 ** 31 - 1;

/** The clock of the host. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    let timer: NodeJS.Timeout;
    const wait = (left: number) => {
      timer = setTimeout(
        () => (left > LONGEST ? wait(left - LONGEST) : run()),
        Math.min(left, LONGEST),
      );
      timer.unref();
    };
    wait(Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};
