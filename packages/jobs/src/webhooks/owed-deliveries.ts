import type { JobEvent } from '../job-event.js';
import type { JobRecord, OutboxEntry } from '../job-record.js';
import { isTerminal } from '../job-state.js';

/** The entries of the outbox that an event adds: one for each callback that wants its type, due at once. */
export function owedDeliveries(
  event: JobEvent,
  job: Pick<JobRecord, 'callbacks'>,
): readonly OutboxEntry[] {
  if (job.callbacks.length === 0) return [];
  const final = ['job.completed', 'job.failed', 'job.cancelled'].includes(event.type);
  return job.callbacks
    .filter(({ events }) => events?.includes(event.type) ?? (final && isTerminal(event.state)))
    .map(({ endpoint }) => ({
      id: `${event.jobId}:${event.state}:${event.seq}`,
      endpoint,
      type: event.type,
      seq: event.seq,
      createdAt: event.at,
      state: event.state,
      attempt: event.attempt,
      ...(event.code === undefined ? {} : { code: event.code }),
      tries: 0,
      dueAt: event.at,
      status: 'due',
      log: [],
    }));
}
