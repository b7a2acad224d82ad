import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporary, until } from './__fixtures__/temporary.js';
import type { JobKind } from './job-kind.js';
import type { JobRecord } from './job-record.js';
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
