import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairQueue, type QueueItem } from './fair-queue.js';

const item = (id: string, principal = 'ann', priority = 0, kind = 'k'): QueueItem => ({
  id,
  principal,
  priority,
  kind,
});
const any = () => true;
const drain = (queue: ReturnType<typeof fairQueue>) => {
  const order: string[] = [];
  for (let next = queue.take(any); next; next = queue.take(any)) order.push(next.id);
  return order;
};

describe('the fair queue', () => {
  it('is first in, first out inside a principal and a priority', () => {
    const queue = fairQueue(5);
    for (let n = 0; n < 50; n++) queue.add(item(`${n}`));
    expect(drain(queue)).toEqual(Array.from({ length: 50 }, (_, n) => `${n}`));
  });

  it('takes turns between principals, whoever came with how many', () => {
    const queue = fairQueue(5);
    for (let n = 0; n < 100; n++) queue.add(item(`flood${n}`, 'flood'));
    queue.add(item('one', 'ann'));
    queue.add(item('two', 'bob'));
    expect(drain(queue).slice(0, 3).toSorted()).toEqual(['flood0', 'one', 'two']);
  });

  it('lets a higher priority go first, for so many rounds', () => {
    const queue = fairQueue(3);
    for (let n = 0; n < 20; n++) queue.add(item(`low${n}`, 'ann', 0));
    for (let n = 0; n < 20; n++) queue.add(item(`high${n}`, 'ann', 1));
    const order = drain(queue);
    expect(order.slice(0, 3)).toEqual(['high0', 'high1', 'high2']);
    // Ageing: the low ones are not left for the end.
    expect(order.indexOf('low0')).toBeLessThan(5);
  });

  it('gives no credit for time away', () => {
    const queue = fairQueue(5);
    for (let n = 0; n < 60; n++) queue.add(item(`a${n}`, 'ann'));
    for (let n = 0; n < 30; n++) queue.take(any);
    for (let n = 0; n < 30; n++) queue.add(item(`b${n}`, 'bob'));
    const next = Array.from({ length: 10 }, () => queue.take(any)!.principal);
    expect(next.filter((name) => name === 'bob').length).toBeLessThanOrEqual(6);
  });

  it('passes over what may not run now, and keeps its place', () => {
    const queue = fairQueue(5);
    queue.add(item('a', 'ann', 0, 'full'));
    queue.add(item('b', 'ann', 0, 'free'));
    queue.add(item('c', 'bob', 0, 'full'));
    const free = (_: string, kind: string) => kind !== 'full';
    expect(queue.take(free)?.id).toBe('b');
    expect(queue.take(free)).toBeUndefined();
    expect(queue.size).toBe(2);
    expect(drain(queue).toSorted()).toEqual(['a', 'c']);
  });

  it('removes one, also in the middle, and forgets the removed ones', () => {
    const queue = fairQueue(5);
    for (let n = 0; n < 500; n++) queue.add(item(`${n}`));
    const removed = Array.from({ length: 500 }, (_, n) => n % 5 > 0 && queue.remove(`${n}`));
    expect(removed.filter(Boolean)).toHaveLength(400);
    expect(queue.remove('1')).toBe(false);
    expect(queue.has('0', 0)).toBe(true);
    expect(queue.has('0', 1)).toBe(false);
    expect(queue.size).toBe(100);
    expect(drain(queue)).toEqual(Array.from({ length: 100 }, (_, n) => `${n * 5}`));
  });

  it('gives out what was put in, once, whatever the order of calls', () => {
    const call = fc.record({
      op: fc.constantFrom('add', 'take', 'remove'),
      n: fc.nat(40),
      principal: fc.constantFrom('a', 'b', 'c'),
      priority: fc.integer({ min: -10, max: 10 }),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 200 }), (calls) => {
        const queue = fairQueue(5);
        const inside = new Set<string>();
        let agree = true;
        for (const { op, n, principal, priority } of calls) {
          const id = `${n}`;
          if (op === 'add' && !inside.has(id)) {
            queue.add(item(id, principal, priority));
            inside.add(id);
          } else if (op === 'remove') agree &&= queue.remove(id) === inside.delete(id);
          else if (op === 'take') {
            const taken = queue.take(any);
            agree &&= taken ? inside.delete(taken.id) : inside.size === 0;
          }
          agree &&= queue.size === inside.size;
        }
        expect(agree).toBe(true);
        expect(drain(queue).toSorted()).toEqual([...inside].toSorted());
      }),
      { numRuns: 300 },
    );
  });
});

