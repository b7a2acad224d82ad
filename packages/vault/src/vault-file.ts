import { createHash } from 'node:crypto';
import { PlugwrightError } from '@plugwright/errors';
import * as z from 'zod';

/** The version that is written, and the newest that is read. */
export const formatVersion = 1;
const magic = 'plugwright-vault';

/** Bytes of a whole file. */
export const fileLimit = 4 * 1024 * 1024;
/** Characters of one value: a service account or a certificate chain, not a database. */
export const valueLimit = 64 * 1024;
/** Keys in one vault. */
export const keysLimit = 500;

/** One text for the same bytes: the last character may not hold bits that stand for nothing (RFC 4648, 3.5). */
const isCanonical = (text: string) => Buffer.from(text, 'base64').toString('base64') === text;
const base64 = z.string().min(1).refine(isCanonical);
const nonce = z.string().regex(/^[A-Za-z0-9+/]{16}$/);
const id = z.string().regex(/^[0-9a-f]{16}$/);
const time = z.iso.datetime();
/** What an environment variable may be called, so that a key can come from either. */
export const keyNamePattern = /^[A-Z][A-Z0-9_]{0,127}$/;

const lockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keyring'), account: z.string().min(1).max(100) }),
  z.strictObject({
    kind: z.literal('passphrase'),
    kdf: z.literal('scrypt'),
    /** RFC 7914: N, r and p. N is bounded, so that a file cannot ask for all memory: 128 · N · r bytes. */
    N: z
      .int()
      .min(1024)
      .max(2 ** 18)
      .refine((n) => (n & (n - 1)) === 0),
    r: z.literal(8),
    p: z.literal(1),
    salt: base64.refine((salt) => salt.length <= 100),
  }),
]);

const keySchema = z.strictObject({
  name: z.string().regex(keyNamePattern),
  /** Another one with each new value. */
  id,
  createdAt: time,
  changedAt: time,
  nonce,
  /** Ciphertext and tag. */
  data: base64,
});

const bodySchema = z.strictObject({
  /** Of the vault: an entry of another one does not open here. */
  vault: id,
  generation: z.int().min(1).max(99_999_999),
  masterKey: id,
  lock: lockSchema,
  /** Tells a wrong master key from a damaged file. */
  check: z.strictObject({ nonce, tag: base64 }),
  keys: z.array(keySchema).max(keysLimit),
});

/** How the master key is kept. */
export type Lock = z.output<typeof lockSchema>;
/** One key as it is stored. */
export type StoredEntry = z.output<typeof keySchema>;
/** What stands in a file besides the proofs. */
export type VaultBody = z.output<typeof bodySchema>;

/** A file, read and found whole; whether it is genuine only the master key can tell. */
export interface ParsedVault {
  body: VaultBody;
  /** What the seal is about: every byte before it. */
  sealed: string;
  seal: { nonce: string; tag: string };
}

const damaged = (what: string, cause?: unknown) =>
  new PlugwrightError({
    code: 'PW_VAULT_DAMAGED',
    message: `The vault file ${what}.`,
    hint: 'Restore it from a copy, or import the keys again from an export.',
    cause,
  });

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Four lines: format and version, the body as JSON, the seal, a checksum of all before it. `docs/vault-format.md`
 * has the whole story.
 */
export function writeVaultFile(
  body: VaultBody,
  seal: (sealed: string) => { nonce: string; tag: string },
): string {
  const sealed = `${magic} ${formatVersion}\n${JSON.stringify(body)}\n`;
  const proof = seal(sealed);
  const summed = `${sealed}seal ${proof.nonce} ${proof.tag}\n`;
  return `${summed}sha256 ${sha256(summed)}\n`;
}

/**
 * Reads what {@link writeVaultFile} wrote. Any single byte that is missing, added or changed is found.
 *
 * @throws `PW_VAULT_VERSION` for a newer format, `PW_VAULT_DAMAGED` for everything else.
 */
export function parseVaultFile(bytes: Uint8Array): ParsedVault {
  const text = decode(bytes);
  const [, version] = new RegExp(`^${magic} (\\d{1,9})\\n`).exec(text) ?? [];
  if (version === undefined) throw damaged('does not start as a vault does');
  if (Number(version) > formatVersion)
    throw new PlugwrightError({
      code: 'PW_VAULT_VERSION',
      message: `The vault has format ${version}, and this version knows up to ${formatVersion}.`,
      hint: 'Install a newer Plugwright; nothing was changed.',
    });
  const lines = text.split('\n');
  const [head = '', json = '', sealLine = '', sumLine = '', rest] = lines;
  if (lines.length !== 5 || rest !== '') throw damaged('is cut off, or something was added to it');
  const sealed = `${head}\n${json}\n`;
  if (sumLine !== `sha256 ${sha256(`${sealed}${sealLine}\n`)}`)
    throw damaged('does not have the checksum that stands at its end');
  const [, sealNonce = '', tag = ''] =
    /^seal ([A-Za-z0-9+/]{16}) ([A-Za-z0-9+/]{22}==)$/.exec(sealLine) ?? [];
  if (version !== String(formatVersion) || tag === '' || !isCanonical(tag))
    throw damaged('has no seal');
  return { body: parseBody(json), sealed, seal: { nonce: sealNonce, tag } };
}

function parseBody(json: string): VaultBody {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw damaged('does not hold JSON', cause);
  }
  const result = bodySchema.safeParse(value);
  if (!result.success) throw damaged('does not hold what a vault holds');
  const names = new Set(result.data.keys.map(({ name }) => name));
  if (names.size !== result.data.keys.length) throw damaged('holds a key twice');
  return result.data;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw damaged('is not text', cause);
  }
}
