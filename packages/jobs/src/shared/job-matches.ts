import type { JobRecord } from '../job-record.js';
import type { JobQuery } from '../job-store.js';

/** Whether a query asks for more than states. */
export const isFiltered = ({ kind, principal, text, since, until }: JobQuery) =>
  [kind, principal, text, since, until].some((one) => one !== undefined);

export function matches(job: JobRecord, query: JobQuery): boolean {
  const text = query.text?.toLowerCase();
  return (
    (query.state === undefined || [query.state].flat().includes(job.state)) &&
    (query.kind === undefined || job.kind === query.kind) &&
    (query.principal === undefined || job.principal === query.principal) &&
    (query.since === undefined || job.createdAt >= query.since) &&
    (query.until === undefined || job.createdAt < query.until) &&
    (text === undefined || job.title.toLowerCase().includes(text) || job.id.includes(text))
  );
}
