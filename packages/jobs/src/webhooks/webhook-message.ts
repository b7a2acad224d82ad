import type { JobRecord, OutboxEntry } from '../job-record.js';

/**
 * The body of a message, JSON. Thin: what happened to which job; whoever wants more asks for the job. Made only from
 * what cannot change any more, so that every try has the same bytes.
 */
export function webhookBody(
  job: Pick<JobRecord, 'id' | 'kind'>,
  entry: OutboxEntry,
  link?: string,
): string {
  const { type, createdAt, state, seq, attempt, code } = entry;
  return JSON.stringify({
    type,
    timestamp: new Date(createdAt).toISOString(),
    data: { jobId: job.id, kind: job.kind, state, seq, attempt, code, link },
  });
}
