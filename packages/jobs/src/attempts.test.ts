import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testClock } from './__fixtures__/test-clock.js';
import { temporary, until } from './__fixtures__/temporary.js';
import { defaultBackoff } from './attempt.js';
import type { JobContext, JobKind } from './job-kind.js';
import type { Jobs } from './jobs.js';
import { hostProcesses, RUN_VARIABLE } from './linux-processes.js';
import type { OpenJobsOptions } from './open-jobs-options.js';
import { openJobs } from './open-jobs.js';

async function opened(options: Partial<OpenJobsOptions> = {}): Promise<Jobs> {
  const jobs = await openJobs({ dir: temporary(), synchronous: 'OFF', graceMs: 150, ...options });
  onTestFinished(() => jobs.close());
  jobs.start();
  return jobs;
}
const kind = (name: string, run: JobKind['run'], more: Partial<JobKind> = {}): JobKind => ({
  kind: name,
  run,
  backoffMs: () => 0,
  ...more,
});
const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error)),
  );
const sleeper = join(import.meta.dirname, '__fixtures__', 'sleeper.mjs');

/** Starts a child with a grandchild that leaves the group. */
async function startChild(context: JobContext<never>, mode: 'polite' | 'stubborn') {
  const child = spawn(process.execPath, [sleeper, mode], {
    detached: true,
    env: { ...process.env, ...context.childEnv },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await context.child(child.pid!);
  await once(child.stdout, 'data');
  return child;
}
const processes = hostProcesses();

describe('cancel', () => {
  it('ends a waiting job at once', async () => {
    const jobs = await opened();
    const { job } = await jobs.create({ kind: 'unknown here', input: null });
    const end = await jobs.cancel(job.id, 'not wanted');
    expect(end).toMatchObject({ state: 'cancelled', cancel: { reason: 'not wanted' }, attempt: 0 });
    // Final: again is no fault and no change.
    expect(await jobs.cancel(job.id)).toEqual(end);
    await expect(jobs.cancel('nobody')).rejects.toMatchObject({ code: 'PW_JOBS_UNKNOWN' });
  });

  it('is on disk before the work hears of it, and overrules its result', async () => {
    const jobs = await opened();
    let seen: string | undefined;
    jobs.define(
      kind('slow', async ({ id, signal }) => {
        await never(signal).catch(() => {});
        seen = (await jobs.get(id))?.state;
        return 'a result, too late';
      }),
    );
    const { job } = await jobs.create({ kind: 'slow', input: null });
    await until(async () => (await jobs.get(job.id))?.state === 'running');
    const [end, second] = await Promise.all([jobs.cancel(job.id), jobs.cancel(job.id)]);
    expect(seen).toBe('cancelling');
    expect(end).toMatchObject({ state: 'cancelled', lease: null });
    expect(end.output).toBeUndefined();
    expect(second).toEqual(end);
  });

  it('lets no late write through from work that ignores it', async () => {
    const jobs = await opened();
    let late: Promise<unknown>[] = [];
    const gate = withResolvers();
    jobs.define(
      kind('deaf', async (context) => {
        await gate.promise;
        late = [
          context.step('late', null, () => 1),
          context.progress('late'),
          context.use({ costUsd: 1 }),
          context.artifact('late', 'x'),
          context.child(process.pid),
          context.ask({ id: 'q', text: '?' }),
        ];
        await Promise.allSettled(late);
        return 'too late';
      }),
    );
    const { job } = await jobs.create({ kind: 'deaf', input: null });
    await until(async () => (await jobs.get(job.id))?.state === 'running');
    const end = await jobs.cancel(job.id);
    expect(end.state).toBe('cancelled');
    gate.resolve();
    await until(() => late.length > 0);
    for (const one of await Promise.allSettled(late))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'PW_JOBS_CANCELLED' } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await jobs.get(job.id)).toEqual(end);
  });

  it.each(['polite', 'stubborn'] as const)(
    'is over only when a %s child and its child are gone',
    async (mode) => {
      const jobs = await opened();
      let marker = '';
      jobs.define(
        kind('parent', async (context) => {
          marker = context.childEnv[RUN_VARIABLE]!;
          await startChild(context as never, mode);
          await context.progress('up');
          return never(context.signal);
        }),
      );
      const { job } = await jobs.create({ kind: 'parent', input: null });
      await until(async () =>
        ((await jobs.get(job.id))?.journal ?? []).some(({ type }) => type === 'job.progress'),
      );
      await until(() => processes.marked([marker]).length === 2);
      const end = await jobs.cancel(job.id);
      expect(end.state).toBe('cancelled');
      expect(processes.marked([marker])).toEqual([]);
    },
  );

  it('also ends what a job leaves behind when it completes', async () => {
    const jobs = await opened();
    let marker = '';
    jobs.define(
      kind('careless', async (context) => {
        marker = context.childEnv[RUN_VARIABLE]!;
        await startChild(context as never, 'stubborn');
        return 'done';
      }),
    );
    const { job } = await jobs.create({ kind: 'careless', input: null });
    expect((await jobs.finished(job.id)).state).toBe('completed');
    expect(processes.marked([marker])).toEqual([]);
  });

  it('reaches a job that is just being claimed', async () => {
    const jobs = await opened();
    let ran = 0;
    jobs.define(
      kind('quick', async ({ signal }) => {
        ran++;
        return never(signal);
      }),
    );
    const { job } = await jobs.create({ kind: 'quick', input: null });
    const end = await jobs.cancel(job.id);
    expect(end.state).toBe('cancelled');
    expect(ran).toBeLessThanOrEqual(1);
  });
});

