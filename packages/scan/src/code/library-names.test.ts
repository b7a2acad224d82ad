import { describe, expect, it } from 'vitest';
import { wrongIdioms, wrongLines } from '../__fixtures__/check-lines.js';

/** Sources and sinks under the names that more libraries have for them. */
describe('names of libraries', () => {
  it('of digests, ciphers and keys', async () => {
    expect(
      await wrongIdioms(String.raw`
const crypto = require('crypto'); const CryptoJS = require('crypto-js'); const asmCrypto = require('asmcrypto.js'); const Hashes = require('jshashes'); const sjcl = require('sjcl'); const createHash = require('create-hash'); const aes = require('aes-js');
function f(password, data, key, iv) {
  asmCrypto.SHA256.hex(password); // BAD weak-password-hash
  asmCrypto.SHA256.hex(data); // OK weak-password-hash
  new Hashes.SHA256().hex(password); // BAD weak-password-hash
  new Hashes.SHA256().hex(data); // OK weak-password-hash
  sjcl.hash.sha256.hash(password); // BAD weak-password-hash
  createHash('sha256').update(password).digest(); // BAD weak-password-hash
  createHash('sha256').update(data).digest(); // OK weak-password-hash
  createHash('md5'); // BAD weak-hash
  createHash('sha256'); // OK weak-hash
  const sum = crypto.createHash('md5');
  sum.update(privateKey); // BAD weak-hash
  sum.update(data); // OK weak-hash
  CryptoJS.algo.SHA256.create().update(password); // BAD weak-password-hash
  new aes.ModeOfOperation.ecb(key); // BAD weak-cipher
  new aes.ModeOfOperation.cbc(key, iv); // OK weak-cipher
  asmCrypto.DES.encrypt(data, key); // BAD weak-cipher
  crypto.generateKeySync('hmac', { length: 64 }); // BAD short-key
  crypto.generateKeySync('hmac', { length: 256 }); // OK short-key
  crypto.createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 4 }); // BAD short-auth-tag
  crypto.createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }); // OK short-auth-tag
}
module.exports = f;
`),
    ).toEqual([]);
  });

  it('of weak chance', async () => {
    expect(
      await wrongIdioms(String.raw`
const crypto = require('crypto'); const _ = require('lodash'); const seed = require('random-seed');
function a() { let password = ''; for (let i = 0; i < 8; i++) password += 'abc'.charAt(Math.random() * 3); return password; } // BAD insecure-random
function b() { let word = ''; for (let i = 0; i < 8; i++) word += 'abc'.charAt(Math.random() * 3); return word; } // OK insecure-random
function c() { const secret = _.sample(['a', 'b']); return secret; } // BAD insecure-random
function d() { const secret = _.random(10); return secret; } // BAD insecure-random
function e() { const colour = _.sample(['a', 'b']); return colour; } // OK insecure-random
function f() { const password = seed.create().string(10); return password; } // BAD insecure-random
function g() { return crypto.createHmac('sha256', String(Math.random())); } // BAD insecure-random
function h() { return crypto.createCipheriv('aes-256-cbc', key, String(Math.random())); } // BAD insecure-random
function i() { return crypto.createHmac('sha256', key).update(String(Math.random())); } // OK insecure-random
`),
    ).toEqual([]);
  });

  it('of downloads and servers', async () => {
    expect(
      await wrongIdioms(String.raw`
const http = require('http'); const https = require('https'); const http2 = require('http2'); const fs = require('fs'); const cp = require('child_process'); const request = require('request'); const nugget = require('nugget'); const needle = require('needle'); const download = require('download');
nugget('http://x.io/a', { target: 'x.exe' }); // BAD insecure-download
nugget('http://x.io/a', { target: 'x.txt' }); // OK insecure-download
request('http://x.io/a').pipe(fs.createWriteStream('x.sh')); // BAD insecure-download
request('http://x.io/a').pipe(fs.createWriteStream('x.txt')); // OK insecure-download
request('https://x.io/a').pipe(fs.createWriteStream('x.sh')); // OK insecure-download
http.get('http://x.io/a', (answer) => answer.pipe(fs.createWriteStream('x.exe'))); // BAD insecure-download
http.get('http://localhost/a', (answer) => answer.pipe(fs.createWriteStream('x.exe'))); // OK insecure-download
download(´http://x.io/¤{version}/setup.exe´); // BAD insecure-download
download('http://x.io/' + version + '.tar.gz'); // BAD insecure-download
download('http://x.io/' + version + '.json'); // OK insecure-download
cp.execFile('wget', ['http://x.io/a.zip']); // BAD insecure-download
cp.execFile('wget', ['https://x.io/a.zip']); // OK insecure-download
cp.execFile('echo', ['http://x.io/a.zip']); // OK insecure-download
needle('get', 'http://x.io/a'); // BAD plain-http
needle('get', 'https://x.io/a'); // OK plain-http
http2.createServer(); // BAD plain-server
http2.createSecureServer({}); // OK plain-server
https.get('https://x.io/a', (answer) => { answer.on('data', (piece) => fs.writeFileSync('/tmp/a', piece)); }); // BAD http-to-file
https.get('https://x.io/a', (answer) => { answer.on('close', (piece) => fs.writeFileSync('/tmp/a', piece)); }); // OK http-to-file
`),
    ).toEqual([]);
  });

  it('of what runs a text', async () => {
    expect(
      await wrongLines({
        'src/index.jsx': String.raw`
const text = location.hash;
element.setAttribute('onclick', text); // BAD code-injection
element.setAttribute('title', text); // OK code-injection
$(element).attr('onclick', text); // BAD code-injection
document.execCommand(text); // BAD code-injection
win.webContents.executeJavaScript(text); // BAD code-injection
webview.injectJavaScript(text); // BAD code-injection
chrome.tabs.executeScript({ code: text }); // BAD code-injection
chrome.tabs.executeScript({ file: text }); // OK code-injection
scope.$eval(text); // BAD code-injection
scope.$watch(text, changed); // BAD code-injection
scope.$watch('count', text); // OK code-injection
function inject($parse, $compile) { $parse(text); } // BAD code-injection
const A = () => <script>{text}</script>; // BAD code-injection
const B = () => <div>{text}</div>; // OK code-injection
const C = () => <WebView injectedJavaScript={text} />; // BAD code-injection
const D = () => <WebView source={text} />; // OK code-injection
eval(window.name); // BAD code-injection
eval(top.location.hash); // BAD code-injection
eval(window.version); // OK code-injection
(() => {}).constructor(text); // BAD code-injection
({}).constructor(text); // OK code-injection
new Worker(text, { eval: true }); // BAD code-injection
new Worker(text); // OK code-injection
require('module')._load(text); // BAD dynamic-import
`,
      }),
    ).toEqual([]);
    expect(
      await wrongIdioms(
        "require('express')().get('/', (req) => { prisma.$queryRawUnsafe('SELECT ' + req.query.x); }); // BAD sql-injection",
      ),
    ).toEqual([]);
  });
});
