import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Secrets, stacks and personal data on their way out, and what only looks like it. */
describe('what leaves the process', () => {
  it.each([
    String.raw`
const logger = require('pino')(); const winston = require('winston').createLogger(); const app = require('express')(); const axios = require('axios'); const fs = require('fs'); const jwt = require('jsonwebtoken');
function login(username, password) {
  console.log('password', password); // BAD secret-in-log
  console.log(´login ¤{username}:¤{password}´); // BAD secret-in-log
  logger.info({ username, password }, 'login'); // BAD secret-in-log
  winston.debug('login with %s', password); // BAD secret-in-log
  console.log('password length', password.length); // OK secret-in-log
  console.log('has password', !!password); // OK secret-in-log
  console.log('has password', Boolean(password)); // OK secret-in-log
  console.log('password set:', password ? 'yes' : 'no'); // OK secret-in-log
  console.log('password', '*'.repeat(password.length)); // OK secret-in-log
  console.log('password', mask(password)); // OK secret-in-log
  console.log('password', redact(password)); // OK secret-in-log
  console.log('typeof', typeof password); // OK secret-in-log
  if (password === undefined) console.log('no password'); // OK secret-in-log
  console.log(bcrypt.hashSync(password, 10).length); // OK secret-in-log
}
module.exports = login;
`,
    String.raw`
const logger = require('pino')(); const app = require('express')(); const axios = require('axios');
app.post('/a', (req, res) => {
  console.log(req.body.password); // BAD secret-in-log
  console.log(req.headers.authorization); // BAD secret-in-log
  console.log('auth', req.get('Authorization')); // BAD secret-in-log
  console.log(req.headers['x-api-key']); // BAD secret-in-log
  console.log(req.cookies.session_token); // BAD secret-in-log
  console.log(req.body.username); // OK secret-in-log
  console.log(req.headers['content-type']); // OK secret-in-log
  console.log(req.method, req.path); // OK secret-in-log
  logger.info({ headers: { ...req.headers, authorization: undefined } }); // OK secret-in-log
  const { password, ...rest } = req.body; console.log(rest); // OK secret-in-log
  const { token } = req.body; console.log('token: ' + token);
  res.json({ ok: true, password: req.body.password }); // BAD secret-in-message
  res.send(´your password is ¤{req.body.password}´); // BAD secret-in-message
  res.json({ token: jwt.sign({}, process.env.S) }); // OK secret-in-message
});
app.use((err, req, res, next) => {
  res.status(500).send(err.stack); // BAD stack-trace
  res.status(500).json({ error: err.message }); // OK stack-trace
  res.status(500).json({ error: err }); // OK secret-in-message
  res.status(500).send('Internal error'); // OK stack-trace
  console.error(err.stack); // OK stack-trace
  res.status(500).json({ message: err.message, stack: process.env.NODE_ENV === 'production' ? undefined : err.stack }); // OK stack-trace
  res.status(500).json({ message: err.message, ...(isDev && { stack: err.stack }) }); // OK stack-trace
});
app.get('/b', async (req, res) => { try { await go(); } catch (e) { res.end(e.toString()); } }); // OK stack-trace
app.get('/c', async (req, res) => { try { await go(); } catch (e) { res.end(e.stack.toString()); } }); // BAD stack-trace
app.get('/d', async (req, res) => { try { await go(); } catch (error) { return res.status(500).json({ error: error.message, trace: error.stack }); } }); // BAD stack-trace
app.get('/e', (req, res) => { res.json(process.env); }); // BAD environment-leak
app.get('/f', (req, res) => { res.json({ env: process.env.NODE_ENV }); }); // OK environment-leak
app.get('/g', (req, res) => { res.json({ key: process.env.API_KEY }); }); // BAD secret-in-message
app.get('/h', (req, res) => { res.json({ hasKey: !!process.env.API_KEY }); }); // OK secret-in-message
app.get('/i', (req, res) => { res.json({ key: process.env.STRIPE_PUBLISHABLE_KEY }); }); // OK secret-in-message
app.get('/j', async (req, res) => { const r = await fetch('https://x.test', { headers: { authorization: 'Bearer ' + process.env.API_KEY } }); res.json(await r.json()); }); // OK secret-in-message
app.get('/k', async (req, res) => { const user = await User.findOne({ where: { id: String(req.params.id) } }); res.json({ name: user.name, password: user.password }); }); // BAD secret-in-message
app.get('/l', async (req, res) => { const user = await db.get(req.params.id); res.json({ id: user.id, email: user.email }); }); // OK secret-in-log
`,
    String.raw`
const axios = require('axios'); const fs = require('fs'); const Sentry = require('@sentry/node');
const apiKey = process.env.API_KEY; const dbPassword = process.env.DB_PASSWORD; const token = process.env.GITHUB_TOKEN;
console.log('Using key', apiKey); // BAD secret-in-log
console.log('Using key', apiKey.slice(0, 4) + '...'); // OK secret-in-log
console.log('Using key', apiKey.substring(0, 6) + '***'); // OK secret-in-log
console.log('Using key', ´¤{apiKey.slice(0, 3)}…¤{apiKey.slice(-2)}´); // OK secret-in-log
console.log('Using key', apiKey.replace(/./g, '*')); // OK secret-in-log
console.log('Using key', apiKey.slice(0, -4).replace(/./g, '*') + apiKey.slice(-4)); // OK secret-in-log
console.log('Key configured', apiKey !== undefined); // OK secret-in-log
console.log('Key ok', apiKey?.length > 10); // OK secret-in-log
console.log('hash', require('crypto').createHash('sha256').update(apiKey).digest('hex')); // OK secret-in-log
console.log(process.env); // BAD environment-leak
console.log(JSON.stringify(process.env, null, 2)); // BAD environment-leak
console.log(Object.keys(process.env)); // OK environment-leak
console.log(process.env.PATH, process.env.HOME); // OK environment-leak
console.error(´failed with token ¤{token}´); // BAD secret-in-log
console.log(JSON.stringify({ apiKey })); // BAD secret-in-log
console.log({ ...config, apiKey: '***' }); // OK secret-in-log
const conf = { url: 'https://x', apiKey }; console.log(conf); // BAD secret-in-log
const conf2 = { url: 'https://x', apiKey }; console.log(conf2.url); // OK secret-in-log
const conf3 = { url: 'https://x', apiKey }; console.log({ ...conf3, apiKey: 'hidden' }); // OK secret-in-log
const conf4 = { url: 'https://x', apiKey }; delete conf4.apiKey; console.log(conf4); // OK secret-in-log
process.stdout.write(dbPassword); // BAD secret-in-log
fs.writeFileSync('/tmp/token', token); // BAD secret-in-file
fs.writeFileSync('/tmp/x', JSON.stringify({ name: 'a' })); // OK secret-in-file
fs.appendFileSync('app.log', ´key=¤{apiKey}\n´); // BAD secret-in-file
axios.get('https://api.test/v1', { headers: { 'x-api-key': apiKey } }); // OK secret-in-log
Sentry.captureMessage('bad key ' + apiKey); // BAD secret-in-log
Sentry.setUser({ id: user.id }); // OK secret-in-log
Sentry.setUser({ id: user.id, email: user.email }); // BAD personal-data-leak
localStorage.setItem('token', token); // BAD secret-in-file
console.log('token count', tokenCount); // OK secret-in-log
console.log('tokens used', usage.total_tokens); // OK secret-in-log
console.log('token symbol', tokenSymbol, tokenAddress); // OK secret-in-log
console.log('next token', lexer.nextToken()); // OK secret-in-log
console.log('Resetting password for user', userId); // OK secret-in-log
console.log('secret name', secretName); // OK secret-in-log
console.log('public key', publicKey); // OK secret-in-log
console.log('password hash', passwordHash.length); // OK secret-in-log
console.log(´Bearer token expires in ¤{tokenExpiry}s´); // OK secret-in-log
console.log('ssn', user.ssn); // BAD personal-data-leak
console.log('card', order.creditCardNumber); // BAD personal-data-leak
console.log('card', order.creditCardNumber.slice(-4)); // OK personal-data-leak
console.log('user', user.id); // OK personal-data-leak
console.log('user email', maskEmail(user.email)); // OK personal-data-leak
console.log('ip', req.ip); // OK secret-in-log
throw new Error('missing API_KEY'); // OK secret-in-log
`,
    String.raw`
const privateKey = process.env.PRIVATE_KEY; const wallet = new ethers.Wallet(privateKey); const cp = require('child_process'); const https = require('https');
console.log(wallet.privateKey); // BAD secret-in-log
console.log(wallet.address); // OK secret-in-log
console.log('connecting to ' + process.env.DATABASE_URL); // BAD secret-in-log
const client = new Client({ password: process.env.DB_PASS }); console.log(client.user); // OK secret-in-log
const options = { headers: { Authorization: ´Bearer ¤{process.env.TOKEN_SECRET}´ } }; console.log('request', options); // BAD secret-in-log
https.get('https://x.test', options, (r) => { console.log(r.statusCode); }); // OK secret-in-log
const e = new Error('x'); e.message = ´auth ¤{process.env.API_SECRET}´; console.error(e.message); // BAD secret-in-log
cp.execSync(´curl -u user:¤{process.env.DB_PASSWORD} https://x.test´); // OK secret-in-log
`,
    String.raw`
(function () {
  console.log(name + ', ' + password.toString()); // BAD secret-in-log
  console.log(obj.password); // BAD secret-in-log
  console.log(obj.password.length); // OK secret-in-log
  console.log(password_hash); // OK secret-in-log
  console.log(hashedPassword); // OK secret-in-log
  console.log(encryptedPassword); // OK secret-in-log
  const o1 = {}; o1.password = password; console.log(o1); // BAD secret-in-log
  const o2 = {}; o2.password = password; console.log(o2.name); // OK secret-in-log
  const o3 = { x: password, y: 1 }; console.log(o3.x); // BAD secret-in-log
  const o4 = { x: password, y: 1 }; console.log(o4.y); // OK secret-in-log
  const fixed_password = '123'; console.log(fixed_password); // OK secret-in-log
  console.log(´pw: ¤{'x'.repeat(8)}´); // OK secret-in-log
  const n = password.length; console.log(n); // OK secret-in-log
  console.log('ok ' + (password === other)); // OK secret-in-log
  console.log(isPassword, hasPassword, passwordRequired); // OK secret-in-log
  console.log(user.passwordChangedAt, user.isNewPassword); // OK secret-in-log
  console.log(encrypt(password)); // OK secret-in-log
  console.log(crypto.createHmac('sha256', secretKey).update(x).digest('hex')); // OK secret-in-log
  console.log(bcrypt.hashSync(password, 10)); // OK secret-in-log
  console.log(passwords.length); // OK secret-in-log
  console.log(passwords.map(() => '***')); // OK secret-in-log
  console.log(Object.keys({ password })); // OK secret-in-log
  console.log(JSON.stringify(cfg, (k, v) => (k === 'password' ? undefined : v))); // OK secret-in-log
  console.log(JSON.stringify({ password, user }, (k, v) => (k === 'password' ? '***' : v))); // OK secret-in-log
  console.log(JSON.stringify({ password, user }, ['user'])); // OK secret-in-log
  if (!password) console.log('no password given'); // OK secret-in-log
  console.log(token ? 'token present' : 'token missing'); // OK secret-in-log
  console.log('Your password has been changed'); // OK secret-in-log
  console.log('apiKey', apiKey ? ´¤{apiKey.slice(0, 4)}****´ : 'none'); // OK secret-in-log
  console.log('apiKey', apiKey?.slice(-4)); // OK secret-in-log
  console.log('apiKey', apiKey.includes('sk-')); // OK secret-in-log
  console.log('apiKey', apiKey.startsWith('sk-') ? 'live' : 'test'); // OK secret-in-log
  console.log('apiKey', typeof apiKey, apiKey == null); // OK secret-in-log
  console.log('apiKey', apiKey.split('.')[0].length); // OK secret-in-log
  console.log('apiKey', apiKey && 'set'); // OK secret-in-log
  console.log('apiKey', apiKey || 'unset'); // BAD secret-in-log
  console.log('apiKey', String(apiKey)); // BAD secret-in-log
  console.log('apiKey', apiKey.trim()); // BAD secret-in-log
  console.log('apiKey', [apiKey, 1].join(',')); // BAD secret-in-log
  console.log('k', { apiKey: apiKey ? '[set]' : '[unset]' }); // OK secret-in-log
  console.log('k', { ...conf, apiKey: undefined }); // OK secret-in-log
  console.log('k', obfuscate(apiKey)); // OK secret-in-log
  console.log('k', shorten(apiKey, 4)); // OK secret-in-log
  console.log('k', hide(apiKey)); // OK secret-in-log
  console.log('k', maskSecret({ apiKey })); // OK secret-in-log
  console.log('k', fingerprint(apiKey)); // OK secret-in-log
  console.debug('k', sha256(apiKey)); // OK secret-in-log
  console.error('Invalid password for %s', username); // OK secret-in-log
  logger.warn({ err }, 'token refresh failed'); // OK secret-in-log
  logger.info('accessToken expires at ' + accessTokenExpiresAt); // OK secret-in-log
  logger.info({ userId, tokenType: 'access_token' }); // OK secret-in-log
  logger.info(´refresh token: ¤{refreshToken}´); // BAD secret-in-log
  logger.info('session', session.accessToken); // BAD secret-in-log
  logger.info('tokens', tokens.refresh_token); // BAD secret-in-log
  logger.info('oauth', oauth2Client.credentials.access_token); // BAD secret-in-log
  logger.info('client', clientSecret); // BAD secret-in-log
  logger.info('pk', privateKey.toString('hex')); // BAD secret-in-log
  logger.info('pk', keypair.publicKey.toString()); // OK secret-in-log
  logger.info('pk', keypair.secretKey); // BAD secret-in-log
  logger.info('seed', mnemonic); // BAD secret-in-log
  logger.info('jwt payload', jwtPayload.sub); // OK secret-in-log
  logger.info('auth header', headers.authorization); // BAD secret-in-log
  logger.info('conn', connectionString); // BAD secret-in-log
  logger.info('conn', new URL(connectionString).host); // OK secret-in-log
  logger.info('db', process.env.DATABASE_URL); // BAD secret-in-log
  logger.info('db', process.env.MONGO_URI); // BAD secret-in-log
  logger.info('db', process.env.API_URL); // OK secret-in-log
  logger.info('x', process.env.AWS_SECRET_ACCESS_KEY); // BAD secret-in-log
  logger.info('x', process.env.AWS_REGION); // OK secret-in-log
})();
`,
    String.raw`
const express = require('express'); const app = express();
app.use(function (err, req, res, next) { res.status(err.status || 500); res.json({ message: err.message, error: err.stack }); }); // BAD stack-trace
app.use(function (err, req, res, next) { res.status(500).send({ error: err }); }); // OK stack-trace
app.use(function (err, req, res, next) { res.status(500).send('oops'); console.log(err.stack); }); // OK stack-trace
app.use((error, req, res, next) => { const body = { m: error.message }; if (process.env.NODE_ENV !== 'production') body.stack = error.stack; res.json(body); }); // OK stack-trace
app.use((error, req, res, next) => { res.json({ stack: app.get('env') === 'development' ? error.stack : undefined }); }); // OK stack-trace
app.use((error, req, res, next) => { res.json({ stack: process.env.NODE_ENV === 'development' ? error.stack : {} }); }); // OK stack-trace
app.get('/x', (req, res) => { go().catch((e) => res.status(500).send(e.stack)); }); // BAD stack-trace
app.get('/y', (req, res) => { go((err, v) => { if (err) return res.end(err.stack); res.end(v); }); });
app.get('/z', (req, res) => { try { x(); } catch (e) { res.send(´<pre>¤{e.stack}</pre>´); } }); // BAD stack-trace
app.get('/w', (req, res) => { try { x(); } catch (e) { res.send(util.inspect(e)); } }); // BAD stack-trace
app.get('/v', (req, res) => { try { x(); } catch (e) { logger.error(e.stack); res.sendStatus(500); } }); // OK stack-trace
app.get('/u', (req, res) => { res.json({ user: { id: 1, passwordHash: u.passwordHash } }); });
app.post('/login', (req, res) => { const ok = check(req.body.password); res.json({ ok }); }); // OK secret-in-message
app.post('/login', (req, res) => { const token = sign(user); res.json({ accessToken: token }); }); // OK secret-in-message
app.post('/login', (req, res) => { const accessToken = jwt.sign({ id: 1 }, process.env.S); res.json({ accessToken }); }); // OK secret-in-message
app.post('/reg', (req, res) => { const apiKey = crypto.randomBytes(16).toString('hex'); res.json({ apiKey }); }); // OK secret-in-message
app.post('/err', (req, res) => { if (!req.body.password) return res.status(400).json({ password: 'is required' }); }); // OK secret-in-message
`,
  ])('as people write them %#', async (text) => {
    expect(await wrongIdioms(text)).toEqual([]);
  });

  it('knows what leaves a folder, a file or a window', async () => {
    expect(
      await wrongIdioms(String.raw`
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
window.parent.postMessage({ token: authToken }, '*'); // BAD private-post-message
window.parent.postMessage(userName, '*'); // BAD private-post-message
window.parent.postMessage(userName, 'https://x.test'); // OK private-post-message
window.parent.postMessage(encrypt(userName), '*'); // OK private-post-message
window.parent.postMessage({ height }, '*'); // OK private-post-message
window.parent.postMessage({ height }, '*'); // BAD post-message
`),
    ).toEqual([]);
  });

  it('tells secrets apart from what is known of them', async () => {
    expect(
      await wrongIdioms(String.raw`
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
});
