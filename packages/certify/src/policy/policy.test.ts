import { describe, expect, it } from 'vitest';
import { defaultPolicy } from './default-policy.js';
import { parsePolicy } from './policy.js';

describe('a policy from outside', () => {
  const refused = (change: (policy: Record<string, unknown>) => void) => {
    const policy = JSON.parse(JSON.stringify(defaultPolicy)) as Record<string, unknown>;
    change(policy);
    return () => parsePolicy(policy);
  };
  it.each<[string, (policy: Record<string, unknown>) => void]>([
    [
      'an unknown check',
      (policy) => (policy['checks'] = [{ id: 'x', level: 'L0', required: true, enforced: true }]),
    ],
    [
      'a check twice',
      (policy) => (policy['checks'] = [defaultPolicy.checks[0], defaultPolicy.checks[0]]),
    ],
    ['no check', (policy) => (policy['checks'] = [])],
    ['an unknown field', (policy) => (policy['extra'] = 1)],
    [
      'a budget that nobody can keep',
      (policy) => (policy['budgets'] = { bootMs: { base: 0, perComponent: 0 } }),
    ],
    [
      'a budget of something else',
      (policy) => (policy['budgets'] = { speed: { base: 1, perComponent: 0 } }),
    ],
    ['another version of the format', (policy) => (policy['policyVersion'] = 2)],
  ])('is refused with %s', (_, change) => {
    expect(refused(change)).toThrow(expect.objectContaining({ code: 'PW_CERTIFY_POLICY' }));
  });
  it('is refused when it is no object', () => {
    expect(() => parsePolicy(null)).toThrow(expect.objectContaining({ code: 'PW_CERTIFY_POLICY' }));
  });
});
