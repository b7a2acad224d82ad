import type { CertificateFacts, FindingFact } from '../facts.js';
import type { CheckId } from '../policy/checks.js';
import { defaultPolicy } from '../policy/default-policy.js';
import { evaluate } from '../policy/evaluate.js';
import { goodFacts } from './good-facts.js';

/** What makes the good facts worse. */
export type Change = (facts: CertificateFacts) => void;

export const finding = (rule: string, severity: FindingFact['severity'], path: string): FindingFact => ({
  id: 'PW-S-999',
  rule,
  severity,
  path,
  line: 3,
  message: 'Something.',
});
const inSource =
  (rule: string, severity: FindingFact['severity']): Change =>
  (facts) => {
    facts.sourceScan = {
      files: 1,
      complete: true,
      findings: [finding(rule, severity, 'src/a.ts')],
    };
  };
export const inPackage =
  (rule: string, severity: FindingFact['severity']): Change =>
  (facts) => {
    facts.packageScan = {
      files: 1,
      complete: true,
      findings: [finding(rule, severity, 'dist/a.js')],
    };
  };
const failedGate = { status: 'failed', reasons: ['src/a.ts:3 no'] } as const;
const gateFails =
  (name: string): Change =>
  (facts) => {
    facts.gates = { ...facts.gates, [name]: failedGate };
  };

