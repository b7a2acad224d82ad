import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { jobStatistics } from '../../history/job-statistics.js';
import { kindOf, type SharedSubject } from './shared-subject.js';

/** Sums over all jobs, also those that were removed. */
export function statistics({ together }: SharedSubject): void {
  it('adds up statistics that count what was removed, whoever ended it', async () => {
    const [front, a, b] = await together(3, { concurrency: { global: 4 } });
    for (const worker of [a!, b!]) {
      worker.define(
        kindOf<number>(
          async ({ input, step, use }) => {
            await step('constructor', input, () => sleep(input % 3));
            await use({ costUsd: 0.5, inputTokens: 3 });
            if (input % 5 === 0) throw new Error('no');
            return null;
          },
          { maxAttempts: 2 },
        ),
      );
      worker.start();
    }
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, input) => front!.create({ kind: 'test', input })),
    );
    await Promise.all(made.map(({ job }) => front!.finished(job.id)));
    const { job } = await front!.create({ kind: 'else', input: null });
    await front!.cancel(job.id);
    const { store } = front!;
    const fromRecords = await jobStatistics({
      state: async () => undefined,
      query: (query) => store.query(query),
    });
    expect(fromRecords).toMatchObject({ jobs: 41, byState: { completed: 32, failed: 8 } });
    const summed = await jobStatistics(store);
    const rounded = (value: object) =>
      JSON.parse(JSON.stringify(value), (_, one: unknown) =>
        typeof one === 'number' ? Math.round(one * 1e6) / 1e6 : one,
      ) as object;
    expect(rounded(summed)).toEqual(rounded(fromRecords));
    await front!.prune({ policy: { completed: { maxCount: 0 } } });
    expect((await store.query({ state: 'completed' })).jobs).toEqual([]);
    expect(rounded(await jobStatistics(store))).toEqual(rounded(fromRecords));
    expect((await jobStatistics(store, { kind: 'else' })).byState.cancelled).toBe(1);
    expect((await jobStatistics(store, { until: Date.now() - 2 * 86_400_000 })).jobs).toBe(0);
    expect((await jobStatistics(store, { since: Date.now() - 86_400_000 })).jobs).toBe(41);
  });
}
