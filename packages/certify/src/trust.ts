import { PlugwrightError } from '@plugwright/errors';
import * as z from 'zod';
import { keyidOf, type PublicKey } from './envelope/dsse.js';
import { parseStrictJson } from './envelope/strict-json.js';

const time = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const keySchema = z.strictObject({
  keyid: sha256,
  algorithm: z.literal('ed25519'),
  /** SPKI, DER, base64. */
  publicKey: z.string().max(200),
  /** Whose it is, for people. */
  name: z.string().min(1).max(200),
  /** Certificates issued before do not count. */
  from: time,
  /** Certificates issued from then on do not count: the key was retired. */
  until: time.optional(),
});

const trustSchema = z.strictObject({
  trustVersion: z.literal(1),
  keys: z.array(keySchema).max(1000),
  /** Policies other than the default one under which certificates are taken. */
  policies: z
    .array(z.strictObject({ name: z.string().max(64), sha256 }))
    .max(100)
    .optional(),
});

/** A key whose certificates are believed. */
export type TrustedKey = z.infer<typeof keySchema>;
/** Which keys are believed; public, and pinned by whoever checks. */
export type TrustFile = z.infer<typeof trustSchema>;

const revocationsSchema = z.strictObject({
  revocationsVersion: z.literal(1),
  /** Certificates by the SHA-256 of their file. */
  certificates: z
    .array(z.strictObject({ sha256, reason: z.string().max(500), at: time }))
    .max(100_000),
  /** Packages by the SHA-256 of their tarball, whoever certified them. */
  packages: z.array(z.strictObject({ sha256, reason: z.string().max(500), at: time })).max(100_000),
  /** Keys that somebody else may have: nothing that they signed counts, whenever it says it was. */
  keys: z
    .array(z.strictObject({ keyid: sha256, reason: z.string().max(500), at: time }))
    .max(10_000),
});
/** What was certified once and does not count any more. */
export type Revocations = z.infer<typeof revocationsSchema>;

export const noRevocations: Revocations = {
  revocationsVersion: 1,
  certificates: [],
  packages: [],
  keys: [],
};

/** Bytes of a trust file or a list of revocations. */
export const trustLimit = 16 * 1024 * 1024;

/**
 * A trust file, read strictly.
 *
 * @throws PlugwrightError `PW_CERTIFY_TRUST`
 */
export function parseTrust(content: string): TrustFile {
  const trust = parsed(content, trustSchema, trustFault);
  for (const key of trust.keys)
    if (keyidOf(key.publicKey) !== key.keyid)
      throw trustFault(
        `the key called ${JSON.stringify(key.name)} is not the one that its keyid names`,
      );
  const ids = trust.keys.map(({ keyid }) => keyid);
  if (new Set(ids).size !== ids.length) throw trustFault('a key stands in it twice');
  return trust;
}

/**
 * A list of revocations, read strictly: one that cannot be read must not be taken for an empty one.
 *
 * @throws PlugwrightError `PW_CERTIFY_REVOCATIONS`
 */
export const parseRevocations = (content: string): Revocations =>
  parsed(content, revocationsSchema, (why) =>
    fault('PW_CERTIFY_REVOCATIONS', 'list of revocations', why),
  );

function parsed<T>(
  content: string,
  schema: z.ZodType<T>,
  refuse: (why: string) => PlugwrightError,
): T {
  const read = parseStrictJson(content);
  if ('fault' in read) throw refuse(read.fault === 'broken' ? 'it is not JSON' : read.fault);
  const found = schema.safeParse(read.value);
  if (found.success) return found.data;
  const { path = [], message = '' } = found.error.issues[0] ?? {};
  throw refuse(`${path.join('.') || 'it'}: ${message}`);
}

const trustFault = (why: string) => fault('PW_CERTIFY_TRUST', 'trust file', why);
const fault = (code: string, what: string, why: string) =>
  new PlugwrightError({
    code,
    message: `The ${what} cannot be used: ${why}.`,
    hint: 'Get it again from whoever you trust; nothing was checked.',
  });

/** A key as it stands in a trust file. */
export const trustedKey = (
  { keyid, publicKey }: PublicKey,
  name: string,
  from: string,
): TrustedKey => ({ keyid, algorithm: 'ed25519', publicKey, name, from });

/** A trust file with `keys` put in, or put in the place of older entries for the same keys. */
export const withKeys = (trust: TrustFile, keys: readonly TrustedKey[]): TrustFile => ({
  ...trust,
  keys: [...trust.keys.filter((one) => !keys.some(({ keyid }) => keyid === one.keyid)), ...keys],
});

export const noTrust: TrustFile = { trustVersion: 1, keys: [] };
/** As it is written. */
export const writeTrust = (trust: TrustFile): string => `${JSON.stringify(trust, null, 2)}\n`;
