import { setTimeout as sleep } from 'node:timers/promises';
import { jobsError, messageOf } from '../jobs-error.js';

/** How long and how an unreachable server is waited for. */
export interface Patience {
  /** In ms; then it is an error. May get less while something waits. */
  forMs: number;
  /** Whether the same again may help. */
  isPassing(error: unknown): boolean;
  /** Host and port, for the message; no password. */
  server: string;
  /** What the connection says is wrong with it, where the error of a call does not. */
  reason?: string;
}

/** What is left of the patience of one who leaves, ms. */
const HURRIED_MS = 2000;

/** From now on a server that is away is waited for only for a moment. */
export function hurry(patience: Patience): void {
  patience.forMs = Math.min(patience.forMs, HURRIED_MS);
}

/** Between two tries, ms. */
const PAUSE_MS = 100;

/**
 * Does `work` again while the server cannot be reached, because it restarts or the network is cut. What is done twice must do
 * no harm.
 *
 * @throws `PW_JOBS_QUEUE_UNREACHABLE`; at once what does not pass.
 */
export async function patiently<T>(patience: Patience, work: () => Promise<T>): Promise<T> {
  const { isPassing, server } = patience;
  const since = performance.now();
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (performance.now() - since >= patience.forMs)
        throw jobsError(
          'PW_JOBS_QUEUE_UNREACHABLE',
          `${server}: ${patience.reason ?? messageOf(error)}`,
          error,
        );
    }
    // oxlint-disable-next-line no-await-in-loop
    await sleep(PAUSE_MS);
  }
}

/** Host, port and database of a URL, for messages: never the password. @throws `PW_JOBS_QUEUE_URL`. */
export function serverOf(url: string): string {
  try {
    const { protocol, hostname, port, pathname } = new URL(url);
    if (['redis:', 'rediss:', 'postgres:', 'postgresql:'].includes(protocol))
      return `${protocol}//${hostname}${port && `:${port}`}${pathname === '/' ? '' : pathname}`;
  } catch {
    // Not even quoted: there may be a password in it.
  }
  throw jobsError('PW_JOBS_QUEUE_URL', 'the queue is no redis:// or postgres:// URL');
}
