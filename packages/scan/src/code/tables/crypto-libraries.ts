import type ts from 'typescript';
import type { Analysis } from '../analysis.js';
import { areFixed } from '../fixed-bytes.js';
import type { CallSite } from '../read-call.js';
import { report } from '../report-hit.js';
import { prefixOf, type Value } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { nodeOf, property, textsOf } from './check-tools.js';
import { WEAK_CIPHER, WEAK_HASH } from './weak-algorithms.js';

const SUBTLE = '{,window.,globalThis.,self.}crypto.{,webcrypto.}subtle';
const FORGE = '{node-forge,forge}';
const CRYPTO_JS = '{crypto-js,CryptoJS}';
/** Of PBKDF2; OWASP asks for 600,000 with SHA-256, and fewer than this is guessed on one machine. */
const FEWEST_ROUNDS = 100_000;

const below = (value: Value | undefined, least: number): boolean =>
  value?.constants?.every((one) => typeof one === 'number' && one < least) === true;

/** An option of a call, where it is written, when its bytes are the same at each run. */
function fixedOption(
  analysis: Analysis,
  site: CallSite,
  position: number,
  name: string,
): ts.Node | undefined {
  if (!property(site.args[position], name)) return undefined;
  const node = nodeOf(analysis, site, position, name);
  return node !== site.node.arguments?.[position] && areFixed(analysis, node, site.scope)
    ? node
    : undefined;
}

/** Algorithms, keys and rounds as WebCrypto, crypto-js, node-forge and the newer functions of Node name them. */
export const CRYPTO_LIBRARY_CHECKS: readonly CallCheck[] = [
  {
    at: `${SUBTLE}.{generateKey,importKey,deriveKey,deriveBits,sign,verify}`,
    check(analysis, site, path) {
      for (const algorithm of site.args) {
        const hash = property(algorithm, 'hash');
        const names = [...textsOf(hash), ...textsOf(property(hash, 'name'))];
        if (names.some((name) => WEAK_HASH.test(name)))
          report(analysis, 'weak-hash', site.node, undefined, path);
        if (below(property(algorithm, 'modulusLength'), 2048))
          report(analysis, 'short-key', site.node, undefined, path);
        if (below(property(algorithm, 'iterations'), FEWEST_ROUNDS))
          report(analysis, 'weak-password-hash', site.node, undefined, path);
      }
    },
  },
  {
    at: 'crypto.{generateKey,generateKeySync}',
    check(analysis, site, path) {
      // Shorter than 112 bits (NIST SP 800-131A).
      if (below(property(site.args[1], 'length'), 112))
        report(analysis, 'short-key', site.node, undefined, path);
    },
  },
  {
    at: `${SUBTLE}.encrypt`,
    check(analysis, site, path) {
      for (const name of ['iv', 'counter']) {
        const node = fixedOption(analysis, site, 0, name);
        if (node) report(analysis, 'fixed-iv', node, undefined, path);
      }
    },
  },
  {
    at: `${CRYPTO_JS}.{AES,DES,TripleDES}.encrypt`,
    check(analysis, site, path) {
      const node = fixedOption(analysis, site, 2, 'iv');
      if (node) report(analysis, 'fixed-iv', node, undefined, path);
    },
  },
  {
    // Without a number of rounds, crypto-js takes 1 (PBKDF2 before version 4.2) or 250,000.
    at: `${CRYPTO_JS}.{PBKDF2,EvpKDF} crypto-js/{pbkdf2,evpkdf}`,
    check(analysis, site, path) {
      const rounds = property(site.args[2], 'iterations');
      if (below(rounds, FEWEST_ROUNDS) || (!rounds && !site.args[2]?.paths.length))
        report(analysis, 'weak-password-hash', site.node, undefined, path);
    },
  },
  {
    at: `${FORGE}.pkcs5.pbkdf2`,
    check(analysis, site, path) {
      if (below(site.args[2], FEWEST_ROUNDS))
        report(analysis, 'weak-password-hash', site.node, undefined, path);
    },
  },
  {
    at: `${FORGE}.cipher.{createCipher,createDecipher}`,
    check(analysis, site, path) {
      const [name] = site.args;
      if (
        [...textsOf(name), prefixOf(name ?? ({} as Value)) ?? ''].some((one) =>
          WEAK_CIPHER.test(one),
        )
      )
        report(analysis, 'weak-cipher', site.node, undefined, path);
    },
  },
  {
    at: `${FORGE}.cipher.createCipher()~.start`,
    check(analysis, site, path) {
      const node = fixedOption(analysis, site, 0, 'iv');
      if (node) report(analysis, 'fixed-iv', node, undefined, path);
    },
  },
  {
    at: 'crypto.{publicEncrypt,privateDecrypt}',
    check(analysis, site, path) {
      const padding = property(site.args[0], 'padding');
      // Others read what was encrypted by asking whether the padding is right (Bleichenbacher, RFC 8017 section 7.2).
      if (padding?.paths.some((one) => /RSA_(?:PKCS1|NO)_PADDING$/.test(one)))
        report(analysis, 'weak-cipher', site.node, undefined, path);
    },
  },
  {
    at: 'crypto.{getDiffieHellman,createDiffieHellmanGroup}',
    check(analysis, site, path) {
      if (textsOf(site.args[0]).some((name) => /^modp[125]$/.test(name)))
        report(analysis, 'short-key', site.node, undefined, path);
    },
  },
  {
    at: 'crypto.{scrypt,scryptSync}',
    check(analysis, site, path) {
      const options = site.args[3];
      // 2 ** 14 is the default of Node and the least that OWASP allows.
      if (below(property(options, 'N') ?? property(options, 'cost'), 2 ** 14))
        report(analysis, 'weak-password-hash', site.node, undefined, path);
    },
  },
  {
    at: `crypto.{scrypt,scryptSync,pbkdf2,pbkdf2Sync} ${CRYPTO_JS}.{PBKDF2,EvpKDF} ${FORGE}.pkcs5.pbkdf2`,
    check(analysis, site, path) {
      const salt = site.node.arguments?.[1];
      if (salt && areFixed(analysis, salt, site.scope))
        report(analysis, 'fixed-salt', salt, undefined, path);
    },
  },
  {
    at: '{argon2,@node-rs/argon2}.{hash,hashSync}',
    check(analysis, site, path) {
      // In KiB; OWASP asks for at least 7 MiB, with five rounds.
      if (below(property(site.args[1], 'memoryCost'), 7168))
        report(analysis, 'weak-password-hash', site.node, undefined, path);
    },
  },
];
