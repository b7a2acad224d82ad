import type { CertificateFacts } from '../facts.js';
import { withBudgets } from './budgets.js';
import type { Answer } from './check.js';
import { type CheckId, checkOf } from './checks.js';
import { type Level, levels, type Policy, type PolicyCheck } from './policy.js';

/** One check, answered. */
export interface CheckResult {
  id: CheckId;
  level: Level;
  result: Answer;
  reason: string;
}

/** What a policy says about a plugin. */
export interface Decision {
  /** The highest level that holds; `null`: none. */
  level: Level | null;
  checks: CheckResult[];
  /** Checks that keep the next level from holding. */
  holdingBack: CheckResult[];
}

/** Holds facts against a policy. Nothing is read, run or asked. */
export function evaluate(facts: CertificateFacts, policy: Policy): Decision {
  const judged = withBudgets(facts, policy);
  const checks = policy.checks.map(({ id, level, limit }): CheckResult => {
    const { answer, reason } = checkOf(id).evaluate(judged, limit ?? 0);
    return { id, level, result: answer, reason };
  });
  const level = levelOf(checks, policy);
  const next = levels[level === null ? 0 : levels.indexOf(level) + 1];
  return {
    level,
    checks,
    holdingBack: checks.filter((one) => one.level === next && holdsBack(one, policy)),
  };
}

/** The highest level whose checks, and those of all levels below, hold nobody back; `null` when L0 does not hold. */
export function levelOf(
  checks: readonly Pick<CheckResult, 'id' | 'result'>[],
  policy: Policy,
): Level | null {
  const results = new Map(checks.map(({ id, result }) => [id, result]));
  let reached: Level | null = null;
  for (const level of levels) {
    const own = policy.checks.filter((one) => one.level === level);
    // A level without a check would be reached by doing nothing.
    if (own.length === 0) break;
    if (own.some((one) => isInTheWay(one, results.get(one.id) ?? 'not evaluated'))) break;
    reached = level;
  }
  return reached;
}

const isInTheWay = ({ required, enforced }: PolicyCheck, result: Answer): boolean =>
  result === 'fail' ? enforced : result === 'not evaluated' && required;

const holdsBack = ({ id, result }: CheckResult, policy: Policy): boolean =>
  policy.checks.some((one) => one.id === id && isInTheWay(one, result));
