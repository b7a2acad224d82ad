import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobEvent } from '../job-event.js';
import type { JobRecord } from '../job-record.js';
import type { JobState } from '../job-state.js';
import type { StoreMeta } from '../job-store.js';
import { migrateStore, upgrade } from '../migrations.js';
import { pageSize } from '../record-index.js';
import { giveUp, hurry, type Patience, patiently } from '../shared/patiently.js';
import { batchTexts, commitTexts, ownerKey, refusal, type Todo } from '../shared/commit-texts.js';
import { isFiltered, matches } from '../shared/job-matches.js';
import { sharedDigests } from '../shared/history-sums.js';
import { type CommitEnd, OFFER_MS, type SharedStore } from '../shared/shared-store.js';
import { SCHEMA_VERSION } from '../job-record.js';
import { COMMIT, LEAVE, ORPHANS, RENEW, UNLOCK } from './commit-script.js';
import { NEXT } from './next-script.js';
import { redisFiles } from './redis-files.js';

/** Lock of what only one process may do, ms; whoever dies holding it is waited for so long. */
const LOCK_MS = 10_000;
const LOCK_LOOK_MS = 5;
/** Records read at once when a filter has to look into them. */
const PAGE = 200;

/** Connections of a store, and how patient it is. */
export interface RedisStoreParts {
  redis: Redis;
  /** Waits for hints. */
  subscriber: Redis;
  /** Before every key. */
  prefix: string;
  patience: Patience;
}

