import { createAdmission, type Admission, type Spent, spendKey } from '../admission.js';
import type { Clock } from '../clock.js';
import { dayOf } from '../history/with-history.js';
import type { CreationLimits } from '../open-jobs-options.js';
import type { SharedStore } from './shared-store.js';

/** Admission whose counts other processes change too. */
export interface SharedAdmission extends Admission {
  /** Runs one creation after the other, in all processes, when something is taken or counted. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Before the day and the principal. */
const SPEND = 'spend:';
const spendSum = (day: string, principal: string) => `${SPEND}${day}:${principal}`;
const DAY = 86_400_000;

/** Forgets what was spent before yesterday. */
export const dropOldSpend = (store: Pick<SharedStore, 'dropSums'>, clock: Clock) =>
  store.dropSums(SPEND, `${SPEND}${dayOf(clock.now() - DAY)}`);

/**
 * Reads everything anew for every creation, while no other process creates: what was counted a moment ago may be old. Spend is
 * added up by the server in the write of the job's usage.
 */
export function sharedAdmission(
  store: SharedStore,
  clock: Clock,
  limits: CreationLimits,
): SharedAdmission {
  const { perPrincipal, global, maxUnfinished, maxUnfinishedPerPrincipal, spendPerDay } = limits;
  const isLimited = [
    perPrincipal,
    global,
    maxUnfinished,
    maxUnfinishedPerPrincipal,
    spendPerDay,
  ].some((limit) => limit !== undefined);
  /** What of the principal is read: its bucket, and its spend as one machine would have written it. */
  const readings = (principal: string) => ({
    name: store.name,
    async state(key: string) {
      if (key !== spendKey(principal)) return store.state(key);
      if (!spendPerDay) return undefined;
      const day = dayOf(clock.now());
      const sum = spendSum(day, principal);
      const { costUsd = 0, tokens = 0 } = (await store.sums(sum, `${sum}\u0001`)).get(sum) ?? {};
      return JSON.stringify({ day, costUsd, tokens } satisfies Spent);
    },
  });
  let now: Admission = createAdmission(readings(''), clock, limits, []);
  let last: Promise<unknown> = Promise.resolve();
  return {
    alone(work) {
      if (!isLimited) return work();
      const mine = last.then(() => store.exclusively(work));
      last = mine.catch(() => {});
      return mine;
    },
    async load(principal) {
      const counted = maxUnfinished !== undefined || maxUnfinishedPerPrincipal !== undefined;
      const unfinished = counted ? await store.unfinished() : [];
      const loaded = createAdmission(readings(principal), clock, limits, unfinished);
      await loaded.load(principal);
      now = loaded;
    },
    admit: (principal, cost) => now.admit(principal, cost),
    buckets: (principal) => now.buckets(principal),
    spend(principal, { costUsd = 0, inputTokens = 0, outputTokens = 0 }) {
      if (!spendPerDay) return {};
      const key = spendSum(dayOf(clock.now()), principal);
      return { sums: [{ key, add: { costUsd, tokens: inputTokens + outputTokens } }] };
    },
    ended: () => {},
  };
}