describe('time-outs', () => {
  it('end an attempt that runs too long', async () => {
    const jobs = await opened();
    jobs.define(
      kind('long', async ({ signal }) => never(signal), { timeoutMs: 30, maxAttempts: 2 }),
    );
    const { job } = await jobs.create({ kind: 'long', input: null });
    expect(await jobs.finished(job.id)).toMatchObject({
      state: 'failed',
      attempt: 2,
      error: { code: 'PW_JOBS_TIMEOUT' },
    });
  });

  it('end a step that runs too long, and leave the rest to the job', async () => {
    const jobs = await opened();
    jobs.define(
      kind('stepping', async ({ step }) => {
        const slow = step('slow', null, (_, { signal }) => never(signal), { timeoutMs: 20 });
        return slow.catch((error: { code: string }) => error.code);
      }),
    );
    const { job } = await jobs.create({ kind: 'stepping', input: null });
    const end = await jobs.finished(job.id);
    expect(await jobs.value(end.output!)).toBe('PW_JOBS_STEP_TIMEOUT');
  });

  it('end an attempt that is silent, but not one that gives signs of life', async () => {
    const clock = testClock();
    const jobs = await opened({ clock });
    jobs.define(
      kind(
        'beating',
        async ({ input, heartbeat, signal }) => {
          if (input === 'silent') return never(signal);
          for (let n = 0; n < 5; n++) {
            clock.pass(80);
            heartbeat();
          }
          return 'alive';
        },
        { heartbeatMs: 100, maxAttempts: 1 },
      ),
    );
    const alive = await jobs.create({ kind: 'beating', input: 'alive' });
    expect((await jobs.finished(alive.job.id)).state).toBe('completed');
    const silent = await jobs.create({ kind: 'beating', input: 'silent' });
    await until(async () => (await jobs.get(silent.job.id))?.state === 'running');
    await new Promise((resolve) => setTimeout(resolve, 10));
    clock.pass(101);
    expect(await jobs.finished(silent.job.id)).toMatchObject({
      state: 'failed',
      error: { code: 'PW_JOBS_SILENT' },
    });
  });

  it('end a job that waits too long, whatever it waits for', async () => {
    const clock = testClock();
    const jobs = await opened({ clock });
    jobs.define(kind('asks', async ({ ask }) => ask({ id: 'q', text: '?' }), { maxAttempts: 1 }));
    const waiting = { kind: 'asks', input: null, waitLimitMs: 1000 };
    const asking = await jobs.create(waiting);
    await until(async () => (await jobs.get(asking.job.id))?.state === 'asking');
    jobs.pause();
    const queued = await jobs.create(waiting);
    const scheduled = await jobs.create({ ...waiting, delayMs: 5000 });
    const blocked = await jobs.create({ ...waiting, dependsOn: [scheduled.job.id] });
    clock.jump(3_600_000);
    clock.pass(999);
    for (const { job } of [asking, queued, scheduled, blocked])
      expect((await jobs.get(job.id))?.state).not.toBe('failed');
    clock.jump(-7_200_000);
    clock.pass(2);
    for (const { job } of [asking, queued, scheduled])
      expect(await jobs.finished(job.id)).toMatchObject({
        state: 'failed',
        error: { code: 'PW_JOBS_WAIT_TIMEOUT' },
      });
    expect((await jobs.finished(blocked.job.id)).state).toBe('failed');
    expect(clock.pending).toBe(0);
  });

  it('give the place free when the work does not stop', async () => {
    const jobs = await opened({ concurrency: { global: 1 }, graceMs: 20 });
    jobs.define(
      kind('deaf', () => new Promise<never>(() => {}), { timeoutMs: 10, maxAttempts: 1 }),
    );
    jobs.define(kind('next', async () => 'ran'));
    const deaf = await jobs.create({ kind: 'deaf', input: null });
    const next = await jobs.create({ kind: 'next', input: null });
    expect((await jobs.finished(next.job.id)).state).toBe('completed');
    expect((await jobs.get(deaf.job.id))?.state).toBe('failed');
  });
});

describe('the back-off', () => {
  it('doubles from a second to five minutes, half of it random', () => {
    for (const [attempt, full] of [
      [2, 1000],
      [3, 2000],
      [6, 16_000],
      [40, 300_000],
    ] as const) {
      const waits = Array.from({ length: 50 }, () => defaultBackoff(attempt));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(full / 2);
      expect(Math.max(...waits)).toBeLessThanOrEqual(full);
      expect(new Set(waits).size).toBeGreaterThan(10);
    }
  });
});

function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
