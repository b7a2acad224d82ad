import * as z from 'zod';
import type { CertificateFacts } from '../facts.js';
import { treeDigest } from '../digest.js';
import { withBudgets } from '../policy/budgets.js';
import { CHECK_IDS } from '../policy/checks.js';
import type { Decision } from '../policy/evaluate.js';
import { levels, type Policy, policyDigest } from '../policy/policy.js';
import { purlOf } from '../sbom.js';

/** SLSA's verification summary (slsa.dev/spec/v1.1/verification_summary). */
export const predicateType = 'https://slsa.dev/verification_summary/v1';
export const verifierId = 'https://github.com/plugwright/plugwright';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const digest = z.strictObject({ sha256 });
const text = (most: number) => z.string().max(most);
const time = z.iso.datetime();
const level = z.enum(levels);
const list = z.array(text(300)).max(200);
const capabilities = z.strictObject({
  hosts: list,
  files: list,
  environment: list,
  processes: list,
});

/** What we say beyond the summary; readers that know only SLSA pass over it. */
const certificate = z.strictObject({
  certificateVersion: z.literal(1),
  issuedAt: time,
  /** From then on nobody should rely on it. */
  expiresAt: time,
  level: level.nullable(),
  policy: z.strictObject({ name: text(64), version: z.int().min(1) }),
  checks: z
    .array(
      z.strictObject({
        id: z.enum(CHECK_IDS),
        level,
        result: z.enum(['pass', 'fail', 'not evaluated']),
        reason: text(1000),
      }),
    )
    .max(200),
  /** Files of the package: path → SHA-256. */
  contents: z.strictObject({ sha256, files: z.record(text(1000), sha256) }),
  source: z.strictObject({ sha256, files: z.int(), spec: sha256.optional() }).optional(),
  build: z
    .strictObject({
      recipe: z.enum(['tsc', 'given']),
      tool: text(100).optional(),
      version: text(100).optional(),
    })
    .optional(),
  generator: z
    .strictObject({
      name: text(100),
      version: text(100),
      model: text(200).optional(),
      prompt: text(100).optional(),
    })
    .optional(),
  tools: z.record(text(100), text(100)),
  machine: z.strictObject({ node: text(50), platform: text(50), arch: text(50) }),
  isolation: z
    .strictObject({ level: text(50), driver: text(50), attempts: z.int(), open: list })
    .optional(),
  advisories: z
    .strictObject({
      answer: z.enum(['clean', 'vulnerable', 'unknown']),
      asOf: text(50).optional(),
      sentence: text(2000),
      known: z.array(text(300)).max(1000),
    })
    .optional(),
  permissions: z
    .strictObject({ declared: capabilities.optional(), observed: capabilities.optional() })
    .optional(),
  performance: z
    .strictObject({
      machine: text(300),
      runs: z.int(),
      measures: z
        .array(
          z.strictObject({
            name: text(200),
            unit: text(20),
            value: z.number(),
            p95: z.number().optional(),
            spread: z.number().optional(),
            samples: z.int().optional(),
            budget: z.number().optional(),
            setBy: z.enum(['author', 'policy']).optional(),
          }),
        )
        .max(200),
      components: z.int().optional(),
      exercised: list.optional(),
      notExercised: list.optional(),
      memoryGrowth: z.number().optional(),
      handlesLeft: z.int().optional(),
    })
    .optional(),
  review: z
    .strictObject({
      reviewer: text(200),
      date: text(30),
      statement: text(2000),
      verdict: z.enum(['accepted', 'rejected']).optional(),
    })
    .optional(),
});

const statementSchema = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.tuple([z.strictObject({ name: text(300), digest })]),
  predicateType: z.literal(predicateType),
  predicate: z.strictObject({
    verifier: z.strictObject({ id: text(300), version: z.record(text(100), text(100)) }),
    timeVerified: time,
    resourceUri: text(600),
    policy: z.strictObject({ uri: text(300), digest }),
    inputAttestations: z.array(z.strictObject({ uri: text(300), digest })).max(50),
    verificationResult: z.enum(['PASSED', 'FAILED']),
    verifiedLevels: z.array(text(100)).max(10),
    slsaVersion: text(20),
    plugwright_certificate: certificate,
  }),
});

