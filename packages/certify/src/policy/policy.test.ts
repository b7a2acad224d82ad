import { describe, expect, it } from 'vitest';
import { goodFacts } from '../__fixtures__/good-facts.js';
import { issueCertificate } from '../certificate.js';
import { generateSigningKey } from '../envelope/dsse.js';
import type { CertificateFacts, FindingFact } from '../facts.js';
import { type CheckId, CHECK_IDS, CHECKS } from './checks.js';
import { defaultPolicy } from './default-policy.js';
import { evaluate } from './evaluate.js';
import { levels, parsePolicy, type Policy, policyDigest } from './policy.js';

type Change = (facts: CertificateFacts) => void;

const finding = (rule: string, severity: FindingFact['severity'], path: string): FindingFact => ({
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
const inPackage =
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
const cases: Record<CheckId, { fails: Change; unknown: Change }> = {
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
    // What is not made is not wrong; there is no list that is half right.
    fails: () => {},
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
    // A certificate with a bad signature is no certificate; the check says only what it is bound to.
    fails: () => {},
    unknown: (facts) => (facts.signer = undefined),
  },
  'reproducible.provenance': {
    fails: (facts) =>
      (facts.provenance = { builder: '', signer: '', verified: false, reason: 'other package' }),
    unknown: (facts) => (facts.provenance = undefined),
  },
  'reproducible.review': {
    // Who found something does not record a review.
    fails: () => {},
    unknown: (facts) => (facts.review = undefined),
  },
};

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the good facts have it');
  return value;
}

const answers = (change: Change) => {
  const facts = goodFacts();
  change(facts);
  const decision = evaluate(facts, defaultPolicy);
  return {
    decision,
    notPassed: decision.checks.filter(({ result }) => result !== 'pass'),
  };
};
const cannotFail = new Set<CheckId>(['checked.sbom', 'reproducible.signed', 'reproducible.review']);
/** One fact answers two checks: one figure with two limits, one scan or measurement with several questions. */
const together: Partial<Record<CheckId, CheckId[]>> = {
  'checked.coverage': ['checked.coverage', 'hardened.coverage'],
};

describe('the default policy', () => {
  it('has every check once, and asks all of them', () => {
    expect(defaultPolicy.checks.map(({ id }) => id).toSorted()).toEqual([...CHECK_IDS].toSorted());
    expect(defaultPolicy.checks.every(({ required, enforced }) => required && enforced)).toBe(true);
    expect(parsePolicy(JSON.parse(JSON.stringify(defaultPolicy)))).toEqual(defaultPolicy);
  });

  it('gives L3 where everything passes', () => {
    expect(answers(() => {})).toMatchObject({
      notPassed: [],
      decision: { level: 'L3', holdingBack: [] },
    });
  });

  const memoryOf = (change: Partial<NonNullable<CertificateFacts['performance']>>) => {
    const facts = goodFacts();
    const performance = { ...must(facts.performance), ...change };
    const { checks } = evaluate({ ...facts, performance }, defaultPolicy);
    return checks.find(({ id }) => id === 'hardened.memory');
  };

  it('takes memory that nobody could look at for not evaluated, and says why', () => {
    expect(memoryOf({ memoryGrowth: undefined, exercised: [], notExercised: [] })).toMatchObject({
      result: 'not evaluated',
      reason: 'it has nothing that can be called again and again',
    });
    const late = ['service watch: a call took more than 5000 ms'];
    expect(memoryOf({ memoryGrowth: undefined, notExercised: late })?.reason).toBe(
      `nothing could be called often enough: ${late[0]}`,
    );
  });

  it('does not pass memory where a service was never started and stopped; growth fails all the same', () => {
    const notExercised = ['service watch: the port is taken', 'action GET: no network'];
    expect(memoryOf({ notExercised })).toMatchObject({
      result: 'not evaluated',
      reason: 'not tried: service watch: the port is taken',
    });
    expect(memoryOf({ notExercised, memoryGrowth: 6 })?.result).toBe('fail');
    expect(memoryOf({ notExercised: ['action GET: no network'] })?.result).toBe('pass');
  });

  it('gives no level where nobody looked at anything', () => {
    const { plugin, collectedAt, tools, machine, manifest, package: packed } = goodFacts();
    const bare: CertificateFacts = {
      factsVersion: 1,
      plugin,
      collectedAt,
      tools,
      machine,
      manifest,
      package: { ...packed, deterministic: undefined },
    };
    const { level, checks } = evaluate(bare, defaultPolicy);
    expect(level).toBeNull();
    // What package.json says is known without looking further.
    expect(checks.filter(({ result }) => result === 'pass').map(({ id }) => id)).toEqual([
      'checked.dependency-sources',
      'checked.licence',
    ]);
    expect(checks.filter(({ result }) => result === 'fail')).toEqual([]);
  });

  it.each(CHECK_IDS.filter((id) => !cannotFail.has(id)))(
    '%s fails alone, and holds its level back',
    (id) => {
      const { decision, notPassed } = answers(cases[id].fails);
      expect(notPassed.map((one) => [one.id, one.result])).toEqual(
        (together[id] ?? [id]).map((one) => [one, 'fail']),
      );
      const own = defaultPolicy.checks.find((one) => one.id === id)?.level ?? 'L0';
      const below = levels[levels.indexOf(own) - 1] ?? null;
      expect(decision.level).toBe(below);
      expect(decision.holdingBack.map((one) => one.id)).toEqual([id]);
      expect(notPassed[0]?.reason).not.toBe('');
    },
  );

  it.each(
    CHECK_IDS.filter((id) => !['checked.dependency-sources', 'checked.licence'].includes(id)),
  )('%s is not evaluated where the fact is missing, which is no pass', (id) => {
    const { decision, notPassed } = answers(cases[id].unknown);
    expect(notPassed.map((one) => one.id)).toContain(id);
    expect(notPassed.every(({ result }) => result === 'not evaluated')).toBe(true);
    const own = defaultPolicy.checks.find((one) => one.id === id)?.level ?? 'L0';
    expect(levels.indexOf(decision.level ?? 'L0')).toBeLessThan(
      decision.level === null ? 1 : levels.indexOf(own),
    );
  });

  it('has a title for strangers for each check', () => {
    for (const { title } of CHECKS) expect(title).toMatch(/^[A-Z][^.]+$/);
  });
});

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
