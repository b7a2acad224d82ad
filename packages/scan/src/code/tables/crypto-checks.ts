import type ts from 'typescript';
import { declarationsOf } from '../access-key.js';
import type { Analysis } from '../analysis.js';
import { report } from '../report-hit.js';
import { areFixed } from '../fixed-bytes.js';
import { deepTaints, elementTexts, textOf, type Taint, type Value } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { isConstant, nodeOf, property, textsOf } from './check-tools.js';
import { NO_SECURITY, WEAK_CIPHER, WEAK_HASH } from './weak-algorithms.js';
import {
  isBinaryExpression,
  isCallExpression,
  isFunctionLike,
  isIdentifier,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteralLike,
  isVariableDeclaration,
} from '../syntax.js';

/** The name that a value goes on under: of a variable, a property, a header or the function that returns it. */
function useOf(node: ts.Node): string {
  let names = '';
  for (let at = node, step = 0; at.parent && step < 10; at = at.parent, step += 1) {
    const { parent } = at;
    if (isVariableDeclaration(parent) || isPropertyAssignment(parent))
      return `${names} ${parent.name.getText()}`;
    if (isBinaryExpression(parent) && parent.right === at) names += ` ${parent.left.getText()}`;
    if (isCallExpression(parent) && at !== parent.expression)
      names += ` ${parent.expression.getText()} ${parent.arguments[0]?.getText().slice(0, 40) ?? ''}`;
    if (isFunctionLike(parent)) return `${names} ${parent.name?.getText() ?? ''}`;
  }
  return names;
}
/** The key of RFC 6455, which every server of web sockets hashes with SHA-1. */
const WEBSOCKET_KEY = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Random keys may be hashed fast; passwords are guessed. */
const isPassword = (taint: Taint): boolean =>
  taint.kind === 'secret' && /pass(?:wd|word|code|phrase)|\bpwd\b/i.test(taint.at.getText());

const hashesKeyOfProtocol = (node: ts.Node): boolean =>
  node.parent?.parent?.getText().slice(0, 300).includes(WEBSOCKET_KEY) === true;

/** The algorithm named where the hash or cipher before `.update` was made. */
function algorithmOf(analysis: Analysis, node: ts.Node): string | undefined {
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return undefined;
  let at: ts.Node = node.expression.expression;
  for (let step = 0; step < 4; step += 1) {
    if (isIdentifier(at)) {
      const [declaration] = declarationsOf(analysis, at);
      if (!declaration || !isVariableDeclaration(declaration) || !declaration.initializer)
        return undefined;
      at = declaration.initializer;
    } else if (isCallExpression(at)) {
      const [first] = at.arguments;
      if (!isPropertyAccessExpression(at.expression) || at.expression.name.text !== 'update')
        return first && isStringLiteralLike(first) ? first.text : undefined;
      at = at.expression.expression;
    } else return undefined;
  }
  return undefined;
}

/** Without a length any tag of 4 bytes is taken, which is guessed (NIST SP 800-38D, appendix C). */
const tooShortTag = (options: Value | undefined): boolean => {
  const length = property(options, 'authTagLength');
  return !length || length.constants?.some((one) => typeof one === 'number' && one < 12) === true;
};

