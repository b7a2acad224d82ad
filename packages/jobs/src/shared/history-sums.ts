import { addEnded, emptyDigest, type HistoryDigest } from '../history/history-digest.js';
import { emptyHistogram, type Histogram } from '../history/histogram.js';
import { dayOf } from '../history/with-history.js';
import type { JobRecord } from '../job-record.js';
import type { StoredDigest, SumEntry } from '../job-store.js';
import type { SharedStore } from './shared-store.js';

/** Before the day and the kind. */
const HISTORY = 'history:';
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/**
 * What a job that has ended adds to the digest of its day and kind: every number of a digest is a field that the server adds
 * to, so that any number of processes end jobs at once. The path to the number is the name of the field.
 */
export function endedSums(job: JobRecord): SumEntry[] {
  if (job.endedAt === undefined) return [];
  const digest = emptyDigest();
  addEnded(digest, job);
  const add: Record<string, number> = {};
  const most: Record<string, number> = {};
  const put = (path: (string | number)[], by: number) => {
    if (by !== 0) add[JSON.stringify(path)] = by;
  };
  const histogram = (path: string[], { count, sum, max, buckets }: Histogram) => {
    put([...path, 'count'], count);
    put([...path, 'sum'], sum);
    if (count > 0) most[JSON.stringify([...path, 'max'])] = max;
    for (let at = 0; at < buckets.length; at += 2) put([...path, buckets[at]!], buckets[at + 1]!);
  };
  const { byState, queueWait, run, steps, codes, ...numbers } = digest;
  for (const [name, by] of Object.entries(numbers)) put([name], by);
  for (const [name, by] of Object.entries(byState)) put(['byState', name], by);
  for (const [name, by] of Object.entries(codes)) put(['codes', name], by);
  histogram(['queueWait'], queueWait);
  histogram(['run'], run);
  for (const [name, one] of Object.entries(steps)) histogram(['steps', name], one);
  return [{ key: `${HISTORY}${dayOf(job.endedAt)}:${job.kind}`, add, most }];
}

type Fields = Readonly<Record<string, number>>;

/** The digest whose numbers were added up. */
export function digestOf(fields: Fields): HistoryDigest {
  const digest = emptyDigest();
  const steps = new Map<string, Histogram>();
  const codes: [string, number][] = [];
  const buckets = new Map<Histogram, [number, number][]>();
  const toHistogram = (histogram: Histogram, part: string | number, value: number) => {
    if (part === 'count' || part === 'sum' || part === 'max') histogram[part] = value;
    else buckets.set(histogram, [...(buckets.get(histogram) ?? []), [Number(part), value]]);
  };
  for (const [field, value] of Object.entries(fields)) {
    const [name, first, second] = JSON.parse(field) as [string, string, string];
    if (name === 'byState') digest.byState[first as keyof HistoryDigest['byState']] = value;
    else if (name === 'codes') codes.push([first, value]);
    else if (name === 'queueWait' || name === 'run') toHistogram(digest[name], first, value);
    else if (name === 'steps') {
      const histogram = steps.get(first) ?? emptyHistogram();
      steps.set(first, histogram);
      toHistogram(histogram, second, value);
    } else digest[name as 'retries' | 'inputTokens' | 'outputTokens' | 'costUsd'] = value;
  }
  for (const [histogram, pairs] of buckets)
    histogram.buckets = pairs.toSorted(([a], [b]) => a - b).flat();
  // Own properties, whatever they are called.
  return { ...digest, steps: Object.fromEntries(steps), codes: Object.fromEntries(codes) };
}

/** The digests that a server has added up. */
export async function sharedDigests(
  store: Pick<SharedStore, 'sums'>,
  { since = '', until }: { since?: string; until?: string },
): Promise<StoredDigest[]> {
  // `;` is the character after `:`.
  const below = until === undefined ? 'history;' : `${HISTORY}${until};`;
  return [...(await store.sums(`${HISTORY}${since}`, below))].map(([key, fields]) => ({
    day: key.slice(HISTORY.length, HISTORY.length + DAY_LENGTH),
    kind: key.slice(HISTORY.length + DAY_LENGTH + 1),
    digest: digestOf(fields),
  }));
}
