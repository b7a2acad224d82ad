import type { DeliveryAttempt, OutboxEntry } from '../job-record.js';

type Outbox = readonly OutboxEntry[];

/** Delivered entries that a record keeps for their log. */
const KEPT_DELIVERED = 5;
/** Tries in a log, and those of them with the body of the answer: a record stays small. */
const KEPT_TRIES = 12;
const KEPT_EXCERPTS = 2;

/** The next entry for an endpoint: the oldest that is neither delivered nor dead. Others wait for it. */
export const headOf = (outbox: Outbox, endpoint: string): OutboxEntry | undefined =>
  outbox
    .filter((entry) => entry.endpoint === endpoint && entry.status === 'due')
    .reduce<OutboxEntry | undefined>(
      (first, entry) => (first === undefined || entry.seq < first.seq ? entry : first),
      undefined,
    );

/** What came of a try. */
export type DeliveryEnd =
  | { end: 'delivered' }
  /** `until`: Unix time in ms of the next try. */
  | { end: 'again'; until: number }
  | { end: 'dead' }
  /** The endpoint is gone: nothing else of this job goes to it either. */
  | { end: 'gone' };

/** The outbox after a try of the entry `seq` for `endpoint`. */
export function afterTry(
  outbox: Outbox,
  { endpoint, seq }: Pick<OutboxEntry, 'endpoint' | 'seq'>,
  attempt: DeliveryAttempt,
  result: DeliveryEnd,
): Outbox {
  const changed = outbox.map((entry): OutboxEntry => {
    if (entry.endpoint !== endpoint || entry.status !== 'due') return entry;
    if (entry.seq !== seq) return result.end === 'gone' ? { ...entry, status: 'dead' } : entry;
    const tried = { ...entry, tries: entry.tries + 1, log: grown(entry.log, attempt) };
    if (result.end === 'delivered') return { ...tried, status: 'delivered' };
    return result.end === 'again'
      ? { ...tried, dueAt: result.until }
      : { ...tried, status: 'dead' };
  });
  return capped(result.end === 'again' ? postponed(changed, endpoint, result.until) : changed);
}

/** Nothing for `endpoint` is due before `until`; no try is counted. */
export const postponed = (outbox: Outbox, endpoint: string, until: number): Outbox =>
  outbox.map((entry) =>
    entry.endpoint === endpoint && entry.status === 'due' && entry.dueAt < until
      ? { ...entry, dueAt: until }
      : entry,
  );

/** Entries that were given up, or were delivered and are asked for again, are due from `now` on, with a new schedule. */
export const replayed = (
  outbox: Outbox,
  wanted: (entry: OutboxEntry) => boolean,
  now: number,
): Outbox =>
  outbox.map((entry) =>
    entry.status !== 'due' && wanted(entry)
      ? { ...entry, status: 'due', tries: 0, dueAt: now }
      : entry,
  );

function grown(log: readonly DeliveryAttempt[], attempt: DeliveryAttempt) {
  const all = [...log, attempt].slice(-KEPT_TRIES);
  return all.map((entry, at) => {
    if (at >= all.length - KEPT_EXCERPTS) return entry;
    const { excerpt: _, ...rest } = entry;
    return rest;
  });
}

function capped(outbox: Outbox): Outbox {
  let surplus = outbox.filter(({ status }) => status === 'delivered').length - KEPT_DELIVERED;
  return outbox.filter(({ status }) => status !== 'delivered' || surplus-- <= 0);
}
