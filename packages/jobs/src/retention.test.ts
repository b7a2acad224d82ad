import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testClock } from './__fixtures__/test-clock.js';
import { temporary, until } from './__fixtures__/temporary.js';
import type { JobRecord } from './job-record.js';
import type { Jobs } from './jobs.js';
import type { OpenJobsOptions } from './open-jobs-options.js';
import { openJobs } from './open-jobs.js';
import { planRetention, type RecordSummary } from './plan-retention.js';

const clock = testClock();
const DAY = 86_400_000;

async function opened(options: Partial<OpenJobsOptions> = {}) {
  const dir = temporary();
  const jobs = await openJobs({ dir, clock, synchronous: 'OFF', inlineLimitBytes: 20, ...options });
  onTestFinished(() => jobs.close());
  jobs.define<{ text: string; fail?: boolean }, string>({
    kind: 'k',
    maxAttempts: 1,
    run: async ({ input }) => {
      if (input.fail) throw new Error('no');
      return `output of ${input.text}, long enough for a file`;
    },
  });
  jobs.start();
  return { dir, jobs };
}
async function run(jobs: Jobs, text: string, fail = false) {
  const { job } = await jobs.create({ kind: 'k', input: { text, ...(fail && { fail }) } });
  return jobs.finished(job.id);
}
const files = (dir: string) => readdirSync(join(dir, 'content')).length;

describe('retention', () => {
  it('removes by age, per state, with the files that nothing else needs', async () => {
    const { dir, jobs } = await opened();
    await run(jobs, 'the same input in two jobs');
    await run(jobs, 'a failed one that is kept', true);
    clock.pass(10 * DAY);
    const young = await run(jobs, 'the same input in two jobs');
    expect(files(dir)).toBe(3);
    const plan = await jobs.prune({ policy: { completed: { maxAgeMs: 5 * DAY } }, dryRun: true });
    expect(plan.remove).toMatchObject([{ state: 'completed', reason: 'age' }]);
    expect((await jobs.list()).jobs).toHaveLength(3);
    expect(await jobs.prune({ policy: { completed: { maxAgeMs: 5 * DAY } } })).toEqual(plan);
    expect((await jobs.list()).jobs.map(({ state }) => state)).toEqual(['completed', 'failed']);
    expect(await jobs.value(young.output!)).toContain('the same input');
    expect(files(dir)).toBe(3);
  });

  it('removes by count and by bytes, the oldest first', async () => {
    const { dir, jobs } = await opened();
    const made: JobRecord[] = [];
    for (let n = 0; n < 6; n++) {
      clock.pass(1000);
      made.push(await run(jobs, `job number ${n} of the test`));
    }
    const byCount = await jobs.prune({ policy: { completed: { maxCount: 4 } } });
    expect(byCount.remove.map(({ id }) => id)).toEqual([made[0]!.id, made[1]!.id]);
    expect(byCount.sweep).toHaveLength(4);
    expect(byCount.freedBytes).toBeGreaterThan(1000);
    const one = byCount.remove[0]!.bytes;
    const byBytes = await jobs.prune({ policy: { completed: { maxBytes: one * 2 + 100 } } });
    expect(byBytes.remove).toMatchObject([
      { id: made[2]!.id, reason: 'bytes' },
      { id: made[3]!.id, reason: 'bytes' },
    ]);
    expect(files(dir)).toBe(4);
    expect((await jobs.events()).every(({ jobId }) => jobId > made[3]!.id)).toBe(true);
  });

  it('keeps what is pinned, with all its files', async () => {
    const { dir, jobs } = await opened();
    jobs.define<null, string>({
      kind: 'certified',
      pinCompleted: true,
      run: async ({ artifact, step }) => {
        await step('build', null, () => 'a long output of a step that is kept');
        await artifact('certificate.json', '{"a":"certificate that has to stay"}');
        return 'ok';
      },
    });
    const { job } = await jobs.create({ kind: 'certified', input: null });
    const end = await jobs.finished(job.id);
    expect(end.pinned).toBe(true);
    const policy = { completed: { maxCount: 0 } };
    expect(await jobs.prune({ policy })).toMatchObject({
      remove: [],
      sweep: [],
      kept: [{ id: job.id, why: 'pinned' }],
    });
    expect(existsSync(join(dir, 'content', end.artifacts[0]!.sha256))).toBe(true);
    await jobs.pin(job.id, false);
    expect((await jobs.prune({ policy })).sweep).toHaveLength(2);
    expect(await jobs.get(job.id)).toBeUndefined();
  });

  it('keeps jobs that others wait for and jobs with an owed delivery', async () => {
    const { jobs } = await opened();
    const needed = await run(jobs, 'needed');
    await jobs.create({ kind: 'k', input: { text: 'x' }, dependsOn: [needed.id], delayMs: DAY });
    const { job } = await jobs.create({
      kind: 'k',
      input: { text: 'owed' },
      callbacks: [{ endpoint: 'a', url: 'https://a.example' }],
    });
    await jobs.finished(job.id);
    await until(async () => (await jobs.stats()).byState.scheduled === 1);
    const plan = await jobs.prune({ policy: { completed: { maxCount: 0 } } });
    expect(plan.remove).toEqual([]);
    expect(plan.kept).toContainEqual({ id: job.id, why: 'outbox' });
  });

  it('sweeps files that nothing refers to, but none that is being written', async () => {
    const { dir, jobs } = await opened();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(dir, 'content', 'a'.repeat(64)), 'left by a crash');
    writeFileSync(join(dir, 'content', 'not-ours.txt'), 'somebody else');
    const working = jobs.prune({ policy: {} });
    const { job } = await jobs.create({ kind: 'k', input: { text: 'written while it sweeps' } });
    const plan = await working;
    expect(plan.sweep.map(({ sha256 }) => sha256)).toContain('a'.repeat(64));
    expect(existsSync(join(dir, 'content', 'a'.repeat(64)))).toBe(false);
    expect(existsSync(join(dir, 'content', 'not-ours.txt'))).toBe(true);
    expect(await jobs.value(job.input)).toEqual({ text: 'written while it sweeps' });
  });

  it('runs by itself', async () => {
    const { jobs } = await opened({ retention: { completed: { maxCount: 1 } } });
    await run(jobs, 'one');
    await run(jobs, 'two');
    clock.pass(3_600_000);
    await until(async () => (await jobs.list()).jobs.length === 1);
    const last = await run(jobs, 'three');
    clock.pass(3_600_000);
    await until(async () => (await jobs.list()).jobs.length === 1);
    expect((await jobs.list()).jobs[0]?.id).toBe(last.id);
  });

  it('decides on data alone', () => {
    const summary = (id: string, fields: Partial<RecordSummary> = {}): RecordSummary => ({
      id,
      state: 'completed',
      endedAt: 0,
      bytes: 10,
      content: [],
      pinned: false,
      owed: false,
      dependsOn: [],
      ...fields,
    });
    const plan = planRetention(
      [
        summary('a'),
        summary('b'),
        summary('c', { state: 'queued', dependsOn: ['a'] }),
        summary('d', { state: 'running', content: [{ sha256: 'x', bytes: 5 }] }),
      ],
      [
        { sha256: 'x', bytes: 5 },
        { sha256: 'y', bytes: 7 },
      ],
      { completed: { maxCount: 0 } },
      0,
    );
    expect(plan).toEqual({
      remove: [{ id: 'b', state: 'completed', reason: 'count', bytes: 10 }],
      kept: [{ id: 'a', why: 'needed' }],
      sweep: [{ sha256: 'y', bytes: 7 }],
      freedBytes: 17,
    });
  });
});
