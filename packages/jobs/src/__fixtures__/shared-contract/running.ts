import { expect, it } from 'vitest';
import { until } from '../temporary.js';
import { kindOf, type SharedSubject } from './shared-subject.js';

/** How a job gets to its end: steps, questions, times and other jobs it waits for, a second go. */
export function running({ together }: SharedSubject): void {
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
}
