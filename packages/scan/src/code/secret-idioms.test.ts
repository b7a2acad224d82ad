import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Keys and passwords as real libraries take them, and what only looks like one. */
describe('keys as libraries take them', () => {
  it.each([
    String.raw`
const jwt = require('jsonwebtoken');
const t1 = jwt.sign({ id: 1 }, 'shhhhh'); // BAD hardcoded-credential
const t2 = jwt.sign({ id: 1 }, process.env.JWT_SECRET); // OK hardcoded-credential
const t3 = jwt.sign({ id: 1 }, process.env.JWT_SECRET || 'changeme'); // BAD fixed-key
const t4 = jwt.sign({ id: 1 }, process.env.JWT_SECRET ?? 'dev-secret'); // BAD fixed-key
jwt.verify(token, 'secret', (err, d) => {}); // BAD hardcoded-credential
jwt.verify(token, config.get('jwt.secret'), (err, d) => {}); // OK hardcoded-credential
jwt.sign({ id: 1 }, { key: fs.readFileSync('k.pem'), passphrase: 'hunter2' }, { algorithm: 'RS256' }); // BAD hardcoded-credential
jwt.sign({}, fs.readFileSync('private.key'), { algorithm: 'RS256' }); // OK hardcoded-credential
`,
    String.raw`
import jwt from 'jsonwebtoken';
import { sign, verify } from 'jsonwebtoken';
import { promisify } from 'util';
const SECRET = 'my_super_secret';
export const a = () => sign({ x: 1 }, SECRET, { expiresIn: '1h' }); // BAD fixed-key
const verifyAsync = promisify(jwt.verify);
export const b = (t) => verifyAsync(t, 'keyboard cat'); // BAD hardcoded-credential
export const c = (t, key) => verify(t, key); // OK hardcoded-credential
`,
    String.raw`
import * as jose from 'jose';
import { SignJWT, jwtVerify, importJWK } from 'jose';
const secret = new TextEncoder().encode('cc7e0d44fd473002f1c42167459001140ec6389b7353f8088f4d9a95f2f596f2'); // BAD hardcoded-credential
export const a = () => new jose.SignJWT({ x: 1 }).setProtectedHeader({ alg: 'HS256' }).sign(secret); // BAD fixed-key
export const b = (t) => jwtVerify(t, new TextEncoder().encode('secret')); // BAD hardcoded-credential
export const c = (t) => jwtVerify(t, new TextEncoder().encode(process.env.JWT_SECRET)); // OK hardcoded-credential
export const d = async (t) => jwtVerify(t, Buffer.from('0123456789abcdef')); // BAD hardcoded-credential
export const e = async () => new jose.EncryptJWT({}).encrypt(jose.base64url.decode('zH4NRP1HMALxxCFnRZABFA7GOJtzU_gIj02alfL1lvI')); // BAD hardcoded-credential
export const f = () => { const { JWT, JWK } = jose; return JWT.sign({}, JWK.asKey('secret')); } // BAD hardcoded-credential
export const g = async () => { const key = await importJWK({ kty: 'oct', k: 'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg' }); return new SignJWT({}).sign(key); } // BAD hardcoded-credential
`,
    String.raw`
const express = require('express'); const session = require('express-session'); const cookieSession = require('cookie-session'); const cookieParser = require('cookie-parser');
const app = express();
app.use(session({ secret: 'keyboard cat', resave: false })); // BAD hardcoded-credential
app.use(session({ secret: process.env.SESSION_SECRET, resave: false })); // OK hardcoded-credential
app.use(session({ secret: ['k1', 'k2'] })); // BAD hardcoded-credential
app.use(cookieSession({ name: 's', keys: ['key1', 'key2'] })); // BAD hardcoded-credential
app.use(cookieSession({ name: 's', keys: [process.env.K1] })); // OK hardcoded-credential
app.use(cookieSession({ secret: 'abc' })); // BAD hardcoded-credential
app.use(cookieParser('my secret')); // BAD hardcoded-credential
app.use(cookieParser()); // OK hardcoded-credential
app.use(cookieParser(process.env.COOKIE_SECRET)); // OK hardcoded-credential
app.use(session({ secret: process.env.SESSION_SECRET || 'dev' })); // BAD fixed-key
app.use(session({ secret: config.secret, name: 'sid', cookie: { secure: true } })); // OK hardcoded-credential
`,
    String.raw`
const { expressjwt } = require('express-jwt'); const ejwt = require('express-jwt'); const koaJwt = require('koa-jwt'); const app = require('express')();
app.get('/p', expressjwt({ secret: 'shhhh', algorithms: ['HS256'] }), h); // BAD hardcoded-credential
app.get('/q', ejwt({ secret: 'shhhh' }), h); // BAD hardcoded-credential
app.get('/r', ejwt({ secret: process.env.S, algorithms: ['HS256'] }), h); // OK hardcoded-credential
app.get('/s', ejwt({ secret: jwksRsa.expressJwtSecret({ jwksUri: 'https://x.test/.well-known' }) }), h); // OK hardcoded-credential
app.use(koaJwt({ secret: 'shared-secret' })); // BAD hardcoded-credential
`,
    String.raw`
const passport = require('passport'); const { Strategy: JwtStrategy, ExtractJwt } = require('passport-jwt'); const GoogleStrategy = require('passport-google-oauth20').Strategy; const FacebookStrategy = require('passport-facebook'); const { OAuth2Strategy } = require('passport-oauth'); const Tw = require('passport-twitter').Strategy;
passport.use(new JwtStrategy({ jwtFromRequest: ExtractJwt.fromHeader('x'), secretOrKey: 'secret' }, (p, d) => d())); // BAD hardcoded-credential
passport.use(new JwtStrategy({ jwtFromRequest: ExtractJwt.fromHeader('x'), secretOrKey: process.env.JWT }, (p, d) => d())); // OK hardcoded-credential
passport.use(new GoogleStrategy({ clientID: 'abc.apps.googleusercontent.com', clientSecret: 'GOCSPX-a8sd7f6', callbackURL: '/cb' }, cb)); // BAD hardcoded-credential
passport.use(new GoogleStrategy({ clientID: process.env.ID, clientSecret: process.env.SECRET, callbackURL: '/cb' }, cb)); // OK hardcoded-credential
passport.use(new FacebookStrategy.Strategy({ clientID: FACEBOOK_APP_ID, clientSecret: 'asdfghjkl' }, cb)); // BAD hardcoded-credential
passport.use(new Tw({ consumerKey: 'a', consumerSecret: 'asdadasdsad', callbackURL: 'http://x' }, cb)); // BAD hardcoded-credential
passport.use(new OAuth2Strategy({ authorizationURL: 'https://x', tokenURL: 'https://x', clientID: '1', clientSecret: 'shhh-its-a-secret' }, cb)); // BAD hardcoded-credential
const opts = {};
opts.jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken();
opts.secretOrKey = 'tasmanianDevil'; // BAD named-credential
passport.use(new JwtStrategy(opts, cb)); // BAD fixed-key
`,
    String.raw`
const crypto = require('crypto');
crypto.createHmac('sha256', 'a secret').update(x).digest(); // BAD hardcoded-credential
crypto.createHmac('sha256', process.env.KEY).update(x).digest(); // OK hardcoded-credential
crypto.createHmac('sha256', key).update('a secret'); // OK hardcoded-credential
crypto.createCipheriv('aes-256-cbc', 'abcdefghijklmnopqrstuvwxyz012345', iv); // BAD hardcoded-credential
crypto.createCipheriv('aes-256-cbc', Buffer.from('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'hex'), iv); // BAD hardcoded-credential
crypto.createCipheriv('aes-256-cbc', crypto.randomBytes(32), iv); // OK hardcoded-credential
crypto.scryptSync('password', salt, 32); // BAD hardcoded-credential
crypto.scryptSync(process.env.PASSWORD, 'salt', 32); // OK hardcoded-credential
crypto.scryptSync(process.env.PASSWORD || 'pw', crypto.randomBytes(16), 32); // BAD fixed-key
const key32 = crypto.scryptSync('Password used to generate key', 'salt', 24); // BAD hardcoded-credential
crypto.createSecretKey(Buffer.from('secret-key')); // BAD hardcoded-credential
crypto.createHash('sha256').update('constant').digest('hex'); // OK hardcoded-credential
crypto.subtle.importKey('raw', new TextEncoder().encode('hard coded key'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']); // BAD hardcoded-credential
crypto.subtle.importKey('raw', new TextEncoder().encode(process.env.KEY), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']); // OK hardcoded-credential
crypto.createHmac('sha256', '').update(x).digest('hex'); // OK hardcoded-credential
`,
    String.raw`
const CryptoJS = require('crypto-js'); const forge = require('node-forge');
CryptoJS.AES.encrypt('msg', 'secret key 123').toString(); // BAD hardcoded-credential
CryptoJS.AES.encrypt('msg', process.env.K).toString(); // OK hardcoded-credential
CryptoJS.HmacSHA256('m', 'key'); // BAD hardcoded-credential
CryptoJS.AES.decrypt(x, CryptoJS.enc.Utf8.parse('1234567890123456'), { iv }); // BAD hardcoded-credential
const h = forge.hmac.create(); h.start('sha256', 'Jefe'); // BAD hardcoded-credential
forge.cipher.createCipher('AES-CBC', 'a1b2c3d4e5f60718'); // BAD hardcoded-credential
forge.cipher.createCipher('AES-CBC', forge.random.getBytesSync(16)); // OK hardcoded-credential
`,
    String.raw`
const mysql = require('mysql'); const mysql2 = require('mysql2/promise'); const { Pool, Client } = require('pg'); const { Sequelize } = require('sequelize'); const mongoose = require('mongoose'); const { MongoClient } = require('mongodb'); const redis = require('redis'); const Redis = require('ioredis'); const knex = require('knex');
mysql.createConnection({ host: 'localhost', user: 'root', password: 'Tr0ub4dor' }); // BAD hardcoded-credential
mysql.createConnection({ host: 'localhost', user: 'root', password: process.env.DB_PASS }); // OK hardcoded-credential
mysql.createConnection({ host: 'localhost', user: 'root', password: '' }); // OK hardcoded-credential
mysql2.createPool({ host: 'db', user: 'app', password: 's3cr3t-pw' }); // BAD hardcoded-credential
new Pool({ user: 'app', password: 'hunter2xyz', database: 'd' }); // BAD hardcoded-credential
new Client({ connectionString: 'postgres://app:hunter2xyz@db.prod.internal:5432/app' }); // BAD secret-in-source
new Client({ connectionString: process.env.DATABASE_URL }); // OK hardcoded-credential
new Client('postgresql://app:hunter2xyz@db:5432/app'); // BAD secret-in-source
new Sequelize('database', 'username', 'p4ssw0rd-x'); // BAD hardcoded-credential
new Sequelize('postgres://user:pa55word@example.com:5432/dbname'); // BAD secret-in-source
new Sequelize({ database: 'd', username: 'u', password: 'p4ssw0rd-x', dialect: 'mysql' }); // BAD hardcoded-credential
new Sequelize('database', 'username', process.env.PASS); // OK hardcoded-credential
new Sequelize('sqlite::memory:'); // OK hardcoded-credential
mongoose.connect('mongodb://admin:S3cure99@cluster0.mongodb.net/app'); // BAD secret-in-source
mongoose.connect('mongodb+srv://admin:S3cure99@cluster0.mongodb.net/app'); // BAD secret-in-source
mongoose.connect('mongodb://localhost:27017/app'); // OK hardcoded-credential
mongoose.connect(´mongodb://¤{user}:¤{pass}@cluster0.mongodb.net/app´); // OK hardcoded-credential
mongoose.connect('mongodb://<user>:<password>@cluster0.mongodb.net/app'); // OK hardcoded-credential
redis.createClient({ url: 'redis://default:x8Jq2kLpO1@redis-1234.cloud.redislabs.com:12345' }); // BAD secret-in-source
redis.createClient({ url: 'redis://localhost:6379' }); // OK hardcoded-credential
new Redis({ host: 'h', password: 'x8Jq2kLpO1' }); // BAD hardcoded-credential
knex({ client: 'pg', connection: { host: 'h', user: 'u', password: 'x8Jq2kLpO1' } }); // BAD hardcoded-credential
knex({ client: 'pg', connection: 'postgres://u:x8Jq2kLpO1@h/db' }); // BAD secret-in-source
`,
    String.raw`
const AWS = require('aws-sdk'); const { S3Client } = require('@aws-sdk/client-s3'); const axios = require('axios'); const nodemailer = require('nodemailer'); const { google } = require('googleapis'); const basicAuth = require('express-basic-auth'); const OAuth = require('oauth'); const got = require('got');
AWS.config.update({ accessKeyId: 'AKIDEXAMPLEXYZ12345', secretAccessKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzKEY' }); // BAD hardcoded-credential
AWS.config.update({ region: 'eu-west-1' }); // OK hardcoded-credential
new AWS.S3({ accessKeyId: process.env.A, secretAccessKey: process.env.B }); // OK hardcoded-credential
new S3Client({ credentials: { accessKeyId: 'AKIAQWERTYUIOP123456', secretAccessKey: 'abcd1234efgh5678abcd1234efgh5678abcd1234' } }); // BAD hardcoded-credential
new AWS.Credentials('AKIAQWERTYUIOP123456', 'abcd1234efgh5678abcd1234efgh5678abcd1234'); // BAD hardcoded-credential
axios.get('https://x.test', { auth: { username: 'bob', password: 's00per-s3cret' } }); // BAD hardcoded-credential
axios.get('https://x.test', { headers: { Authorization: 'Bearer eyJabc123def456' } }); // BAD hardcoded-credential
axios.get('https://x.test', { headers: { Authorization: 'Basic ' + Buffer.from('user:s3cretpw').toString('base64') } }); // BAD hardcoded-credential
axios.get('https://x.test', { headers: { Authorization: ´Bearer ¤{process.env.TOKEN}´ } }); // OK hardcoded-credential
axios.get('https://x.test', { headers: { Authorization: ´Bearer ¤{token}´ } }); // OK hardcoded-credential
axios.get('https://x.test', { headers: { 'x-api-key': '9f8e7d6c5b4a39281706' } }); // BAD hardcoded-credential
axios.get('https://bob:s00persecret1@x.test/api'); // BAD secret-in-source
axios.get('https://api.x.test/v1?api_key=9f8e7d6c5b4a3928170612345678abcd'); // BAD secret-in-source
axios.defaults.headers.common['Authorization'] = 'Bearer 9f8e7d6c5b4a3928170612345678abcd'; // BAD named-credential
got('https://x.test', { username: 'u', password: 's00per-s3cret' }); // BAD hardcoded-credential
nodemailer.createTransport({ host: 'smtp.x.test', auth: { user: 'me@x.test', pass: 'g00d-passw' } }); // BAD named-credential
nodemailer.createTransport({ host: 'smtp.x.test', auth: { user: process.env.U, pass: process.env.P } }); // OK hardcoded-credential
new google.auth.OAuth2('123.apps.googleusercontent.com', 'GOCSPX-abc123def', 'https://x.test/cb'); // BAD hardcoded-credential
new google.auth.OAuth2(process.env.ID, process.env.SECRET, 'https://x.test/cb'); // OK hardcoded-credential
const app = require('express')();
app.use(basicAuth({ users: { admin: 'supersecret1' } })); // BAD hardcoded-credential
app.use(basicAuth({ users: { admin: process.env.ADMIN_PW } })); // OK hardcoded-credential
`,
    String.raw`
// things that only look like secrets
const TOKEN_TYPE = 'access_token'; // OK hardcoded-credential
const PASSWORD_FIELD = 'user_password'; // OK hardcoded-credential
const passwordPlaceholder = 'Enter your password'; // OK hardcoded-credential
const label = { password: 'Password', token: 'Token' }; // OK hardcoded-credential
const apiKeyHeader = 'X-Api-Key'; // OK hardcoded-credential
const secretName = 'prod/db/password'; // OK hardcoded-credential
const apiKey = 'YOUR_API_KEY'; // OK hardcoded-credential
const apiKey2 = '<your-api-key>'; // OK hardcoded-credential
const token = 'xxxxxxxxxxxxxxxx'; // OK hardcoded-credential
const passwordRegex = /^(?=.*\d)[a-z\d]{8,}$/; // OK hardcoded-credential
const errors = { invalidPassword: 'The password is invalid.' }; // OK hardcoded-credential
const dbPassword = process.env.DB_PASSWORD; // OK hardcoded-credential
const dbPassword2 = process.env.DB_PASSWORD || ''; // OK hardcoded-credential
const jwtSecret = process.env.JWT_SECRET || crypto.randomBytes(32).toString('hex'); // OK hardcoded-credential
const key = 'user:profile:42'; // OK hardcoded-credential
cache.set('session-token-cache', 1); // OK hardcoded-credential
localStorage.getItem('auth_token'); // OK hardcoded-credential
const resetToken = generateToken(); // OK hardcoded-credential
const password = await prompt('Password: '); // OK hardcoded-credential
if (typeof password !== 'string') throw new Error('bad'); // OK hardcoded-credential
const accessTokenUrl = 'https://oauth.test/token'; // OK hardcoded-credential
const authTokenCookie = 'auth_token'; // OK hardcoded-credential
new GraphQLError('x', { extensions: { code: 'BAD_TOKEN', token: 'token-1' } }); // OK hardcoded-credential
i18n.t('login', { password: 'Passwort vergessen 2' }); // OK hardcoded-credential
form.setErrors({ password: 'Password must have 8 characters' }); // OK hardcoded-credential
render('login', { token: 'csrf-placeholder-value' }); // OK hardcoded-credential
`,
    String.raw`
const dbPassword3 = 'Zx9!kk2Lp0'; // BAD named-credential
const jwtSecret2 = process.env.JWT_SECRET || 'fallback-Secret-99'; // BAD named-credential
const STRIPE_SECRET = 'whsec_9aB8c7D6e5F4g3H2'; // BAD named-credential
const config = { db: { user: 'app', password: 'Zx9!kk2Lp0' } }; // BAD named-credential
class C { apiKey = 'f3a9c1d27b6e4805a1b2'; } // BAD named-credential
const cfg2 = { jwt: { secret: 'f3a9c1d27b6e4805a1b2' } }; // BAD named-credential
const cfg3 = { secretKey: process.env.SECRET_KEY || 'my-secret-key' }; // BAD named-credential
function connect({ password = 'Zx9!kk2Lp0' }) {} // BAD named-credential
function connect2(password = 'Zx9!kk2Lp0') {} // BAD named-credential
const { API_TOKEN = 'f3a9c1d27b6e4805a1b2' } = process.env; // BAD named-credential
if (req.headers['x-admin-token'] === 'f3a9c1d27b6e4805a1b2') ok(); // BAD named-credential
if (password === 'letmein123') ok(); // BAD named-credential
if (user === 'admin' && pass === 'admin123') ok();
const defaults = { adminPassword: 'admin123' }; // BAD named-credential
`,
  ])('as people write them %#', async (text) => {
    expect(await wrongIdioms(text)).toEqual([]);
  });

  it('tells credentials apart from their names and places', async () => {
    expect(
      await wrongIdioms(String.raw`
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

  it('tells what stands in for a password from one', async () => {
    expect(
      await wrongIdioms(String.raw`
const mysql = require('mysql');
mysql.createConnection({ host: 'h', user: 'u', password: 'abc' }); // OK hardcoded-credential
mysql.createConnection({ host: 'h', user: 'u', password: 'change_me_please' }); // OK named-credential
mysql.createConnection({ host: 'h', user: 'u', password: '$DB_PASSWORD' }); // OK named-credential
mysql.createConnection({ host: 'h', user: 'u', password: '__PASSWORD__' }); // OK named-credential
mysql.createConnection({ host: 'h', user: 'root', password: 'root' }); // OK named-credential
mysql.createConnection({ host: 'h', user: 'u', password: 'g00d-passw' }); // BAD named-credential
mysql.createConnection({ host: 'h', user: 'u', password: 'hgfedcba' }); // BAD hardcoded-credential
const password2 = 'Password'; // OK named-credential
const password3 = 'Pass-W0rd-9'; // BAD named-credential
`),
    ).toEqual([]);
  });
});
