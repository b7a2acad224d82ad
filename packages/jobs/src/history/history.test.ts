import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { temporary } from '../__fixtures__/temporary.js';
import { sqliteStore } from '../choose-store.js';
import type { Clock } from '../clock.js';
import { systemClock } from '../clock.js';
import type { JobStore } from '../job-store.js';
import type { Jobs } from '../jobs.js';
import { openJobs } from '../open-jobs.js';
import { exportJobs } from './export-jobs.js';
import { addEnded, emptyDigest } from './history-digest.js';
import { jobStatistics } from './job-statistics.js';
import { digestKeys, readDigest, withHistory } from './with-history.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
const DAY = 86_400_000;
/** The host's clock, some days away. */
const shifted = (): Clock & { days: number } => {
  const clock = {
    ...systemClock,
    days: 0,
    now: () => Date.UTC(2026, 10, 1, 12) + clock.days * DAY,
  };
  return clock;
};

async function open(options: { store?: 'json'; dir?: string; clock?: Clock } = {}): Promise<Jobs> {
  const jobs = await openJobs({ dir: temporary(), synchronous: 'OFF', ...options });
  closers.push(() => jobs.close());
  jobs.define<{ fail?: boolean; steps?: string[] }, null>({
    kind: 'work',
    maxAttempts: 1,
    async run({ input, step, use }) {
      await use({ inputTokens: 10, outputTokens: 3, costUsd: 0.25 });
      for (const name of input.steps ?? ['read', 'write']) await step(name, null, () => null);
      if (input.fail) throw Object.assign(new Error('no'), { code: 'X_BROKEN' });
      return null;
    },
  });
  jobs.define({ kind: 'other', run: async () => null });
  jobs.start();
  return jobs;
}
async function run(jobs: Jobs, request: Partial<Parameters<Jobs['create']>[0]> = {}) {
  const { job } = await jobs.create({ kind: 'work', input: {}, ...request });
  return jobs.finished(job.id);
}

describe('statistics', () => {
  test.each([undefined, 'json' as const])(
    'count what ended, by day, kind, person and text (%s)',
    async (store) => {
      const clock = shifted();
      const jobs = await open({ clock, ...(store && { store }) });
      await run(jobs, { principal: 'ann', title: 'Weather' });
      await run(jobs, { principal: 'bob', input: { fail: true } });
      clock.days = 2;
      await run(jobs, { principal: 'ann', input: { steps: ['read'] } });
      await run(jobs, { kind: 'other' });
      const { job } = await jobs.create({ kind: 'other', input: null, delayMs: 1e9 });
      await jobs.cancel(job.id);

      const all = await jobStatistics(jobs.store);
      expect(all).toMatchObject({
        jobs: 5,
        byState: { completed: 3, failed: 1, cancelled: 1 },
        successRate: 0.75,
        usage: { inputTokens: 30, outputTokens: 9, costUsd: 0.75 },
        queueWait: { count: 4 },
        run: { count: 4 },
        errors: [{ count: 1 }],
        days: [
          { day: '2026-11-01', completed: 1, failed: 1, cancelled: 0, costUsd: 0.5 },
          { day: '2026-11-03', completed: 2, failed: 0, cancelled: 1, costUsd: 0.25 },
        ],
      });
      expect(Object.fromEntries(all.steps.map(({ name, count }) => [name, count]))).toEqual({
        read: 3,
        write: 2,
      });
      const count = async (query: Parameters<typeof jobStatistics>[1]) =>
        (await jobStatistics(jobs.store, query)).jobs;
      expect(await count({ kind: 'other' })).toBe(2);
      expect(await count({ principal: 'ann' })).toBe(2);
      expect(await count({ principal: 'ann', since: clock.now() })).toBe(1);
      expect(await count({ text: 'wEATHER', kind: 'work' })).toBe(1);
      expect(await count({ since: clock.now() })).toBe(3);
      expect(await count({ until: clock.now() - DAY })).toBe(2);
      expect(await count({ kind: 'none' })).toBe(0);
      expect(await jobStatistics(jobs.store, { kind: 'none' })).toEqual({
        jobs: 0,
        byState: { completed: 0, failed: 0, cancelled: 0 },
        retries: 0,
        usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
        steps: [],
        errors: [],
        days: [],
      });
    },
  );

  test('from digests are those of the records', async () => {
    const jobs = await open();
    for (let n = 0; n < 12; n++) await run(jobs, { input: { fail: n % 4 === 0 } });
    const fromRecords = await jobStatistics({
      query: (query) => jobs.store.query(query),
      state: () => Promise.resolve(undefined),
    });
    expect(await jobStatistics(jobs.store)).toEqual(fromRecords);
  });

  test('also count what retention has removed, and a retry does not count steps twice', async () => {
    const jobs = await open();
    const failed = await run(jobs, { input: { fail: true } });
    const { job } = await jobs.retry(failed.id);
    await jobs.finished(job.id);
    const before = await jobStatistics(jobs.store);
    expect(before.byState.failed).toBe(2);
    expect(before.steps.map(({ count }) => count)).toEqual([1, 1]);
    await jobs.prune({ policy: { failed: { maxCount: 0 } } });
    expect((await jobs.list()).jobs).toEqual([]);
    expect(await jobStatistics(jobs.store)).toEqual(before);
  });

  test('of a store that was written without digests: read through once, then kept', async () => {
    const dir = temporary();
    const first = await open({ dir });
    for (let n = 0; n < 3; n++) await run(first);
    await first.close();
    const bare = sqliteStore(join(dir, 'jobs.db'));
    const keys = (await digestKeys(bare)) ?? [];
    const index = { key: 'history:index' };
    await bare.write({
      put: [],
      events: [],
      state: [index, ...keys.map(({ day, kind }) => ({ key: `history:${day}:${kind}` }))],
    });
    expect(await digestKeys(bare)).toBeUndefined();
    await bare.close();
    const second = await open({ dir });
    expect((await jobStatistics(second.store)).jobs).toBe(3);
    await run(second);
    const again = await digestKeys(second.store);
    expect(again?.length).toBe(1);
    expect((await readDigest(second.store, again![0]!)).byState.completed).toBe(4);
  });

  test('a write that fails counts nothing', async () => {
    const dir = temporary();
    const jobs = await open({ dir });
    const ended = await run(jobs);
    await jobs.close();
    const real = sqliteStore(join(dir, 'jobs.db'));
    closers.push(() => real.close());
    let broken = true;
    const failing: JobStore = {
      ...real,
      write: (batch) => (broken ? Promise.reject(new Error('full')) : real.write(batch)),
    };
    const counted = withHistory(failing);
    const batch = {
      put: [{ ...ended, id: '0', rev: 1, journal: [] }],
      events: [
        {
          ...ended.journal.at(-1)!,
          jobId: '0',
          kind: 'work',
          principal: 'ann',
        },
      ],
    };
    await expect(counted.write(batch)).rejects.toThrow('full');
    broken = false;
    await counted.write(batch);
    expect((await jobStatistics(real)).byState.completed).toBe(2);
  });

  test('a kind that makes up names of steps does not make them grow, nor do names of the language', async () => {
    const jobs = await open();
    const names = [
      '__proto__',
      'constructor',
      ...Array.from({ length: 150 }, (_, n) => `step ${n}`),
    ];
    const job = await run(jobs, { input: { steps: names } });
    const digest = emptyDigest();
    addEnded(digest, job);
    expect(Object.keys(digest.steps).length).toBe(101);
    const { steps } = await jobStatistics(jobs.store);
    expect(steps.find(({ name }) => name === '__proto__')?.count).toBe(1);
    expect(steps.find(({ name }) => name === '(others)')?.count).toBe(52);
  });
});

