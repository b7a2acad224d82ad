import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
/** Bytes. NIST SP 800-38D, 5.2.1.1 and 8.2.2: 96 random bits, for at most 2^32 messages under one key. */
const nonceBytes = 12;
/** Bytes. Node 20 takes any shorter tag too unless it is told the length. */
const authTagLength = 16;

/** A message under a key, in base64. */
export interface Encrypted {
  nonce: string;
  /** Ciphertext with the tag behind it. */
  data: string;
}

/** AES-256-GCM with a random nonce; `about` is bound to the message and not stored. */
export function encrypt(key: Uint8Array, about: string, message: string): Encrypted {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength });
  cipher.setAAD(Buffer.from(about));
  const data = Buffer.concat([cipher.update(message, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), data: data.toString('base64') };
}

/** The message, or `undefined` when key, nonce, data or `about` are not those of {@link encrypt}. */
export function decrypt(
  key: Uint8Array,
  about: string,
  { nonce, data }: Encrypted,
): string | undefined {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length < authTagLength) return undefined;
  const end = bytes.length - authTagLength;
  try {
    const cipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64'), {
      authTagLength,
    });
    cipher.setAAD(Buffer.from(about));
    cipher.setAuthTag(bytes.subarray(end));
    return Buffer.concat([cipher.update(bytes.subarray(0, end)), cipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** A proof that whoever has the key has written `text`: a message of no bytes. */
export function prove(key: Uint8Array, text: string): { nonce: string; tag: string } {
  const { nonce, data } = encrypt(key, text, '');
  return { nonce, tag: data };
}

/** Whether {@link prove} gave this. */
export const isProven = (
  key: Uint8Array,
  text: string,
  { nonce, tag }: { nonce: string; tag: string },
): boolean => decrypt(key, text, { nonce, data: tag }) !== undefined;