/** For each check: what makes it fail, and what leaves it without an answer; nothing else may change. */
export const cases: Record<CheckId, { fails: Change; unknown: Change }> = {
  'built.manifest': {
    fails: gateFails('parse'),
    unknown: (facts) => {
      const { parse: _, ...gates } = facts.gates ?? {};
      facts.gates = gates;
    },
  },
  'built.types': {
    fails: (facts) => (facts.strict = false),
    unknown: (facts) => (facts.strict = undefined),
  },
  'built.loads': {
    fails: (facts) => (facts.loads = failedGate),
    unknown: (facts) =>
      (facts.loads = { status: 'failed', reasons: ['ws is not installed'], inconclusive: true }),
  },
  'built.package': {
    fails: (facts) => (facts.package.deterministic = { ok: false, reason: 'other bytes' }),
    unknown: (facts) => (facts.package.deterministic = undefined),
  },
  'checked.tests': {
    fails: gateFails('tests'),
    unknown: (facts) => {
      facts.gates = { ...facts.gates, tests: { status: 'skipped', reasons: ['cancelled'] } };
    },
  },
  'checked.tests-per-component': {
    fails: (facts) => (facts.tests = { total: 1, passed: 1, components: ['A'], untested: ['A'] }),
    unknown: (facts) => (facts.tests = { total: 1, passed: 1, components: [], untested: [] }),
  },
  'checked.coverage': {
    fails: (facts) => (facts.coverage = { lines: 100, covered: 59, percent: 59 }),
    unknown: (facts) => (facts.coverage = undefined),
  },
  'checked.findings': {
    fails: inSource('command-injection', 'critical'),
    unknown: (facts) => (facts.packageScan = { files: 1, complete: false, findings: [] }),
  },
  'checked.secrets-source': {
    fails: inSource('secret-in-source', 'critical'),
    unknown: (facts) => (facts.sourceScan = undefined),
  },
  'checked.secrets-package': {
    fails: inPackage('wallet-key-in-source', 'critical'),
    unknown: (facts) => (facts.packageScan = undefined),
  },
  'checked.secrets-history': {
    fails: (facts) => (facts.history = { versions: 3, secrets: ['PW-S-212 abc/.env'] }),
    unknown: (facts) => (facts.history = undefined),
  },
  'checked.install-scripts': {
    fails: inPackage('install-script', 'high'),
    unknown: (facts) => (facts.packageScan = undefined),
  },
  'checked.native-code': {
    fails: inPackage('native-binary', 'high'),
    unknown: (facts) => (facts.packageScan = undefined),
  },
  'checked.dependency-sources': {
    fails: (facts) => (facts.manifest.unusualDependencies = ['x: github:a/b']),
    unknown: () => {},
  },
  'checked.licence': {
    fails: (facts) => {
      facts.manifest = { ...facts.manifest, license: undefined, licenseFile: false };
    },
    unknown: () => {},
  },
  'checked.environment': {
    fails: inPackage('undeclared-variable', 'low'),
    unknown: (facts) => (facts.environment = undefined),
  },
  'checked.sbom': {
    fails: (facts) => (facts.sbom = { ...must(facts.sbom), missing: ['zod'] }),
    unknown: (facts) => (facts.sbom = undefined),
  },
  'hardened.isolation': {
    fails: (facts) =>
      (facts.isolation = { level: 'restricted', driver: 'restricted', attempts: 0, open: [] }),
    unknown: (facts) =>
      (facts.isolation = { level: 'sandbox', driver: 'bubblewrap', attempts: 0, open: [] }),
  },
  'hardened.network': {
    fails: (facts) => (facts.network = { closed: true, unexpected: ['https://other.example/'] }),
    unknown: (facts) => (facts.network = undefined),
  },
  'hardened.dependencies': {
    fails: (facts) => {
      const one = { severity: 'high', package: 'lodash@4.17.15', id: 'GHSA-35jh-r3h4-6jhm' };
      facts.audit = { ...must(facts.audit), answer: 'vulnerable', findings: [one] };
    },
    unknown: (facts) => {
      facts.audit = { ...must(facts.audit), answer: 'unknown', stale: true };
    },
  },
  'hardened.pinned': {
    fails: (facts) => (facts.lock = { ...must(facts.lock), unpinned: ['zod@4.0.0'] }),
    // Without a lockfile nothing is known about names either.
    unknown: (facts) => (facts.lock = undefined),
  },
  'hardened.names': {
    fails: (facts) => (facts.lock = { ...must(facts.lock), lookalikes: ['lodahs@1.0.0'] }),
    unknown: (facts) => (facts.lock = { ...must(facts.lock), lookalikes: undefined }),
  },
  'hardened.permissions': {
    fails: (facts) => {
      facts.permissions = { ...must(facts.permissions), outside: ['host evil.example'] };
    },
    unknown: (facts) => (facts.permissions = { ...must(facts.permissions), declared: undefined }),
  },
  'hardened.warnings': {
    fails: inSource('redos', 'medium'),
    unknown: (facts) => (facts.packageScan = undefined),
  },
  'hardened.tool-text': {
    fails: inSource('tool-orders', 'high'),
    unknown: (facts) => (facts.packageScan = undefined),
  },
  'hardened.coverage': {
    fails: (facts) => (facts.coverage = { lines: 100, covered: 79, percent: 79 }),
    unknown: (facts) => (facts.coverage = undefined),
  },
  'hardened.mutation': {
    fails: (facts) => (facts.mutation = { tried: 10, killed: 4, percent: 40 }),
    unknown: (facts) => (facts.mutation = undefined),
  },
  'hardened.performance': {
    fails: (facts) => {
      const over = { name: 'budget bootMs', unit: 'ms', value: 900, budget: 500 };
      facts.performance = { ...must(facts.performance), measures: [over] };
    },
    unknown: (facts) => (facts.performance = { ...must(facts.performance), measures: [] }),
  },
  'hardened.memory': {
    fails: (facts) => (facts.performance = { ...must(facts.performance), memoryGrowth: 5 }),
    unknown: (facts) =>
      (facts.performance = { ...must(facts.performance), memoryGrowth: undefined }),
  },
  'hardened.handles': {
    fails: (facts) => (facts.performance = { ...must(facts.performance), handlesLeft: 1 }),
    unknown: (facts) =>
      (facts.performance = { ...must(facts.performance), handlesLeft: undefined }),
  },
  'reproducible.rebuild': {
    fails: (facts) => (facts.build = { ...must(facts.build), again: 'f'.repeat(64) }),
    unknown: (facts) => (facts.build = { recipe: 'given', reason: 'not known here' }),
  },
  'reproducible.signed': {
    fails: (facts) => {
      const { sarif: _, ...attachments } = must(facts.attachments);
      facts.attachments = attachments;
    },
    unknown: (facts) => (facts.signer = undefined),
  },
  'reproducible.provenance': {
    fails: (facts) =>
      (facts.provenance = { builder: '', signer: '', verified: false, reason: 'other package' }),
    unknown: (facts) => (facts.provenance = undefined),
  },
  'reproducible.review': {
    fails: (facts) => (facts.review = { ...must(facts.review), verdict: 'rejected' }),
    unknown: (facts) => (facts.review = undefined),
  },
};

/** A fact that the good facts have. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the good facts have it');
  return value;
}

/** What the default policy decides about the good facts with one change, and which checks do not pass. */
export const answers = (change: Change) => {
  const facts = goodFacts();
  change(facts);
  const decision = evaluate(facts, defaultPolicy);
  return {
    decision,
    notPassed: decision.checks.filter(({ result }) => result !== 'pass'),
  };
};
