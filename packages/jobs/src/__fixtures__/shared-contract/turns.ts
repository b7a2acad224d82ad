import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { SharedStore } from '../../shared/shared-store.js';
import { until } from '../temporary.js';
import { kindOf, type SharedSubject } from './shared-subject.js';

/** Which job is next: urgent ones, and turns between principals. */
export function turns({ together }: SharedSubject): void {
  it('runs urgent jobs first, and otherwise in the order they came', async () => {
    const [front, worker] = await together(2, { concurrency: { global: 1 } });
    const order: number[] = [];
    worker!.define(kindOf<number>(async ({ input }) => order.push(input)));
    const ids: string[] = [];
    for (let input = 0; input < 4; input++)
      ids.push((await front!.create({ kind: 'test', input })).job.id);
    await front!.prioritise(ids[3]!, 10);
    worker!.start();
    await Promise.all(ids.map((id) => front!.finished(id)));
    expect(order).toEqual([3, 0, 1, 2]);
  });

  it('takes turns between principals, whoever came with how many', async () => {
    const [front, a, b] = await together(3, { concurrency: { global: 2 } });
    const make = (principal: string, priority = 0) =>
      front!.create({ kind: 'test', input: null, principal, priority });
    const flood = await Promise.all(Array.from({ length: 200 }, () => make('flood')));
    const single = [await make('ann'), await make('bob')];
    const begun: string[] = [];
    for (const worker of [a!, b!]) {
      worker.define(
        kindOf(async ({ principal }) => {
          begun.push(principal);
          await sleep(2);
          return null;
        }),
      );
      worker.start();
    }
    await Promise.all(single.map(({ job }) => front!.finished(job.id)));
    // Their first turn comes with the first of the other; four run at a time.
    expect(begun.indexOf('ann')).toBeLessThan(8);
    expect(begun.indexOf('bob')).toBeLessThan(8);
    expect(begun.filter((who) => who === 'flood').length).toBeLessThan(flood.length / 2);
    // Who comes back gets no credit for the time away, and still does not wait for all of them.
    const late = Array.from({ length: 10 }, () => make('ann'));
    const before = begun.length;
    await Promise.all((await Promise.all(late)).map(({ job }) => front!.finished(job.id)));
    const meanwhile = begun.slice(before).filter((who) => who === 'flood').length;
    expect(meanwhile).toBeGreaterThanOrEqual(3);
    expect(begun.filter((who) => who === 'flood').length).toBeLessThan(flood.length);
  });

  it('hands out by turns: exactly, with a head start for a priority', async () => {
    const [jobs] = await together(1);
    const { store } = jobs!;
    const make = async (principal: string, priority = 0, kind = 'test') =>
      (await jobs!.create({ kind, input: null, principal, priority })).job.id;
    const owner = new Map<string, string>();
    for (const [principal, count] of [
      ['a', 4],
      ['b', 2],
      ['c', 1],
    ] as const)
      for (let n = 0; n < count; n++) owner.set(await make(principal), principal);
    owner.set(await make('d', 1), 'd');
    await make('e', 0, 'unknown');
    const wanted = { kinds: ['test'], roundsPerPriority: 2, limit: 1 };
    const order: string[] = [];
    for (;;) {
      const { ids, isMore } = await (store as SharedStore).next(wanted);
      expect(isMore).toBe(true);
      if (ids.length === 0) break;
      order.push(owner.get(ids[0]!)!);
    }
    expect(order).toEqual(['d', 'a', 'b', 'c', 'a', 'b', 'a', 'a']);
    // What was handed out is not handed out again, until its time is over.
    expect(await (store as SharedStore).next({ ...wanted, limit: 9 })).toMatchObject({ ids: [] });
    const [last] = (await (store as SharedStore).next({ ...wanted, kinds: ['unknown'] })).ids;
    expect((await jobs!.get(last!))?.principal).toBe('e');
    await until(async () => (await (store as SharedStore).next(wanted)).ids.length === 1);
  });
}
