import { builtChecks } from './built-checks.js';
import type { Check } from './check.js';
import { checkedChecks } from './checked-checks.js';
import { hardenedChecks } from './hardened-checks.js';
import { reproducibleChecks } from './reproducible-checks.js';

const all = [...builtChecks, ...checkedChecks, ...hardenedChecks, ...reproducibleChecks] as const;

export type CheckId = (typeof all)[number]['id'];

/** Every check there is, in the order of the levels. */
export const CHECKS: readonly Check<CheckId>[] = all;
export const CHECK_IDS: readonly [CheckId, ...CheckId[]] = CHECKS.map(({ id }) => id) as [
  CheckId,
  ...CheckId[],
];
export const checkOf = (id: CheckId): Check<CheckId> =>
  CHECKS.find((one) => one.id === id) as Check<CheckId>;
