type Timers = Pick<typeof globalThis, 'setInterval'>;

/**
 * Runs `work`, and gives each interval that is set meanwhile a first turn at once: what happens once an hour would
 * otherwise never be seen. Timers for one time stay as they are, as most of them are limits of requests.
 */
export async function hurried<T>(timers: Timers, work: () => Promise<T>): Promise<T> {
  const { setInterval: real } = timers;
  const hurriedInterval = ((
    callback: (...args: unknown[]) => void,
    ms?: number,
    ...args: unknown[]
  ) => {
    const timer = real(callback, ms, ...args);
    setImmediate(() => {
      // Cleared already: nobody waits for it.
      if ((timer as unknown as { _destroyed?: boolean })._destroyed) return;
      try {
        callback(...args);
      } catch {
        // It came sooner than it was made for.
      }
    });
    return timer;
  }) as typeof setInterval;
  timers.setInterval = hurriedInterval;
  try {
    return await work();
  } finally {
    timers.setInterval = real;
  }
}
