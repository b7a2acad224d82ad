import { expect, it } from 'vitest';
import type { JobRecord } from '../../job-record.js';
import { until } from '../temporary.js';
import { kindOf, untilStopped, type SharedSubject } from './shared-subject.js';

/** Who holds a job: what happens when its worker goes, loses its lease or forgets it. */
export function leases({ together }: SharedSubject): void {
  it('hands a job to another when its worker goes, with nothing spent', async () => {
    const [front, first, second] = await together(3);
    const seen: string[] = [];
    const kind = (name: string) =>
      kindOf(async ({ step, signal, attempt }) => {
        await step('one', null, () => void seen.push(`${name} one`));
        seen.push(`${name} ${attempt}`);
        if (attempt === 1) await untilStopped(signal);
        return name;
      });
    first!.define(kind('first'));
    second!.define(kind('second'));
    first!.start();
    const { job } = await front!.create({ kind: 'test', input: null, maxAttempts: 1 });
    await until(() => seen.includes('first 1'));
    await first!.close();
    second!.start();
    const end = await front!.finished(job.id);
    expect(end).toMatchObject({ state: 'completed', output: { inline: 'second' }, spared: 1 });
    expect(seen).toEqual(['first one', 'first 1', 'second 2']);
  });

  it('refuses what an attempt writes that has lost its lease, and stops it', async () => {
    const [front, worker] = await together(2);
    let reason: unknown;
    let refused: unknown;
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    worker!.define(
      kindOf(async ({ step, signal, attempt }) => {
        if (attempt > 1) return 'second';
        await step('one', null, () => 1);
        signal.addEventListener('abort', () => (reason = signal.reason), { once: true });
        await gate;
        await step('two', null, () => 2).catch((error: unknown) => (refused = error));
        return 'first';
      }),
    );
    worker!.start();
    const { job } = await front!.create({ kind: 'test', input: null });
    await until(async () => ((await front!.get(job.id))?.steps.length ?? 0) > 0);
    // As the leader would, taking the worker for dead.
    const held = (await front!.get(job.id))!;
    const { steps, ...rest } = held;
    await front!.store.write({
      put: [
        { ...rest, steps, rev: held.rev + 1, state: 'queued', lease: null, transition: 'recover' },
      ],
      events: [],
    });
    open();
    await until(() => refused !== undefined && reason !== undefined);
    expect(refused).toMatchObject({ code: 'PW_JOBS_FENCED' });
    const end = await front!.finished(job.id);
    expect(end).toMatchObject({ state: 'completed', output: { inline: 'second' }, attempt: 2 });
    expect(end.steps.map(({ name }) => name)).toEqual(['one']);
    expect(reason).toMatchObject({ code: 'PW_JOBS_FENCED' });
  });

  it('puts back what nobody runs any more, and ends what was to be ended', async () => {
    const [front, worker] = await together(2, { leaseMs: 500 });
    const lost = async (epoch: number, fields: Partial<JobRecord> = {}) => {
      const { job } = await front!.create({ kind: 'test', input: null });
      const lease = { epoch, attempt: 1, marker: `gone-${job.id}`, children: [] };
      const patch = { state: 'running', transition: 'claim', attempt: 1, lease, rev: 2 } as const;
      await front!.store.write({ put: [{ ...job, ...patch, ...fields }], events: [] });
      return job.id;
    };
    // A process that is not alive, and one that is and has forgotten.
    const again = await lost(999_999);
    const spent = await lost(999_999, { maxAttempts: 1 });
    const cancelled = await lost(999_999, { state: 'cancelling' });
    const forgotten = await lost(worker!.epoch);
    worker!.define(kindOf(async ({ attempt }) => attempt));
    worker!.start();
    const ends = await Promise.all(
      [again, spent, cancelled, forgotten].map((id) => front!.finished(id)),
    );
    expect(ends.map(({ state, output, error }) => [state, output, error?.code])).toEqual([
      ['completed', { inline: 2 }, undefined],
      ['failed', undefined, 'PW_JOBS_ORPHANED'],
      ['cancelled', undefined, undefined],
      ['completed', { inline: 2 }, undefined],
    ]);
  });

  it('works again after it was drained', async () => {
    const [front, worker] = await together(2, { leaseMs: 1000 });
    worker!.define(kindOf(async () => null));
    worker!.start();
    const once = async () => {
      const { job } = await front!.create({ kind: 'test', input: null });
      return front!.finished(job.id);
    };
    await once();
    expect(await worker!.drain()).toEqual({ finished: 0, handedBack: 0 });
    worker!.resume();
    expect(await once()).toMatchObject({ state: 'completed' });
  });
}
