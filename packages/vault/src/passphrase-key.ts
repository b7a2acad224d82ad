import { randomBytes, scrypt } from 'node:crypto';
import { PlugwrightError } from '@plugwright/errors';
import type { Lock } from './vault-file.js';

type PassphraseLock = Extract<Lock, { kind: 'passphrase' }>;

/** OWASP Password Storage Cheat Sheet: scrypt with N = 2^17, r = 8, p = 1; 128 MiB and about half a second. */
export const scryptN = 2 ** 17;
/** Characters. Whoever copies the file may guess as long as he likes. */
const shortestPassphrase = 8;

/** A lock with a salt of its own. */
export const passphraseLock = (N: number): PassphraseLock => ({
  kind: 'passphrase',
  kdf: 'scrypt',
  N,
  r: 8,
  p: 1,
  salt: randomBytes(16).toString('base64'),
});

/** Refuses a passphrase that is too short for a new lock. Throws `PW_VAULT_PASSPHRASE_WEAK`. */
export function checkPassphrase(passphrase: string): void {
  if ([...passphrase].length >= shortestPassphrase) return;
  throw new PlugwrightError({
    code: 'PW_VAULT_PASSPHRASE_WEAK',
    message: `The passphrase has fewer than ${shortestPassphrase} characters.`,
    hint: 'Use more, better four random words: whoever copies the file may guess as long as he likes.',
  });
}

/** The 32 bytes that a passphrase stands for. The same letters count as the same, however they are composed. */
export function keyOfPassphrase(passphrase: string, lock: PassphraseLock): Promise<Buffer> {
  const { N, r, p } = lock;
  const salt = Buffer.from(lock.salt, 'base64');
  return new Promise((resolve, reject) => {
    // The limit of Node is 32 MiB, and the algorithm takes 128 · N · r bytes and a little.
    const maxmem = 128 * N * r + 1024 * 1024;
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
