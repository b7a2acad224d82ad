import { describe, expect, it } from 'vitest';
import { wrongLines } from '../__fixtures__/check-lines.js';

const check = wrongLines;
const one = (text: string) => check({ 'src/index.js': text });

describe('data flow', () => {
  it('goes through text, collections, functions and fields', async () => {
    expect(
      await one(`
const { exec } = require('child_process');
const express = require('express');
const util = require('util');
const run = util.promisify(exec);
class Box {
  static last = 'ls';
  #hidden = 1;
  kept = 'ls';
  constructor(value) { this.value = value; }
  get shown() { return this.value; }
  use() { exec(this.value); } // BAD command-injection
  keep() { exec(this.kept); } // OK command-injection
}
function pass(text, ...rest) { return rest.length > 5 ? rest[0] : text; }
const app = express();
app.get('/a', async (req, res) => {
  const { q, list = [] } = req.query;
  exec('echo ' + q); // BAD command-injection
  exec(\`echo \${q}\`); // BAD command-injection
  await run('echo ' + q); // BAD command-injection
  exec(['echo', q].join(' ')); // BAD command-injection
  exec(pass(q)); // BAD command-injection
  exec(pass('ls')); // OK command-injection
  const map = new Map();
  map.set('a', q);
  map.set('b', 'ls');
  exec(map.get('a')); // BAD command-injection
  exec(map.get('b')); // OK command-injection
  const object = { bad: q, good: 'ls', ['made' + 1]: q };
  exec(object.bad); // BAD command-injection
  exec(object.good); // OK command-injection
  exec(object['made1']); // BAD command-injection
  const copy = { ...object };
  exec(copy.bad); // BAD command-injection
  const all = [];
  all.push(q);
  exec(all[0]); // BAD command-injection
  for (const item of all) exec(item); // BAD command-injection
  for (const item in { a: 1 }) exec(item); // OK command-injection
  all.forEach((item) => exec(item)); // BAD command-injection
  all.map((item) => item.trim()).forEach((item) => exec(item)); // BAD command-injection
  exec(all.reduce((sum, item) => sum + item, '')); // BAD command-injection
  exec(all.filter(Boolean).find(() => true)); // BAD command-injection
  exec(Number(q) + 1); // OK command-injection
  exec('sleep ' + parseInt(q, 10)); // OK command-injection
  const [first, , third = 'x'] = [q, 1];
  exec(first); // BAD command-injection
  exec(third); // OK command-injection
  let late = 'ls';
  if (list.length) late = q;
  exec(late); // BAD command-injection
  late = 'ls';
  exec(late); // OK command-injection
  late += q;
  exec(late); // BAD command-injection
  const box = new Box(q);
  box.use();
  box.keep();
  exec(box.shown); // BAD command-injection
  exec(Box.last); // OK command-injection
  exec(q || 'ls'); // BAD command-injection
  exec(q ? 'ls' : 'pwd'); // OK command-injection
  exec(String(q).toLowerCase().slice(1)); // BAD command-injection
  exec(JSON.parse(q).command); // BAD command-injection
  exec(decodeURIComponent(q)); // BAD command-injection
  exec(unknown(q)); // BAD command-injection
  exec(sanitizeShell(q)); // OK command-injection
  exec.call(null, q); // BAD command-injection
  exec.apply(null, [q]); // BAD command-injection
  new Promise((resolve) => resolve(q)).then((value) => exec(value)); // BAD command-injection
  Promise.resolve(q).then((value) => exec(value)).catch(() => {}); // BAD command-injection
  const { exec: other } = require('node:child_process');
  other(q); // BAD command-injection
  (() => { shared = q; })();
  exec(shared); // BAD command-injection
  switch (q) { case 'ls': exec(q); break; default: exec('x' + q); } // BAD command-injection
  try { exec('id'); } catch (error) { exec(q); } finally { res.end(); } // BAD command-injection
  do { late = q; } while (late !== q);
  while (late) { exec(late); break; } // BAD command-injection
  label: for (let i = 0; i < 3; i++) { continue label; }
  void 0; typeof q; -1; !q; late++; late -= 1;
  exec((0, q)); // BAD command-injection
  function* words() { yield q; }
  exec(tag\`x \${q}\`); // BAD command-injection
  exec(sql\`x \${q}\`); // OK command-injection
  let n; n ??= q; exec(n); // BAD command-injection
  [n] = ['ls', 2]; exec(n); // OK command-injection
  ({ bad: n, good: late } = object); exec(n); // BAD command-injection
  Object.assign(copy, { extra: q }); exec(copy.extra); // BAD command-injection
  for (const [key, value] of Object.entries(object)) exec(value); // BAD command-injection
  exec(Object.values(object)[0]); // BAD command-injection
  exec(arguments.length); // OK command-injection
});
`),
    ).toEqual([]);
  });

  it('follows modules, default and named exports, and cycles', async () => {
    expect(
      await check({
        'src/index.ts': `
import express from 'express';
import run, { quiet as silent, Tool, list } from './run.js';
import * as all from './run.js';
import type { Nothing } from './nothing.js';
export { run as again } from './run.js';
export * from './run.js';
export default run;
enum Mode { On = 1, Off }
const app = express();
app.post('/', (req, res) => {
  run(req.body.a);
  silent(req.body.b);
  all.third(req.body.c);
  new Tool(req.body.d).go();
  list.fourth(req.body.e);
});
`,
        'src/run.ts': `
import { execSync } from 'node:child_process';
import './index.js';
export default function run(text: string) { execSync('a ' + text); } // BAD command-injection
export const quiet = (count: number) => execSync('a ' + count); // OK command-injection
export function third(text: string) { execSync('a ' + text); } // BAD command-injection
class Base { constructor(protected readonly text: string) {} }
export class Tool extends Base {
  constructor(text: string) { super(text); }
  go() { execSync('b ' + this.text); } // BAD command-injection
}
export const list = { fourth(text: string) { execSync('c ' + text); } }; // BAD command-injection
`,
        'src/common.js': `
const cp = require('child_process');
const helper = require('./helper');
module.exports = function (a) { helper.go(a); };
exports.x = 1;
`,
        'src/helper.js': `
exports.go = (text) => require('child_process').exec('ls ' + text); // BAD command-injection
`,
      }),
    ).toEqual([]);
  });

  it('knows what a test of a value proves', async () => {
    expect(
      await one(`
const fs = require('fs');
const path = require('path');
const { exec } = require('child_process');
const allowed = new Set(['a', 'b']);
const names = ['a', 'b'];
const isFine = (value) => names.includes(value);
require('express')().get('/', (req, res) => {
  const q = req.query.q;
  if (allowed.has(q)) exec('x ' + q); // OK command-injection
  if (names.includes(q)) exec('x ' + q); // OK command-injection
  if (names.indexOf(q) !== -1) exec('x ' + q); // OK command-injection
  if (names.indexOf(q) > -1) exec('x ' + q); else exec('y ' + q); // BAD command-injection
  if (/^[a-z]+$/.test(q)) exec('x ' + q); // OK command-injection
  if (/[a-z]/.test(q)) exec('x ' + q); // BAD command-injection
  if (q.match(/^\\w+$/)) exec('x ' + q); // OK command-injection
  if (q === 'a' || q === 'b') exec('x ' + q); // OK command-injection
  if (!(q === 'a')) exec('x ' + q); // BAD command-injection
  if (isFine(q)) exec('x ' + q); // OK command-injection
  if (isValid(q)) exec('x ' + q); // OK command-injection
  if (typeof q === 'number') exec('x ' + q); // OK command-injection
  if (Number.isInteger(q)) exec('x ' + q); // OK command-injection
  const ok = allowed.has(q);
  if (ok) exec('x ' + q); // OK command-injection
  const p = path.normalize(q);
  if (!p.startsWith('..') && !path.isAbsolute(p)) fs.readFileSync(p); // OK path-traversal
  if (p.startsWith('/srv/')) fs.readFileSync(p); // OK path-traversal
  if (q.startsWith('/srv/')) fs.readFileSync(q); // BAD path-traversal
  if (q.includes('..')) return;
  fs.readFileSync('./' + q); // OK path-traversal
  fs.readFileSync(q); // BAD path-traversal
  const full = path.resolve('/srv', req.query.file);
  if (full.indexOf('/srv/') !== 0) throw new Error('outside');
  fs.readFileSync(full); // OK path-traversal
  const far = path.resolve(req.query.far);
  if (far.slice(0, root.length) === root) fs.readFileSync(far); // OK path-traversal
  const away = path.join(root, req.query.away);
  if (path.relative(root, away).startsWith('..')) return;
  fs.readFileSync(away); // OK path-traversal
  fs.readFileSync(path.join('/srv', path.basename(req.query.name))); // OK path-traversal
  fs.readFileSync(req.query.name.replace(/[^\\w]/g, '')); // OK path-traversal
  fs.readFileSync('x/' + req.query.name.replace(/\\.\\./g, '')); // OK path-traversal
  const head = path.normalize(req.query.head);
  if (head[0] !== '/' && head.charAt(0) !== '.') fs.readFileSync(head); // OK path-traversal
  if (isPathInside(head, root)) fs.readFileSync(head); // OK path-traversal
  fs.readFileSync(fs.realpathSync(req.query.real)); // BAD path-traversal
  fs.existsSync(req.query.there); // BAD path-traversal
  res.sendFile(req.query.file, { root: '/srv' }); // OK path-traversal
  res.sendFile(req.query.file); // BAD path-traversal
  import(req.query.module); // BAD dynamic-import
});
`),
    ).toEqual([]);
  });

  it('knows databases, requests, and objects made of keys', async () => {
    expect(
      await one(`
const mysql = require('mysql');
const mongoose = require('mongoose');
const axios = require('axios');
const http = require('http');
const lodash = require('lodash');
const db = mysql.createConnection({});
const Model = mongoose.model('x', {});
const Ajv = require('ajv');
const valid = new Ajv().compile({});
function merge(into, from) {
  for (const key in from) {
    if (typeof into[key] === 'object') merge(into[key], from[key]);
    else into[key] = from[key]; // BAD prototype-pollution
  }
}
function safeMerge(into, from) {
  for (const key of Object.keys(from)) {
    if (key === '__proto__' || key === 'constructor') continue;
    if (into[key]) safeMerge(into[key], from[key]);
    else into[key] = from[key]; // OK prototype-pollution
  }
}
function ownMerge(into, from) {
  for (const key in from) {
    if (Object.prototype.hasOwnProperty.call(into, key)) ownMerge(into[key], from[key]);
    else into[key] = from[key]; // OK prototype-pollution
  }
}
function setDeep(object, path, value) {
  let at = object;
  const keys = path.split('.');
  const last = keys.pop();
  for (const key of keys) at = at[key]; // BAD prototype-pollution
  at[last] = value; // BAD prototype-pollution
}
module.exports = { merge, safeMerge, ownMerge, setDeep };
require('http').createServer((req, res) => {
  const { searchParams } = new URL(req.url, 'http://localhost');
  db.query('SELECT ' + searchParams.get('a')); // BAD sql-injection
  db.query('SELECT ?', [searchParams.get('a')]); // OK sql-injection
  db.query('SELECT ' + mysql.escape(searchParams.get('a'))); // OK sql-injection
}).listen(1);
require('express')().post('/', (req, res) => {
  Model.find({ name: req.body.name }); // BAD nosql-injection
  Model.find({ name: String(req.body.name) }); // OK nosql-injection
  Model.find({ name: req.params.name }); // OK nosql-injection
  Model.find({ $where: 'this.a == ' + req.body.a }); // BAD nosql-injection
  if (typeof req.body.id === 'string') Model.findById(req.body.id); // OK nosql-injection
  if (valid(req.body)) Model.find(req.body); // OK nosql-injection
  axios.get(req.body.url); // BAD ssrf
  axios.get('https://a.test/' + req.body.url); // OK ssrf
  axios({ url: req.body.url }); // BAD ssrf
  axios.get('https://a.test?q=' + req.body.url); // OK ssrf
  axios.get(base + '/x/' + req.body.url); // OK ssrf
  http.get({ hostname: req.body.host }); // BAD ssrf
  if (req.body.url.startsWith('https://a.test/')) axios.get(req.body.url); // OK ssrf
  const table = {};
  table[req.body.key] = 1; // BAD property-injection
  table[req.body.key].x = 1; // BAD prototype-pollution
  if (table.hasOwnProperty(req.body.k)) table[req.body.k].x = 1; // OK prototype-pollution
  delete table[req.body.key]; // BAD property-injection
  Object.defineProperty(table, req.body.key, {}); // BAD property-injection
  const bare = Object.create(null);
  bare[req.body.key].x = 1; // OK prototype-pollution
  lodash.merge({}, req.body); // BAD object-merge
  new RegExp(req.body.re); // BAD regex-injection
  new RegExp(lodash.escapeRegExp(req.body.re)); // OK regex-injection
  /(a|a)+$/.test(req.body.text); // BAD redos
  if (req.query.a.indexOf('x') === 1) res.end(); // BAD type-confusion
  if (req.query.a.indexOf('x') === 0) res.end(); // OK type-confusion
  if (req.query.a.length) res.end(); // OK type-confusion
  if (req.query.a.length === 5) res.end(); // BAD type-confusion
  if (req.query.k === '__proto__') res.end(); // BAD type-confusion
  globalThis[req.body.f](); // BAD dynamic-method
  res.setHeader(req.body.h, 'x'); // BAD property-injection
  res.render('page', req.body); // BAD template-object
});
`),
    ).toEqual([]);
  });

  it('knows where secrets may not go', async () => {
    expect(
      await one(`
const fs = require('fs');
const jwt = require('jsonwebtoken');
const crypto = require('crypto');
const cors = require('cors');
const winston = require('winston');
console.log(process.env); // BAD environment-leak
console.log(process.env.HOME); // OK environment-leak
console.log(process.env.MY_API_KEY); // BAD secret-in-log
console.log(userPassword); // BAD secret-in-log
console.log(passwordHash); // OK secret-in-log
winston.info(\`token \${config.apiKey}\`); // BAD secret-in-log
fetch('https://a.test', { method: 'POST', body: JSON.stringify(process.env), signal }); // BAD environment-leak
fs.writeFileSync('x', process.env.MY_SECRET); // BAD secret-in-file
jwt.sign({}, 'a-fixed-secret-value'); // BAD hardcoded-credential
jwt.sign({}, process.env.SECRET); // OK hardcoded-credential
jwt.verify(token, '', { algorithms: ['none'] }); // BAD jwt-unverified
const fixed = 'k9#Lm2!xQz'; // BAD hardcoded-credential
crypto.createHmac('sha256', fixed);
crypto.createHash('sha1').update('x'); // BAD weak-hash
crypto.createHash('sha256').update(password); // BAD weak-password-hash
crypto.createCipheriv('des', key, iv).update(mySecret); // BAD weak-cipher
crypto.pbkdf2Sync('x', salt, 10, 32, 'sha512'); // BAD weak-password-hash
const sessionToken = 'x' + Math.random(); // BAD insecure-random
const colour = Math.random(); // OK insecure-random
const code = crypto.randomBytes(4)[0] % 100; // BAD biased-random
const even = crypto.randomBytes(4)[0] % 16; // OK biased-random
const share = Math.floor(crypto.randomBytes(4)[0] / 25.6); // BAD biased-random
const twice = crypto.randomBytes(1)[0] * crypto.randomBytes(1)[0]; // BAD biased-random
fetch('http://api.demo.com/', { headers: { Authorization: 'Bearer abcdef123456' } }); // BAD plain-http
fetch('http://api.demo.com/', { headers: { Authorization: 'Bearer abcdef123456' } }); // BAD hardcoded-credential
fetch('http://localhost:1/'); // OK plain-http
require('express')().get('/', (req, res) => {
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin); // BAD cors-open
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  res.writeHead(200, { 'Access-Control-Allow-Origin': req.headers.origin, 'Access-Control-Allow-Credentials': true }); // BAD cors-open
  try { work(); } catch (error) {
    res.send(error.stack); // BAD stack-trace
    res.send(error.message); // OK stack-trace
    res.send('failed ' + error); // OK stack-trace
  }
  res.json({ key: process.env.MY_API_KEY }); // BAD secret-in-message
});
localStorage.setItem('k', userPassword); // BAD secret-in-file
new RegExp('(x+x+)+y'); // OK redos
const later = (done) => setTimeout(() => { throw new Error('x'); }, 1); // BAD request-crash
const caught = () => setTimeout(() => { try { throw new Error('x'); } catch {} }, 1); // OK request-crash
`),
    ).toEqual([]);
  });

  it('knows the entry points of a plugin', async () => {
    expect(
      await check({
        'src/index.ts': `
import { Service, type Action, type IAgentRuntime, type Memory, type Plugin, type Provider, type State } from '@elizaos/core';
import { exec } from 'node:child_process';
import { Pool } from 'pg';
const action: Action = {
  name: 'A',
  validate: async (runtime, message) => { exec(message.content.text); return true; }, // BAD command-injection
  async handler(runtime, message, state, options, callback) {
    exec(\`x \${options.name}\`); // BAD command-injection
    exec(\`x \${state.values.name}\`); // BAD command-injection
    exec(await runtime.useModel('TEXT_SMALL', { prompt: 'x' })); // BAD command-injection
    exec(runtime.getSetting('X_UNIT')); // OK command-injection
    const answer = await fetch('https://a.test/', { signal });
    exec(await answer.text()); // BAD command-injection
    eval((await answer.json()).code); // BAD download-and-run
    return { success: true, text: runtime.getSetting('X_API_KEY'), data: {} }; // BAD secret-in-message
  },
};
const provider: Provider = {
  name: 'P',
  get: async (runtime: IAgentRuntime, message: Memory, state: State) => ({
    text: String(process.env.X_SECRET_KEY), // BAD secret-in-message
  }),
};
class Runner extends Service {
  constructor(private readonly pool: Pool) { super(); }
  async find(message: Memory) {
    await this.pool.query(\`SELECT \${message.content.text}\`); // BAD sql-injection
    await this.pool.query('SELECT $1', [message.content.text]); // OK sql-injection
  }
  async stop() {}
}
const plugin: Plugin = {
  name: 'p', description: 'p', actions: [action], providers: [provider], services: [Runner],
  routes: [{ type: 'POST', path: '/x', handler: async (req, res) => { exec(req.body.x); } }], // BAD command-injection
  events: { MESSAGE_RECEIVED: [async ({ message }) => {}] },
};
export default plugin;
`,
        'src/view.tsx': `
export const View = ({ text }: { text: string }) => <div {...props} title={eval(location.hash)}>{text}</div>; // BAD code-injection
`,
      }),
    ).toEqual([]);
  });

  it.each([4, 12, 16, 20])(
    'goes through %i calls, and what is proved comes back through them',
    async (calls) => {
      const chain = (name: string) =>
        Array.from(
          { length: calls },
          (_, at) => `const ${name}${at} = (text) => ${name}${at + 1}(text);`,
        ).join('\n');
      expect(
        await one(`
const app = require('express')();
${chain('kept')}
${chain('free')}
const within = (text) => { const to = new URL(text, 'https://api.example.com'); if (to.host !== 'api.example.com') throw new Error('host'); return to; };
const anywhere = (text) => { const to = new URL(text, 'https://api.example.com'); if (to.port !== '') throw new Error('port'); return to; };
const kept${calls} = (text) => fetch(within(text)); // OK ssrf
const free${calls} = (text) => fetch(anywhere(text)); // BAD ssrf
app.get('/a', (req) => kept0(req.query.a));
app.get('/b', (req) => free0(req.query.a));
`),
      ).toEqual([]);
    },
  );
});
