import { createAdmission, type Admission } from '../admission.js';
import type { Clock } from '../clock.js';
import type { CreationLimits } from '../open-jobs-options.js';
import type { SharedStore } from './shared-store.js';

/** Admission whose counts other processes change too. */
export interface SharedAdmission extends Admission {
  /** Runs one creation after the other, in all processes, when something is limited. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Reads everything anew for every creation, while no other process creates: what was counted a moment ago may be old.
 */
export function sharedAdmission(
  store: SharedStore,
  clock: Clock,
  limits: CreationLimits,
): SharedAdmission {
  const { perPrincipal, global, maxUnfinished, maxUnfinishedPerPrincipal } = limits;
  const isLimited = [perPrincipal, global, maxUnfinished, maxUnfinishedPerPrincipal].some(
    (limit) => limit !== undefined,
  );
  let now: Admission = createAdmission(store, clock, limits, []);
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
      now = createAdmission(store, clock, limits, counted ? await store.unfinished() : []);
      await now.load(principal);
    },
    admit: (principal, cost) => now.admit(principal, cost),
    buckets: (principal) => now.buckets(principal),
    spend: () => [],
    ended: () => {},
  };
}