/** An in-toto statement v1 whose predicate is a verification summary with our certificate in it. */
export type Statement = z.infer<typeof statementSchema>;
export type CertificateBody = Statement['predicate']['plugwright_certificate'];

/** A statement from outside, or why it is none. */
export function parseStatement(value: unknown): { statement: Statement } | { why: string } {
  const found = statementSchema.safeParse(value);
  if (found.success) return { statement: found.data };
  const { path = [], message = '' } = found.error.issues[0] ?? {};
  return { why: `${path.join('.') || 'it'}: ${message}` };
}

/** What is said about a plugin: who looked, under which policy, on which bytes, what was found. */
export function statementOf(
  facts: CertificateFacts,
  policy: Policy,
  { level: reached, checks }: Decision,
  issuedAt: Date,
): Statement {
  const { plugin, audit, build, isolation, permissions } = facts;
  const { performance } = withBudgets(facts, policy);
  const expiresAt = new Date(issuedAt.getTime() + policy.validDays * 86_400_000);
  const body: CertificateBody = {
    certificateVersion: 1,
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    level: reached,
    policy: { name: policy.name, version: policy.version },
    checks: checks.map((one) => ({ ...one, reason: one.reason.slice(0, 1000) })),
    contents: { sha256: treeDigest(facts.package.files), files: { ...facts.package.files } },
    ...(facts.source && { source: defined(facts.source) }),
    ...(build && {
      build: defined({ recipe: build.recipe, tool: build.tool, version: build.version }),
    }),
    ...(facts.generator && { generator: defined(facts.generator) }),
    tools: { ...facts.tools },
    machine: facts.machine,
    ...(isolation && {
      isolation: {
        level: isolation.level,
        driver: isolation.driver,
        attempts: isolation.attempts,
        open: cut(isolation.open),
      },
    }),
    ...(audit && {
      advisories: defined({
        answer: audit.answer,
        asOf: audit.asOf,
        sentence: audit.sentence.slice(0, 2000),
        known: audit.findings.map(({ id, package: name }) => `${id} ${name}`).slice(0, 1000),
      }),
    }),
    ...(permissions && {
      permissions: defined({
        declared: permissions.declared && capabilitiesOf(permissions.declared),
        observed: permissions.observed && capabilitiesOf(permissions.observed),
      }),
    }),
    ...(performance && {
      performance: defined({
        machine: performance.machine,
        runs: performance.runs,
        // Those that were judged first: they are what the level stands on.
        measures: performance.measures
          .toSorted((a, b) => Number(b.budget !== undefined) - Number(a.budget !== undefined))
          .slice(0, 200)
          .map((one) => defined({ ...one })),
        components: performance.components,
        exercised: performance.exercised && cut(performance.exercised),
        notExercised: performance.notExercised && cut(performance.notExercised),
        memoryGrowth: performance.memoryGrowth,
        handlesLeft: performance.handlesLeft,
      }),
    }),
    ...(facts.review && { review: facts.review }),
  };
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: facts.package.file, digest: { sha256: facts.package.sha256 } }],
    predicateType,
    predicate: {
      verifier: { id: verifierId, version: { ...facts.tools } },
      timeVerified: issuedAt.toISOString(),
      resourceUri: purlOf(plugin),
      policy: {
        uri: `${verifierId}/policies/${policy.name}/${policy.version}`,
        digest: { sha256: policyDigest(policy) },
      },
      inputAttestations: Object.entries(facts.attachments ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([uri, one]) => ({ uri, digest: { sha256: one } })),
      verificationResult: reached === null ? 'FAILED' : 'PASSED',
      verifiedLevels: [reached === null ? 'FAILED' : `PLUGWRIGHT_${reached}`],
      slsaVersion: '1.1',
      plugwright_certificate: body,
    },
  };
}

const cut = (values: readonly string[]): string[] =>
  values.slice(0, 200).map((one) => one.slice(0, 300));
const capabilitiesOf = (
  one: NonNullable<CertificateFacts['permissions']>['declared'] & object,
) => ({
  hosts: cut(one.hosts),
  files: cut(one.files),
  environment: cut(one.environment),
  processes: cut(one.processes),
});

/** JSON has no `undefined`; exact optional types have none either. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
