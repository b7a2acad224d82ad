import type { Clock } from './clock.js';

/** Waits until `work` is done or `ms` have passed, whichever is sooner; not at all for 0. */
export async function waitAtMost(
  work: () => Promise<unknown>,
  ms: number,
  clock: Pick<Clock, 'after'>,
): Promise<void> {
  if (ms <= 0) return;
  let off = () => {};
  const over = new Promise<void>((resolve) => {
    off = clock.after(ms, resolve);
  });
  await Promise.race([work(), over]);
  off();
}
