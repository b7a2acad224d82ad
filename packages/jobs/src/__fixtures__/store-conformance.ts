import { describe, expect, it } from 'vitest';
import type { JobState } from '../job-state.js';
import type { JobStore } from '../job-store.js';
import { entry, idOf, record } from './records.js';
import { temporary } from './temporary.js';

/** How the suite gets at a store. */
export interface StoreUnderTest {
  name: string;
  /** Opens the store that lies in `dir`; called again after `close`, it must find what was written. */
  open(dir: string): JobStore | Promise<JobStore>;
}

const put = (store: JobStore, ...records: ReturnType<typeof record>[]) =>
  store.write({ put: records, events: [] });

/** What every store must do, whatever it is made of. */
export function storeConformance({ name, open }: StoreUnderTest): void {
  const fresh = async () => {
    const dir = temporary();
    const store = await open(dir);
    return { dir, store };
  };

  describe(`the ${name} store`, () => {
    it('is empty when new, and says so', async () => {
      const { store } = await fresh();
      expect(await store.meta()).toBeUndefined();
      expect(await store.get(idOf(1))).toBeUndefined();
      expect(await store.unfinished()).toEqual([]);
      expect((await store.query({})).jobs).toEqual([]);
      expect(await store.count()).toEqual([]);
      expect(await store.events({})).toEqual([]);
      expect(await store.lastSeq()).toBe(0);
      expect(await store.state('bucket x')).toBeUndefined();
      await store.close();
    });

    it('gives back what was written, also after it was opened again', async () => {
      const { dir, store } = await fresh();
      const meta = { schemaVersion: 1, epoch: 3, seq: 9 };
      const job = record(idOf(1), { title: 'Grüße "quoted" \u2028 \u0001', journal: [entry(9)] });
      await store.write({
        put: [job],
        events: [],
        meta,
        state: [{ key: 'bucket Ünï/../x', value: '{"tokens":1}' }],
      });
      expect(await store.get(job.id)).toEqual(job);
      await store.close();
      const again = await open(dir);
      expect(await again.get(job.id)).toEqual(job);
      expect(await again.meta()).toEqual(meta);
      expect(await again.state('bucket Ünï/../x')).toBe('{"tokens":1}');
      expect(await again.lastSeq()).toBe(9);
      await again.close();
    });

    it('takes only the next revision of a record', async () => {
      const { store } = await fresh();
      await put(store, record(idOf(1)));
      await expect(put(store, record(idOf(1), { rev: 1 }))).rejects.toThrow(/revision/);
      await expect(put(store, record(idOf(1), { rev: 3 }))).rejects.toThrow(/revision/);
      await expect(put(store, record(idOf(2), { rev: 2 }))).rejects.toThrow(/CONFLICT|revision/);
      await put(store, record(idOf(1), { rev: 2, title: 'second' }));
      expect((await store.get(idOf(1)))?.title).toBe('second');
      await store.close();
    });

    it.each(['completed', 'failed', 'cancelled'] as const)(
      'never changes the final state %s, but its outbox',
      async (state) => {
        const { store } = await fresh();
        await put(store, record(idOf(1), { state }));
        for (const next of ['queued', 'running', 'completed', 'failed', 'cancelled'] as JobState[])
          if (next !== state)
            await expect(put(store, record(idOf(1), { rev: 2, state: next }))).rejects.toThrow(
              /final/,
            );
        await put(store, record(idOf(1), { rev: 2, state, pinned: true }));
        expect(await store.get(idOf(1))).toMatchObject({ state, rev: 2, pinned: true });
        await store.close();
      },
    );

    it('pages newest first, by every condition, each record once', async () => {
      const { store } = await fresh();
      const states: JobState[] = ['queued', 'running', 'completed', 'failed'];
      const all = Array.from({ length: 120 }, (_, n) =>
        record(idOf(n), {
          state: states[n % 4]!,
          kind: n % 3 ? 'a' : 'b',
          principal: n % 5 ? 'ann' : 'bob',
          title: n % 7 ? `job ${n}` : `A 100%_\\ sure thing ${n}`,
          createdAt: 1000 + n,
        }),
      );
      await put(store, ...all);
      const walk = async (query: Parameters<JobStore['query']>[0]) => {
        const ids: string[] = [];
        for (let cursor: string | undefined; ;) {
          const page = await store.query({ ...query, limit: 7, ...(cursor && { cursor }) });
          ids.push(...page.jobs.map(({ id }) => id));
          cursor = page.next;
          if (!cursor) return ids;
        }
      };
      const wanted = (keep: (job: (typeof all)[number]) => boolean) =>
        all
          .filter(keep)
          .map(({ id }) => id)
          .toReversed();
      expect(await walk({})).toEqual(wanted(() => true));
      expect(await walk({ state: 'failed' })).toEqual(wanted((job) => job.state === 'failed'));
      expect(await walk({ state: ['failed', 'queued'], kind: 'a' })).toEqual(
        wanted((job) => (job.state === 'failed' || job.state === 'queued') && job.kind === 'a'),
      );
      expect(await walk({ principal: 'bob', since: 1010, until: 1050 })).toEqual(
        wanted((job) => job.principal === 'bob' && job.createdAt >= 1010 && job.createdAt < 1050),
      );
      expect(await walk({ text: '100%_\\ SURE' })).toEqual(
        wanted((job) => job.title.includes('sure')),
      );
      expect(await walk({ text: idOf(17).slice(-4) })).toEqual([idOf(17)]);
      expect(await walk({ text: "' OR 1=1 --" })).toEqual([]);
      expect((await store.query({ limit: 0 })).jobs).toHaveLength(1);
      await store.close();
    });

    it('counts by state and kind', async () => {
      const { store } = await fresh();
      await put(
        store,
        record(idOf(1)),
        record(idOf(2), { kind: 'b' }),
        record(idOf(3), { state: 'failed' }),
        record(idOf(4)),
      );
      const counts = (await store.count()).map(
        ({ state, kind, count }) => `${state} ${kind} ${count}`,
      );
      expect(counts.toSorted()).toEqual(['failed test 1', 'queued b 1', 'queued test 2']);
      await store.close();
    });

    it('lists what has not ended, oldest first', async () => {
      const { store } = await fresh();
      await put(
        store,
        record(idOf(2), { state: 'running' }),
        record(idOf(1)),
        record(idOf(3), { state: 'completed' }),
        record(idOf(4), { state: 'cancelling' }),
      );
      const ids = (await store.unfinished()).map(({ id }) => id);
      expect(ids).toEqual([idOf(1), idOf(2), idOf(4)]);
      await store.close();
    });

    it('finds a job by the key of its principal', async () => {
      const { store } = await fresh();
      await put(
        store,
        record(idOf(1), { principal: 'ann', idempotencyKey: 'k' }),
        record(idOf(2), { principal: 'bob', idempotencyKey: 'k' }),
        record(idOf(3), { principal: 'ann', idempotencyKey: `k" 'x` }),
      );
      expect((await store.byKey('ann', 'k'))?.id).toBe(idOf(1));
      expect((await store.byKey('bob', 'k'))?.id).toBe(idOf(2));
      expect((await store.byKey('ann', `k" 'x`))?.id).toBe(idOf(3));
      expect(await store.byKey('eve', 'k')).toBeUndefined();
      await store.close();
    });

    it('reads the event log from any point, in order, for all or one', async () => {
      const { store } = await fresh();
      await put(
        store,
        record(idOf(1), { journal: [entry(1), entry(3)] }),
        record(idOf(2), { journal: [entry(2)], principal: 'ann' }),
      );
      await put(
        store,
        record(idOf(1), { rev: 2, journal: [entry(1), entry(3), entry(4), entry(5)] }),
      );
      expect((await store.events({})).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect((await store.events({ after: 2, limit: 2 })).map(({ seq }) => seq)).toEqual([3, 4]);
      const mine = await store.events({ jobId: idOf(2) });
      expect(mine).toEqual([{ ...entry(2), jobId: idOf(2), kind: 'test', principal: 'ann' }]);
      expect((await store.events({ jobId: idOf(1), after: 4 })).map(({ seq }) => seq)).toEqual([5]);
      expect(await store.events({ jobId: idOf(9) })).toEqual([]);
      await store.close();
    });

    it('finds owed deliveries, most overdue first', async () => {
      const { store } = await fresh();
      await put(
        store,
        record(idOf(1), { outboxDueAt: 300 }),
        record(idOf(2), { outboxDueAt: 100, state: 'completed' }),
        record(idOf(3)),
        record(idOf(4), { outboxDueAt: 900 }),
      );
      const due = async (now: number, limit: number) =>
        (await store.outboxDue(now, limit)).map(({ id }) => id);
      expect(await due(300, 10)).toEqual([idOf(2), idOf(1)]);
      expect(await due(300, 1)).toEqual([idOf(2)]);
      expect(await due(99, 10)).toEqual([]);
      await store.close();
    });

    it('removes a record with its key, its place in lists and its events', async () => {
      const { dir, store } = await fresh();
      await put(store, record(idOf(1), { idempotencyKey: 'k', journal: [entry(1)] }));
      await put(store, record(idOf(2), { journal: [entry(2)] }));
      await store.write({ put: [], events: [], remove: [idOf(1)], state: [{ key: 'none' }] });
      expect(await store.get(idOf(1))).toBeUndefined();
      expect(await store.byKey('local', 'k')).toBeUndefined();
      expect((await store.query({})).jobs.map(({ id }) => id)).toEqual([idOf(2)]);
      expect((await store.events({})).map(({ seq }) => seq)).toEqual([2]);
      await store.close();
      const again = await open(dir);
      expect(await again.get(idOf(1))).toBeUndefined();
      await again.close();
    });

    it('forgets state that is taken away', async () => {
      const { store } = await fresh();
      await store.write({ put: [], events: [], state: [{ key: 'a', value: '1' }] });
      await store.write({ put: [], events: [], state: [{ key: 'a' }] });
      expect(await store.state('a')).toBeUndefined();
      await store.close();
    });

    it('does not take its own keys for jobs', async () => {
      const { store } = await fresh();
      await store.write({
        put: [],
        events: [],
        meta: { schemaVersion: 1, epoch: 1, seq: 0 },
        state: [{ key: 'a', value: '1' }],
      });
      expect(await store.get('~meta')).toBeUndefined();
      expect((await store.query({})).jobs).toEqual([]);
      expect(await store.unfinished()).toEqual([]);
      await store.close();
    });
  });
}
