import { expect, it } from 'vitest';
import { wrongLines } from '../__fixtures__/check-lines.js';

const handlers = (rows: string) =>
  wrongLines({
    'src/index.js': `
const { exec } = require('child_process');
const fs = require('fs');
const path = require('path');
const Model = require('mongoose').model('x', {});
const app = require('express')();
const names = ['a', 'b'];
const table = { a: 1 };
const oneOf = (value) => { return names.includes(value); };
const both = (value) => { log(value); return names.includes(value); };
const nothing = ({ value }, ...rest) => { return; };
${rows
  .trim()
  .split('\n')
  .map((row) => {
    const [code, mark = ''] = row.split(/(?=\/\/ (?:BAD|OK))/);
    return `app.get('/', (req, res) => { const q = req.query.q; ${code} }); ${mark}`;
  })
  .join('\n')}`,
  });

it('knows what comparisons prove', async () => {
  expect(
    await handlers(String.raw`
if (names.indexOf(q) >= 0) exec('x ' + q); // OK command-injection
if (names.indexOf(q) >= 1) exec('x ' + q); // BAD command-injection
if (names.indexOf(q) < 0) return; exec('x ' + q); // OK command-injection
if (names.indexOf(q) < 0) exec('x ' + q); // BAD command-injection
if (q.length > 1) exec('x ' + q); // BAD command-injection
if (q instanceof Date) exec('x ' + q); // BAD command-injection
if (q in table) exec('x ' + q); // OK command-injection
if (!(q in table)) exec('x ' + q); // BAD command-injection
if (q === '') exec('x ' + q); // BAD command-injection
if (q === null) exec('x ' + q); // BAD command-injection
if ('a' === q) exec('x ' + q); // OK command-injection
if (q == req.query.other) exec('x ' + q); // BAD command-injection
if (q.trim() === 'a') exec('x ' + q); // OK command-injection
if (String(q) === 'a') exec('x ' + q); // OK command-injection
if (q !== 'a') return; exec('x ' + q); // OK command-injection
if (q !== 'a' && q !== 'b') return; exec('x ' + q); // OK command-injection
const low = q.toLowerCase(); if (low === 'a') exec('x ' + q); // OK command-injection
if ('function' === typeof q) exec('x ' + q); // BAD command-injection
if (typeof q === 'boolean') exec('x ' + q); // OK command-injection
if (typeof q === 'other') exec('x ' + q); // BAD command-injection
if (typeof q !== 'string') return; Model.find({ q }); // OK nosql-injection
if (typeof q !== 'function') exec('x ' + q); // BAD command-injection
if (q.length < 50) /(a|a)+$/.test(q); // OK redos
if (50 > q.length) /(a|a)+$/.test(q); // OK redos
if (q.length > 50) return; /(a|a)+$/.test(q); // OK redos
if (q.length > 50) /(a|a)+$/.test(q); // BAD redos
if (table[q]) exec('x ' + q); // OK command-injection
if (table[q] !== undefined) exec('x ' + q); // OK command-injection
if (table[q] === undefined) exec('x ' + q); // BAD command-injection
if (req.body[q]) exec('x ' + q); // BAD command-injection
const { ok } = q; if (ok) exec('x ' + q); // BAD command-injection
let ok = names.includes(q); if (ok) exec('x ' + q); // BAD command-injection
if (q < 5) exec('x ' + q); // BAD command-injection
const to = new URL(q); if (to.host !== new URL(base).host) return; fetch(to, { signal }); // OK ssrf
const to = new URL(q); const same = to.hostname === home.hostname; if (!same) return; fetch(to, { signal }); // OK ssrf
const to = new URL(q); if (to.host === new URL(req.query.o).host) fetch(to, { signal }); // BAD ssrf
const to = new URL(q); if (to.host !== base) fetch(to, { signal }); // BAD ssrf
q === 'a' ? exec('x ' + q) : exec('y'); // OK command-injection
q !== 'a' || exec('x ' + q); // OK command-injection
`),
  ).toEqual([]);
});

it('knows what tests of a path prove', async () => {
  expect(
    await handlers(String.raw`
const p = path.normalize(q); if (p[0] !== '/' && p[0] !== '.') fs.readFileSync(p); // OK path-traversal
const p = path.normalize(q); if (p[1] !== '/') fs.readFileSync(p); // BAD path-traversal
if (q !== '..') fs.readFileSync(q); // BAD path-traversal
const rel = path.relative('/srv', q); if (rel.startsWith('..')) return; fs.readFileSync(q); // OK path-traversal
const rel = path.normalize(path.relative('/srv', q)); if (!rel.startsWith('..')) fs.readFileSync(q); // OK path-traversal
const rel = other(q); if (!rel.startsWith('..')) fs.readFileSync(q); // BAD path-traversal
const p = path.resolve(q); if (!p.startsWith('/srv/')) return; fs.readFileSync(p); // OK path-traversal
const p = path.resolve(q); if (p.startsWith(req.query.root)) fs.readFileSync(p); // BAD path-traversal
if (q.startsWith('/')) fs.readFileSync(q); // BAD path-traversal
if (!q.startsWith('/')) fs.readFileSync(q); // BAD path-traversal
if (q.startsWith('..')) fs.readFileSync(q); // BAD path-traversal
if (!q.startsWith('x')) fs.readFileSync(q); // BAD path-traversal
const p = path.normalize(q); if (path.isAbsolute(p)) fs.readFileSync(p); // BAD path-traversal
if (pathIsInside(path.resolve(q), '/srv')) fs.readFileSync(path.resolve(q)); // BAD path-traversal
if (q.includes('..')) fs.readFileSync('x/' + q); // BAD path-traversal
if (q.includes('x')) return; fs.readFileSync('x/' + q); // BAD path-traversal
if (q.includes(name)) return; fs.readFileSync('x/' + q); // BAD path-traversal
if (/\.\./.test(q)) return; fs.readFileSync('x/' + q); // OK path-traversal
if (q.indexOf('..') !== -1) return; fs.readFileSync('x/' + q); // OK path-traversal
if (q.lastIndexOf('..') > -1) return; fs.readFileSync('x/' + q); // OK path-traversal
if (path.extname(q) === '.txt') fs.readFileSync(q); // OK path-traversal
`),
  ).toEqual([]);
});

