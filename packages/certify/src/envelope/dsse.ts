import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { PlugwrightError } from '@plugwright/errors';
import { digestOf } from '../digest.js';

/** What an in-toto statement is called in an envelope. */
export const statementType = 'application/vnd.in-toto+json';

/** A Dead Simple Signing Envelope (github.com/secure-systems-lab/dsse, v1.0.2). */
export interface Envelope {
  payloadType: string;
  /** Base64. */
  payload: string;
  signatures: readonly { keyid: string; sig: string }[];
}

/** A public Ed25519 key with its name for machines. */
export interface PublicKey {
  /** SHA-256 of the SPKI bytes, hex. */
  keyid: string;
  /** SPKI, DER, base64. */
  publicKey: string;
}

/** The bytes that are signed: DSSE's pre-authentication encoding binds the type to the payload. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.byteLength} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** A new Ed25519 key; `privateKey` is PKCS #8, DER, base64, and a secret. */
export function generateSigningKey(): PublicKey & { privateKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  return { ...publicKeyOf(text), privateKey: text };
}

/**
 * The public half of a private key.
 *
 * @throws PlugwrightError `PW_CERTIFY_KEY`, without any part of the key
 */
export const publicKeyOf = (privateKey: string): PublicKey =>
  described(createPublicKey(readPrivateKey(privateKey)));

function described(key: KeyObject): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' });
  return { keyid: digestOf(der), publicKey: der.toString('base64') };
}

function readPrivateKey(text: string): KeyObject {
  const key = (() => {
    try {
      return text.includes('-----BEGIN')
        ? createPrivateKey(text)
        : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    } catch {
      return undefined;
    }
  })();
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new PlugwrightError({
    code: 'PW_CERTIFY_KEY',
    message: 'The signing key is not an Ed25519 private key (PKCS #8).',
    hint: 'Make one with plugwright keys signing new.',
  });
}

/** Signs a payload with one key. */
export function signEnvelope(
  payloadType: string,
  payload: Uint8Array,
  privateKey: string,
): Envelope {
  const key = readPrivateKey(privateKey);
  const sig = sign(null, preAuthenticationEncoding(payloadType, payload), key);
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: described(createPublicKey(key)).keyid, sig: sig.toString('base64') }],
  };
}

/** Whether `publicKey` (SPKI, DER, base64) made the signature. A key of another kind made none. */
export function isSignedBy(
  { payloadType, payload }: Pick<Envelope, 'payloadType' | 'payload'>,
  sig: string,
  publicKey: string,
): boolean {
  try {
    const der = Buffer.from(publicKey, 'base64');
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    const signed = preAuthenticationEncoding(payloadType, Buffer.from(payload, 'base64'));
    return verify(null, signed, key, Buffer.from(sig, 'base64'));
  } catch {
    return false;
  }
}

/** The keyid that belongs to a public key; `undefined` when it is no Ed25519 key in canonical base64. */
export function keyidOf(publicKey: string): string | undefined {
  try {
    const der = Buffer.from(publicKey, 'base64');
    if (der.toString('base64') !== publicKey) return undefined;
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? described(key).keyid : undefined;
  } catch {
    return undefined;
  }
}
