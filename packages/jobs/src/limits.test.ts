import { describe, expect, it, onTestFinished } from 'vitest';
import { testClock } from './__fixtures__/test-clock.js';
import { temporary, until } from './__fixtures__/temporary.js';
import type { Jobs } from './jobs.js';
import type { OpenJobsOptions } from './open-jobs-options.js';
import { openJobs } from './open-jobs.js';
import { refilled, waitFor } from './token-bucket.js';

async function opened(options: Partial<OpenJobsOptions> = {}): Promise<Jobs> {
  const jobs = await openJobs({ dir: temporary(), synchronous: 'OFF', ...options });
  onTestFinished(() => jobs.close());
  return jobs;
}
const count = async (creations: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(creations);
  return {
    admitted: settled.filter(({ status }) => status === 'fulfilled').length,
    refused: settled.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as { code: string; retryAfterMs?: number }] : [],
    ),
  };
};
const HOUR = 3_600_000;

describe('the rate limit', () => {
  it.each(['sqlite', 'json'] as const)(
    'admits exactly N of 1,000 concurrent requests (%s)',
    async (store) => {
      const clock = testClock();
      const limits = { perPrincipal: { perHour: 60, burst: 37 } };
      const jobs = await opened({ clock, limits, store });
      const { admitted, refused } = await count(
        Array.from({ length: 1000 }, (_, n) => jobs.create({ kind: 'k', input: n })),
      );
      expect(admitted).toBe(37);
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['PW_JOBS_RATE']));
      expect(refused[0]?.retryAfterMs).toBe(60_000);
      expect((await jobs.list({ limit: 1000 })).jobs).toHaveLength(37);
    },
  );

  it('is per principal and global', async () => {
    const limits = {
      perPrincipal: { perHour: 1, burst: 5 },
      global: { perHour: 1, burst: 12 },
    };
    const jobs = await opened({ clock: testClock(), limits });
    const by = (principal: string) =>
      count(Array.from({ length: 10 }, () => jobs.create({ kind: 'k', input: null, principal })));
    expect((await by('ann')).admitted).toBe(5);
    expect((await by('bob')).admitted).toBe(5);
    expect((await by('eve')).admitted).toBe(2);
  });

  it('refills by the clock that was given, and the error says when', async () => {
    const clock = testClock();
    const jobs = await opened({ clock, limits: { perPrincipal: { perHour: 4, burst: 2 } } });
    const create = () => jobs.create({ kind: 'k', input: null });
    await create();
    await create();
    await expect(create()).rejects.toMatchObject({ code: 'PW_JOBS_RATE', retryAfterMs: HOUR / 4 });
    clock.pass(HOUR / 4 - 1);
    await expect(create()).rejects.toMatchObject({ retryAfterMs: 1 });
    clock.pass(1);
    await create();
    clock.jump(-10 * HOUR);
    await expect(create()).rejects.toMatchObject({ code: 'PW_JOBS_RATE' });
  });

  it('survives a restart, whatever was admitted and whatever was refused', async () => {
    const dir = temporary();
    const clock = testClock();
    const limits = { perPrincipal: { perHour: 1, burst: 3 }, global: { perHour: 1, burst: 100 } };
    for (const [tries, expected] of [
      [2, 2],
      [5, 1],
      [5, 0],
    ] as const) {
      const jobs = await openJobs({ dir, clock, limits });
      const result = await count(
        Array.from({ length: tries }, () => jobs.create({ kind: 'k', input: null })),
      );
      expect(result.admitted).toBe(expected);
      await jobs.close();
    }
  });

  it('weighs a job by its cost, and takes nothing for one that is known or wrong', async () => {
    const jobs = await opened({
      clock: testClock(),
      limits: { perPrincipal: { perHour: 1, burst: 10 } },
    });
    const key = { kind: 'k', input: null, idempotencyKey: 'a', cost: 6 };
    await jobs.create(key);
    await jobs.create(key);
    await expect(jobs.create({ kind: 'k', input: new Map() })).rejects.toMatchObject({
      code: 'PW_JOBS_VALUE',
    });
    await expect(jobs.create({ kind: 'k', input: null, cost: 11 })).rejects.toMatchObject({
      code: 'PW_JOBS_RATE',
      retryAfterMs: undefined,
    });
    await jobs.create({ kind: 'k', input: null, cost: 3 });
    await expect(jobs.create({ kind: 'k', input: null, cost: 2 })).rejects.toThrow(/try again/);
  });

  it('is a bucket: never above its burst, never negative in time', () => {
    const limit = { perHour: 3600, burst: 10 };
    expect(refilled(undefined, limit, 5)).toEqual({ tokens: 10, at: 5 });
    expect(refilled({ tokens: 0, at: 0 }, limit, 1500)).toEqual({ tokens: 1.5, at: 1500 });
    expect(refilled({ tokens: 9, at: 0 }, limit, HOUR)).toEqual({ tokens: 10, at: HOUR });
    expect(refilled({ tokens: 1, at: 1000 }, limit, 0)).toEqual({ tokens: 1, at: 0 });
    expect(waitFor({ tokens: 0, at: 0 }, { perHour: 0, burst: 5 }, 1)).toBeUndefined();
  });
});

