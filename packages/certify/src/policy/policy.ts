import { PlugwrightError } from '@plugwright/errors';
import * as z from 'zod';
import { digestOf } from '../digest.js';
import { canonicalJson } from '../canonical-json.js';
import { CHECK_IDS } from './checks.js';

/** `L0` built, `L1` checked, `L2` hardened, `L3` reproducible. Each holds all below it. */
export const levels = ['L0', 'L1', 'L2', 'L3'] as const;
export type Level = (typeof levels)[number];
export const levelNames: Readonly<Record<Level, string>> = {
  L0: 'built',
  L1: 'checked',
  L2: 'hardened',
  L3: 'reproducible',
};

const checkSchema = z.strictObject({
  /** Stable over versions of the policy. */
  id: z.enum(CHECK_IDS),
  level: z.enum(levels),
  /** Without a pass the level does not hold; `false`: a check that is not evaluated holds nobody back. */
  required: z.boolean(),
  /** A fail holds the level back; `false`: it is only reported. */
  enforced: z.boolean(),
  /** The number that the check compares with: percent, days, count. */
  limit: z.number().nonnegative().optional(),
});

const budgetSchema = z.strictObject({
  base: z.number().positive(),
  /** More for each action, provider, service and so on: a plugin of a hundred operations is larger than one of three. */
  perComponent: z.number().nonnegative(),
});

const policySchema = z.strictObject({
  policyVersion: z.literal(1),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  /** Raised with every change of a check. */
  version: z.int().min(1).max(10_000),
  /** Days that a certificate holds. */
  validDays: z.int().min(1).max(366),
  checks: z.array(checkSchema).min(1).max(200),
  /** Budgets of time and size where the author of a plugin set none; without them such a plugin has nothing to be judged by. */
  budgets: z
    .strictObject({
      bundleBytes: budgetSchema.optional(),
      bootMs: budgetSchema.optional(),
      actionMs: budgetSchema.optional(),
      memoryBytes: budgetSchema.optional(),
    })
    .optional(),
});

/** One line of a policy. */
export type PolicyCheck = z.infer<typeof checkSchema>;
/** The rules of a certificate, as data. */
export type Policy = z.infer<typeof policySchema>;

/** SHA-256 of the policy's canonical JSON, hex. */
export const policyDigest = (policy: Policy): string => digestOf(canonicalJson(policy));

/**
 * A policy from outside.
 *
 * @throws PlugwrightError `PW_CERTIFY_POLICY`
 */
export function parsePolicy(value: unknown): Policy {
  const found = policySchema.safeParse(value);
  const refuse = (message: string) =>
    new PlugwrightError({
      code: 'PW_CERTIFY_POLICY',
      message,
      hint: 'Start from the default policy: plugwright certify --print-policy.',
    });
  if (!found.success) {
    const { path, message } = found.error.issues[0] ?? { path: [], message: 'unknown' };
    throw refuse(`The policy cannot be used: ${path.join('.') || 'it'}: ${message}.`);
  }
  const ids = found.data.checks.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw refuse(`The policy has the check ${twice} twice.`);
  return found.data;
}
