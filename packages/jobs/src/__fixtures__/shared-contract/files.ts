import { expect, it } from 'vitest';
import { kindOf, type SharedSubject } from './shared-subject.js';

/** Large values and artifacts, which every process finds and none removes too early. */
export function files({ together, age }: SharedSubject): void {
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
    await age(front!);
    // In use again, by another process.
    await front!.create({ kind: 'else', input: 'x'.repeat(5000) });
    const { sweep } = await worker!.prune({ policy: {} });
    expect(sweep).toHaveLength(2);
    await expect(front!.value(end.output!)).rejects.toMatchObject({ code: 'PW_JOBS_CONTENT' });
    expect(await front!.value(job.input)).toBe('x'.repeat(5000));
  });
}
