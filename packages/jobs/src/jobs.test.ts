import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testClock } from './__fixtures__/test-clock.js';
import { temporary, until } from './__fixtures__/temporary.js';
import type { JobKind } from './job-kind.js';
import type { JobRecord } from './job-record.js';
import { isTerminal } from './job-state.js';
import type { Jobs } from './jobs.js';
import type { JsonValue } from './json-value.js';
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
const types = (job: JobRecord) => job.journal.map(({ type }) => type.slice(4));

describe('a job', () => {
  it('runs its steps and keeps input, output and what happened', async () => {
    const jobs = await opened();
    jobs.define<{ n: number }, number>({
      kind: 'double',
      run: async ({ step, input }) => step('double', input, ({ n }) => n * 2),
    });
    const { job, created } = await jobs.create({
      kind: 'double',
      input: { n: 21 },
      title: 'Double it',
    });
    expect(created).toBe(true);
    expect(job).toMatchObject({ state: 'queued', attempt: 0, title: 'Double it' });
    jobs.start();
    const end = await jobs.finished(job.id);
    expect(end.state).toBe('completed');
    expect(await jobs.value(end.output!)).toBe(42);
    expect(types(end)).toEqual([
      'created',
      'started',
      'step.started',
      'step.completed',
      'completed',
    ]);
    expect(end.lease).toBeNull();
    expect(await jobs.get(job.id)).toEqual(end);
  });

  it('keeps large values in files named by their hash', async () => {
    const dir = temporary();
    const jobs = await opened({ dir, inlineLimitBytes: 100 });
    jobs.define<string, string>({
      kind: 'echo',
      run: async ({ step, input }) => step('echo', input, (text) => text),
    });
    const text = 'x'.repeat(5000);
    const { job } = await jobs.create({ kind: 'echo', input: text });
    jobs.start();
    const end = await jobs.finished(job.id);
    expect(JSON.stringify(end).length).toBeLessThan(3000);
    expect(await jobs.value(end.output!)).toBe(text);
    // Input, step output and output have the same bytes: one file.
    expect(readdirSync(join(dir, 'content'))).toHaveLength(1);
  });

  it('tries again after a failure and does not repeat a finished step', async () => {
    const jobs = await opened();
    const ran: string[] = [];
    jobs.define(
      kind('flaky', async ({ step, attempt }) => {
        await step('one', { a: 1, b: 2 }, () => void ran.push('one'));
        await step('two', null, () => {
          ran.push('two');
          if (attempt < 3) throw new Error('not yet');
          return 'done';
        });
        return 'end';
      }),
    );
    const { job } = await jobs.create({ kind: 'flaky', input: null });
    jobs.start();
    const end = await jobs.finished(job.id);
    expect(end).toMatchObject({ state: 'completed', attempt: 3 });
    expect(ran).toEqual(['one', 'two', 'two', 'two']);
    expect(types(end).filter((type) => type === 'step.reused')).toHaveLength(2);
  });

  it('runs a step again when its input is another', async () => {
    const jobs = await opened();
    const ran: unknown[] = [];
    jobs.define(
      kind('changing', async ({ step, attempt }) => {
        await step('one', { attempt }, (input) => void ran.push(input));
        if (attempt === 1) throw new Error('again');
        return null;
      }),
    );
    const { job } = await jobs.create({ kind: 'changing', input: null });
    jobs.start();
    expect((await jobs.finished(job.id)).state).toBe('completed');
    expect(ran).toEqual([{ attempt: 1 }, { attempt: 2 }]);
  });

  it('fails with a code, a message and the step when no attempts are left', async () => {
    const jobs = await opened();
    jobs.define(
      kind('broken', async ({ step }) =>
        step('breaks', null, () => {
          throw new Error('boom');
        }),
      ),
    );
    const { job } = await jobs.create({ kind: 'broken', input: null, maxAttempts: 2 });
    jobs.start();
    const end = await jobs.finished(job.id);
    expect(end).toMatchObject({
      state: 'failed',
      attempt: 2,
      error: { code: 'PW_JOBS_FAILED', message: 'boom', step: 'breaks' },
    });
    expect(JSON.stringify(end)).not.toContain('jobs.test.ts');
  });

  it('does not try again what cannot get better', async () => {
    const jobs = await opened();
    jobs.define(kind('date', async () => ({ at: new Date(0) }) as unknown as JsonValue));
    jobs.define(
      kind(
        'never',
        async () => {
          throw new Error('no');
        },
        { retryable: () => false },
      ),
    );
    jobs.start();
    const bad = await jobs.create({ kind: 'date', input: null });
    expect(await jobs.finished(bad.job.id)).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: { code: 'PW_JOBS_VALUE' },
    });
    const never = await jobs.create({ kind: 'never', input: null });
    expect(await jobs.finished(never.job.id)).toMatchObject({ state: 'failed', attempt: 1 });
  });

  it('asks, gives its place free, and goes on with the answer', async () => {
    const jobs = await opened({ concurrency: { global: 1 } });
    const ran: string[] = [];
    jobs.define(
      kind(
        'asking',
        async ({ step, ask }) => {
          await step('before', null, () => void ran.push('before'));
          const colour = await ask({ id: 'colour', text: 'Which colour?', data: ['red', 'blue'] });
          return { colour };
        },
        { maxAttempts: 1 },
      ),
    );
    jobs.define(kind('other', async () => null));
    jobs.start();
    const { job } = await jobs.create({ kind: 'asking', input: null });
    await until(async () => (await jobs.get(job.id))?.state === 'asking');
    const other = await jobs.create({ kind: 'other', input: null });
    expect((await jobs.finished(other.job.id)).state).toBe('completed');
    await expect(jobs.answer(job.id, 'shape', 'round')).rejects.toMatchObject({
      code: 'PW_JOBS_REQUEST',
    });
    await jobs.answer(job.id, 'colour', 'red');
    const end = await jobs.finished(job.id);
    expect(end).toMatchObject({ state: 'completed', attempt: 2, spared: 1 });
    expect(await jobs.value(end.output!)).toEqual({ colour: 'red' });
    expect(ran).toEqual(['before']);
    await expect(jobs.answer(job.id, 'colour', 'blue')).rejects.toMatchObject({
      code: 'PW_JOBS_UNKNOWN',
    });
  });

  it('counts what it uses and stops at the limit of its kind', async () => {
    const jobs = await opened();
    jobs.define(
      kind(
        'model',
        async ({ use, artifact }) => {
          await use({ inputTokens: 700, costUsd: 0.5 });
          await artifact('report.txt', 'text', 'text/plain');
          await use({ outputTokens: 400 });
          await use({ costUsd: 0.6 });
          return null;
        },
        { spend: { costUsd: 1 } },
      ),
    );
    jobs.start();
    const { job } = await jobs.create({ kind: 'model', input: null });
    const end = await jobs.finished(job.id);
    expect(end).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: { code: 'PW_JOBS_SPEND' },
      usage: { inputTokens: 700, outputTokens: 400, costUsd: 1.1 },
      artifacts: [{ name: 'report.txt', bytes: 4, mediaType: 'text/plain' }],
    });
  });

  it('is done again by a retry, which reuses its finished steps', async () => {
    const jobs = await opened();
    const ran: string[] = [];
    let broken = true;
    jobs.define(
      kind(
        'retried',
        async ({ step }) => {
          await step('paid', null, () => void ran.push('paid'));
          if (broken) throw new Error('down');
          return 'ok';
        },
        { maxAttempts: 1 },
      ),
    );
    jobs.start();
    const { job } = await jobs.create({ kind: 'retried', input: { a: 1 } });
    await jobs.finished(job.id);
    broken = false;
    const again = await jobs.retry(job.id);
    const end = await jobs.finished(again.job.id);
    expect(end).toMatchObject({ state: 'completed', retryOf: job.id });
    expect(ran).toEqual(['paid']);
    expect((await jobs.get(job.id))?.state).toBe('failed');
    await expect(jobs.retry(end.id)).rejects.toMatchObject({ code: 'PW_JOBS_TRANSITION' });
    await expect(jobs.retry('nope')).rejects.toMatchObject({ code: 'PW_JOBS_UNKNOWN' });
  });
});

