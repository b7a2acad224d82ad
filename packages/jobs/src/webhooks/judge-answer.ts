/** Longest wait that a receiver can ask for, in ms. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60 * 1000;

/** What an answer, or none, means for the delivery. */
export type AnswerVerdict =
  | { verdict: 'delivered' }
  /** 410: the endpoint wants nothing any more. */
  | { verdict: 'gone' }
  | {
      verdict: 'retry';
      /** The receiver is overloaded: nothing is sent to it before the wait is over (429, 502, 503, 504). */
      busy: boolean;
      /** What it asked for in ms, at most a day. */
      retryAfterMs?: number;
    };

/**
 * Judges by status alone, as Standard Webhooks 1.0.0 says: 2xx is success whatever the body, a redirect is a failure.
 *
 * @param now Unix time in ms, for a `Retry-After` that is a date.
 */
export function judgeAnswer(
  status: number | undefined,
  retryAfter: string | undefined,
  now: number,
): AnswerVerdict {
  if (status === undefined) return { verdict: 'retry', busy: false };
  if (status >= 200 && status <= 299) return { verdict: 'delivered' };
  if (status === 410) return { verdict: 'gone' };
  const retryAfterMs = waitOf(retryAfter, now);
  return {
    verdict: 'retry',
    busy: [429, 502, 503, 504].includes(status),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function waitOf(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\s*\d{1,10}\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER) : undefined;
}
