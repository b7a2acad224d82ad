import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Merges, setters and parsers of a library of its own, with and without a check of the key. */
describe('writes under keys of others', () => {
  it.each([
    String.raw`
function merge(dst, src) { for (const k in src) { if (typeof src[k] === 'object') { dst[k] = merge(dst[k] || {}, src[k]); } else { dst[k] = src[k]; } } return dst; } // BAD prototype-pollution
module.exports = merge;
`,
    String.raw`
exports.merge = function merge(target, source) {
  Object.keys(source).forEach((key) => {
    if (isObject(source[key])) { if (!target[key]) target[key] = {}; merge(target[key], source[key]); }
    else target[key] = source[key]; // BAD prototype-pollution
  });
  return target;
};
`,
    String.raw`
exports.merge = function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;
    if (isObject(source[key])) { if (!target[key]) target[key] = {}; merge(target[key], source[key]); }
    else target[key] = source[key]; // OK prototype-pollution
  }
  return target;
};
`,
    String.raw`
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);
exports.merge = function merge(target, source) {
  for (const [key, value] of Object.entries(source)) {
    if (UNSAFE.has(key)) continue;
    if (value && typeof value === 'object') { target[key] = merge(target[key] || {}, value); }
    else target[key] = value; // OK prototype-pollution
  }
  return target;
};
`,
    String.raw`
export function deepMerge(a, b) {
  for (const key in b) {
    if (!Object.prototype.hasOwnProperty.call(b, key)) continue;
    if (b[key] instanceof Object && key in a) deepMerge(a[key], b[key]);
    else a[key] = b[key]; // BAD prototype-pollution
  }
  return a;
}
`,
    String.raw`
export function deepMerge(a, b) {
  for (const key in b) {
    if (!Object.prototype.hasOwnProperty.call(a, key)) { a[key] = b[key]; continue; }
    if (b[key] instanceof Object) deepMerge(a[key], b[key]);
    else a[key] = b[key]; // OK prototype-pollution
  }
  return a;
}
`,
    String.raw`
export function shallow(a, b) { for (const key in b) { a[key] = b[key]; } return a; } // OK prototype-pollution
export function copy(b) { const o = {}; for (const k of Object.keys(b)) o[k] = b[k]; return o; } // OK prototype-pollution
export function groupBy(list, f) { const o = {}; for (const i of list) { (o[f(i)] ||= []).push(i); } return o; } // OK prototype-pollution
export const pick = (o, ks) => ks.reduce((acc, k) => { acc[k] = o[k]; return acc; }, {}); // OK prototype-pollution
export const invert = (o) => { const r = {}; Object.entries(o).forEach(([k, v]) => { r[v] = k; }); return r; } // OK prototype-pollution
`,
    String.raw`
export function set(obj, path, value) {
  const keys = path.split('.');
  let cur = obj;
  for (let i = 0; i < keys.length - 1; i++) {
    if (!cur[keys[i]]) cur[keys[i]] = {};
    cur = cur[keys[i]]; // BAD prototype-pollution
  }
  cur[keys[keys.length - 1]] = value; // BAD prototype-pollution
}
`,
    String.raw`
export function set(obj, path, value) {
  const keys = path.split('.');
  let cur = obj;
  for (let i = 0; i < keys.length - 1; i++) {
    if (keys[i] === '__proto__' || keys[i] === 'constructor') return;
    if (!cur[keys[i]]) cur[keys[i]] = {};
    cur = cur[keys[i]]; // OK prototype-pollution
  }
  cur[keys.at(-1)] = value;
}
`,
    String.raw`
export function setPath(obj, path, value) {
  const parts = Array.isArray(path) ? path : path.split('.');
  const last = parts.pop();
  const target = parts.reduce((o, k) => (o[k] = o[k] || {}), obj);
  target[last] = value; // BAD prototype-pollution
  return obj;
}
`,
    String.raw`
module.exports = (obj, path, value) => {
  const segs = path.split('.');
  while (segs.length > 1) { const s = segs.shift(); obj = obj[s] = obj[s] || {}; } // BAD prototype-pollution
  obj[segs[0]] = value;
};
`,
    String.raw`
module.exports.setValue = function (object, keyPath, value) {
  var keys = keyPath.split('/'), o = object;
  keys.forEach(function (k, i) {
    if (i === keys.length - 1) o[k] = value; // BAD prototype-pollution
    else { o[k] = o[k] || {}; o = o[k]; }
  });
};
`,
    String.raw`
module.exports.setValue = function (object, keyPath, value) {
  var keys = keyPath.split('/');
  if (keys.some(k => ['__proto__', 'prototype', 'constructor'].includes(k))) throw new Error('bad');
  var o = object;
  for (var i = 0; i < keys.length - 1; i++) { o = o[keys[i]] = o[keys[i]] || {}; } // OK prototype-pollution
  o[keys[i]] = value; // OK prototype-pollution
};
`,
    String.raw`
export class Config {
  constructor() { this.data = Object.create(null); }
  get(path) { return path.split('.').reduce((o, k) => o?.[k], this.data); } // OK prototype-pollution
}
`,
    String.raw`
export function assign(obj, section, key, value) { obj[section][key] = value; }
export function setIn2(obj, section, key, value) { if (!obj[section]) obj[section] = {}; obj[section][key] = value; } // BAD prototype-pollution
export function parseIni(text) { const out = {}; let cur = out; for (const line of text.split('\n')) { const s = /^\[(.+)\]$/.exec(line); if (s) { cur = out[s[1]] = out[s[1]] || {}; continue; } const [k, v] = line.split('='); cur[k] = v; } return out; } // BAD prototype-pollution
export function parseQuery(q) { const out = {}; for (const p of q.split('&')) { const [k, v] = p.split('='); out[k] = v; } return out; } // OK prototype-pollution
`,
    String.raw`
const app = require('express')(); const _ = require('lodash'); const merge = require('deepmerge');
app.post('/a', (req, res) => {
  _.merge({}, req.body); // BAD object-merge
  _.set(config, req.body.path, req.body.value); // BAD object-merge
  Object.assign({}, req.body); // OK object-merge
  const o = { ...req.body }; // OK prototype-pollution
  config[req.body.section][req.body.key] = req.body.value; // BAD prototype-pollution
  users[req.body.id].name = req.body.name; // BAD prototype-pollution
  if (!Object.hasOwn(users, req.body.id)) return; users[req.body.id].name = req.body.name; // OK prototype-pollution
  const m = new Map(); m.set(req.body.id, 1); // OK prototype-pollution
  const n = Object.create(null); n[req.body.id] = 1; // OK prototype-pollution
  const session = sessions[req.params.id]; session.last = Date.now(); // BAD prototype-pollution
  const s2 = sessions.get(req.params.id); s2.last = Date.now(); // OK prototype-pollution
  merge(defaults, req.body); // BAD object-merge
  merge(defaults, { name: String(req.body.name) }); // OK object-merge
  const i = Number(req.body.i); list[i].x = 1; // OK prototype-pollution
  const key = ´u_¤{req.body.id}´; users[key].x = 1; // OK prototype-pollution
});
`,
    String.raw`
exports.extend = function extend(deep, target) { var i = 2; for (; i < arguments.length; i++) { var options = arguments[i]; for (var name in options) { var src = target[name], copy = options[name]; if (deep && copy && typeof copy === 'object') { target[name] = extend(deep, src || {}, copy); } else if (copy !== undefined) target[name] = copy; } } return target; }; // BAD prototype-pollution
`,
    String.raw`
exports.defaults = function defaults(target, ...sources) { for (const s of sources) for (const k of Object.keys(s)) { if (target[k] && typeof target[k] === 'object') defaults(target[k], s[k]); else target[k] = s[k]; } return target; }; // BAD prototype-pollution
`,
    String.raw`
exports.clone = function clone(o) { if (!o || typeof o !== 'object') return o; const r = Array.isArray(o) ? [] : {}; for (const k in o) r[k] = clone(o[k]); return r; }; // OK prototype-pollution
exports.flatten = function flatten(o, p = '', out = {}) { for (const k in o) { const n = p ? p + '.' + k : k; if (typeof o[k] === 'object') flatten(o[k], n, out); else out[n] = o[k]; } return out; }; // OK prototype-pollution
exports.mapValues = (o, f) => Object.fromEntries(Object.entries(o).map(([k, v]) => [k, f(v)])); // OK prototype-pollution
`,
  ])('as people write them %#', async (text) => {
    expect(await wrongIdioms(text)).toEqual([]);
  });

  it('knows keys that cannot be __proto__', async () => {
    expect(
      await wrongIdioms(String.raw`
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
