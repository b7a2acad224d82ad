import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Algorithms, keys, vectors and chance of Node, WebCrypto, crypto-js and node-forge. */
describe('algorithms of all libraries', () => {
  it.each([
    String.raw`
const crypto = require('crypto'); const { createHash, createCipheriv, randomBytes } = require('node:crypto'); const bcrypt = require('bcrypt'); const forge = require('node-forge'); const CryptoJS = require('crypto-js'); const NodeRSA = require('node-rsa'); const argon2 = require('argon2'); const scrypt = require('scrypt-js'); const md5 = require('md5'); const jwt = require('jsonwebtoken');
createHash('md5').update(password).digest('hex'); // BAD weak-password-hash
createHash('sha1').update(user.password).digest('hex'); // BAD weak-password-hash
crypto.createHash('md5').update(fs.readFileSync(f)).digest('hex'); // BAD weak-hash
const etag = crypto.createHash('md5').update(body).digest('hex'); // OK weak-hash
const etag1 = crypto.createHash('sha1').update(body).digest('base64'); // OK weak-hash
const cacheKey = crypto.createHash('md5').update(url).digest('hex'); // OK weak-hash
res.setHeader('ETag', crypto.createHash('sha1').update(body).digest('hex')); // OK weak-hash
res.setHeader('Content-MD5', crypto.createHash('md5').update(body).digest('base64')); // OK weak-hash
const accept = crypto.createHash('sha1').update(key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64'); // OK weak-hash
const gravatar = 'https://www.gravatar.com/avatar/' + md5(email.trim().toLowerCase()); // OK weak-hash
const checksum = crypto.createHash('md5').update(buf).digest('hex'); // OK weak-hash
const algorithm = 'md5'; crypto.createHash(algorithm).update(token).digest('hex'); // BAD weak-hash
crypto.createHmac('sha1', key).update(x).digest('hex'); // BAD weak-hash
crypto.createHmac('sha256', key).update(x).digest('hex'); // OK weak-hash
crypto.createHash('sha512').update(password + salt).digest('hex'); // BAD weak-password-hash
crypto.createHash('sha256').update(data).digest('hex'); // OK weak-cipher
crypto.createHash('sha256').update(token).digest('hex'); // OK weak-cipher
crypto.createHash('RSA-MD5').update(x); // BAD weak-hash
crypto.createHash('ripemd160').update(x); // BAD weak-hash
crypto.createSign('RSA-SHA1').update(x).sign(k); // BAD weak-hash
crypto.createSign('RSA-SHA256').update(x).sign(k); // OK weak-cipher
crypto.sign('sha1', x, k); // BAD weak-hash
crypto.verify('md5', x, k, s); // BAD weak-hash
crypto.createVerify('SHA1').update(x).verify(k, s); // BAD weak-hash
crypto.pbkdf2Sync(p, s, 100, 32, 'sha512'); // BAD weak-password-hash
crypto.pbkdf2(p, s, 310000, 32, 'sha256', cb); // OK weak-cipher
crypto.pbkdf2Sync(p, 'fixed-salt', 310000, 32, 'sha256'); // BAD fixed-salt
crypto.scryptSync(p, 'salt', 32); // BAD fixed-salt
crypto.scryptSync(p, salt, 32, { N: 1024 }); // BAD weak-password-hash
crypto.scryptSync(p, salt, 32, { N: 2 ** 15 }); // OK weak-cipher
bcrypt.hash(p, 5); // BAD weak-password-hash
bcrypt.hash(p, 12); // OK weak-cipher
bcrypt.genSalt(8, cb); // BAD weak-password-hash
bcrypt.hashSync(p, bcrypt.genSaltSync(10)); // OK weak-cipher
argon2.hash(p, { type: argon2.argon2id }); // OK weak-cipher
argon2.hash(p, { type: argon2.argon2i }); // BAD weak-password-hash
argon2.hash(p, { memoryCost: 1024, timeCost: 1 }); // BAD weak-password-hash
md5(password); // BAD weak-password-hash
CryptoJS.MD5(message).toString(); // BAD weak-hash
CryptoJS.SHA256(message).toString(); // OK weak-cipher
CryptoJS.SHA256(password).toString(); // BAD weak-password-hash
CryptoJS.PBKDF2(password, salt, { keySize: 8, iterations: 1000 }); // BAD weak-password-hash
CryptoJS.PBKDF2(password, salt, { keySize: 8, iterations: 600000 }); // OK weak-cipher
CryptoJS.PBKDF2(password, salt); // BAD weak-password-hash
CryptoJS.EvpKDF(password, salt, { iterations: 1 }); // BAD weak-password-hash
CryptoJS.DES.encrypt(m, k); // BAD weak-cipher
CryptoJS.TripleDES.encrypt(m, k); // BAD weak-cipher
CryptoJS.RC4.encrypt(m, k); // BAD weak-cipher
CryptoJS.AES.encrypt(m, k, { mode: CryptoJS.mode.ECB }); // BAD weak-cipher
CryptoJS.AES.encrypt(m, k, { iv: CryptoJS.lib.WordArray.random(16) }); // OK weak-cipher
CryptoJS.AES.encrypt(m, k, { iv: CryptoJS.enc.Hex.parse('00000000000000000000000000000000') }); // BAD fixed-iv
CryptoJS.HmacMD5(m, k); // BAD weak-hash
CryptoJS.algo.MD5.create(); // BAD weak-hash
forge.md.md5.create(); // BAD weak-hash
forge.md.sha1.create(); // BAD weak-hash
forge.md.sha256.create(); // OK weak-cipher
forge.cipher.createCipher('DES-CBC', k); // BAD weak-cipher
forge.cipher.createCipher('3DES-ECB', k); // BAD weak-cipher
forge.cipher.createCipher('AES-ECB', k); // BAD weak-cipher
forge.cipher.createCipher('AES-GCM', k); // OK weak-cipher
forge.rc2.createEncryptionCipher(k); // BAD weak-cipher
forge.pki.rsa.generateKeyPair({ bits: 1024 }); // BAD short-key
forge.pki.rsa.generateKeyPair({ bits: 2048, workers: 2 }); // OK weak-cipher
forge.pki.rsa.generateKeyPair(512); // BAD short-key
forge.random.getBytesSync(16); // OK weak-cipher
new NodeRSA({ b: 512 }); // BAD short-key
new NodeRSA({ b: 2048 }); // OK weak-cipher
crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }); // BAD short-key
crypto.generateKeyPair('rsa', { modulusLength: 4096 }, cb); // OK weak-cipher
crypto.generateKeyPairSync('dsa', { modulusLength: 1024 }); // BAD short-key
crypto.createDiffieHellman(512); // BAD short-key
crypto.createDiffieHellman(2048); // OK weak-cipher
crypto.getDiffieHellman('modp1'); // BAD short-key
crypto.getDiffieHellman('modp14'); // OK weak-cipher
crypto.createECDH('secp112r1'); // BAD short-key
crypto.createECDH('prime256v1'); // OK weak-cipher
`,
    String.raw`
const crypto = require('crypto'); const { randomBytes } = crypto;
crypto.createCipheriv('des-cbc', key, iv); // BAD weak-cipher
crypto.createCipheriv('aes-256-ecb', key, ''); // BAD weak-cipher
crypto.createCipheriv('rc4', key, ''); // BAD weak-cipher
crypto.createCipheriv('bf-cbc', key, iv); // BAD weak-cipher
crypto.createCipheriv('aes-256-cbc', key, randomBytes(16)); // OK weak-cipher
crypto.createCipheriv('aes-256-cbc', key, Buffer.alloc(16, 0)); // BAD fixed-iv
crypto.createCipheriv('aes-256-cbc', key, Buffer.from('1234567890123456')); // BAD fixed-iv
crypto.createCipheriv('aes-256-cbc', key, Buffer.from('00000000000000000000000000000000', 'hex')); // BAD fixed-iv
const IV = Buffer.alloc(16); crypto.createCipheriv('aes-256-cbc', key, IV); // BAD fixed-iv
const iv2 = crypto.randomBytes(16); crypto.createCipheriv('aes-256-cbc', key, iv2); // OK weak-cipher
const iv3 = Buffer.alloc(12); crypto.randomFillSync(iv3); crypto.createCipheriv('aes-256-gcm', key, iv3); // OK weak-cipher
const iv4 = new Uint8Array(16); crypto.createCipheriv('aes-256-cbc', key, iv4); // BAD fixed-iv
const iv5 = crypto.getRandomValues(new Uint8Array(12)); crypto.subtle.encrypt({ name: 'AES-GCM', iv: iv5 }, k, d); // OK weak-cipher
crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, k, d); // BAD fixed-iv
crypto.subtle.digest('SHA-1', d); // BAD weak-hash
crypto.subtle.digest('SHA-256', d); // OK weak-cipher
crypto.subtle.digest({ name: 'SHA-1' }, d); // BAD weak-hash
crypto.subtle.generateKey({ name: 'RSA-OAEP', modulusLength: 1024, publicExponent: e, hash: 'SHA-256' }, true, ['encrypt']); // BAD short-key
crypto.subtle.generateKey({ name: 'RSA-OAEP', modulusLength: 4096, publicExponent: e, hash: 'SHA-256' }, true, ['encrypt']); // OK weak-cipher
crypto.subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: e, hash: 'SHA-1' }, true, ['sign']); // BAD weak-hash
crypto.subtle.importKey('raw', k, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']); // BAD weak-hash
crypto.subtle.deriveKey({ name: 'PBKDF2', salt, iterations: 1000, hash: 'SHA-256' }, k, a, true, ['encrypt']); // BAD weak-password-hash
crypto.subtle.deriveKey({ name: 'PBKDF2', salt, iterations: 600000, hash: 'SHA-256' }, k, a, true, ['encrypt']); // OK weak-cipher
crypto.createCipheriv('aes-128-gcm', key, nonce); // OK weak-cipher
const d = crypto.createDecipheriv('aes-256-gcm', key, iv); d.setAuthTag(tag); // OK fixed-iv
crypto.publicEncrypt({ key: k, padding: crypto.constants.RSA_PKCS1_PADDING }, b); // BAD weak-cipher
crypto.publicEncrypt({ key: k, padding: crypto.constants.RSA_NO_PADDING }, b); // BAD weak-cipher
crypto.publicEncrypt({ key: k, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING }, b); // OK weak-cipher
crypto.publicEncrypt(k, b); // OK weak-cipher
`,
    String.raw`
const crypto = require('crypto'); const { customAlphabet } = require('nanoid/non-secure');
const token = Math.random().toString(36).substring(2); // BAD insecure-random
const sessionId = 'sess_' + Math.random().toString(36); // BAD insecure-random
const otp = Math.floor(100000 + Math.random() * 900000); // BAD insecure-random
const verificationCode = String(Math.floor(Math.random() * 1e6)).padStart(6, '0'); // BAD insecure-random
function generateApiKey() { return Array.from({ length: 32 }, () => chars[Math.floor(Math.random() * chars.length)]).join(''); } // BAD insecure-random
const csrfToken = Date.now().toString(36) + Math.random().toString(36); // BAD insecure-random
user.resetToken = Math.random().toString(16); // BAD insecure-random
jwt.sign({ jti: Math.random() }, key); // OK insecure-random
const salt = Math.random().toString(36); // BAD insecure-random
const iv = Array.from({ length: 16 }, () => Math.floor(Math.random() * 256));
const retryDelay = 100 * 2 ** n + Math.random() * 100; // OK insecure-random
const id = Math.random().toString(36).slice(2); // OK insecure-random
const tmp = ´file-¤{Math.random()}´; // OK insecure-random
const requestId = Math.random().toString(36); // OK insecure-random
const shuffled = list.sort(() => Math.random() - 0.5); // OK insecure-random
const pick = list[Math.floor(Math.random() * list.length)]; // OK insecure-random
const backoffToken = setTimeout(f, Math.random() * 1000); // OK insecure-random
const secureToken = crypto.randomBytes(32).toString('hex'); // OK insecure-random
const tokenIndex = Math.floor(Math.random() * tokens.length); // OK insecure-random
const password = crypto.randomUUID(); // OK insecure-random
const winner = players[Math.floor(Math.random() * players.length)]; // OK insecure-random
const apiKey = uuidv1(); // OK insecure-random
const key2 = crypto.createHash('md5').update(Math.random().toString()).digest('hex'); // BAD weak-hash
`,
    String.raw`
const jwt = require('jsonwebtoken'); const jose = require('jose'); const ejwt = require('express-jwt'); const crypto = require('crypto');
jwt.verify(t, k, { algorithms: ['HS256', 'none'] }); // BAD jwt-unverified
jwt.verify(t, k, { algorithms: ['RS256'] }); // OK weak-cipher
jwt.sign(p, null, { algorithm: 'none' }); // BAD jwt-unverified
new jose.UnsecuredJWT({}).encode(); // BAD jwt-unverified
jose.UnsecuredJWT.decode(t); // BAD jwt-unverified
ejwt({ secret: s, algorithms: ['none'] }); // BAD jwt-unverified
function checkSig(req, secret) { const h = crypto.createHmac('sha256', secret).update(req.rawBody).digest('hex'); return h === req.headers['x-signature']; }
function checkSig2(req, secret) { const h = crypto.createHmac('sha256', secret).update(req.rawBody).digest(); return crypto.timingSafeEqual(h, Buffer.from(req.headers['x-signature'], 'hex')); } // OK weak-cipher
if (req.headers['x-api-key'] === process.env.API_KEY) next();
if (process.env.API_KEY === undefined) throw new Error('none'); // OK weak-cipher
if (password === passwordConfirm) go(); // OK weak-cipher
if (!password || password === '') fail(); // OK weak-cipher
`,
  ])('as people write them %#', async (text) => {
    expect(await wrongIdioms(text)).toEqual([]);
  });

  it('knows weak chance, digests, ciphers and keys', async () => {
    expect(
      await wrongIdioms(String.raw`
const crypto = require('crypto'); const bcrypt = require('bcrypt'); const jwt = require('jsonwebtoken'); const { v4 } = require('uuid');
crypto.createHash('md5').update(x).digest('hex'); // BAD weak-hash
crypto.createHash('sha1').update(x).digest('hex'); // BAD weak-hash
crypto.createHash('SHA1'); // BAD weak-hash
crypto.createHash('sha256').update(x).digest('hex'); // OK weak-hash
crypto.createHash('sha512'); // OK weak-hash
crypto.createHmac('md5', k); // BAD weak-hash
crypto.createHmac('sha256', k); // OK weak-hash
crypto.createCipheriv('des-ede3-cbc', k, iv); // BAD weak-cipher
crypto.createCipheriv('aes-128-ecb', k, null); // BAD weak-cipher
crypto.createCipheriv('rc4', k, ''); // BAD weak-cipher
crypto.createCipheriv('aes-256-gcm', k, crypto.randomBytes(12)); // OK insecure-random
crypto.createCipheriv('aes-256-gcm', k, Buffer.alloc(12)); // BAD fixed-iv
crypto.createCipheriv('aes-256-cbc', k, '1234567890123456'); // BAD fixed-iv
crypto.createCipher('aes-256-cbc', k); // BAD weak-cipher
const token = Math.random().toString(36).slice(2); // BAD insecure-random
const sessionId = Math.random() * 1e9; // BAD insecure-random
const resetToken = ´¤{Date.now()}¤{Math.random()}´; // BAD insecure-random
const jitter = Math.random() * 100; // OK insecure-random
const color = '#' + Math.floor(Math.random() * 16777215).toString(16); // OK insecure-random
const delay = base * (1 + Math.random()); // OK insecure-random
const index = Math.floor(Math.random() * items.length); // OK insecure-random
const apiSecret = crypto.randomBytes(32).toString('hex'); // OK insecure-random
const sid = v4(); // OK insecure-random
const password2 = crypto.randomUUID(); // OK insecure-random
function generatePassword() { let p = ''; for (let i = 0; i < 8; i++) p += chars[Math.floor(Math.random() * chars.length)]; return p; } // BAD insecure-random
function makeToken() { return Math.random().toString(36); } // BAD insecure-random
function makeId() { return Math.random().toString(36); } // OK insecure-random
crypto.pbkdf2Sync(pw, salt, 1000, 32, 'sha512'); // BAD weak-password-hash
crypto.pbkdf2Sync(pw, salt, 600000, 32, 'sha512'); // OK weak-hash
crypto.pbkdf2Sync(pw, 'salt', 600000, 32, 'sha512'); 
crypto.scryptSync(pw, crypto.randomBytes(16), 64); // OK insecure-random
bcrypt.hashSync(pw, 4); // BAD weak-password-hash
bcrypt.hashSync(pw, 12); // OK weak-hash
crypto.createHash('sha256').update(password).digest('hex'); // BAD weak-password-hash
crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }); // BAD short-key
crypto.generateKeyPairSync('rsa', { modulusLength: 3072 }); // OK weak-hash
crypto.generateKeyPairSync('ec', { namedCurve: 'secp192k1' }); // BAD short-key
crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }); // OK weak-hash
jwt.verify(t, k, { algorithms: ['none'] }); // BAD jwt-unverified
jwt.verify(t, k, { algorithms: ['HS256'] }); // OK jwt-unverified
jwt.sign({}, k, { algorithm: 'none' }); // BAD jwt-unverified
jwt.verify(t, null); // BAD jwt-unverified
if (crypto.timingSafeEqual(a, b)) ok(); // OK weak-hash
if (signature === expectedSignature) ok(); 
window.addEventListener('message', (e) => { run(e.data); }); // BAD origin-unchecked
window.addEventListener('message', (e) => { if (e.origin !== 'https://x.test') return; run(e.data); }); // OK origin-unchecked
crypto.randomBytes(16, (err, buf) => use(buf)); // OK insecure-random
crypto.pseudoRandomBytes(16); 
new Uint8Array(crypto.getRandomValues(new Uint8Array(16))); // OK insecure-random
const hash = crypto.createHash('md5').update(JSON.stringify(cacheKey)).digest('hex'); // BAD weak-hash
`),
    ).toEqual([]);
  });
});
