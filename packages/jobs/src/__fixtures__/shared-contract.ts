import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../clock.js';
import { jobStatistics } from '../history/job-statistics.js';
import type { JobContext, JobKind } from '../job-kind.js';
import type { JobRecord } from '../job-record.js';
import type { JsonValue } from '../json-value.js';
import type { SharedJobs, SharedJobsOptions } from '../shared/open-shared-jobs.js';
import { dropOldSpend } from '../shared/shared-admission.js';
import type { SharedStore } from '../shared/shared-store.js';
import { until } from './temporary.js';

/** How the contract opens jobs on a server; `name` keeps tests apart. */
export type OpenShared = (name: string, options: Omit<SharedJobsOptions, 'dir'>) => Promise<SharedJobs>;

let names = 0;

/** A kind whose work is a function. */
const kindOf = <Input extends JsonValue>(
  run: (context: JobContext<Input>) => Promise<JsonValue>,
  more: Partial<JobKind<Input, JsonValue>> = {},
): JobKind<Input, JsonValue> => ({ kind: 'test', backoffMs: () => 0, run, ...more });

/** Waits for the end of the attempt, as work does that heeds its signal. */
const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** What jobs on any server must do when several processes have them open. Here each has connections of its own. */
export function sharedContract(
  title: string,
  open: OpenShared,
  /** Makes all files look as if nobody had used them for a day. */
  age: (name: string) => Promise<unknown>,
): void {
  const named = new Map<SharedJobs, string>();
  const nameOf = (jobs: SharedJobs) => named.get(jobs)!;
  /** Opens the same jobs several times. */
  const together = async (
    count: number,
    options: Omit<SharedJobsOptions, 'dir'> = {},
  ): Promise<SharedJobs[]> => {
    const name = `test_${process.pid}_${names++}`;
    const all = await Promise.all(
      Array.from({ length: count }, () => open(name, options)),
    );
    onTestFinished(async () => void (await Promise.all(all.map((jobs) => jobs.close()))));
    for (const jobs of all) named.set(jobs, name);
    return all;
  };

  describe(`jobs shared on ${title}`, () => {
    it('runs each job once, with its steps kept over a retry', async () => {
      const [front, ...workers] = await together(4, { concurrency: { global: 4 } });
      const runs = new Map<string, number>();
      const steps = new Map<string, number>();
      const kind = kindOf<number>(async ({ id, input, step, attempt }) => {
        runs.set(id, (runs.get(id) ?? 0) + 1);
        const next = await step('add', input, (n: number) => {
          steps.set(id, (steps.get(id) ?? 0) + 1);
          return n + 1;
        });
        if (attempt === 1 && input % 10 === 0) throw new Error('once');
        return step('double', next, (n: number) => n * 2);
      });
      front!.define(kind);
      for (const worker of workers) {
        worker.define(kind);
        worker.start();
      }
      const made = await Promise.all(
        Array.from({ length: 60 }, (_, input) => front!.create({ kind: 'test', input })),
      );
      const ends = await Promise.all(made.map(({ job }) => front!.finished(job.id)));
      for (const [input, end] of ends.entries()) {
        expect(end).toMatchObject({ state: 'completed', output: { inline: (input + 1) * 2 } });
        expect(runs.get(end.id)).toBe(input % 10 === 0 ? 2 : 1);
        expect(steps.get(end.id)).toBe(1);
      }
      const events = await front!.events({ limit: 1000 });
      const numbers = events.map(({ seq }) => seq);
      expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
      expect(await front!.workers()).toBe(3);
      expect((await front!.stats()).byState.completed).toBe(60);
    });

    it('makes one job of one key, also when all ask at once', async () => {
      const all = await together(3);
      const made = await Promise.all(
        all.flatMap((jobs) =>
          [1, 2, 3].map(() => jobs.create({ kind: 'k', input: 1, idempotencyKey: 'one' })),
        ),
      );
      expect(new Set(made.map(({ job }) => job.id)).size).toBe(1);
      expect(made.filter(({ created }) => created)).toHaveLength(1);
    });

    it('knows the job it made when the answer got lost and the job has moved on', async () => {
      const [jobs] = await together(1);
      const store = jobs!.store as SharedStore;
      const commit = store.commit.bind(store);
      let again = 0;
      store.commit = async (wanted) => {
        const { end, ...first } = await commit(wanted);
        if (end !== 'written' || !('record' in first) || again++ > 0) return commit(wanted);
        const moved = { ...first.record, rev: 2, pinned: true };
        await commit({ build: () => ({ record: moved, events: [] }) });
        return commit(wanted);
      };
      const { job, created } = await jobs!.create({ kind: 'test', input: 1 });
      expect({ created, pinned: job.pinned, rev: job.rev }).toEqual({
        created: true,
        pinned: true,
        rev: 2,
      });
    });

    it('admits exactly as many as the limits allow, whoever asks', async () => {
      const bucket = { perHour: 1, burst: 10 };
      const [a, b] = await together(2, { limits: { perPrincipal: bucket, maxUnfinished: 8 } });
      const tries = await Promise.allSettled(
        Array.from({ length: 30 }, (_, n) => (n % 2 ? a! : b!).create({ kind: 'k', input: n })),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
      for (const one of (await a!.list({ limit: 6 })).jobs) await b!.cancel(one.id);
      const more = await Promise.allSettled(
        Array.from({ length: 6 }, () => a!.create({ kind: 'k', input: 0 })),
      );
      expect(more.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    });

    it('ends what runs elsewhere within 2 s of a cancel, and says when it has ended', async () => {
      const [front, worker] = await together(2);
      let ended = 0;
      const kind = kindOf(async ({ signal, step }) => {
        await step('begin', null, () => 1);
        await untilStopped(signal).finally(() => (ended = Date.now()));
        return null;
      });
      worker!.define(kind);
      worker!.start();
      const { job } = await front!.create({ kind: 'test', input: null });
      await until(async () => ((await front!.get(job.id))?.steps.length ?? 0) > 0);
      const asked = Date.now();
      const end = await front!.cancel(job.id, 'enough');
      expect(end).toMatchObject({ state: 'cancelled', lease: null, cancel: { reason: 'enough' } });
      expect(ended).toBeGreaterThanOrEqual(asked);
      expect(Date.now() - asked).toBeLessThan(2000);
      expect(await front!.cancel(job.id)).toMatchObject({ rev: end.rev });
    });

    it('cancels what waits, and lets nothing out of a final state', async () => {
      const [a, b] = await together(2);
      const { job } = await a!.create({ kind: 'test', input: 1 });
      const [first, second] = await Promise.all([a!.cancel(job.id), b!.cancel(job.id)]);
      expect([first.state, second.state]).toEqual(['cancelled', 'cancelled']);
      expect((await a!.events({ jobId: job.id })).map(({ type }) => type)).toEqual([
        'job.created',
        'job.cancelled',
      ]);
      await expect(b!.prioritise(job.id, 3)).rejects.toMatchObject({ code: 'PW_JOBS_TRANSITION' });
      await expect(b!.cancel('none')).rejects.toMatchObject({ code: 'PW_JOBS_UNKNOWN' });
    });

    it('hands a job to another when its worker goes, with nothing spent', async () => {
      const [front, first, second] = await together(3);
      const seen: string[] = [];
      const kind = (name: string) =>
        kindOf(async ({ step, signal, attempt }) => {
          await step('one', null, () => void seen.push(`${name} one`));
          seen.push(`${name} ${attempt}`);
          if (attempt === 1) await untilStopped(signal);
          return name;
        });
      first!.define(kind('first'));
      second!.define(kind('second'));
      first!.start();
      const { job } = await front!.create({ kind: 'test', input: null, maxAttempts: 1 });
      await until(() => seen.includes('first 1'));
      await first!.close();
      second!.start();
      const end = await front!.finished(job.id);
      expect(end).toMatchObject({ state: 'completed', output: { inline: 'second' }, spared: 1 });
      expect(seen).toEqual(['first one', 'first 1', 'second 2']);
    });

    it('asks, and goes on with the answer that another process gives', async () => {
      const [front, worker] = await together(2);
      worker!.define(
        kindOf(async ({ ask }) => `it is ${String(await ask({ id: 'q', text: 'Which?' }))}`),
      );
      worker!.start();
      const { job } = await front!.create({ kind: 'test', input: null });
      await until(async () => (await front!.get(job.id))?.state === 'asking');
      await front!.answer(job.id, 'q', 'red');
      await expect(front!.answer(job.id, 'q', 'blue')).rejects.toThrow(/question|not possible/);
      expect(await front!.finished(job.id)).toMatchObject({ output: { inline: 'it is red' } });
    });

    it('waits for times and other jobs, and gives up what waits too long', async () => {
      const [front, worker] = await together(2, { concurrency: { global: 8 } });
      const order: string[] = [];
      const kind = kindOf<string>(async ({ input }) => {
        order.push(input);
        if (input === 'bad') throw new Error('no');
        return input;
      });
      worker!.define(kind);
      const make = async (input: string, more = {}) =>
        (await front!.create({ kind: 'test', input, maxAttempts: 1, ...more })).job.id;
      const late = await make('late', { delayMs: 300 });
      const after = await make('after', { dependsOn: [late] });
      const bad = await make('bad');
      const never = await make('never', { dependsOn: [bad] });
      const { job: unknown } = await front!.create({ kind: 'else', input: 1, waitLimitMs: 200 });
      worker!.start();
      const [, last, lost, expired] = await Promise.all(
        [late, after, never, unknown.id].map((id) => front!.finished(id)),
      );
      expect(last!.state).toBe('completed');
      expect(order.toSorted()).toEqual(['after', 'bad', 'late']);
      expect(order.indexOf('late')).toBeLessThan(order.indexOf('after'));
      expect(lost).toMatchObject({ state: 'failed', error: { code: 'PW_JOBS_DEPENDENCY' } });
      expect(expired).toMatchObject({ state: 'failed', error: { code: 'PW_JOBS_WAIT_TIMEOUT' } });
    });

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

    it('counts the spend of a day over all processes', async () => {
      const limits = { spendPerDay: { costUsd: 1, tokens: 1000 } };
      const [front, a, b] = await together(3, { limits });
      for (const worker of [a!, b!]) {
        worker.define(
          kindOf<{ costUsd?: number; inputTokens?: number }>(async ({ use, input }) => {
            await use(input);
            return null;
          }),
        );
        worker.start();
      }
      const spend = async (input: object, principal: string) => {
        const { job } = await front!.create({ kind: 'test', input: input as JsonValue, principal });
        return front!.finished(job.id);
      };
      await Promise.all([1, 2, 3, 4].map(() => spend({ costUsd: 0.2 }, 'ann')));
      await spend({ costUsd: 0.3 }, 'ann');
      await expect(spend({}, 'ann')).rejects.toMatchObject({ code: 'PW_JOBS_SPEND_DAY' });
      await spend({ inputTokens: 2000 }, 'bob');
      await expect(spend({}, 'bob')).rejects.toMatchObject({ code: 'PW_JOBS_SPEND_DAY' });
      await spend({}, 'eve');
      // What was spent before yesterday is forgotten.
      const { store } = front!;
      expect((await (store as SharedStore).sums('spend:', 'spend;')).size).toBe(3);
      const later = { ...systemClock, now: () => Date.now() + 3 * 86_400_000 };
      await dropOldSpend(store as SharedStore, later);
      expect((await (store as SharedStore).sums('spend:', 'spend;')).size).toBe(0);
      await spend({}, 'ann');
    });

    it('adds up statistics that count what was removed, whoever ended it', async () => {
      const [front, a, b] = await together(3, { concurrency: { global: 4 } });
      for (const worker of [a!, b!]) {
        worker.define(
          kindOf<number>(
            async ({ input, step, use }) => {
              await step('constructor', input, () => sleep(input % 3));
              await use({ costUsd: 0.5, inputTokens: 3 });
              if (input % 5 === 0) throw new Error('no');
              return null;
            },
            { maxAttempts: 2 },
          ),
        );
        worker.start();
      }
      const made = await Promise.all(
        Array.from({ length: 40 }, (_, input) => front!.create({ kind: 'test', input })),
      );
      await Promise.all(made.map(({ job }) => front!.finished(job.id)));
      const { job } = await front!.create({ kind: 'else', input: null });
      await front!.cancel(job.id);
      const { store } = front!;
      const fromRecords = await jobStatistics({
        state: async () => undefined,
        query: (query) => store.query(query),
      });
      expect(fromRecords).toMatchObject({ jobs: 41, byState: { completed: 32, failed: 8 } });
      const summed = await jobStatistics(store);
      const rounded = (value: object) =>
        JSON.parse(JSON.stringify(value), (_, one: unknown) =>
          typeof one === 'number' ? Math.round(one * 1e6) / 1e6 : one,
        ) as object;
      expect(rounded(summed)).toEqual(rounded(fromRecords));
      await front!.prune({ policy: { completed: { maxCount: 0 } } });
      expect((await store.query({ state: 'completed' })).jobs).toEqual([]);
      expect(rounded(await jobStatistics(store))).toEqual(rounded(fromRecords));
      expect((await jobStatistics(store, { kind: 'else' })).byState.cancelled).toBe(1);
      expect((await jobStatistics(store, { until: Date.now() - 2 * 86_400_000 })).jobs).toBe(0);
      expect((await jobStatistics(store, { since: Date.now() - 86_400_000 })).jobs).toBe(41);
    });

    it('works again after it was drained', async () => {
      const [front, worker] = await together(2, { leaseMs: 1000 });
      worker!.define(kindOf(async () => null));
      worker!.start();
      const once = async () => {
        const { job } = await front!.create({ kind: 'test', input: null });
        return front!.finished(job.id);
      };
      await once();
      expect(await worker!.drain()).toEqual({ finished: 0, handedBack: 0 });
      worker!.resume();
      expect(await once()).toMatchObject({ state: 'completed' });
    });

    it('runs no more of one principal at once than it may, in all processes', async () => {
      const [front, a, b] = await together(3, { concurrency: { global: 2, perPrincipal: 2 } });
      let now = 0;
      let most = 0;
      const kind = kindOf(async () => {
        most = Math.max(most, ++now);
        // Two do run at once; whether a third does is seen a moment later.
        await until(() => most > 1);
        await sleep(20);
        now--;
        return null;
      });
      for (const worker of [a!, b!]) {
        worker.define(kind);
        worker.start();
      }
      const made = await Promise.all(
        [1, 2, 3, 4].map((input) => front!.create({ kind: 'test', input })),
      );
      await Promise.all(made.map(({ job }) => front!.finished(job.id)));
      expect(most).toBe(2);
    });

    it('refuses what an attempt writes that has lost its lease, and stops it', async () => {
      const [front, worker] = await together(2);
      let reason: unknown;
      let refused: unknown;
      let open = () => {};
      const gate = new Promise<void>((resolve) => (open = resolve));
      worker!.define(
        kindOf(async ({ step, signal, attempt }) => {
          if (attempt > 1) return 'second';
          await step('one', null, () => 1);
          signal.addEventListener('abort', () => (reason = signal.reason), { once: true });
          await gate;
          await step('two', null, () => 2).catch((error: unknown) => (refused = error));
          return 'first';
        }),
      );
      worker!.start();
      const { job } = await front!.create({ kind: 'test', input: null });
      await until(async () => ((await front!.get(job.id))?.steps.length ?? 0) > 0);
      // As the leader would, taking the worker for dead.
      const held = (await front!.get(job.id))!;
      const { steps, ...rest } = held;
      await front!.store.write({
        put: [{ ...rest, steps, rev: held.rev + 1, state: 'queued', lease: null, transition: 'recover' }],
        events: [],
      });
      open();
      await until(() => refused !== undefined && reason !== undefined);
      expect(refused).toMatchObject({ code: 'PW_JOBS_FENCED' });
      const end = await front!.finished(job.id);
      expect(end).toMatchObject({ state: 'completed', output: { inline: 'second' }, attempt: 2 });
      expect(end.steps.map(({ name }) => name)).toEqual(['one']);
      expect(reason).toMatchObject({ code: 'PW_JOBS_FENCED' });
    });

    it('keeps files where every process finds them, and sweeps none that is new', async () => {
      const [front, worker] = await together(2, { inlineLimitBytes: 100 });
      worker!.define(
        kindOf<string>(async ({ input, artifact }) => {
          await artifact('report.txt', `${input.length} characters`);
          return input.toUpperCase();
        }),
      );
      worker!.start();
      const { job } = await front!.create({ kind: 'test', input: 'x'.repeat(5000) });
      expect('content' in job.input).toBe(true);
      const end = await front!.finished(job.id);
      expect(await front!.value(end.output!)).toBe('X'.repeat(5000));
      const plan = await front!.prune({ policy: { completed: { maxCount: 0 } } });
      expect(plan.remove.map(({ id }) => id)).toEqual([job.id]);
      expect(plan.sweep).toEqual([]);
      expect(await front!.get(job.id)).toBeUndefined();
      expect(await front!.events({ jobId: job.id })).toEqual([]);
      expect(await front!.value(end.output!)).toBe('X'.repeat(5000));
      await age(nameOf(front!));
      // In use again, by another process.
      await front!.create({ kind: 'else', input: 'x'.repeat(5000) });
      const { sweep } = await worker!.prune({ policy: {} });
      expect(sweep).toHaveLength(2);
      await expect(front!.value(end.output!)).rejects.toMatchObject({ code: 'PW_JOBS_CONTENT' });
      expect(await front!.value(job.input)).toBe('x'.repeat(5000));
    });

    it('puts back what nobody runs any more, and ends what was to be ended', async () => {
      const [front, worker] = await together(2, { leaseMs: 500 });
      const lost = async (epoch: number, fields: Partial<JobRecord> = {}) => {
        const { job } = await front!.create({ kind: 'test', input: null });
        const lease = { epoch, attempt: 1, marker: `gone-${job.id}`, children: [] };
        const patch = { state: 'running', transition: 'claim', attempt: 1, lease, rev: 2 } as const;
        await front!.store.write({ put: [{ ...job, ...patch, ...fields }], events: [] });
        return job.id;
      };
      // A process that is not alive, and one that is and has forgotten.
      const again = await lost(999_999);
      const spent = await lost(999_999, { maxAttempts: 1 });
      const cancelled = await lost(999_999, { state: 'cancelling' });
      const forgotten = await lost(worker!.epoch);
      worker!.define(kindOf(async ({ attempt }) => attempt));
      worker!.start();
      const ends = await Promise.all(
        [again, spent, cancelled, forgotten].map((id) => front!.finished(id)),
      );
      expect(ends.map(({ state, output, error }) => [state, output, error?.code])).toEqual([
        ['completed', { inline: 2 }, undefined],
        ['failed', undefined, 'PW_JOBS_ORPHANED'],
        ['cancelled', undefined, undefined],
        ['completed', { inline: 2 }, undefined],
      ]);
    });

    it('does again what failed, with its finished steps', async () => {
      const [front, worker] = await together(2);
      let broken = true;
      let first = 0;
      worker!.define(
        kindOf(
          async ({ step }) => {
            await step('first', null, () => void first++);
            if (broken) throw new Error('broken');
            return 'mended';
          },
          { maxAttempts: 1 },
        ),
      );
      worker!.start();
      const { job } = await front!.create({ kind: 'test', input: null });
      expect(await front!.finished(job.id)).toMatchObject({ state: 'failed' });
      broken = false;
      const again = await front!.retry(job.id);
      expect(await front!.finished(again.job.id)).toMatchObject({ output: { inline: 'mended' } });
      expect(first).toBe(1);
    });

    it('tells every process what happens, and only the leader of deliveries', async () => {
      const [front, a, b] = await together(3);
      const heard: string[] = [];
      front!.on(({ type }) => heard.push(type));
      for (const worker of [a!, b!]) {
        worker.define(kindOf(async () => null));
        worker.start();
      }
      const callbacks = [{ endpoint: 'one', url: 'https://hook.example/' }];
      const { job } = await front!.create({ kind: 'test', input: null, callbacks });
      await front!.finished(job.id);
      expect(heard).toEqual(['job.created', 'job.started', 'job.completed']);
      const due = await Promise.all([front!, a!, b!].map((jobs) => jobs.outboxDue()));
      expect(due.map((jobs) => jobs.length).toSorted()).toEqual([0, 0, 1]);
      expect(due[0]).toEqual([]);
      const leader = due[1]!.length > 0 ? a! : b!;
      // While another pins it: both changes are kept.
      await Promise.all([leader.updateOutbox(job.id, () => []), front!.pin(job.id, true)]);
      expect(await front!.get(job.id)).toMatchObject({ outbox: [], pinned: true });
      expect(await leader.outboxDue()).toEqual([]);
    });
  });
}