it('knows what calls prove', async () => {
  expect(
    await handlers(String.raw`
if (oneOf(q)) exec('x ' + q); // OK command-injection
if (both(q)) exec('x ' + q); // BAD command-injection
if (nothing(q)) exec('x ' + q); // BAD command-injection
if (blacklist.includes(q)) return; exec('x ' + q); // OK command-injection
if (blacklist.includes(q)) exec('x ' + q); // BAD command-injection
if (req.query.list.includes(q)) exec('x ' + q); // BAD command-injection
if (Object.hasOwn(table, q)) exec('x ' + q); // OK command-injection
if (table.hasOwnProperty(q)) exec('x ' + q); // OK command-injection
if (Object.prototype.hasOwnProperty.call(table, q)) exec('x ' + q); // OK command-injection
if (lodash.isString(q)) Model.find({ q }); // OK nosql-injection
if (Number.isFinite(q)) exec('x ' + q); // OK command-injection
if (isAllowed(q)) exec('x ' + q); // OK command-injection
if (!isAllowed(q)) exec('x ' + q); // BAD command-injection
if (fs.existsSync(q)) exec('x ' + q); // OK command-injection
if (isPlainObject(q)) exec('x ' + q); // BAD command-injection
if (/[;&|]/.test(q)) return; exec('x ' + q); // OK command-injection
if (/[^a-z]/.test(q)) return; exec('x ' + q); // OK command-injection
if (/[^a-z;]/.test(q)) return; exec('x ' + q); // BAD command-injection
if (/^[^;]+$/.test(q)) exec('x ' + q); // BAD command-injection
if (/^\S+$/.test(q)) exec('x ' + q); // BAD command-injection
if (/^[\w/.]+$/.test(q)) fs.readFileSync(q); // BAD path-traversal
if (new RegExp('^a$').test(q)) exec('x ' + q); // BAD command-injection
if (/^[a-z]+$/.exec(q)) exec('x ' + q); // OK command-injection
if ((0, names.includes)(q)) exec('x ' + q); // BAD command-injection
`),
  ).toEqual([]);
});

it('knows which keys lead to a prototype', async () => {
  expect(
    await wrongLines({
      'src/index.js': String.raw`
const app = require('express')();
const reserved = ['__proto__', 'constructor', 'prototype'];
function plain(into, from) {
  for (const key in from) {
    if (reserved.includes(key)) continue;
    if (typeof into[key] === 'object') plain(into[key], from[key]);
    else into[key] = from[key]; // OK prototype-pollution
  }
}
function denied(into, from) {
  for (const key of Object.keys(from)) {
    if (key.includes('__proto__') || key === 'constructor') return;
    if (into[key]) denied(into[key], from[key]);
    else into[key] = from[key]; // OK prototype-pollution
  }
}
function matched(into, from) {
  for (const key of Object.keys(from)) {
    if (/__proto__|constructor/.test(key)) return;
    if (into[key]) matched(into[key], from[key]);
    else into[key] = from[key]; // OK prototype-pollution
  }
}
function known(into, from) {
  for (const key in from) {
    if (!(key in into)) into[key] = from[key]; // OK prototype-pollution
    else if (from[key] !== null && typeof from[key] === 'object') known(into[key], from[key]);
    else into[key] = from[key]; // BAD prototype-pollution
  }
}
function foreign(into, from) {
  for (const key in from) {
    if (from.hasOwnProperty(key) && typeof into[key] === 'object') foreign(into[key], from[key]);
    else into[key] = from[key]; // BAD prototype-pollution
  }
}
module.exports = { plain, denied, matched, known, foreign };
app.post('/', (req, res) => {
  const key = req.body.key;
  const table = {};
  if (key === '__proto__') return;
  table[key].x = 1; // OK prototype-pollution
});
app.post('/', (req, res) => {
  const table = {};
  const row = table[req.body.key];
  if (row instanceof Table) row.x = 1; // OK prototype-pollution
  table[req.body.key][0] = 1; // OK prototype-pollution
  delete table.key; // OK property-injection
  Object.keys(req.body).forEach((key) => { delete table[key]; }); // OK property-injection
  for (const name of Object.keys(process.env)) console.log(process.env[name]); // BAD environment-leak
  console.log(process.env[req.body.name]); // OK environment-leak
  const store = new Map();
  store[req.body.key].x = 1; // OK prototype-pollution
});
`,
    }),
  ).toEqual([]);
});
