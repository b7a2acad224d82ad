import type { Isolation } from '@plugwright/sandbox';
import { readSpec } from '@plugwright/spec';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../bench/__fixtures__/report.js';
import type { GateName, GateResult, VerifyReport } from '../report.js';
import { digestOf, sortedJson } from './digest.js';
import { type EvidenceInput, makeEvidence } from './make-evidence.js';

const gate = (name: GateName, more: Partial<GateResult> = {}): GateResult => ({
  gate: name,
  status: 'passed',
  durationMs: 1,
  diagnostics: [],
  evidence: {},
  ...more,
});
const isolation: Isolation = { level: 'sandbox', driver: 'bubblewrap', canaries: [] };
const make = (gates: GateResult[], more: Partial<EvidenceInput> = {}, plugin: object = {}) =>
  makeEvidence({
    files: [{ path: 'src/index.ts', text: 'ü' }],
    spec: undefined,
    store: { origin: 'cache', modules: '/store/node_modules', versions: {} } as never,
    isolation,
    startedAt: new Date(0),
    report: {
      ok: true,
      cancelled: false,
      plugin: { name: 'plugin-x', files: 1, bytes: 2, generated: false, ...plugin },
      isolation,
      durationMs: 1,
      gates,
    } as VerifyReport,
    ...more,
  });
const spec = () => {
  const read = readSpec(`specVersion: 1
name: plugin-x
description: Says hello.
actions: [{ name: X_HELLO, description: Says hello., run: { kind: text, template: Hello! } }]
`);
  if (!read.ok) throw new Error('no spec');
  return read.spec;
};

describe('makeEvidence', () => {
  it('names a plugin as far as it names itself, and counts bytes, not characters', () => {
    const bare = make([]);
    expect(bare.plugin).toEqual({ name: 'plugin-x', generated: false });
    expect(bare.subject.files).toMatchObject([{ path: 'src/index.ts', bytes: 2 }]);
    expect(bare).not.toHaveProperty('spec');
    expect(bare).not.toHaveProperty('performance');
    expect(make([], {}, { version: '1.0.0' }).plugin).toHaveProperty('version', '1.0.0');
  });

  it('takes the digest of the spec from its file, or from what it says', () => {
    const read = spec();
    expect(make([], { spec: read }).spec).toBe(digestOf(sortedJson(read)));
    const files = [{ path: 'plugwright.yaml', text: 'name: plugin-x\n' }];
    expect(make([], { spec: read, files }).spec).toBe(digestOf('name: plugin-x\n'));
  });

  it('says how the run ended, and why it was not isolated better', () => {
    const ended = (cancelled: boolean) => {
      const report = { ok: false, cancelled, gates: [], plugin: { name: 'plugin-x' } };
      return make([], { report: report as never }).result;
    };
    expect([make([]).result, ended(true), ended(false)]).toEqual(['passed', 'cancelled', 'failed']);
    expect(make([]).isolation).not.toHaveProperty('reason');
    const canaries = [{ name: 'mount', open: true, found: 'a path of this machine' }];
    const worse = { ...isolation, level: 'restricted' as const, canaries, reason: 'asked for' };
    expect(make([], { isolation: worse }).isolation).toEqual({
      level: 'restricted',
      driver: 'bubblewrap',
      reason: 'asked for',
      selfTest: [{ name: 'mount', open: true }],
    });
  });

  it('names the tools of each gate, and the level of those that run code', () => {
    const compiler = { name: 'typescript', version: '5.9.3', path: '/somewhere' };
    const { gates } = make([
      gate('types', { evidence: { compiler } }),
      gate('types'),
      gate('bundle', { evidence: { digest: 'sha256:1' } }),
      gate('tests'),
      gate('performance'),
      gate('boot', { status: 'skipped', skipped: 'cancelled' }),
    ]);
    expect(gates.map(({ tools }) => tools.map(({ name }) => name))).toEqual([
      ['typescript'],
      [],
      ['esbuild'],
      ['node', 'vitest'],
      ['node', '@elizaos/core'],
      [],
    ]);
    expect(gates[0]?.tools).toEqual([{ name: 'typescript', version: '5.9.3' }]);
    expect(gates.map((one) => one.isolation?.level ?? null)).toEqual([
      null,
      null,
      null,
      'sandbox',
      'sandbox',
      null,
    ]);
    expect(gates[2]?.outputs[1]).toEqual({ name: 'bundle', digest: 'sha256:1' });
    expect(gates[4]?.inputs.map(({ name }) => name)).toEqual(['bundle', 'dependencies']);
    expect(gates[5]).toMatchObject({ skipped: 'cancelled', inputs: [] });
  });

  it('keeps of a finding what the document knows, and the report of the benchmark whole', () => {
    const found = { code: 'X', severity: 'error', message: 'Wrong.', path: '/a' } as const;
    const place = { file: 'a.ts', line: 1, column: 2, rule: 'r', hint: 'Do.' };
    const bench = reportOf();
    const evidence = make([
      gate('parse', { diagnostics: [found, { ...found, ...place, position: {} } as never] }),
      gate('performance', { evidence: { bench } }),
    ]);
    expect(evidence.gates[0]?.diagnostics).toEqual([found, { ...found, ...place }]);
    expect(evidence.performance).toEqual(bench);
    expect(evidence.gates[1]?.facts).toEqual({});
  });
});
