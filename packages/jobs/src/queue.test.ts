import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testClock } from './__fixtures__/test-clock.js';
import { temporary, until } from './__fixtures__/temporary.js';
import { sqliteStore } from './choose-store.js';
import type { JobKind } from './job-kind.js';
import type { JobStore } from './job-store.js';
import type { Jobs } from './jobs.js';
import type { OpenJobsOptions } from './open-jobs-options.js';
import { openJobs } from './open-jobs.js';

async function opened(options: Partial<OpenJobsOptions> = {}): Promise<Jobs> {
  const jobs = await openJobs({ dir: temporary(), synchronous: 'OFF', graceMs: 300, ...options });
  onTestFinished(() => jobs.close());
  return jobs;
}
const kind = (name: string, run: JobKind['run'], more: Partial<JobKind> = {}): JobKind => ({
  kind: name,
  run,
  backoffMs: () => 0,
  ...more,
});

describe('the queue', () => {
  it('creates and claims with one write when a slot is free, and ends with a second', async () => {
    const dir = temporary();
    const store = sqliteStore(join(dir, 'jobs.db'), { synchronous: 'OFF' });
    const writes: string[][] = [];
    const counting: JobStore = {
      ...store,
      async write(batch) {
        await store.write(batch);
        writes.push(batch.put.map(({ transition }) => transition));
      },
    };
    const jobs = await opened({ dir, store: counting });
    let durable: unknown;
    const run: JobKind['run'] = async ({ id }) => {
      durable = await store.get(id);
      return null;
    };
    jobs.define(kind('k', run));
    jobs.start();
    // The first end ever begins the statistics.
    await jobs.finished((await jobs.create({ kind: 'k', input: null })).job.id);
    writes.length = 0;
    const { job } = await jobs.create({ kind: 'k', input: null });
    expect(job).toMatchObject({ state: 'queued', rev: 1 });
    expect(await jobs.finished(job.id)).toMatchObject({ state: 'completed', rev: 3 });
    expect(writes).toEqual([['create', 'claim'], ['complete']]);
    // Nothing runs before its lease is on disk.
    expect(durable).toMatchObject({ state: 'running', rev: 2, attempt: 1 });
    const events = (await jobs.events({ jobId: job.id })).map(({ type }) => type);
    expect(events).toEqual(['job.created', 'job.started', 'job.completed']);
  });

  it('gives the free slot to the first in line of all that are created in one turn', async () => {
    const jobs = await opened({ concurrency: { global: 1 } });
    const ran: unknown[] = [];
    const run: JobKind['run'] = async ({ input }) => {
      ran.push(input);
      return null;
    };
    jobs.define(kind('k', run));
    jobs.start();
    await Promise.all(
      [0, 1, 5].map((priority) => jobs.create({ kind: 'k', input: priority, priority })),
    );
    await jobs.idle();
    expect(ran).toEqual([5, 1, 0]);
  });

  it('runs no more at once than it may: in all, per principal, per kind', async () => {
    const jobs = await opened({ concurrency: { global: 4, perPrincipal: 2 } });
    const now = { all: 0, ann: 0, narrow: 0 };
    const most = { all: 0, ann: 0, narrow: 0 };
    const run =
      (name: string): JobKind['run'] =>
      async ({ principal }) => {
        const mine = (['all', 'ann', 'narrow'] as const).filter(
          (one) => one === 'all' || one === principal || one === name,
        );
        for (const one of mine) most[one] = Math.max(most[one], ++now[one]);
        await new Promise((resolve) => setTimeout(resolve, 4));
        for (const one of mine) now[one]--;
        return null;
      };
    jobs.define(kind('narrow', run('narrow'), { concurrency: 1 }));
    jobs.define(kind('wide', run('wide')));
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        jobs.create({
          kind: n % 4 ? 'wide' : 'narrow',
          input: null,
          principal: ['ann', 'bob', 'eve'][n % 3]!,
        }),
      ),
    );
    jobs.start();
    await Promise.all(made.map(({ job }) => jobs.finished(job.id)));
    expect(most).toEqual({ all: 4, ann: 2, narrow: 1 });
  });

  it('lets a finished job make room: the eleventh job is accepted and run', async () => {
    const jobs = await opened({ limits: { maxUnfinished: 10 } });
    jobs.define(kind('k', async () => null));
    jobs.start();
    for (let n = 0; n < 25; n++) {
      const { job } = await jobs.create({ kind: 'k', input: n });
      expect((await jobs.finished(job.id)).state).toBe('completed');
    }
  });

  it('follows priorities, also when they change', async () => {
    const jobs = await opened({ concurrency: { global: 1 } });
    const ran: unknown[] = [];
    jobs.define(kind('k', async ({ input }) => void ran.push(input) as never));
    const create = (input: string, priority: number) => jobs.create({ kind: 'k', input, priority });
    await create('low', -2);
    const { job } = await create('raised', -1);
    await create('normal', 0);
    const last = await create('high', 3);
    await jobs.prioritise(job.id, 9);
    jobs.start();
    await Promise.all([jobs.finished(last.job.id), jobs.idle()]);
    expect(ran).toEqual(['raised', 'high', 'normal', 'low']);
    await expect(jobs.prioritise(job.id, 1)).rejects.toMatchObject({ code: 'PW_JOBS_TRANSITION' });
    await expect(jobs.prioritise(job.id, 99)).rejects.toMatchObject({ code: 'PW_JOBS_REQUEST' });
  });

  it('waits for dependencies, and fails with them', async () => {
    const jobs = await opened({ concurrency: { global: 4 } });
    const ran: unknown[] = [];
    jobs.define(
      kind(
        'k',
        async ({ input }) => {
          ran.push(input);
          if (input === 'bad') throw new Error('bad');
          return null;
        },
        { maxAttempts: 1 },
      ),
    );
    const good = await jobs.create({ kind: 'k', input: 'good' });
    const bad = await jobs.create({ kind: 'k', input: 'bad' });
    const after = await jobs.create({ kind: 'k', input: 'after', dependsOn: [good.job.id] });
    const chain = await jobs.create({ kind: 'k', input: 'chain', dependsOn: [after.job.id] });
    const doomed = await jobs.create({
      kind: 'k',
      input: 'doomed',
      dependsOn: [good.job.id, bad.job.id],
    });
    expect(after.job.state).toBe('blocked');
    await jobs.prioritise(doomed.job.id, 4);
    jobs.start();
    expect((await jobs.finished(chain.job.id)).state).toBe('completed');
    expect(await jobs.finished(doomed.job.id)).toMatchObject({
      state: 'failed',
      error: { code: 'PW_JOBS_DEPENDENCY' },
    });
    expect(ran.filter((input) => input !== 'bad')).toEqual(['good', 'after', 'chain']);
    const late = await jobs.create({ kind: 'k', input: 'late', dependsOn: [good.job.id] });
    expect((await jobs.finished(late.job.id)).state).toBe('completed');
  });

  it('starts a delayed job when its time has come, by time that does not jump', async () => {
    const clock = testClock();
    const jobs = await opened({ clock });
    jobs.define(kind('k', async () => null));
    jobs.start();
    const { job } = await jobs.create({ kind: 'k', input: null, delayMs: 60_000 });
    expect(job.state).toBe('scheduled');
    await jobs.prioritise(job.id, 2);
    clock.jump(3_600_000);
    clock.pass(59_000);
    expect((await jobs.get(job.id))?.state).toBe('scheduled');
    clock.jump(-7_200_000);
    clock.pass(1000);
    expect((await jobs.finished(job.id)).state).toBe('completed');
  });

  it('pauses and goes on; drains and hands back', async () => {
    const jobs = await opened({ concurrency: { global: 2 } });
    const gates: (() => void)[] = [];
    jobs.define(
      kind(
        'k',
        async ({ signal }) => {
          await new Promise<void>((resolve, reject) => {
            gates.push(resolve);
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          });
          return null;
        },
        { maxAttempts: 1 },
      ),
    );
    const made = await Promise.all([1, 2, 3, 4].map((input) => jobs.create({ kind: 'k', input })));
    jobs.start();
    await until(() => gates.length === 2);
    jobs.pause();
    expect(jobs.health()).toEqual({ ok: true, state: 'paused' });
    gates[0]!();
    await jobs.finished(made[0]!.job.id);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(gates).toHaveLength(2);
    jobs.resume();
    await until(() => gates.length === 3);
    const drained = jobs.drain({ timeoutMs: 50 });
    gates[1]!();
    expect(await drained).toEqual({ finished: 1, handedBack: 1 });
    expect(jobs.health()).toEqual({ ok: false, state: 'draining' });
    const back = await jobs.get(made[2]!.job.id);
    expect(back).toMatchObject({ state: 'queued', attempt: 1, spared: 1, lease: null });
    // Its only attempt is not spent.
    jobs.resume();
    await until(() => gates.length === 5);
    gates.slice(3).forEach((open) => open());
    expect((await jobs.finished(made[2]!.job.id)).state).toBe('completed');
    await jobs.finished(made[3]!.job.id);
  });

  it('goes on with what waited for a time when it was drained', async () => {
    const clock = testClock();
    const jobs = await opened({ clock });
    jobs.define(kind('k', async () => null));
    jobs.start();
    const { job } = await jobs.create({ kind: 'k', input: null, delayMs: 5000 });
    await jobs.drain();
    jobs.resume();
    clock.pass(5000);
    expect((await jobs.finished(job.id)).state).toBe('completed');
  });
});
