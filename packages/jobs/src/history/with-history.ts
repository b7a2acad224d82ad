import type { JobRecord } from '../job-record.js';
import type { JobStore, StateEntry, StoreBatch } from '../job-store.js';
import { isTerminal, TERMINAL_STATES } from '../job-state.js';
import { addEnded, emptyDigest, type HistoryDigest } from './history-digest.js';

/** Digests held in memory: of today, and of the days of jobs that end late. */
const CACHED = 64;
/** Ids remembered, so that the last revisions of a job count as one end. */
const COUNTED = 10_000;
const INDEX = 'history:index';

/** One digest: of the jobs of a kind that ended on a UTC day. */
export interface DigestKey {
  /** `YYYY-MM-DD`. */
  day: string;
  kind: string;
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const stateKey = ({ day, kind }: DigestKey) => `history:${day}:${kind}`;

/** The digests that are there; `undefined` when the store was never written with them. */
export async function digestKeys(
  store: Pick<JobStore, 'state'>,
): Promise<readonly DigestKey[] | undefined> {
  const text = await store.state(INDEX);
  return text === undefined ? undefined : (JSON.parse(text) as DigestKey[]);
}

/** One stored digest; an empty one when nothing ended on that day. */
export async function readDigest(
  store: Pick<JobStore, 'state'>,
  key: DigestKey,
): Promise<HistoryDigest> {
  const text = await store.state(stateKey(key));
  return text === undefined ? emptyDigest() : (JSON.parse(text) as HistoryDigest);
}

/** Every record that has ended. */
export async function* endedJobs(store: Pick<JobStore, 'query'>, filter = {}) {
  for (let cursor: string | undefined; ;) {
    const page = await store.query({
      state: TERMINAL_STATES,
      ...filter,
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.jobs;
    if (page.next === undefined) return;
    cursor = page.next;
  }
}

/**
 * A store that keeps statistics: with the write that ends a job, the digest of its day and kind is written too, in the
 * same batch. Percentiles over 100,000 jobs are then a matter of a few hundred numbers, and what retention removes stays
 * counted. A store that was written without it is read through once, at the first job that ends.
 */
export function withHistory(store: JobStore): JobStore {
  const cache = new Map<string, HistoryDigest>();
  let index: DigestKey[] | undefined;
  let last: Promise<void> = Promise.resolve();
  let underWay = 0;
  const counted = new Set<string>();

  async function digest(key: DigestKey): Promise<HistoryDigest> {
    const name = stateKey(key);
    const known = cache.get(name);
    if (known) return known;
    if (cache.size >= CACHED) cache.clear();
    const found = await readDigest(store, key);
    cache.set(name, found);
    return found;
  }

  /** Jobs that end in this write. One that is written once more with its last event is not counted again. */
  function endedIn({ put, events }: StoreBatch): JobRecord[] {
    const ids = new Set(events.filter(({ state }) => isTerminal(state)).map((e) => e.jobId));
    if (ids.size === 0) return [];
    return put.filter(
      ({ id, state, endedAt }) =>
        isTerminal(state) && endedAt !== undefined && !counted.has(id) && ids.delete(id),
    );
  }

  async function add(batch: StoreBatch, ended: readonly JobRecord[]): Promise<StoreBatch> {
    index ??= [...((await digestKeys(store)) ?? (await readThrough()))];
    const known = index.length;
    const touched = new Map<string, HistoryDigest>();
    for (const job of ended) {
      const key = { day: dayOf(job.endedAt!), kind: job.kind };
      const sum = touched.get(stateKey(key)) ?? (await digest(key));
      addEnded(sum, job);
      touched.set(stateKey(key), sum);
      if (!index.some(({ day, kind }) => day === key.day && kind === key.kind)) index.push(key);
    }
    const state: StateEntry[] = [...touched].map(([key, sum]) => ({
      key,
      value: JSON.stringify(sum),
    }));
    if (index.length > known) state.push({ key: INDEX, value: JSON.stringify(index) });
    return { ...batch, state: [...(batch.state ?? []), ...state] };
  }

  /** Digests of what ended before there were any. */
  async function readThrough(): Promise<readonly DigestKey[]> {
    const { digests, keys } = await digestsOf(endedJobs(store));
    const state = [...digests].map(([key, sum]) => ({ key, value: JSON.stringify(sum) }));
    await store.write({
      put: [],
      events: [],
      state: [...state, { key: INDEX, value: JSON.stringify(keys) }],
    });
    return keys;
  }

  const writeCounted = async (batch: StoreBatch, ended: readonly JobRecord[]) => {
    try {
      await store.write(await add(batch, ended));
      if (counted.size > COUNTED) counted.clear();
      for (const { id } of ended) counted.add(id);
    } catch (error) {
      // Counted, but not written.
      cache.clear();
      index = undefined;
      throw error;
    } finally {
      underWay--;
    }
  };
  return Object.assign(Object.create(store) as JobStore, {
    write(batch: StoreBatch): Promise<void> {
      const ended = endedIn(batch);
      if (ended.length === 0 && underWay === 0) return store.write(batch);
      // One after the other: each reads what the one before wrote.
      underWay++;
      const write = () => writeCounted(batch, ended);
      return (last = last.then(write, write));
    },
  });
}

async function digestsOf(jobs: ReturnType<typeof endedJobs>) {
  const digests = new Map<string, HistoryDigest>();
  const keys: DigestKey[] = [];
  for await (const job of jobs) {
    if (job.endedAt === undefined) continue;
    const key = { day: dayOf(job.endedAt), kind: job.kind };
    const name = stateKey(key);
    const sum = digests.get(name) ?? emptyDigest();
    if (!digests.has(name)) keys.push(key);
    digests.set(name, sum);
    addEnded(sum, job);
  }
  return { digests, keys };
}
