import type { Isolation } from '@plugwright/sandbox';
import type { PluginSpec } from '@plugwright/spec';
import { version as esbuildVersion } from 'esbuild';
import packageJson from '../../package.json' with { type: 'json' };
import type { BenchReport } from '../bench/bench-report.js';
import type { DependencyStore } from '../dependency-store.js';
import { isRecord } from '../package-manifest.js';
import type { GateName, GateResult, SourceFile, VerifyReport } from '../report.js';
import type { CapabilitySet } from './capabilities-schema.js';
import { compareCapabilities, type SeenIn } from './compare-capabilities.js';
import { compareText, digestOf, filesDigest, sortedJson } from './digest.js';
import { evidenceVersion, type Evidence, type EvidenceGate } from './evidence-schema.js';
import { splitEvidence } from './gate-facts.js';

/** What the document is made from. */
export interface EvidenceInput {
  files: readonly SourceFile[];
  spec: PluginSpec | undefined;
  store: DependencyStore;
  isolation: Isolation;
  report: VerifyReport;
  startedAt: Date;
}

type Named = EvidenceGate['inputs'][number];

/** The evidence document of one run. Equal inputs give equal documents, apart from times (`withoutTimes`). */
export function makeEvidence(input: EvidenceInput): Evidence {
  const { files, spec, store, isolation, report } = input;
  const specText = files.find(({ path }) => path === 'plugwright.yaml')?.text;
  const dependencies = digestOf(sortedJson(store.versions));
  const given = {
    source: { name: 'source', digest: filesDigest(files) },
    dependencies: { name: 'dependencies', digest: dependencies },
    ...(spec && {
      spec: { name: 'spec', digest: digestOf(specText ?? sortedJson(spec)) },
    }),
    ...bundleOf(report.gates),
  };
  return {
    evidenceVersion,
    plugin: {
      name: report.plugin.name,
      ...(report.plugin.version === undefined ? {} : { version: report.plugin.version }),
      generated: report.plugin.generated,
    },
    subject: {
      digest: given.source.digest,
      files: files
        .map(({ path, text }) => ({
          path,
          bytes: Buffer.byteLength(text),
          digest: digestOf(text),
        }))
        .sort((a, b) => compareText(a.path, b.path)),
    },
    ...(given.spec && { spec: given.spec.digest }),
    dependencies: { origin: store.origin, versions: store.versions, digest: dependencies },
    verifier: { name: packageJson.name, version: packageJson.version },
    platform: { os: process.platform, arch: process.arch, node: process.version },
    isolation: {
      level: isolation.level,
      driver: isolation.driver,
      ...(isolation.reason === undefined ? {} : { reason: isolation.reason }),
      selfTest: isolation.canaries.map(({ name, open }) => ({ name, open })),
    },
    result: report.cancelled ? 'cancelled' : report.ok ? 'passed' : 'failed',
    gates: report.gates.map((gate) => gateEvidence(gate, given, store, isolation)),
    capabilities: compareCapabilities(spec, seenIn(report.gates)),
    ...performanceOf(report.gates),
    startedAt: input.startedAt.toISOString(),
    durationMs: report.durationMs,
  };
}

type Given = Partial<Record<'source' | 'dependencies' | 'spec' | 'bundle', Named>>;

/** What each gate is given. */
const inputsOf: Record<GateName, (keyof Given)[]> = {
  parse: ['source'],
  types: ['source', 'dependencies'],
  bundle: ['source', 'dependencies'],
  boot: ['bundle', 'spec', 'dependencies'],
  tests: ['source', 'dependencies'],
  performance: ['bundle', 'spec', 'dependencies'],
};

/** The gates that run code of the plugin. */
const runs: ReadonlySet<GateName> = new Set(['boot', 'tests', 'performance']);

function gateEvidence(
  gate: GateResult,
  given: Given,
  store: DependencyStore,
  isolation: Isolation,
): EvidenceGate {
  const { facts, measured } = splitEvidence(gate.evidence);
  const skipped = gate.status === 'skipped';
  const diagnostics = gate.diagnostics.map(plainDiagnostic);
  const result = digestOf(sortedJson({ result: gate.status, diagnostics, facts }));
  return {
    gate: gate.gate,
    result: gate.status,
    ...(gate.skipped === undefined ? {} : { skipped: gate.skipped }),
    tools: skipped ? [] : toolsOf(gate, store),
    inputs: skipped ? [] : inputsOf[gate.gate].flatMap((name) => given[name] ?? []),
    outputs: [
      { name: 'result', digest: result },
      ...(gate.gate === 'bundle' && given.bundle ? [given.bundle] : []),
    ],
    isolation:
      runs.has(gate.gate) && !skipped ? { level: isolation.level, driver: isolation.driver } : null,
    diagnostics,
    facts,
    measured,
    durationMs: gate.durationMs,
  };
}

/** Only the fields that the document knows; findings of the spec carry more. */
function plainDiagnostic(
  found: GateResult['diagnostics'][number],
): EvidenceGate['diagnostics'][number] {
  const { code, severity, message, path, file, line, column, rule, hint } = found;
  return {
    code,
    severity,
    message,
    path,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(rule === undefined ? {} : { rule }),
    ...(hint === undefined ? {} : { hint }),
  };
}

function toolsOf(gate: GateResult, store: DependencyStore): EvidenceGate['tools'] {
  const node = { name: 'node', version: process.version };
  const installed = (name: string) => ({ name, version: store.versions[name] ?? '' });
  const compiler = gate.evidence['compiler'] as EvidenceGate['tools'][number] | undefined;
  const esbuild = { name: 'esbuild', version: esbuildVersion };
  switch (gate.gate) {
    case 'parse':
      return [esbuild];
    case 'types':
      return compiler ? [{ name: compiler.name, version: compiler.version }] : [];
    case 'bundle':
      return [esbuild];
    case 'boot':
    case 'performance':
      return [node, installed('@elizaos/core')];
    case 'tests':
      return [node, installed('vitest')];
  }
}

/** The bundle that was booted, as the bundle gate names it. */
function bundleOf(gates: readonly GateResult[]): { bundle?: Named } {
  const digest = gates.find(({ gate }) => gate === 'bundle')?.evidence['digest'];
  return typeof digest === 'string' ? { bundle: { name: 'bundle', digest } } : {};
}

function performanceOf(gates: readonly GateResult[]): Pick<Evidence, 'performance'> {
  const found = gates.find(({ gate }) => gate === 'performance')?.evidence['bench'];
  return found === undefined ? {} : { performance: found as BenchReport };
}

function seenIn(gates: readonly GateResult[]): SeenIn {
  const seen: SeenIn = {};
  for (const { gate, evidence } of gates) {
    const found = evidence['capabilities'];
    if ((gate === 'boot' || gate === 'tests') && isRecord(found))
      seen[gate] = found as unknown as CapabilitySet;
  }
  return seen;
}
