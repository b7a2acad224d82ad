import { describe, expect, it } from 'vitest';
import { must } from '../__fixtures__/check-cases.js';
import { goodFacts } from '../__fixtures__/good-facts.js';
import { issueCertificate } from '../certificate.js';
import { generateSigningKey } from '../envelope/dsse.js';
import type { CertificateFacts } from '../facts.js';
import { defaultPolicy } from './default-policy.js';
import { evaluate } from './evaluate.js';

describe('budgets', () => {
  const performanceOf = (
    measures: NonNullable<CertificateFacts['performance']>['measures'],
    spent: NonNullable<CertificateFacts['performance']>['spent'],
    policy = defaultPolicy,
    components = 2,
  ) => {
    const facts = goodFacts();
    const performance = { ...must(facts.performance), measures, spent, components };
    const { checks } = evaluate({ ...facts, performance }, policy);
    return checks.find(({ id }) => id === 'hardened.performance');
  };
  const spent = { bundleBytes: 60_000, bootMs: 300, actionMs: 2, memoryBytes: 150_000_000 };

  it('are those of the policy where the author set none, and the reason says so', () => {
    expect(performanceOf([], spent)).toMatchObject({
      result: 'pass',
      reason: expect.stringMatching(
        /^4 figures within the policy's default budgets, as the author set none, on Test/,
      ) as string,
    });
    expect(performanceOf([], { ...spent, actionMs: 2001 })).toMatchObject({
      result: 'fail',
      reason: "budget actionMs: 2001.0 ms, budget 2000 (the policy's default)",
    });
  });

  it('are those of the author where there are any, stricter or not', () => {
    const measure = { name: 'budget bootMs', unit: 'ms', value: 300, setBy: 'author' as const };
    expect(performanceOf([{ ...measure, budget: 200 }], spent)).toMatchObject({
      result: 'fail',
      reason: 'budget bootMs: 300.0 ms, budget 200',
    });
    const slow = { ...measure, value: 5000, budget: 6000 };
    expect(performanceOf([slow], { ...spent, bootMs: 5000 })).toMatchObject({
      result: 'pass',
      reason: expect.stringMatching(/^4 figures within budget, 3 of them the policy's/) as string,
    });
    expect(performanceOf([slow], {})?.reason).toMatch(/^1 figure within the author's budgets, on/);
  });

  it('grow with the components of the plugin', () => {
    const large = { ...spent, bundleBytes: 2_000_000 };
    expect(performanceOf([], large)?.result).toBe('fail');
    expect(performanceOf([], large, defaultPolicy, 100)?.result).toBe('pass');
  });

  it('are not made up: without a policy that has them, or a figure, nothing was evaluated', () => {
    const { budgets: _, ...bare } = defaultPolicy;
    expect(performanceOf([], spent, bare)?.result).toBe('not evaluated');
    expect(performanceOf([], {})?.result).toBe('not evaluated');
    // A plugin that only works in the background has no action to be timed.
    const { actionMs: __, ...background } = spent;
    expect(performanceOf([], background)?.reason).toMatch(/^3 figures within the policy's/);
  });

  it('stand in the certificate with whose they are', () => {
    const facts = goodFacts();
    const performance = { ...must(facts.performance), spent };
    const { statement } = issueCertificate(
      { ...facts, performance },
      defaultPolicy,
      generateSigningKey().privateKey,
      new Date('2026-01-02T00:00:00.000Z'),
    );
    const measures = statement.predicate.plugwright_certificate.performance?.measures ?? [];
    expect(measures.flatMap(({ name, setBy }) => (setBy ? [`${name} ${setBy}`] : []))).toEqual([
      'budget bundleBytes author',
      'budget bootMs policy',
      'budget actionMs policy',
      'budget memoryBytes policy',
    ]);
  });
});