describe('the depth of the queue', () => {
  it('is limited in all and per principal, and only by what has not ended', async () => {
    const jobs = await opened({ limits: { maxUnfinished: 4, maxUnfinishedPerPrincipal: 3 } });
    const create = (principal: string) => jobs.create({ kind: 'k', input: null, principal });
    const full = { code: 'PW_JOBS_FULL' };
    const made = [await create('ann'), await create('ann'), await create('ann')];
    await expect(create('ann')).rejects.toMatchObject(full);
    await create('bob');
    await expect(create('bob')).rejects.toMatchObject(full);
    await jobs.cancel(made[0]!.job.id);
    await create('ann');
    await expect(create('ann')).rejects.toMatchObject(full);
  });

  it('is what the JSON store holds', async () => {
    const jobs = await opened({ store: 'json', jsonCapacity: 2 });
    await jobs.create({ kind: 'k', input: 1 });
    await jobs.create({ kind: 'k', input: 2 });
    await expect(jobs.create({ kind: 'k', input: 3 })).rejects.toMatchObject({
      code: 'PW_JOBS_FULL',
      message: expect.stringContaining('json') as string,
    });
    expect(jobs.health().ok).toBe(true);
  });
});

describe('the spend of a day', () => {
  it('is counted over jobs and restarts, and begins anew at midnight UTC', async () => {
    const dir = temporary();
    const clock = testClock();
    const limits = { spendPerDay: { costUsd: 1, tokens: 1000 } };
    const open = async () => {
      const jobs = await openJobs({ dir, clock, limits });
      jobs.define<{ costUsd?: number; inputTokens?: number }, null>({
        kind: 'spend',
        run: async ({ use, input }) => {
          await use(input);
          return null;
        },
      });
      jobs.start();
      return jobs;
    };
    let jobs = await open();
    const spend = async (input: object, principal = 'ann') => {
      const { job } = await jobs.create({ kind: 'spend', input, principal });
      return jobs.finished(job.id);
    };
    await spend({ costUsd: 0.6 });
    await jobs.close();
    jobs = await open();
    await spend({ costUsd: 0.6 });
    await expect(spend({})).rejects.toMatchObject({
      code: 'PW_JOBS_SPEND_DAY',
      retryAfterMs: 24 * HOUR,
    });
    await spend({ inputTokens: 2000 }, 'bob');
    await expect(spend({}, 'bob')).rejects.toMatchObject({ code: 'PW_JOBS_SPEND_DAY' });
    clock.pass(25 * HOUR);
    await spend({});
    await until(() => jobs.health().ok);
    await jobs.close();
  });
});
