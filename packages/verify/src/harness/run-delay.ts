import { readFileSync } from 'node:fs';

/**
 * Time in ms for which the main thread was ready to run and had no processor, since the process began (second field of
 * `/proc/self/schedstat`, Linux). Taken from the time of something that happens once, it leaves what that thing took; 0
 * where the system does not tell.
 */
export function runDelayMs(): number {
  try {
    const delay = Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]);
    return Number.isFinite(delay) ? delay / 1e6 : 0;
  } catch {
    return 0;
  }
}

/** A clock in ms that stands still while others have the processor. */
export const ownTimeMs = (): number => performance.now() - runDelayMs();
