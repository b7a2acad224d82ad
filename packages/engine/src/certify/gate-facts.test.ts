import type { GateResult, VerifyReport } from '@plugwright/verify';
import { describe, expect, it } from 'vitest';
import { capabilityFacts, gateFacts, isolationFact, scanFact } from './gate-facts.js';

describe('gates', () => {
  const gate = (name: string, codes: string[], status: GateResult['status'] = 'failed') =>
    ({
      gate: name,
      status,
      durationMs: 1.4,
      evidence: {},
      diagnostics: codes.map((code) => ({
        code,
        severity: 'error',
        message: code,
        path: '',
        file: 'a.ts',
        line: 3,
      })),
    }) as unknown as GateResult;
  const report = (...gates: GateResult[]) =>
    ({ gates, isolation: { level: 'sandbox', driver: 'bubblewrap' } }) as unknown as VerifyReport;

  it('say nothing where only a package is missing here', () => {
    const of = (...codes: string[]) => gateFacts(report(gate('bundle', codes)))['bundle'];
    expect(of('PW_BUNDLE_UNRESOLVED', 'PW_BUNDLE_NOT_INSTALLED')).toMatchObject({
      inconclusive: true,
      reasons: ['a.ts:3 PW_BUNDLE_NOT_INSTALLED'],
    });
    // An import that leads nowhere is the plugin's own fault.
    expect(of('PW_BUNDLE_UNRESOLVED')?.inconclusive).toBeUndefined();
    expect(of('PW_BUNDLE_NOT_INSTALLED', 'PW_BUNDLE_SIZE')?.inconclusive).toBeUndefined();
    expect(
      gateFacts(report({ ...gate('boot', [], 'skipped'), skipped: 'cancelled' }))['boot'],
    ).toMatchObject({ status: 'skipped', reasons: ['cancelled'], isolation: 'sandbox' });
  });

  it('say nothing where nothing could run the tests', () => {
    const of = (...codes: string[]) => gateFacts(report(gate('tests', codes)))['tests'];
    expect(of('PW_TESTS_NO_RUNNER')).toMatchObject({ inconclusive: true });
    expect(of('PW_VERIFY_INTERNAL')).toMatchObject({ inconclusive: true });
    expect(of('PW_TESTS_NO_RUNNER', 'PW_TESTS_FAILED')?.inconclusive).toBeUndefined();
  });

  it('give reasons with their place, without directories of this machine, and each once', () => {
    const failed = gate('types', ['A', 'B', 'C', 'D', 'D']);
    const [first, second, third] = failed.diagnostics;
    Object.assign(first!, { line: undefined });
    Object.assign(second!, { file: undefined });
    Object.assign(third!, {
      message: `not in "../../home/ada/node_modules/zod" ${'x'.repeat(300)}`,
    });
    const { reasons, tool, isolation } = gateFacts({
      ...report(failed),
      evidence: { gates: [{ gate: 'types', tools: [{ name: 'typescript', version: '5.9.3' }] }] },
    } as never)['types']!;
    expect(reasons.slice(0, 2)).toEqual(['a.ts A', 'B']);
    expect(reasons[2]).toMatch(/^a\.ts:3 not in "node_modules\/zod" x+$/);
    expect(reasons[2]).toHaveLength(200);
    expect(reasons.slice(3)).toEqual(['a.ts:3 D']);
    // Nothing of the plugin runs in it.
    expect([tool, isolation]).toEqual(['typescript', undefined]);
  });

  it('say where requests went', () => {
    const boot = {
      ...gate('boot', [], 'passed'),
      evidence: { blocked: [{ url: 'https://a/' }, { url: 'https://a/' }] },
    };
    expect(capabilityFacts(report(boot)).network).toEqual({
      closed: true,
      unexpected: ['https://a/'],
    });
    expect(capabilityFacts(report(gate('boot', [], 'skipped'))).network).toBeUndefined();
  });
});

describe('capabilities of a plugin that nobody watched', () => {
  it('are what it declares, if it does, and nothing more', () => {
    const nothing = { hosts: [], files: [], environment: [], processes: [] };
    const of = (declared: unknown) =>
      capabilityFacts({
        gates: [],
        isolation: { level: 'sandbox' },
        evidence: {
          capabilities: { watched: [], declared, observed: nothing, undeclared: nothing },
        },
      } as unknown as VerifyReport).permissions;
    expect(of(null)).toEqual({ declared: undefined });
    const files = [{ path: '/etc/hosts', access: 'read' }];
    expect(of({ ...nothing, hosts: ['a.example'], files })).toEqual({
      declared: { ...nothing, hosts: ['a.example'], files: ['read /etc/hosts'] },
    });
  });
});

describe('capabilities', () => {
  const nothing = { hosts: [], files: [], environment: [], processes: [] };
  const report = (level: string) =>
    ({
      gates: [],
      isolation: { level },
      evidence: {
        capabilities: {
          watched: ['boot', 'tests'],
          declared: { ...nothing, hosts: ['a.example'] },
          observed: {
            ...nothing,
            hosts: [{ host: 'a.example' }, { host: '127.0.0.1:4000' }],
            environment: [{ name: 'UNDICI_NO_FG' }, { name: 'HOME' }],
          },
          undeclared: {
            hosts: ['127.0.0.1:4000', 'b.example'],
            files: [
              { path: '/tmp/x', access: 'write' },
              { path: '.plugwright-verify/a', access: 'write' },
            ],
            environment: ['UNDICI_NO_FG', 'HOME'],
            processes: ['sh'],
          },
        },
      },
    }) as unknown as VerifyReport;
  it("are the plugin's own, not those of its tests and tools", () => {
    const { permissions } = capabilityFacts(report('sandbox'), ['.plugwright-verify']);
    expect(permissions?.outside).toEqual([
      'host b.example',
      'write /tmp/x',
      'variable HOME',
      'program sh',
    ]);
    expect(permissions?.observed?.hosts).toEqual(['a.example']);
    // Without a sandbox a server of the machine may be meant.
    expect(capabilityFacts(report('restricted')).permissions?.observed?.hosts).toContain(
      '127.0.0.1:4000',
    );
    expect(capabilityFacts(report('restricted')).permissions?.outside).toContain(
      'host 127.0.0.1:4000',
    );
  });
});

describe('a scan', () => {
  it('keeps why a finding was accepted, and no more of it than a certificate needs', () => {
    const finding = {
      id: 'PW-S-172',
      rule: 'redos',
      severity: 'low',
      path: 'src/a.ts',
      line: 1,
      message: 'Slow.',
    } as const;
    const waived = { ...finding, waived: { reason: 'read' }, code: 'x' };
    expect(scanFact({ files: 1, complete: false, findings: [finding, waived] } as never)).toEqual({
      files: 1,
      complete: false,
      findings: [finding, { ...finding, waived: 'read' }],
    });
  });
});

describe('the isolation', () => {
  it('names what got out, and why there is none', () => {
    const canaries = [
      { name: 'mount', open: false, found: 'EPERM' },
      { name: 'connect out', open: true, found: 'got' },
    ];
    expect(isolationFact({ level: 'sandbox', driver: 'bubblewrap', canaries })).toEqual({
      level: 'sandbox',
      driver: 'bubblewrap',
      attempts: 2,
      open: ['connect out'],
    });
    expect(
      isolationFact({ level: 'none', driver: 'none', canaries: [], reason: 'it was asked for' }),
    ).toMatchObject({ attempts: 0, reason: 'it was asked for' });
  });
});