/** Small, quick, seeded (Mulberry32). */
function random(seed: number) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('fairness: 1,000 jobs of mixed priority from 10 principals', () => {
  const ROUNDS = 5;
  const PRIORITIES = [-2, -1, 0, 1, 2];
  const SPAN = ROUNDS * (PRIORITIES.at(-1)! - PRIORITIES[0]!);
  const principals = Array.from({ length: 10 }, (_, n) => `p${n}`);

  /** Jobs come in bursts, most of them from one principal; four run at once, for random times. */
  function simulate(seed: number) {
    const next = random(seed);
    const queue = fairQueue(ROUNDS);
    const jobs = new Map<
      string,
      { item: QueueItem; passes: Map<string, number>; own: number; same: number; taken: boolean }
    >();
    const order: string[] = [];
    const running: number[] = [];
    let made = 0;
    for (let tick = 0; order.length < 1000; tick++) {
      const coming = made < 1000 && next() < 0.4 ? Math.floor(next() * 12) : 0;
      for (let n = 0; n < coming && made < 1000; n++, made++) {
        const principal = next() < 0.6 ? 'p0' : principals[Math.floor(next() * 10)]!;
        const one = item(`${made}`, principal, PRIORITIES[Math.floor(next() * 5)]);
        const mine = [...jobs.values()].filter(
          (job) => !job.taken && job.item.principal === principal,
        );
        const same = mine.filter((job) => job.item.priority === one.priority).length;
        const own = mine.length;
        jobs.set(one.id, { item: one, passes: new Map(), own, same, taken: false });
        queue.add(one);
      }
      while (running.length < 4) {
        const taken = queue.take(any);
        if (!taken) break;
        order.push(taken.id);
        jobs.get(taken.id)!.taken = true;
        running.push(tick + 1 + Math.floor(next() * 6));
        for (const job of jobs.values())
          if (!job.taken)
            job.passes.set(taken.principal, (job.passes.get(taken.principal) ?? 0) + 1);
      }
      for (let n = running.length - 1; n >= 0; n--) if (running[n]! <= tick) running.splice(n, 1);
      if (tick > 50_000) break;
    }
    return { order, jobs: [...jobs.values()] };
  }

  it.each([1, 2, 3, 4, 5])('starves nobody (seed %i)', (seed) => {
    const { order, jobs } = simulate(seed);
    expect(new Set(order).size).toBe(1000);
    for (const { item, passes, own, same } of jobs) {
      const ownPasses = passes.get(item.principal) ?? 0;
      expect(ownPasses).toBeLessThanOrEqual(own + (PRIORITIES.length - 1) * (same + SPAN + 1));
      for (const other of principals.filter((name) => name !== item.principal))
        expect(passes.get(other) ?? 0).toBeLessThanOrEqual(ownPasses + 2 * SPAN + 1);
    }
  });

  it.each([1, 2, 3])('keeps the order inside a principal and a priority (seed %i)', (seed) => {
    const { order, jobs } = simulate(seed);
    for (const principal of principals)
      for (const priority of PRIORITIES) {
        const mine = new Set(
          jobs
            .filter(({ item }) => item.principal === principal && item.priority === priority)
            .map(({ item }) => item.id),
        );
        const taken = order.filter((id) => mine.has(id)).map(Number);
        expect(taken).toEqual(taken.toSorted((a, b) => a - b));
      }
  });
});
