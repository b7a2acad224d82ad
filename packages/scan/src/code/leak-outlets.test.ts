import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

describe('ways out of the process', () => {
  it.each([
    [
      'loggers known by what they are called',
      String.raw`
const { Logger } = require('tslog');
function f(password, user, catalog) {
  console.group(password); // BAD secret-in-log
  console.assert(false, password); // BAD secret-in-log
  new Logger().info(password); // BAD secret-in-log
  this.logger.info(password); // BAD secret-in-log
  app.log.info(password); // BAD secret-in-log
  req.log.warn({ password }); // BAD secret-in-log
  ctx.logger.error(password); // BAD secret-in-log
  LOG.debug(password); // BAD secret-in-log
  process.emitWarning(password); // BAD secret-in-log
  this.logger.info(user); // OK secret-in-log
  this.logger.setPassword(password); // OK secret-in-log
  this.catalog.info(password); // OK secret-in-log
  Math.log(password); // OK secret-in-log
}
`,
    ],
    [
      'what functions hand out by their names',
      String.raw`
async function f() {
  console.log(getPassword()); // BAD secret-in-log
  console.log(vault.readPassword()); // BAD secret-in-log
  console.log(await loadApiKey()); // BAD secret-in-log
  console.log(env('DB_PASSWORD')); // BAD secret-in-log
  console.log(env('DB_NAME')); // OK secret-in-log
  console.log(getPasswordPolicy()); // OK secret-in-log
  console.log(getPasswordHash()); // OK secret-in-log
  console.log(resetPassword()); // OK secret-in-log
  const { password: given } = config; console.log(given); // BAD secret-in-log
  const { password: text } = errors; console.log(text); // OK secret-in-log
  const { password: unused, ...rest } = config; console.log(rest); // OK secret-in-log
}
`,
    ],
    [
      'answers of other servers',
      String.raw`
const Koa = require('koa'); const koa = new Koa();
koa.use(async (ctx) => { try { go(); } catch (e) { ctx.body = e.stack; } }); // BAD stack-trace
koa.use(async (ctx) => { try { go(); } catch (e) { ctx.response.body = { error: e.stack }; } }); // BAD stack-trace
koa.use(async (ctx) => { try { go(); } catch (e) { ctx.body = { error: e.message }; } }); // OK stack-trace
koa.use(async (ctx) => { ctx.body = process.env; }); // BAD environment-leak
koa.use(async (ctx) => { ctx.body = process.env.NODE_ENV; }); // OK environment-leak
function a() { try { go(); } catch (e) { return new Response(e.stack); } } // BAD stack-trace
function b() { try { go(); } catch (e) { return Response.json({ trace: e.stack }); } } // BAD stack-trace
function c() { try { go(); } catch (e) { return Response.json({ error: e.message }); } } // OK stack-trace
exports.handler = async (event) => { try { go(); } catch (e) { return { statusCode: 500, body: e.stack }; } }; // BAD stack-trace
exports.other = async (event) => { try { go(); } catch (e) { return { statusCode: 500, body: JSON.stringify({ trace: e.stack }) }; } }; // BAD stack-trace
exports.third = async (event) => { try { go(); } catch (e) { return { statusCode: 500, body: e.message }; } }; // OK stack-trace
require('express')().get('/', (req, res) => { try { go(); } catch (e) { res.json({ ...e }); } }); // OK stack-trace
require('express')().get('/', (req, res) => { try { go(); } catch (e) { res.json({ ...{ trace: e.stack } }); } }); // BAD stack-trace
require('express')().get('/', (req, res) => { go().then(done, (e) => res.send(e.stack)); }); // BAD stack-trace
require('express')().get('/', (req, res) => { go().then((e) => res.send(e.stack), done); }); // OK stack-trace
`,
    ],
    [
      'cookies, stores and files',
      String.raw`
const express = require('express'); const app = express(); const fs = require('fs'); const Cookies = require('js-cookie');
app.post('/', (req, res) => {
  const { password, user } = req.body;
  res.setHeader('Set-Cookie', 'p=' + password); // BAD secret-in-file
  res.setHeader('Set-Cookie', ['a=b', ´p=¤{password}´]); // BAD secret-in-file
  res.setHeader('Set-Cookie', 'u=' + user); // OK secret-in-file
  res.setHeader('X-Length', password.length); // OK secret-in-file
  res.cookie('p', req.param('current_password')); // BAD secret-in-file
  res.cookie('p', req.param('current_page')); // OK secret-in-file
  localStorage.password = password; // BAD secret-in-file
  localStorage['theme'] = user; // OK secret-in-file
  window.sessionStorage.p = password; // BAD secret-in-file
  document.cookie = 'p=' + password; // BAD secret-in-file
  document.cookie = 'u=' + user; // OK secret-in-file
  Cookies.set('p', password); // BAD secret-in-file
  Cookies.set('u', user); // OK secret-in-file
  fs.createWriteStream('u').end(password); // BAD secret-in-file
  fs.createWriteStream('u').end(encrypt(password)); // OK secret-in-file
});
`,
    ],
  ])('%s', async (_, text) => expect(await wrongIdioms(text)).toEqual([]));
});
