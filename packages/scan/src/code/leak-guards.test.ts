import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** How careful code keeps a secret out of what it writes, each way beside one that does not. */
describe('secrets that stay inside', () => {
  it.each([
    [
      'masked',
      String.raw`
function f(password, apiKey) {
  console.log(password.replace(/[\s\S]/g, '*')); // OK secret-in-log
  console.log(password.replace(/\S/g, 'x')); // OK secret-in-log
  console.log(password.replace(/\w/g, '•')); // OK secret-in-log
  console.log(password.replace(/[^]/g, '*')); // OK secret-in-log
  console.log(password.replace(/.(?=.{4})/g, '*')); // OK secret-in-log
  console.log(password.replace(/./, '*')); // BAD secret-in-log
  console.log(password.replace(/./g, (one) => one.toUpperCase())); // BAD secret-in-log
  console.log(password.replace(/.{4}$/, '****')); // BAD secret-in-log
  console.log(apiKey.replace(/.+/, '***')); // OK secret-in-log
  console.log(apiKey.replace(/^.*$/, '***')); // OK secret-in-log
  console.log(apiKey.replace(/^(.{4}).*$/, '$1***')); // OK secret-in-log
  console.log(apiKey.replace(/^(.{3}).+(.{2})$/, '$1...$2')); // OK secret-in-log
  console.log(apiKey.replace(/^(.*)$/, '<$1>')); // BAD secret-in-log
  console.log(apiKey.replace(/-/g, '')); // BAD secret-in-log
  console.log(password.split('').fill('*').join('')); // OK secret-in-log
  console.log(password.split('').reverse().join('')); // BAD secret-in-log
  console.log(apiKey.at(0) + '…'); // OK secret-in-log
  console.log(apiKey.charAt(0) + '***'); // OK secret-in-log
  console.log(apiKey.slice(4)); // BAD secret-in-log
}
`,
    ],
    [
      'known not to be there, or to be of ours',
      String.raw`
function f(password, other) {
  if (password === 'changeme') console.log(password); // OK secret-in-log
  if (password === '') console.log(password); // OK secret-in-log
  if (!password) console.log(password); // OK secret-in-log
  if (password == null) console.log(password); // OK secret-in-log
  if (typeof password === 'undefined') console.log(password); // OK secret-in-log
  if (typeof password === 'function') console.log(password); // OK secret-in-log
  if (typeof password !== 'string') console.log(password); // OK secret-in-log
  if (password.length === 0) console.log(password); // OK secret-in-log
  if (password.length === 8) console.log(password); // BAD secret-in-log
  if (password) console.log(password); // BAD secret-in-log
  if (password !== '') console.log(password); // BAD secret-in-log
  if (password === other.password) console.log(password); // BAD secret-in-log
  if (typeof password === 'string') console.log(password); // BAD secret-in-log
}
`,
    ],
    [
      'an answer or a number under such a name',
      String.raw`
function f(password, other) {
  const samePassword = password === other; console.log(samePassword); // OK secret-in-log
  const validPassword = password.length > 8; console.log(validPassword); // OK secret-in-log
  const knownPassword = OURS.includes(password); console.log(knownPassword); // OK secret-in-log
  const seen = { password: !!password }; console.log(seen.password); // OK secret-in-log
  const measured = { password: password.length }; console.log(measured.password); // OK secret-in-log
  const copied = { password }; console.log(copied.password); // BAD secret-in-log
  const newPassword = make(password); console.log(newPassword); // BAD secret-in-log
}
`,
    ],
    [
      'taken away or chosen by name',
      String.raw`
const _ = require('lodash');
function f(config, password) {
  const a = { ...config, password }; delete a['password']; console.log(a); // OK secret-in-log
  const b = { ...config, password }; Reflect.deleteProperty(b, 'password'); console.log(b); // OK secret-in-log
  const c = { ...config, password }; delete c['user']; console.log(c); // BAD secret-in-log
  console.log(_.omit({ password, a: 1 }, 'password')); // OK secret-in-log
  console.log(_.omit({ password, a: 1 }, 'a')); // BAD secret-in-log
  console.log(_.pick({ password, a: 1 }, ['a'])); // OK secret-in-log
  console.log(_.pick({ password, a: 1 }, ['password'])); // BAD secret-in-log
  console.log(Object.fromEntries(Object.entries({ password, a: 1 }).filter(([name]) => name !== 'password'))); // OK secret-in-log
  console.log(Object.fromEntries(Object.entries({ password, a: 1 }))); // BAD secret-in-log
}
`,
    ],
    [
      'names that only hold such a word',
      String.raw`
console.log(t.password, msgs.password, errorMessages.password, formErrors.password); // OK secret-in-log
console.log(passwordHint, passwordQuestion, passwordless, passwordCount, passwordsMatch); // OK secret-in-log
console.log(encodedPassword, passwordMd5, passwordSha256, passwordDigest, saltedPassword, maskedPassword); // OK secret-in-log
console.log(secretSanta); // OK secret-in-log
console.log(user.password, adminPassword, password2); // BAD secret-in-log
`,
    ],
    [
      'variables of the environment that were chosen',
      String.raw`
const _ = require('lodash'); const webpack = require('webpack');
for (const name in process.env) console.log(name); // OK environment-leak
for (const name in process.env) console.log(name, process.env[name]); // BAD environment-leak
for (const name of Object.keys(process.env)) if (name.startsWith('npm_')) console.log(process.env[name]); // OK environment-leak
for (const name of Object.keys(process.env)) if (name.length > 3) console.log(process.env[name]); // BAD environment-leak
Object.keys(process.env).filter((name) => /^APP_/.test(name)).forEach((name) => console.log(process.env[name])); // OK environment-leak
Object.entries(process.env).filter(([name]) => name.startsWith('APP_')).forEach(([, value]) => console.log(value)); // OK environment-leak
Object.entries(process.env).forEach(([, value]) => console.log(value)); // BAD environment-leak
console.log(_.pick(process.env, 'PATH')); // OK environment-leak
console.log(_.pick(process.env, Object.keys(process.env))); // BAD environment-leak
console.log(_.pick(process.env, 'PATH', 'NPM_TOKEN')); // BAD environment-leak
console.log(Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value]))); // BAD environment-leak
console.log(Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, /KEY|TOKEN/.test(name) ? '***' : value]))); // OK environment-leak
console.log(Object.fromEntries(Object.entries(process.env).filter(([name]) => /KEY|TOKEN/.test(name)))); // BAD environment-leak
console.log(Object.fromEntries(Object.entries(process.env).filter(([name]) => !/KEY|TOKEN/.test(name)))); // OK environment-leak
console.log(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value))); // BAD environment-leak
Object.entries(process.env).filter(([name]) => name.startsWith('AWS_')).forEach(([, value]) => console.log(value)); // BAD environment-leak
Object.keys(process.env).filter((name) => name.startsWith('AWS_')).forEach((name) => console.log(process.env[name])); // BAD environment-leak
for (const name of Object.keys(process.env)) if (/^GITHUB_/.test(name)) console.log(process.env[name]); // BAD environment-leak
console.log(_.omit(process.env, 'PATH')); // BAD environment-leak
const some = {}; for (const name in process.env) { if (/^VUE_APP_/.test(name)) some[name] = process.env[name]; } new webpack.DefinePlugin({ env: some }); // OK build-leak
const every = {}; for (const name in process.env) { every[name] = process.env[name]; } new webpack.DefinePlugin({ env: every }); // BAD build-leak
`,
    ],
    [
      'stacks that only developers see',
      String.raw`
const express = require('express'); const app = express();
app.get('/', (req, res) => { try { go(); } catch (e) {
  if (process.env.DEBUG) res.send(e.stack); // OK stack-trace
  if (config.debug) res.send(e.stack); // OK stack-trace
  if (options.showStack) res.send(e.stack); // OK stack-trace
  if (options.verboseErrors) res.send(e.stack); // OK stack-trace
  if (options.json) res.send(e.stack); // BAD stack-trace
  if (['development', 'test'].includes(process.env.NODE_ENV)) res.send(e.stack); // OK stack-trace
  if (!['development', 'test'].includes(process.env.NODE_ENV)) res.send(e.stack); // BAD stack-trace
  if (isProduction) res.send('failed'); else res.send(e.stack); // OK stack-trace
  if (isProduction) res.send(e.stack); // BAD stack-trace
  const open = process.env.NODE_ENV === 'development'; if (open) res.send(e.stack); // OK stack-trace
  const body = {}; if (isDev) body.stack = e.stack; res.json(body); // OK stack-trace
  const full = {}; full.stack = e.stack; res.json(full); // BAD stack-trace
} });
app.get('/a', (req, res) => { try { go(); } catch (e) {
  if (process.env.NODE_ENV === 'production') return res.send('failed');
  res.send(e.stack); // OK stack-trace
} });
app.get('/b', (req, res) => { try { go(); } catch (e) {
  if (process.env.NODE_ENV === 'development') return res.send('failed');
  res.send(e.stack); // BAD stack-trace
} });
`,
    ],
  ])('%s', async (_, text) => expect(await wrongIdioms(text)).toEqual([]));
});
