import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { systemClock } from '../../clock.js';
import type { JsonValue } from '../../json-value.js';
import { dropOldSpend } from '../../shared/shared-admission.js';
import type { SharedStore } from '../../shared/shared-store.js';
import { until } from '../temporary.js';
import { kindOf, type SharedSubject } from './shared-subject.js';

/** What a principal may have, spend and run, counted over all processes. */
export function limits({ together }: SharedSubject): void {
  it('admits exactly as many as the limits allow, whoever asks', async () => {
    const bucket = { perHour: 1, burst: 10 };
    const [a, b] = await together(2, { limits: { perPrincipal: bucket, maxUnfinished: 8 } });
    const tries = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? a! : b!).create({ kind: 'k', input: n })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    for (const one of (await a!.list({ limit: 6 })).jobs) await b!.cancel(one.id);
    const more = await Promise.allSettled(
      Array.from({ length: 6 }, () => a!.create({ kind: 'k', input: 0 })),
    );
    expect(more.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  it('counts the spend of a day over all processes', async () => {
    const limits = { spendPerDay: { costUsd: 1, tokens: 1000 } };
    const [front, a, b] = await together(3, { limits });
    for (const worker of [a!, b!]) {
      worker.define(
        kindOf<{ costUsd?: number; inputTokens?: number }>(async ({ use, input }) => {
          await use(input);
          return null;
        }),
      );
      worker.start();
    }
    const spend = async (input: object, principal: string) => {
      const { job } = await front!.create({ kind: 'test', input: input as JsonValue, principal });
      return front!.finished(job.id);
    };
    await Promise.all([1, 2, 3, 4].map(() => spend({ costUsd: 0.2 }, 'ann')));
    await spend({ costUsd: 0.3 }, 'ann');
    await expect(spend({}, 'ann')).rejects.toMatchObject({ code: 'PW_JOBS_SPEND_DAY' });
    await spend({ inputTokens: 2000 }, 'bob');
    await expect(spend({}, 'bob')).rejects.toMatchObject({ code: 'PW_JOBS_SPEND_DAY' });
    await spend({}, 'eve');
    // What was spent before yesterday is forgotten.
    const { store } = front!;
    expect((await (store as SharedStore).sums('spend:', 'spend;')).size).toBe(3);
    const later = { ...systemClock, now: () => Date.now() + 3 * 86_400_000 };
    await dropOldSpend(store as SharedStore, later);
    expect((await (store as SharedStore).sums('spend:', 'spend;')).size).toBe(0);
    await spend({}, 'ann');
  });

  it('runs no more of one principal at once than it may, in all processes', async () => {
    const [front, a, b] = await together(3, { concurrency: { global: 2, perPrincipal: 2 } });
    let now = 0;
    let most = 0;
    const kind = kindOf(async () => {
      most = Math.max(most, ++now);
      // Two do run at once; whether a third does is seen a moment later.
      await until(() => most > 1);
      await sleep(20);
      now--;
      return null;
    });
    for (const worker of [a!, b!]) {
      worker.define(kind);
      worker.start();
    }
    const made = await Promise.all(
      [1, 2, 3, 4].map((input) => front!.create({ kind: 'test', input })),
    );
    await Promise.all(made.map(({ job }) => front!.finished(job.id)));
    expect(most).toBe(2);
  });
}