/** Ciphers, digests, keys, tokens and chance. */
export const CRYPTO_CHECKS: readonly CallCheck[] = [
  {
    at: 'crypto.{createHash,createHmac,createSign,createVerify,hash,sign,verify} {crypto-js,CryptoJS}.algo.{MD5,SHA1}.create {hasha,object-hash,hash.js}~ forge.md.*.create node-forge.md.*.create crypto-js.{MD5,SHA1,HmacMD5,HmacSHA1} CryptoJS.{MD5,SHA1,HmacMD5,HmacSHA1} md5 sha1 blueimp-md5 js-md5 js-sha1 hash.js.{md5,sha1} window.crypto.subtle.digest crypto.subtle.digest globalThis.crypto.subtle.digest Bun.CryptoHasher()',
    check(analysis, site, path) {
      const named = /(?:^|\.)(?:md[45]|sha1|HmacMD5|HmacSHA1|blueimp-md5|js-md5|js-sha1)$/i.test(
        path.replace(/\.create$/, ''),
      );
      const algorithms = [...textsOf(site.args[0]), ...textsOf(property(site.args[0], 'name'))];
      const weak = named || algorithms.some((name) => WEAK_HASH.test(name));
      if (!weak) return;
      const data = site.args.slice(named ? 0 : 1).flatMap((arg) => deepTaints(arg));
      const secret = data.some(isPassword);
      // As far as the text of the code says, nobody has to trust this one.
      if (!secret && (NO_SECURITY.test(useOf(site.node)) || hashesKeyOfProtocol(site.node))) return;
      report(analysis, secret ? 'weak-password-hash' : 'weak-hash', site.node, undefined, path);
    },
  },
  {
    at: 'crypto.{createHash,createHmac,createCipheriv,createCipher}()~.update',
    check(analysis, site) {
      const secret = site.args[0]?.taints.find((one) => one.kind === 'secret');
      if (!secret) return;
      const name = algorithmOf(analysis, site.node);
      if (name === undefined) return;
      const hashes = site.receiver?.paths.some((path) => path.startsWith('crypto.createHash()'));
      if (hashes && isPassword(secret))
        report(analysis, 'weak-password-hash', nodeOf(analysis, site, 0), secret, name);
      else if (hashes && WEAK_HASH.test(name))
        report(analysis, 'weak-hash', nodeOf(analysis, site, 0), secret, name);
      else if (!hashes && WEAK_CIPHER.test(name))
        report(analysis, 'weak-cipher', nodeOf(analysis, site, 0), secret, name);
    },
  },
  {
    at: 'create-hash create-hmac sha.js',
    check(analysis, site, path) {
      if (!textsOf(site.args[0]).some((name) => WEAK_HASH.test(name))) return;
      if (NO_SECURITY.test(useOf(site.node))) return;
      report(analysis, 'weak-hash', site.node, undefined, path);
    },
  },
  {
    at: 'crypto.{createCipher,createDecipher}',
    check(analysis, site, path) {
      report(analysis, 'weak-cipher', site.node, undefined, path);
    },
  },
  {
    at: 'crypto.{createCipheriv,createDecipheriv}',
    check(analysis, site, path) {
      if (textsOf(site.args[0]).some((name) => WEAK_CIPHER.test(name)))
        report(analysis, 'weak-cipher', site.node, undefined, path);
      const iv = site.node.arguments?.[2];
      const none =
        isConstant(site.args[2], '') &&
        textsOf(site.args[0]).some((name) => /-(?:gcm|ccm|cbc|ctr|ocb)$/i.test(name));
      if (iv && (none || areFixed(analysis, iv, site.scope)))
        report(analysis, 'fixed-iv', iv, undefined, path);
      const gcm = textsOf(site.args[0]).some((name) => /-(?:gcm|ccm|ocb)$/i.test(name));
      if (gcm && path.endsWith('createDecipheriv') && tooShortTag(site.args[3]))
        report(analysis, 'short-auth-tag', site.node, undefined, path);
    },
  },
  {
    at: '{crypto-js,CryptoJS}.{DES,TripleDES,RC4,RC4Drop,Rabbit,RabbitLegacy}.{encrypt,decrypt} {node-forge,forge}.rc2.* {asmCrypto,asmcrypto.js}.{DES,TripleDES,RC4}.* aes-js.ModeOfOperation.ecb{,()} des.js.{DES,EDE,CBC}.create',
    check(analysis, site, path) {
      report(analysis, 'weak-cipher', site.node, undefined, path);
    },
  },
  {
    at: '{crypto-js,CryptoJS}.{SHA256,SHA512,SHA3,SHA224,SHA384,MD5,SHA1,RIPEMD160} {forge,node-forge}.md.*.create()~.update hasha object-hash {sha.js,create-hash,create-hmac,hash.js~}{,()}~.update {jshashes,Hashes}.*()~.{hex,b64,raw,any} sjcl.hash.*.hash {crypto-js,CryptoJS}.algo.*.create()~.{update,finalize} {asmCrypto,asmcrypto.js}.{MD5,SHA1,SHA256,SHA512,HMAC_SHA1,HMAC_SHA256,HMAC_SHA512}.{hex,base64,bytes} @noble/hashes/{sha1,sha2,sha256,sha512,legacy}.{sha1,md5,sha256,sha512} {md5,sha1,sha256,sha512,js-sha256,js-sha512,crypto-js/sha256,crypto-js/md5}',
    check(analysis, site, path) {
      const secret = site.args[0]?.taints.find(isPassword);
      if (secret) report(analysis, 'weak-password-hash', nodeOf(analysis, site, 0), secret, path);
    },
  },
  {
    at: '{bcrypt,bcryptjs}.{hash,hashSync,genSalt,genSaltSync}',
    check(analysis, site, path) {
      const [rounds] = site.args[/Salt/.test(path) ? 0 : 1]?.constants ?? [];
      if (typeof rounds === 'number' && rounds < 10)
        report(analysis, 'weak-password-hash', site.node, undefined, path);
    },
  },
  {
    at: 'crypto.{generateKeyPair,generateKeyPairSync,createECDH}',
    check(analysis, site, path) {
      const names = [...textsOf(property(site.args[1], 'namedCurve')), ...textsOf(site.args[0])];
      // Fewer than 224 bits (NIST SP 800-57).
      if (names.some((name) => /^(?:secp1\d\d|sect1\d\d|prime192|wap-|P-192)/i.test(name)))
        report(analysis, 'short-key', site.node, undefined, path);
    },
  },
  {
    at: 'argon2.hash',
    check(analysis, site, path) {
      if (
        property(site.args[1], 'type')?.paths.some(
          (one) => /argon2[id]$/.test(one) && !one.endsWith('argon2id'),
        )
      )
        report(analysis, 'weak-password-hash', site.node, undefined, path);
    },
  },
  {
    at: '{crypto-js,CryptoJS}.AES.{encrypt,decrypt}',
    check(analysis, site, path) {
      if (property(site.args[2], 'mode')?.paths.some((one) => one.endsWith('ECB')))
        report(analysis, 'weak-cipher', site.node, undefined, path);
    },
  },
  {
    at: 'crypto.{generateKeyPair,generateKeyPairSync} node-rsa() node-forge.pki.rsa.generateKeyPair crypto.createDiffieHellman',
    check(analysis, site, path) {
      const rsa =
        isConstant(site.args[0], 'rsa', 'dsa', 'rsa-pss') || !path.startsWith('crypto.generate');
      const bits =
        property(site.args[1], 'modulusLength') ??
        property(site.args[0], 'bits') ??
        property(site.args[0], 'b') ??
        site.args[0];
      if (rsa && bits?.constants?.some((one) => typeof one === 'number' && one < 2048))
        report(analysis, 'short-key', site.node, undefined, path);
    },
  },
  {
    at: 'crypto.{pbkdf2,pbkdf2Sync}',
    check(analysis, site, path) {
      const [rounds] = site.args[2]?.constants ?? [];
      if (typeof rounds === 'number' && rounds < 100_000)
        report(analysis, 'weak-password-hash', nodeOf(analysis, site, 2), undefined, path);
    },
  },
  {
    at: '{jsonwebtoken,jwt,jwt-simple,koa-jwt,express-jwt}.{sign,verify,encode,decode} express-jwt expressjwt express-jwt.expressjwt koa-jwt',
    check(analysis, site, path) {
      const options = site.args[path.endsWith('jwt') ? 0 : 2];
      // Only what is certain: one of several that a condition chooses from may be the other.
      const algorithms = [
        textOf(property(options, 'algorithm')) ?? '',
        ...(property(options, 'algorithms')?.objects ?? []).flatMap((list) => elementTexts(list)),
      ];
      if (algorithms.some((one) => /^none$/i.test(one)))
        report(analysis, 'jwt-unverified', site.node, undefined, path);
      if (path.endsWith('.verify') && isConstant(site.args[1], '', null, false, undefined))
        report(analysis, 'jwt-unverified', site.node, undefined, path);
      if (
        path.startsWith('jwt-simple') &&
        path.endsWith('.decode') &&
        isConstant(site.args[2], true)
      )
        report(analysis, 'jwt-unverified', site.node, undefined, path);
    },
  },
  {
    at: '{jsonwebtoken,jwt}.decode jose.decodeJwt jwt-decode jwt-decode.jwtDecode',
    check(analysis, site, path) {
      // A token that is verified somewhere in the same function may be looked into first.
      let at: ts.Node = site.node;
      while (at.parent && !isFunctionLike(at)) at = at.parent;
      const text = at.getText();
      if (!/\.verify\s*\(|jwtVerify\s*\(/.test(text))
        report(analysis, 'jwt-unverified', site.node, undefined, path);
    },
  },
  {
    at: 'jose.UnsecuredJWT() jose.UnsecuredJWT.decode',
    check(analysis, site, path) {
      report(analysis, 'jwt-unverified', site.node, undefined, path);
    },
  },
  {
    at: 'jose.JWT.verify jose.JWT.sign jose~',
    check(analysis, site, path) {
      if (site.args.some((arg) => arg.paths.some((one) => one.endsWith('JWK.None'))))
        report(analysis, 'jwt-unverified', site.node, undefined, path);
    },
  },
];