describe('creating', () => {
  it('gives the same job for the same key, also at the same time and after it ended', async () => {
    const jobs = await opened();
    jobs.define(kind('k', async () => null));
    const request = { kind: 'k', input: null, idempotencyKey: 'once' };
    const many = await Promise.all(Array.from({ length: 20 }, () => jobs.create(request)));
    expect(new Set(many.map(({ job }) => job.id)).size).toBe(1);
    expect(many.filter(({ created }) => created)).toHaveLength(1);
    jobs.start();
    await jobs.finished(many[0]!.job.id);
    const later = await jobs.create(request);
    expect(later).toMatchObject({ created: false, job: { state: 'completed' } });
    const other = await jobs.create({ ...request, principal: 'someone else' });
    expect(other.created).toBe(true);
  });

  it.each([
    [{ kind: '' }, 'kind'],
    [{ priority: 11 }, 'priority'],
    [{ priority: 0.5 }, 'priority'],
    [{ delayMs: -1 }, 'delayMs'],
    [{ dependsOn: ['nobody'] }, 'dependsOn'],
    [{ surprise: true }, 'surprise'],
    [{ idempotencyKey: 'x'.repeat(201) }, 'idempotencyKey'],
    [{ input: 'x'.repeat(2000) }, 'input'],
  ])('refuses %j', async (wrong, field) => {
    const jobs = await opened({ limits: { maxInputBytes: 1000 } });
    jobs.define(kind('k', async () => null));
    const request = { kind: 'k', input: null, ...wrong };
    await expect(jobs.create(request)).rejects.toMatchObject({
      code: 'PW_JOBS_REQUEST',
      message: expect.stringContaining(field) as string,
    });
    expect((await jobs.list()).jobs).toEqual([]);
  });

  it.each([
    [{ f: () => {} }, 'a function'],
    [{ a: [Number.NaN] }, 'NaN'],
    [new Map(), 'a Map'],
    [[undefined], 'undefined'],
  ])('refuses an input that is not JSON: %o', async (input, found) => {
    const jobs = await opened();
    await expect(jobs.create({ kind: 'k', input })).rejects.toMatchObject({
      code: 'PW_JOBS_VALUE',
      message: expect.stringContaining(found) as string,
    });
  });

  it('refuses kinds that nobody knows, and a kind that is there', async () => {
    const jobs = await opened({ kinds: [kind('k', async () => null)] });
    await expect(jobs.create({ kind: 'x', input: null })).rejects.toMatchObject({
      code: 'PW_JOBS_KIND',
    });
    expect(() => jobs.define(kind('k', async () => null))).toThrow(/defined already/);
  });
});

