const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Waits in ms before the second try, the third, and so on: ten tries in 75.6 hours, as Standard Webhooks 1.0.0
 * recommends. An endpoint that is down for a long weekend loses nothing.
 */
export const DELIVERY_SCHEDULE: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/**
 * The wait in ms after try number `tries` failed; `undefined` when it was the last. A quarter more or less at random,
 * so that what failed together does not come back together.
 */
export function nextDelay(
  tries: number,
  random: () => number,
  schedule: readonly number[] = DELIVERY_SCHEDULE,
): number | undefined {
  const delay = schedule[tries - 1];
  return delay === undefined ? undefined : Math.round(delay * (0.75 + random() / 2));
}
