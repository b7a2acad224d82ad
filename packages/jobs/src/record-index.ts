import type { JobEvent } from './job-event.js';
import type { EventQuery, JobQuery, StateCount } from './job-store.js';

/** A page of keys or values, newest first. */
export interface IndexPage {
  /** Ids, without the namespace. */
  ids: readonly string[];
  next?: string;
}

/** Finds records by what is in them. What Keyv itself cannot do. */
export interface RecordIndex {
  page(query: JobQuery): IndexPage;
  unfinished(): readonly string[];
  byKey(principal: string, idempotencyKey: string): string | undefined;
  count(): readonly StateCount[];
  events(query: Required<Pick<EventQuery, 'after' | 'limit'>> & { jobId?: string }): JobEvent[];
  lastSeq(): number;
  outboxDue(now: number, limit: number): readonly string[];
}

/** Records per page: default 50, at most 1,000. */
export const pageSize = (query: JobQuery) => Math.min(Math.max(1, query.limit ?? 50), 1000);
