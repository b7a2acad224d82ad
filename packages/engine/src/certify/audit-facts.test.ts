import type { AuditedPackage, AuditResult } from '@plugwright/scan/dependencies';
import { describe, expect, it } from 'vitest';
import { auditFacts } from './audit-facts.js';

describe('an audit', () => {
  const checks = Object.fromEntries(
    ['exists', 'pinned', 'name'].map((name) => [name, { status: 'pass' }]),
  );
  const one = (name: string, more: Record<string, unknown> = {}) =>
    ({
      name,
      version: '1.0.0',
      dev: false,
      checks,
      vulnerabilities: [],
      ...more,
    }) as unknown as AuditedPackage;
  const result = (packages: AuditedPackage[], findings: unknown[] = []) =>
    ({
      answer: 'clean',
      sentence: 'All.',
      coverage: { checked: 1, total: 1 },
      limitDays: 7,
      stale: false,
      sources: [],
      notes: [],
      packages,
      findings,
    }) as unknown as AuditResult;

  it('tells what fails, apart from what is only for development', () => {
    const bad = {
      ...checks,
      pinned: { status: 'fail' },
      exists: { status: 'fail' },
      name: { status: 'fail' },
    };
    const { lock } = auditFacts(
      result([one('a'), one('b', { checks: bad }), one('c', { checks: bad, dev: true })]),
      'x',
    );
    expect(lock).toEqual({
      from: 'x',
      packages: 2,
      unpinned: ['b@1.0.0'],
      missing: ['b@1.0.0'],
      lookalikes: ['b@1.0.0'],
    });
    const unknown = { ...checks, name: { status: 'not-evaluated' } };
    expect(
      auditFacts(result([one('a', { checks: unknown })]), 'x').lock?.lookalikes,
    ).toBeUndefined();
  });

  it('accepts a waiver for what is moderate, and for nothing worse', () => {
    const waived = { reason: 'not reachable' };
    const vulnerable = (severity: string) =>
      one('a', { vulnerabilities: [{ id: 'GHSA-1', severity }] });
    const finding = (severity: string) => ({
      rule: 'vulnerable-dependency',
      severity,
      message: 'a@1.0.0: GHSA-1',
      waived,
    });
    const of = (severity: string) =>
      auditFacts(result([vulnerable(severity)], [finding(severity)]), 'x').audit?.findings;
    expect(of('medium')).toEqual([
      { severity: 'medium', package: 'a@1.0.0', id: 'GHSA-1', waived: 'not reachable' },
    ]);
    expect(of('high')).toEqual([{ severity: 'high', package: 'a@1.0.0', id: 'GHSA-1' }]);
  });
});
