import type { JobEvent } from './job-event.js';
import type { JobRecord } from './job-record.js';
import { isTerminal } from './job-state.js';
import type { JobQuery, StateCount } from './job-store.js';
import { jobsError } from './jobs-error.js';
import { pageSize, type RecordIndex } from './record-index.js';

/** An index kept in memory, for adapters that cannot query. */
export interface MemoryIndex extends RecordIndex {
  readonly size: number;
  /** @throws `PW_JOBS_CONFLICT` when a record may not follow what is there. */
  check(records: readonly JobRecord[]): void;
  put(record: JobRecord): void;
  remove(id: string): void;
}

/** What is kept of each record. */
type Entry = Pick<
  JobRecord,
  'id' | 'rev' | 'state' | 'kind' | 'principal' | 'title' | 'createdAt' | 'journal'
> & { key?: string; due?: number };

const owner = (principal: string, key: string) => JSON.stringify([principal, key]);

/** Index in memory. Costs about a kilobyte per record, so only for stores that are small. */
export function memoryIndex(records: Iterable<JobRecord>): MemoryIndex {
  const entries = new Map<string, Entry>();
  const keys = new Map<string, string>();
  const put = (record: JobRecord) => {
    const { id, rev, state, kind, principal, title, createdAt, journal } = record;
    const key = record.idempotencyKey && owner(principal, record.idempotencyKey);
    if (key) keys.set(key, id);
    const due = record.outboxDueAt;
    entries.set(id, {
      id,
      rev,
      state,
      kind,
      principal,
      title,
      createdAt,
      journal,
      ...(key && { key }),
      ...(due !== undefined && { due }),
    });
  };
  for (const record of records) put(record);
  const newest = () => [...entries.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  return {
    get size() {
      return entries.size;
    },
    put,
    remove(id) {
      const key = entries.get(id)?.key;
      if (key) keys.delete(key);
      entries.delete(id);
    },
    check(next) {
      for (const record of next) {
        const old = entries.get(record.id);
        if (record.rev !== (old?.rev ?? 0) + 1)
          throw jobsError('PW_JOBS_CONFLICT', `${record.id} is not the next revision`);
        if (old && isTerminal(old.state) && record.state !== old.state)
          throw jobsError('PW_JOBS_CONFLICT', `the state of ${record.id} is final`);
      }
    },
    page(query) {
      const limit = pageSize(query);
      const found = newest().filter((entry) => matches(entry, query));
      const ids = found.slice(0, limit).map((entry) => entry.id);
      const next = found.length > limit ? ids.at(-1) : undefined;
      return { ids, ...(next && { next }) };
    },
    unfinished: () =>
      newest()
        .filter((entry) => !isTerminal(entry.state))
        .map((entry) => entry.id)
        .toReversed(),
    byKey: (principal, key) => keys.get(owner(principal, key)),
    count() {
      const counts = new Map<string, StateCount>();
      for (const { state, kind } of entries.values()) {
        const key = `${state} ${kind}`;
        counts.set(key, { state, kind, count: (counts.get(key)?.count ?? 0) + 1 });
      }
      return [...counts.values()];
    },
    events({ after, limit, jobId }) {
      const from = jobId === undefined ? [...entries.values()] : [entries.get(jobId)];
      return from
        .flatMap((entry) => (entry ? eventsOf(entry, after) : []))
        .sort((a, b) => a.seq - b.seq)
        .slice(0, limit);
    },
    lastSeq: () => {
      let last = 0;
      for (const { journal } of entries.values()) last = Math.max(last, journal.at(-1)?.seq ?? 0);
      return last;
    },
    outboxDue: (now, limit) =>
      [...entries.values()]
        .filter((entry) => entry.due !== undefined && entry.due <= now)
        .sort((a, b) => a.due! - b.due!)
        .slice(0, limit)
        .map((entry) => entry.id),
  };
}

function eventsOf({ id, kind, principal, journal }: Entry, after: number): JobEvent[] {
  return journal
    .filter(({ seq }) => seq > after)
    .map((entry) => ({ ...entry, jobId: id, kind, principal }));
}

function matches(entry: Entry, query: JobQuery): boolean {
  const text = query.text?.toLowerCase();
  return (
    (query.state === undefined || [query.state].flat().includes(entry.state)) &&
    (query.kind === undefined || entry.kind === query.kind) &&
    (query.principal === undefined || entry.principal === query.principal) &&
    (query.since === undefined || entry.createdAt >= query.since) &&
    (query.until === undefined || entry.createdAt < query.until) &&
    (query.cursor === undefined || entry.id < query.cursor) &&
    (text === undefined || entry.title.toLowerCase().includes(text) || entry.id.includes(text))
  );
}
