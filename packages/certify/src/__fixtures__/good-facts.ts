import type { CertificateFacts, GateFact } from '../facts.js';
import { digestOf } from '../digest.js';

const sha256 = digestOf('package');
const gate = (tool: string, version: string): GateFact => ({
  status: 'passed',
  tool,
  version,
  durationMs: 100,
  reasons: [],
});
const nothing = { hosts: [], files: [], environment: [], processes: [] };

/** Facts about which the default policy has nothing to complain: L3. Each call gives new ones, to be changed. */
export const goodFacts = (): CertificateFacts => ({
  factsVersion: 1,
  plugin: { name: '@example/plugin-lamp', version: '1.2.0' },
  collectedAt: '2026-01-01T00:00:00.000Z',
  package: {
    file: 'example-plugin-lamp-1.2.0.tgz',
    sha256,
    bytes: 1234,
    files: { 'package.json': digestOf('{}'), 'dist/index.js': digestOf('export {}') },
    deterministic: { ok: true, reason: 'packed twice with the same bytes' },
  },
  source: { sha256: digestOf('source'), files: 12, spec: digestOf('spec') },
  build: { recipe: 'tsc', tool: 'typescript', version: '5.9.3', again: sha256 },
  generator: { name: 'plugwright', version: '0.1.0' },
  tools: { plugwright: '0.1.0', vitest: '4.1.12' },
  machine: { node: '20.19.6', platform: 'linux', arch: 'x64' },
  isolation: { level: 'sandbox', driver: 'bubblewrap', attempts: 38, open: [] },
  gates: {
    parse: gate('esbuild', '0.28.2'),
    types: gate('typescript-native', '7.0.2'),
    bundle: gate('esbuild', '0.28.2'),
    boot: gate('@elizaos/core', '1.7.2'),
    tests: gate('vitest', '4.1.12'),
  },
  strict: true,
  loads: gate('@elizaos/core', '1.7.2'),
  tests: { total: 9, passed: 9, components: ['SWITCH_LAMP'], untested: [] },
  coverage: { lines: 100, covered: 95, percent: 95 },
  mutation: { tried: 12, killed: 9, percent: 75 },
  network: { closed: true, unexpected: [] },
  sourceScan: { files: 12, complete: true, findings: [] },
  packageScan: { files: 2, complete: true, findings: [] },
  history: { versions: 3, secrets: [] },
  manifest: {
    license: 'MIT',
    licenseFile: true,
    unusualDependencies: [],
    dependencies: { zod: '^4.0.0' },
  },
  environment: { declared: ['LAMP_API_KEY'], undeclared: [] },
  audit: {
    answer: 'clean',
    asked: 1,
    answered: 1,
    asOf: '2025-12-31T00:00:00.000Z',
    ageDays: 1,
    limitDays: 7,
    stale: false,
    sentence: 'Checked 1 of 1 packages against npm data of 2025-12-31 (1 day old).',
    digest: digestOf('advisories'),
    findings: [],
  },
  lock: { from: 'package-lock.json', packages: 1, unpinned: [], missing: [], lookalikes: [] },
  sbom: { format: 'CycloneDX', specVersion: '1.6', components: 1 },
  permissions: {
    declared: { ...nothing, hosts: ['api.lamp.example'], environment: ['LAMP_API_KEY'] },
    observed: { ...nothing, hosts: ['api.lamp.example'] },
    outside: [],
  },
  performance: {
    machine: 'Test, 2 cores, linux x64, Node 20.19.6',
    runs: 9,
    measures: [
      { name: 'cold load', unit: 'ms', value: 12, spread: 1, samples: 9 },
      { name: 'action SWITCH_LAMP', unit: 'ms', value: 0.4, p95: 0.9, spread: 0.1, samples: 900 },
      { name: 'budget bundleBytes', unit: 'bytes', value: 50_000, budget: 400_000, setBy: 'author' },
    ],
    exercised: ['action SWITCH_LAMP', 'service lamp'],
    notExercised: [],
    memoryGrowth: 0.2,
    handlesLeft: 0,
  },
  review: { reviewer: 'Ada', date: '2026-01-01', statement: 'I have read all of it.' },
  provenance: { builder: 'https://ci.example/builder', signer: 'Example', verified: true },
  attachments: Object.fromEntries(
    ['sbom', 'sarif', 'evidence', 'rules', 'advisories'].map((name) => [name, digestOf(name)]),
  ),
  signer: { keyid: digestOf('key'), name: 'Example' },
});
