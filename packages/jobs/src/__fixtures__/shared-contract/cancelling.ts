import { expect, it } from 'vitest';
import { until } from '../temporary.js';
import { kindOf, untilStopped, type SharedSubject } from './shared-subject.js';

/** Cancelling from another process what waits and what runs. */
export function cancelling({ together }: SharedSubject): void {
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
}
