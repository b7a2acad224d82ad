import { expect, it } from 'vitest';
import { wrongLines } from '../../__fixtures__/check-lines.js';

const lines = (text: string) => wrongLines({ 'src/index.js': text });

it('knows options that switch TLS off or make it old, wherever they are written', async () => {
  expect(
    await lines(`
const { exec, spawn } = require('child_process');
const off = false;
const one = { rejectUnauthorized: off }; // BAD tls-unverified
const two = { rejectUnauthorized: true }; // OK tls-unverified
const three = { ssl: { rejectUnauthorized: !off } }; // OK tls-unverified
const four = { trustServerCertificate: true }; // BAD tls-unverified
const five = { tlsAllowInvalidCertificates: false }; // OK tls-unverified
options.strictSSL = false; // BAD tls-unverified
const six = { checkServerIdentity: () => undefined }; // BAD tls-unverified
const seven = { checkServerIdentity() { return; } }; // BAD tls-unverified
const eight = { checkServerIdentity: (host, cert) => verify(host, cert) }; // OK tls-unverified
const nine = { checkServerIdentity: given }; // OK tls-unverified
const ten = { minVersion: 'TLSv1.1' }; // BAD old-tls
const eleven = { minVersion: 'TLSv1.3', maxVersion: chosen }; // OK old-tls
const twelve = { secureProtocol: 'SSLv3_method' }; // BAD old-tls
exec('curl -sk https://host.test/x'); // BAD tls-unverified
exec('curl -s https://host.test/x'); // OK tls-unverified
spawn('git', ['-c', 'http.sslVerify=false', 'clone', url]); // BAD tls-unverified
require('puppeteer').launch({ args: ['--ignore-certificate-errors'] }); // BAD tls-unverified
require('puppeteer').launch({ args: ['--no-sandbox'] }); // OK tls-unverified
`),
  ).toEqual([]);
});

it('knows protocols and stores without protection', async () => {
  expect(
    await lines(`
const ftp = require('basic-ftp');
const { Bucket, BucketEncryption } = require('aws-cdk-lib/aws-s3');
const { Topic } = require('aws-cdk-lib/aws-sns');
const { DatabaseInstance } = require('aws-cdk-lib/aws-rds');
new ftp.Client().access({ host }); // BAD plain-protocol
new ftp.Client().access({ host, secure: true }); // OK plain-protocol
new ftp.Client().access({ host, secure: false }); // BAD plain-protocol
new Bucket(scope, 'a'); // BAD unprotected-store
new Bucket(scope, 'a', { encryption: BucketEncryption.UNENCRYPTED }); // BAD unprotected-store
new Bucket(scope, 'a', { encryption: BucketEncryption.KMS }); // OK unprotected-store
new Bucket(scope, 'a', { enforceSSL: true }); // OK unprotected-store
new Bucket(scope, 'a', { enforceSSL: false }); // BAD unprotected-store
new Bucket(scope, 'a', given); // OK unprotected-store
new Topic(scope, 'a'); // BAD unprotected-store
new Topic(scope, 'a', { masterKey }); // OK unprotected-store
new DatabaseInstance(scope, 'a', { storageEncrypted: false }); // BAD unprotected-store
new DatabaseInstance(scope, 'a', given); // OK unprotected-store
`),
  ).toEqual([]);
});

it('knows keys where they are used, and what tokens give away', async () => {
  expect(
    await lines(`
const jwt = require('jsonwebtoken');
const session = require('express-session');
const { expressjwt } = require('express-jwt');
const crypto = require('crypto');
const argon2 = require('argon2');
const key = 'changeme-please';
const bytes = Buffer.from('0123456789abcdef0123456789abcdef');
jwt.sign({ id }, key); // BAD fixed-key
jwt.sign({ id }, 'inline-secret'); // OK fixed-key
jwt.sign({ id }, process.env.KEY); // OK fixed-key
const options = {
  name: 'sid', secret: 'keyboard cat', // BAD hardcoded-credential
};
session(options); // BAD fixed-key
crypto.createCipheriv('aes-256-gcm', bytes, iv); // BAD fixed-key
const shown = { apiKey: '<your key>', token: 'token', password: 'errors.password' }; // OK named-credential
const live = { apiKey: 'f83kd92ldkf93kd0s' }; // BAD named-credential
config.clientSecret = 'secretHardcodedString'; // BAD named-credential
if (userPassword === 'Sup3rS3cret') enter(); // BAD named-credential
if (request.headers.authorization !== 'Bearer kd93kfL02kd') refuse(); // BAD named-credential
jwt.sign({ id, password: user.password }, process.env.KEY); // BAD token-exposes-data
jwt.sign(user, process.env.KEY); // BAD token-exposes-data
jwt.sign({ id: user.id }, process.env.KEY); // OK token-exposes-data
jwt.sign(payload, process.env.KEY); // OK token-exposes-data
expressjwt({ secret }); // BAD token-not-revocable
expressjwt({ secret, isRevoked }); // OK token-not-revocable
expressjwt(given); // OK token-not-revocable
argon2.hash(text, { type: argon2.argon2i }); // BAD weak-password-hash
argon2.hash(text, { type: argon2.argon2id }); // OK weak-password-hash
`),
  ).toEqual([]);
});

it('knows personal data on its way to logs and services', async () => {
  expect(
    await lines(`
const Sentry = require('@sentry/node');
const contact = { address: user.email };
const known = 'a@b.test';
const email = () => known;
console.log(user.email); // BAD personal-data-leak
console.log('mail to ' + user.emailAddress); // BAD personal-data-leak
console.log({ phone: user.phoneNumber }); // BAD personal-data-leak
console.log([ssn]); // BAD personal-data-leak
console.log(contact); // BAD personal-data-leak
console.log(JSON.stringify({ iban })); // BAD personal-data-leak
console.log(user.email || user.id); // BAD personal-data-leak
console.log((await load()).dateOfBirth); // BAD personal-data-leak
console.log(found ? user.email : 'nobody'); // BAD personal-data-leak
console.log(user.email ? 'known' : 'missing'); // OK personal-data-leak
console.log(user.email === other); // OK personal-data-leak
console.log(mask(user.email)); // OK personal-data-leak
console.log(user.email.length); // OK personal-data-leak
console.log(email); // OK personal-data-leak
console.log(user.id, emailCount); // OK personal-data-leak
Sentry.setUser({ email: user.email }); // BAD personal-data-leak
Sentry.captureMessage(apiKey); // BAD secret-in-log
Sentry.captureException(error); // OK secret-in-log
`),
  ).toEqual([]);
});

it('knows paths that are joined before anybody checks them', async () => {
  expect(
    await lines(`
const express = require('express');
const path = require('path');
const app = express();
app.get('/', (req, res) => {
  const place = path.join('notes', req.query.name); // BAD path-join
  res.send(place);
});
app.get('/', (req, res) => {
  const place = path.join('notes', req.query.name); // OK path-join
  if (!place.startsWith('notes/')) return;
  res.send(place);
});
app.get('/', (req, res) => res.send(path.join('notes', path.basename(req.query.name)))); // OK path-join
app.get('/', (req, res) => require('fs').readFile(path.join('notes', req.query.name), done)); // OK path-join
`),
  ).toEqual([]);
});