describe('the queue', () => {
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
});

describe('events', () => {
  it('come after they are on disk, numbered without gaps, and can be followed from any point', async () => {
    const jobs = await opened();
    jobs.define(
      kind('k', async ({ progress }) => {
        await progress('half', { done: 1, of: 2 });
        return null;
      }),
    );
    const live: number[] = [];
    const off = jobs.on((event) => {
      live.push(event.seq);
    });
    const fails = jobs.on(() => {
      fails();
      throw new Error('a listener that fails');
    });
    const warned = new Promise((resolve) => process.once('warning', resolve));
    const stop = new AbortController();
    const followed: number[] = [];
    const following = (async () => {
      for await (const event of jobs.follow({ after: 1 }, stop.signal)) followed.push(event.seq);
    })();
    jobs.start();
    for (let n = 0; n < 5; n++) {
      const { job } = await jobs.create({ kind: 'k', input: n });
      await jobs.finished(job.id);
    }
    await until(() => followed.length === 19);
    stop.abort();
    await following;
    await warned;
    off();
    const numbers = Array.from({ length: 20 }, (_, n) => n + 1);
    expect(live).toEqual(numbers);
    expect(followed).toEqual(numbers.slice(1));
    expect((await jobs.events({ after: 17 })).map(({ type }) => type)).toEqual([
      'job.started',
      'job.progress',
      'job.completed',
    ]);
    const first: string[] = [];
    for await (const event of jobs.follow({ limit: 2 })) first.push(event.type);
    expect(first).toEqual(['job.created', 'job.started']);
  });

  it('owe deliveries in the same write, which can be settled after the end', async () => {
    const jobs = await opened();
    jobs.define(kind('k', async () => null));
    const { job } = await jobs.create({
      kind: 'k',
      input: null,
      callbacks: [
        { endpoint: 'a', url: 'https://a.example' },
        { endpoint: 'b', url: 'https://b.example', events: ['job.started', 'job.completed'] },
      ],
    });
    jobs.start();
    const end = await jobs.finished(job.id);
    expect(end.outbox.map(({ id, endpoint }) => `${id} ${endpoint}`)).toEqual([
      `${job.id}:running:2 b`,
      `${job.id}:completed:3 a`,
      `${job.id}:completed:3 b`,
    ]);
    expect((await jobs.outboxDue()).map(({ id }) => id)).toEqual([job.id]);
    await Promise.all(
      end.outbox.map(({ seq, endpoint }) =>
        jobs.updateOutbox(job.id, (outbox) =>
          outbox.filter((entry) => entry.seq !== seq || entry.endpoint !== endpoint),
        ),
      ),
    );
    const settled = await jobs.get(job.id);
    expect(settled).toMatchObject({ outbox: [], state: 'completed', rev: end.rev + 3 });
    expect(await jobs.outboxDue()).toEqual([]);
    await expect(jobs.updateOutbox('nope', () => [])).rejects.toMatchObject({
      code: 'PW_JOBS_UNKNOWN',
    });
  });

  it.each(['sqlite', 'json'] as const)(
    'are all written when one job has several in one turn (%s)',
    async (store) => {
      const jobs = await opened({ store });
      jobs.define(
        kind('quick', async ({ progress }) => {
          await Promise.all(['a', 'b', 'c'].map((text) => progress(text)));
          return null;
        }),
      );
      jobs.start();
      const { job } = await jobs.create({ kind: 'quick', input: null });
      const end = await jobs.finished(job.id);
      expect(end).toMatchObject({ state: 'completed', rev: 6 });
      expect(end.journal.flatMap(({ message }) => message ?? [])).toEqual(['a', 'b', 'c']);
      expect(await jobs.events()).toHaveLength(6);
    },
  );

  it('keep the journal of a record short', async () => {
    const jobs = await opened({ journalLimit: 10 });
    jobs.define(
      kind('chatty', async ({ progress }) => {
        for (let n = 0; n < 50; n++) await progress(`step ${n}`);
        return null;
      }),
    );
    jobs.start();
    const { job } = await jobs.create({ kind: 'chatty', input: null });
    const end = await jobs.finished(job.id);
    expect(end.journal).toHaveLength(10);
    expect(end.journal.at(-1)?.type).toBe('job.completed');
    expect(await jobs.events({ jobId: job.id })).toHaveLength(53);
  });
});

describe('stats', () => {
  it('count by state and kind and say how old the oldest waiting job is', async () => {
    const clock = testClock();
    const jobs = await opened({ clock });
    jobs.define(kind('a', async () => null));
    jobs.define(kind('b', async () => null));
    await jobs.create({ kind: 'a', input: null });
    clock.pass(5000);
    await jobs.create({ kind: 'b', input: null });
    expect(await jobs.stats()).toMatchObject({
      byState: { queued: 2, running: 0, completed: 0 },
      byKind: { a: { queued: 1 }, b: { queued: 1 } },
      oldestQueuedMs: 5000,
      running: 0,
      slots: 2,
    });
    jobs.start();
    await until(async () => (await jobs.stats()).byState.completed === 2);
    expect((await jobs.stats()).oldestQueuedMs).toBeUndefined();
    expect(
      (await jobs.list({ state: 'completed' })).jobs.every((job) => isTerminal(job.state)),
    ).toBe(true);
  });
});