describe('an export', () => {
  test('is CSV that no spreadsheet runs, or a JSON object in each line', async () => {
    const jobs = await open();
    await run(jobs, { title: '=HYPERLINK("http://x")', principal: '+ann' });
    await run(jobs, { title: 'a "quoted", title\nof two lines', input: { fail: true } });
    const text = async (format: 'csv' | 'jsonl', query = {}) => {
      let all = '';
      for await (const piece of exportJobs(jobs.store, format, query)) all += piece;
      return all;
    };
    const csv = await text('csv');
    expect(csv.split('\r\n')[0]).toMatch(/^id,kind,state,principal,title,/);
    expect(csv).toContain(`'+ann,"'=HYPERLINK(""http://x"")"`);
    expect(csv).toContain('"a ""quoted"", title\nof two lines"');
    const lines = (await text('jsonl', { state: 'failed' })).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { kind: 'work', state: 'failed', attempts: 1, costUsd: 0.25 },
    ]);
    expect((await text('jsonl', { limit: 1 })).trim().split('\n').length).toBe(1);
    expect(await text('jsonl', { kind: 'none' })).toBe('');
  });

  test('of many jobs comes in pieces', async () => {
    const jobs = await open();
    for (let n = 0; n < 6; n++) await run(jobs, { kind: 'other' });
    const pieces: string[] = [];
    const small = { query: (query: object) => jobs.store.query({ ...query, limit: 2 }) };
    for await (const piece of exportJobs(small, 'jsonl')) pieces.push(piece);
    expect(pieces.length).toBe(3);
    expect(pieces.join('').trim().split('\n').length).toBe(6);
  });

  test('says how long a job waited, also when it never ran', async () => {
    const jobs = await open();
    const { job } = await jobs.create({ kind: 'work', input: {}, delayMs: 1e9 });
    await jobs.cancel(job.id);
    let text = '';
    for await (const piece of exportJobs(jobs.store, 'jsonl')) text += piece;
    expect(JSON.parse(text)).not.toHaveProperty('queueWaitMs');
  });
});