/** Records in Redis. Every write is one script, so it is whole or not at all, also between processes. */
export function redisStore({ redis, subscriber, prefix, patience }: RedisStoreParts): SharedStore {
  const name = 'redis';
  const key = (rest: string) => `${prefix}${rest}`;
  const again = <T>(work: () => Promise<T>) => patiently(patience, work);
  const script = (text: string, keys: string[], args: (string | number)[]) =>
    again(() => redis.eval(text, keys.length, ...keys, ...args));

  const parse = (text: string | null | undefined) =>
    typeof text === 'string' ? upgrade(JSON.parse(text) as JobRecord) : undefined;
  const get = (id: string) => again(async () => parse(await redis.hget(key(`job:${id}`), 'v')));
  const records = async (ids: readonly string[]): Promise<JobRecord[]> => {
    if (ids.length === 0) return [];
    const texts = await again(async () => {
      const pipeline = redis.pipeline();
      for (const id of ids) pipeline.hget(key(`job:${id}`), 'v');
      return ((await pipeline.exec()) ?? []).map(([error, text]) => {
        if (error) throw error;
        return text as string | null;
      });
    });
    return texts.map(parse).filter((record) => record !== undefined);
  };
  /** Ids below `cursor`, newest first. */
  const idsOf = async (state: readonly JobState[] | undefined, cursor: string, limit: number) => {
    const sets = state === undefined ? ['all'] : state.map((one) => `state:${one}`);
    const lists = await Promise.all(
      sets.map((set) =>
        again(() => redis.zrevrangebylex(key(set), cursor, '-', 'LIMIT', 0, limit)),
      ),
    );
    return [...new Set(lists.flat())].toSorted().toReversed().slice(0, limit);
  };

  const run = async (todo: Todo, pieces: readonly string[]) => {
    const [end, first] = (await script(COMMIT, [prefix], [JSON.stringify(todo), ...pieces])) as [
      string,
      string?,
    ];
    return { end, first: Number(first ?? 0) };
  };

  patience.disconnect = () => {
    redis.disconnect();
    subscriber.disconnect();
  };

  const store: SharedStore = {
    name,
    atomicBatch: true,
    files: redisFiles(redis, prefix, again),
    async meta() {
      const found = await again(() => redis.hgetall(key('meta')));
      if (found['schemaVersion'] === undefined) return undefined;
      const number = (field: keyof StoreMeta) => Number(found[field] ?? 0);
      return {
        schemaVersion: number('schemaVersion'),
        epoch: number('epoch'),
        seq: number('seq'),
      };
    },
    get,
    async byKey(principal, idempotencyKey) {
      const id = await again(() => redis.hget(key('keys'), ownerKey(principal, idempotencyKey)));
      return id === null ? undefined : get(id);
    },
    unfinished: async () => records(await again(() => redis.zrange(key('open'), 0, -1))),
    async query(query) {
      const limit = pageSize(query);
      const state = query.state === undefined ? undefined : [query.state].flat();
      const jobs: JobRecord[] = [];
      let cursor = query.cursor === undefined ? '+' : `(${query.cursor}`;
      const filtered = isFiltered(query);
      for (;;) {
        const wanted = filtered ? Math.max(PAGE, limit) : limit + 1;
        // oxlint-disable-next-line no-await-in-loop
        const ids = await idsOf(state, cursor, wanted);
        // oxlint-disable-next-line no-await-in-loop
        for (const job of await records(ids)) if (matches(job, query)) jobs.push(job);
        if (jobs.length > limit || ids.length < wanted) break;
        cursor = `(${ids.at(-1)}`;
      }
      const page = jobs.slice(0, limit);
      return { jobs: page, ...(jobs.length > limit && { next: page.at(-1)!.id }) };
    },
    async count() {
      const counts = await again(() => redis.hgetall(key('counts')));
      return Object.entries(counts).map(([field, count]) => {
        const space = field.indexOf(' ');
        return {
          state: field.slice(0, space) as JobState,
          kind: field.slice(space + 1),
          count: Number(count),
        };
      });
    },
    async events({ after = 0, limit = 1000, jobId }) {
      if (jobId !== undefined) {
        const all = await again(() => redis.hgetall(key(`events:${jobId}`)));
        return Object.values(all)
          .map((text) => JSON.parse(text) as JobEvent)
          .filter(({ seq }) => seq > after)
          .toSorted((a, b) => a.seq - b.seq)
          .slice(0, limit);
      }
      return again(async () => {
        const members = await redis.zrangebyscore(
          key('events'),
          `(${after}`,
          '+inf',
          'LIMIT',
          0,
          limit,
        );
        if (members.length === 0) return [];
        const pipeline = redis.pipeline();
        for (const member of members) {
          const [seq = '', id = ''] = member.split(' ');
          pipeline.hget(key(`events:${id}`), seq);
        }
        const texts = (await pipeline.exec()) ?? [];
        return texts.flatMap(([error, text]) => {
          if (error) throw error;
          // Removed a moment ago, with its job.
          return typeof text === 'string' ? [JSON.parse(text) as JobEvent] : [];
        });
      });
    },
    async lastSeq() {
      const [member] = await again(() => redis.zrange(key('events'), 0, 0, 'REV'));
      return member === undefined ? 0 : Number(member.split(' ')[0]);
    },
    outboxDue: async (now, limit) =>
      records(
        await again(() => redis.zrangebyscore(key('outbox'), '-inf', now, 'LIMIT', 0, limit)),
      ),
    state: async (name) => (await again(() => redis.hget(key('values'), name))) ?? undefined,
    migrate: () =>
      migrateStore(store, async (id) => {
        const text = await again(() => redis.hget(key(`job:${id}`), 'v'));
        return text === null ? undefined : (JSON.parse(text) as JobRecord).schemaVersion;
      }),
    async write(batch) {
      const { todo, pieces } = batchTexts(batch);
      const { end } = await run(todo, pieces);
      if (end === 'written') return;
      throw refusal(end, batch);
    },
    enter: () =>
      again(async () => {
        if ((await redis.hsetnx(key('meta'), 'schemaVersion', SCHEMA_VERSION)) === 1)
          await redis.hset(key('meta'), 'history', 1);
        return redis.hincrby(key('meta'), 'epoch', 1);
      }),
    // Not again and again: what counts is when it was heard.
    async renew(epoch, ttlMs) {
      const leads = await redis.eval(RENEW, 1, prefix, epoch, Math.round(ttlMs));
      return { leads: leads === 1 };
    },
    leave: async (epoch) => void (await script(LEAVE, [prefix], [epoch])),
    async workers() {
      const epochs = await again(() => redis.smembers(key('workers')));
      const alive = await Promise.all(
        epochs.map((epoch) => again(() => redis.exists(key(`alive:${epoch}`)))),
      );
      const dead = epochs.filter((_, index) => alive[index] !== 1);
      // Nobody comes back with an old epoch.
      if (dead.length > 0) await again(() => redis.srem(key('workers'), ...dead));
      return epochs.length - dead.length;
    },
    async commit(commit): Promise<CommitEnd> {
      const { todo, pieces } = commitTexts(commit);
      const { end, first } = await run(todo, pieces);
      if (end === 'written') return { end, record: commit.build(first).record };
      return { end: end === 'busy' ? 'busy' : 'conflict' };
    },
    async next({ kinds, mostRunning, roundsPerPriority, limit }) {
      if (kinds.length === 0 || limit <= 0) return { ids: [], isMore: true };
      const want = {
        kinds,
        ...(mostRunning !== undefined && { most: mostRunning }),
        rounds: roundsPerPriority,
        limit,
        offer: OFFER_MS,
      };
      const [ids, others] = (await script(NEXT, [prefix], [JSON.stringify(want)])) as [
        string[],
        number,
      ];
      return { ids, isMore: others > 0 };
    },
    async sums(from, below) {
      const keys = await again(() => redis.zrangebylex(key('sums'), `[${from}`, `(${below}`));
      const all = await again(async () => {
        const asked = redis.pipeline();
        for (const one of keys) asked.hgetall(key(`sum:${one}`));
        return (await asked.exec()) ?? [];
      });
      const sums = new Map<string, Record<string, number>>();
      for (const [index, [error, fields]] of all.entries()) {
        if (error) throw error;
        const numbers = Object.entries(fields as Record<string, string>).map(
          ([name, text]) => [name, Number(text)] as const,
        );
        sums.set(keys[index]!, Object.fromEntries(numbers));
      }
      return sums;
    },
    async dropSums(from, below) {
      const keys = await again(() => redis.zrangebylex(key('sums'), `[${from}`, `(${below}`));
      if (keys.length === 0) return;
      await again(() => redis.del(...keys.map((one) => key(`sum:${one}`))));
      await again(() => redis.zrem(key('sums'), ...keys));
    },
    async digests(days) {
      // Written before there were any.
      if ((await again(() => redis.hget(key('meta'), 'history'))) === null) return undefined;
      return sharedDigests(store, days);
    },
    async orphans(limit) {
      return records((await script(ORPHANS, [prefix], [limit])) as string[]);
    },
    async leasedBy(epoch) {
      const leased = await again(() => redis.hgetall(key('leased')));
      return Object.keys(leased).filter((id) => leased[id] === `${epoch}`);
    },
    timersDue: async (now, limit) =>
      records(
        await again(() => redis.zrangebyscore(key('timers'), '-inf', now, 'LIMIT', 0, limit)),
      ),
    async exclusively(work) {
      const own = randomUUID();
      const lock = key('lock');
      while ((await again(() => redis.set(lock, own, 'PX', LOCK_MS, 'NX'))) !== 'OK')
        await sleep(LOCK_LOOK_MS);
      try {
        return await work();
      } finally {
        await redis.eval(UNLOCK, 1, lock, own).catch(() => {});
      }
    },
    hurry: (haste) => hurry(patience, haste),
    watch(changed) {
      subscriber.on('message', changed);
      // It subscribes again by itself when the connection comes back.
      subscriber.subscribe(key('changed')).catch(() => {});
    },
    close: async () => giveUp(patience),
  };
  return store;
}
