import { setTimeout as sleep } from 'node:timers/promises';
import { jobsError, messageOf } from '../jobs-error.js';

/** How long a server that is away is waited for: as was asked for, for a moment, or for a moment once and then no more. */
export type Haste = 'none' | 'some' | 'leaving';

/** How long and how an unreachable server is waited for. */
export interface Patience {
  /** In ms; then it is an error. */
  readonly forMs: number;
  /** Default `none`. May change while something waits. */
  haste?: Haste;
  /** Whether the same again may help. */
  isPassing(error: unknown): boolean;
  /** Host and port, for the message; no password. */
  server: string;
  /** What the connection says is wrong with it, where the error of a call does not. */
  reason?: string;
  /** Somebody in haste has waited in vain: others in haste need not. */
  away?: boolean;
  /** Closed, or the server was away for too long while this process was leaving: nothing is tried again. */
  gaveUp?: boolean;
  /** Calls that wait for the server. */
  waiting?: number;
  /** When it last answered any; by a clock that does not jump. */
  heardAt?: number;
  /** Cuts the connections, so that what still waits for an answer ends too. */
  disconnect?(): void;
}

/** The patience of one who stops, ms. */
const HURRIED_MS = 2000;

/** Who leaves waits for a server that says nothing at all no longer than that, ms. */
const SILENCE_MS = 2500;

/**
 * Sets how long a server that is away is waited for from now on. `leaving` is for good: when nothing is heard of the server
 * any more, it is given up, and everything that waits for it ends with an error.
 */
export function hurry(patience: Patience, haste: Haste): void {
  if (patience.haste === 'leaving') return;
  patience.haste = haste;
  if (haste !== 'leaving') return;
  const since = performance.now();
  const look = setInterval(() => {
    const silent = performance.now() - Math.max(since, patience.heardAt ?? 0);
    if ((patience.waiting ?? 0) > 0 && silent >= SILENCE_MS) giveUp(patience);
    // Nobody closes twice, and nothing takes longer.
    if (patience.gaveUp || performance.now() - since > 60_000) clearInterval(look);
  }, PAUSE_MS).unref();
}

/** Gives up a server: what waits for it ends with an error, and nothing is tried again. */
export function giveUp(patience: Patience): void {
  if (patience.gaveUp) return;
  patience.gaveUp = true;
  patience.disconnect?.();
}

/** Whether one who has waited so long gives up. */
function isOver(patience: Patience, waitedMs: number): boolean {
  const { haste = 'none', forMs } = patience;
  if (haste === 'none') return waitedMs >= forMs;
  patience.away ||= waitedMs >= Math.min(forMs, HURRIED_MS);
  if (patience.away && haste === 'leaving') giveUp(patience);
  return patience.away || patience.gaveUp === true;
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
  const heard = () => {
    patience.heardAt = performance.now();
    patience.away = false;
  };
  const unreachable = (error?: unknown) =>
    jobsError(
      'PW_JOBS_QUEUE_UNREACHABLE',
      `${server}: ${patience.reason ?? (error === undefined ? 'given up' : messageOf(error))}`,
      error,
    );
  for (;;) {
    // Asking would connect again.
    if (patience.gaveUp) throw unreachable();
    patience.waiting = (patience.waiting ?? 0) + 1;
    try {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await work();
      heard();
      return answer;
    } catch (error) {
      if (!isPassing(error)) {
        heard();
        throw error;
      }
      if (isOver(patience, performance.now() - since)) throw unreachable(error);
    } finally {
      patience.waiting--;
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
