import type { JobEvent } from './job-event.js';
import type { EventQuery, JobStore } from './job-store.js';

/** Events per read of the log. */
const PAGE = 500;

/**
 * The event log from `after` on, then live. Always read from the store, so there is no seam between old and new: in order, without
 * gaps, each once.
 *
 * @param changed resolves when there may be more, or the time has come to look
 */
export async function* followEvents(
  store: JobStore,
  query: EventQuery,
  changed: (signal: AbortSignal | undefined) => Promise<void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent, void, undefined> {
  let after = query.after ?? 0;
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  const { jobId } = query;
  const stopped = () => signal?.aborted === true;
  while (!stopped()) {
    const waiting = changed(signal);
    const limit = Math.min(PAGE, left);
    const events = await store.events({ after, limit, ...(jobId !== undefined && { jobId }) });
    for (const event of events) {
      if (stopped()) return;
      yield event;
      after = event.seq;
      if (--left <= 0) return;
    }
    if (events.length < limit) await waiting;
  }
}
