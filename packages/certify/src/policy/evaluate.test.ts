import { describe, expect, it } from 'vitest';
import {
  answers,
  cases,
  type Change,
  finding,
  inPackage,
  must,
} from '../__fixtures__/check-cases.js';
import { goodFacts } from '../__fixtures__/good-facts.js';
import type { CheckId } from './checks.js';
import { defaultPolicy } from './default-policy.js';
import { evaluate } from './evaluate.js';
import { type Policy, policyDigest } from './policy.js';

describe('what a finding counts for', () => {
  it('does not count when it was accepted', () => {
    const { notPassed } = answers((facts) => {
      const one = { ...finding('redos', 'low', 'dist/a.js'), waived: 'read' };
      facts.packageScan = { files: 1, complete: true, findings: [one] };
    });
    expect(notPassed).toEqual([]);
  });

  it('counts in the package also where the source is clean', () => {
    const { notPassed } = answers(inPackage('command-injection', 'high'));
    expect(notPassed.map(({ id }) => id)).toEqual(['checked.findings']);
  });

  it('lets a moderate advisory through only with a waiver, and a low one always', () => {
    const withAdvisory = (severity: string, waived?: string) =>
      answers((facts) => {
        const one = { severity, package: 'a@1.0.0', id: 'GHSA-x', waived };
        facts.audit = { ...must(facts.audit), findings: [one] };
      }).notPassed.map(({ id }) => id);
    expect(withAdvisory('medium')).toEqual(['hardened.dependencies']);
    expect(withAdvisory('medium', 'not reachable')).toEqual([]);
    expect(withAdvisory('low')).toEqual([]);
  });
});

describe('switches', () => {
  const changed = (id: CheckId, switches: { required?: boolean; enforced?: boolean }): Policy => ({
    ...defaultPolicy,
    checks: defaultPolicy.checks.map((one) => (one.id === id ? { ...one, ...switches } : one)),
  });
  const factsWith = (change: Change) => {
    const facts = goodFacts();
    change(facts);
    return facts;
  };

  it('required: false lets a check without an answer pass by, and not a failed one', () => {
    const policy = changed('reproducible.provenance', { required: false });
    const { unknown, fails } = cases['reproducible.provenance'];
    expect(evaluate(factsWith(unknown), policy).level).toBe('L3');
    expect(evaluate(factsWith(fails), policy).level).toBe('L2');
    // It is told as it is all the same.
    const told = evaluate(factsWith(unknown), policy).checks;
    expect(told.find(({ id }) => id === 'reproducible.provenance')?.result).toBe('not evaluated');
  });

  it('enforced: false lets a failed check pass by', () => {
    const policy = changed('hardened.warnings', { enforced: false });
    expect(evaluate(factsWith(cases['hardened.warnings'].fails), policy).level).toBe('L3');
  });

  it('a level without a check is not reached', () => {
    const policy = {
      ...defaultPolicy,
      checks: defaultPolicy.checks.filter(({ level }) => level !== 'L1'),
    };
    expect(evaluate(goodFacts(), policy).level).toBe('L0');
  });

  it('change the digest of the policy', () => {
    expect(policyDigest(changed('built.types', { required: false }))).not.toBe(
      policyDigest(defaultPolicy),
    );
  });
});
