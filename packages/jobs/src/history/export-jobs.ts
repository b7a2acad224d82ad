import type { JobRecord } from '../job-record.js';
import type { JobQuery, JobStore } from '../job-store.js';
import { csvRow } from './csv-row.js';
import { queueWait } from './history-digest.js';

/** A job in one line of an export. Times are Unix ms, durations ms. */
export interface ExportedJob {
  id: string;
  kind: string;
  state: string;
  principal: string;
  title: string;
  priority: number;
  createdAt: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  queueWaitMs: number | undefined;
  runMs: number | undefined;
  attempts: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  errorCode: string | undefined;
  errorStep: string | undefined;
  retryOf: string | undefined;
}

/** What an export says of a job. Neither input nor output: they may be secret, and large. */
export const exportedJob = (job: JobRecord): ExportedJob => ({
  id: job.id,
  kind: job.kind,
  state: job.state,
  principal: job.principal,
  title: job.title,
  priority: job.priority,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  endedAt: job.endedAt,
  queueWaitMs: queueWait(job),
  runMs:
    job.startedAt === undefined || job.endedAt === undefined
      ? undefined
      : Math.max(0, job.endedAt - job.startedAt),
  attempts: job.attempt,
  inputTokens: job.usage.inputTokens,
  outputTokens: job.usage.outputTokens,
  costUsd: job.usage.costUsd,
  errorCode: job.error?.code,
  errorStep: job.error?.step,
  retryOf: job.retryOf,
});

const COLUMNS: readonly (keyof ExportedJob)[] = [
  'id',
  'kind',
  'state',
  'principal',
  'title',
  'priority',
  'createdAt',
  'startedAt',
  'endedAt',
  'queueWaitMs',
  'runMs',
  'attempts',
  'inputTokens',
  'outputTokens',
  'costUsd',
  'errorCode',
  'errorStep',
  'retryOf',
];

/**
 * Jobs as text, piece by piece, newest first: `csv` (RFC 4180 with a header) or `jsonl` (a JSON object in each line).
 * Memory does not grow with their number.
 */
export async function* exportJobs(
  store: Pick<JobStore, 'query'>,
  format: 'csv' | 'jsonl',
  query: Omit<JobQuery, 'cursor'> = {},
): AsyncGenerator<string, void, undefined> {
  const line =
    format === 'csv'
      ? (job: ExportedJob) => csvRow(COLUMNS.map((column) => job[column]))
      : (job: ExportedJob) => `${JSON.stringify(job)}\n`;
  if (format === 'csv') yield csvRow(COLUMNS);
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  for (let cursor: string | undefined; left > 0;) {
    const page = await store.query({
      ...query,
      limit: Math.min(500, left),
      ...(cursor === undefined ? {} : { cursor }),
    });
    left -= page.jobs.length;
    yield page.jobs.map((job) => line(exportedJob(job))).join('');
    if (page.next === undefined) return;
    cursor = page.next;
  }
}
