import { expect, it } from 'vitest';
import { wrongLines } from '../__fixtures__/check-lines.js';

const handlers = (rows: string, before = '') =>
  wrongLines({
    'src/index.js': `
const { exec, spawn } = require('child_process');
const app = require('express')();
${before}
${rows
  .trim()
  .split('\n')
  .map((row) => {
    const [code, mark = ''] = row.split(/(?=\/\/ (?:BAD|OK))/);
    return `app.get('/', (req, res) => { const q = req.query.q; ${code} }); ${mark}`;
  })
  .join('\n')}`,
  });

it('follows patterns and assignments', async () => {
  expect(
    await handlers(String.raw`
const { ['a' + 1]: x } = { a1: q }; exec(x); // BAD command-injection
const { [name]: x } = { a: q }; exec(x); // BAD command-injection
const { 'a-b': x } = { 'a-b': q }; exec(x); // BAD command-injection
const { 5: x } = { 5: q }; exec(x); // BAD command-injection
const { a, ...rest } = { a: 1, b: q }; exec(rest.b); // BAD command-injection
const [a, ...rest] = ['ls', q]; exec(rest[1]); // BAD command-injection
const [a, ...rest] = q; exec(rest[1]); // BAD command-injection
const { x = 'ls' } = { y: q }; exec(x); // OK command-injection
let x; ({ x } = { x: q }); exec(x); // BAD command-injection
let x; ({ [name]: x } = { a: q }); exec(x); // BAD command-injection
let x; ({ a: x = 'ls' } = { a: q }); exec(x); // BAD command-injection
let x, rest; ({ x, ...rest } = { x: 'ls' }); exec(x); // OK command-injection
let x; [, x] = ['ls', q]; exec(x); // BAD command-injection
let x = []; [...x] = [q]; exec(x); // BAD command-injection
const o = {}; o['a'] = q; exec(o.a); // BAD command-injection
const o = {}; o[name] = q; o[name] = 'x'; exec(o.a); // BAD command-injection
const o = {}; o.a = 'x'; o.a = q; exec(o['a']); // BAD command-injection
const o = other(); o[name] = q; exec(o.a); // BAD command-injection
const o = { [name]: q, [other]: 'x' }; exec(o.a); // BAD command-injection
const o = { ...{ [name]: q } }; exec(o.a); // BAD command-injection
const o = { [name]: 'x', ...{ [other]: q } }; exec(o.a); // BAD command-injection
const o = { ...q }; exec(o.a); // BAD command-injection
const o = { [name]: 'x', ...q }; exec(o.a); // BAD command-injection
const l = ['ls', ...[q]]; exec(l[1]); // BAD command-injection
const l = [...[q], 'ls']; exec(l[0]); // BAD command-injection
let x = 'ls'; const set = () => { x = q; }; set(); const run = () => exec(x); run(); // BAD command-injection
let x; for (x of [q]) exec(x); // BAD command-injection
let x; for (x = q; other; ) exec(x); // BAD command-injection
for (var x in { a: 1 }) exec('ls'); // OK command-injection
shared = 'ls'; shared = q; exec(shared); // BAD command-injection
exec(!'' + 'ls'); // OK command-injection
exec('ls ' + -1 + +1); // OK command-injection
let n = 1; ++n; --n; exec('ls ' + n); // OK command-injection
exec(q && 'ls'); // OK command-injection
exec('' || q); // BAD command-injection
let x = 'ls'; x ||= q; exec(x); // BAD command-injection
let x = q; x &&= 'ls'; exec(x); // BAD command-injection
exec(console.tag${'`x ${q}`'}); // BAD command-injection
exec((() => String)()${'`x`'}); // OK command-injection
delete req.query; delete q; // OK property-injection
let token = 'a'; token = Math.random() + 1; // BAD insecure-random
`),
  ).toEqual([]);
});

it('follows calls of functions in all their forms', async () => {
  expect(
    await handlers(
      String.raw`
run(...[q]);
many('ls', ...[q]);
fall(undefined); // OK command-injection
exec(either()); // OK command-injection
exec(either(q)); // BAD command-injection
run.call({}, q);
run.apply(null, [q]);
run.apply(null);
run.apply(null, list(q));
const bound = exec.bind(null); bound(q); // BAD command-injection
new Old(q).go();
exec(Old.kind); // OK command-injection
exec(new Old(q).value); // BAD command-injection
exec(new Unknown(q)); // BAD command-injection
exec(new Plain()); // OK command-injection
new Child(q).go();
new Silent(q).go();
new (class { constructor(x) { exec(x); } })(q); // BAD command-injection
exec(Child.make(q)); // BAD command-injection
exec(new Reader(q).first()); // BAD command-injection
exec(escapeShell(q)); // OK command-injection
exec('ls ' + countOf(q)); // OK command-injection
unknown(() => { exec(q); }); // BAD command-injection
tool.each(class {}, q); // OK command-injection
exec(deep(q, 3)); // BAD command-injection
const parts = tool.parts(); parts.append(q); exec(parts.text); // BAD command-injection
tool.list().append(q); // OK command-injection
require('./none')[q](); // OK command-injection
helpers[q](); // OK dynamic-method
process[q](); // BAD dynamic-method
run[q](); // BAD dynamic-method
exec(function () { return arguments[0]; }(q)); // BAD command-injection
spawn('sh', ['-c', q], { shell: true }); // BAD command-injection
spawn('git', ['log', '--', q]); // OK argument-injection
spawn('git', ['log', q]); // BAD argument-injection
`,
      `
const helpers = { a() {} };
function run(x, y) { exec(x); } // BAD command-injection
function many(x, y) { exec(x); } // OK command-injection
function fall(x = 'ls') { exec(x); }
function either(x = 'ls') { return x; }
function deep(x, n) { return n ? deep(x, n - 1) : x; }
function Old(value) { this.value = value; }
Old.prototype.go = function () {};
Old.kind = 'ls';
class Base { constructor(x) { this.x = x; } go() { exec(this.x); } } // BAD command-injection
class Child extends Base { static make(x) { return x; } static { this.y = 1; } static [name] = 1; [name] = 2; field = () => 1; }
class Silent { go() {} }
class Plain {}
class Reader extends require('events') { constructor(x) { super(); this.x = x; } first() { return this.get(); } get() { return this.x; } }
`,
    ),
  ).toEqual([]);
});

it('follows statements', async () => {
  expect(
    await handlers(String.raw`
let x = 'ls'; try { x = q; work(); } catch {} exec(x); // BAD command-injection
let x = 'ls'; try { work(); } finally { x = q; } exec(x); // BAD command-injection
const o = {}; try { o.a = q; } catch { exec(o.a); } // BAD command-injection
try { work(); } catch ({ message }) { exec('ls'); } // OK command-injection
switch (q) { case 'a': case 'b': exec('x ' + q); } // OK command-injection
switch (q) { case 'a': work(); case 'b': exec('x ' + q); break; } // OK command-injection
switch (1) {} exec(q); // BAD command-injection
let x = 'ls'; switch (n) { case 1: x = q; break; case 2: return; } exec(x); // BAD command-injection
while (true) { if (n) break; else continue; } exec(q); // BAD command-injection
for (;;) { exec(q); return; } // BAD command-injection
if (n) return; else throw new Error('x'); exec(q); // OK command-injection
let x = 'ls'; for (const one of [1, 2]) { if (one) { x = q; continue; } x = 'y'; } exec(x); // BAD command-injection
let x; if (n) { x = 'a'; } else { x = 'ab'; } exec(x); // OK command-injection
let x = 'ls'; if (n) x = 'a' + q; else x = 'b' + q; exec(x); // BAD command-injection
debugger; ; exec(q); // BAD command-injection
`),
  ).toEqual([]);
});

it('follows modules and types', async () => {
  expect(
    await wrongLines({
      'src/index.ts': `
import express from 'express';
import cp = require('child_process');
import * as db from 'pg';
import { Pool as Store, type PoolConfig } from 'pg';
import tools, { Runner } from './lib/index.js';
import { again, third, local, star } from './lib/again.js';
import * as outer from '../../outside.js';
import whole from './lib/whole.js';
export { Runner as default } from './lib/index.js';
export class Names { pool: db.Pool; other: Missing; }
const app = express();
let plain: string | undefined;
let typed: Store;
abstract class Shape { abstract area(): number; constructor(private readonly store: Store, readonly size = 1) {} }
async function wrap(): Promise<Runner> { return load(); }
function pool(store: Store | undefined, other: db.Pool, count: number) {
  store.query('SELECT ' + other); // OK sql-injection
}
app.get('/', async (req, res) => {
  const q = req.query.q;
  cp.exec(q); // BAD command-injection
  tools.first(q);
  again(q);
  third(q);
  star.first(q);
  whole(q);
  typed.query('SELECT ' + q); // BAD sql-injection
  (await wrap()).go(q);
  outer.run(q);
  (<any>cp).exec(q!); // BAD command-injection
  const runner: Runner = load();
  runner.go(q);
  for (const one of [q] satisfies string[]) cp.exec(one); // BAD command-injection
});
`,
      'src/lib/index.ts': `
import { exec } from 'child_process';
const tools = { first(x: string) { exec('b ' + x); } }; // BAD command-injection
export default tools;
export class Runner { go(x: string) { exec('c ' + x); } } // BAD command-injection
export enum Kind { A = 'a', B = 'b' }
`,
      'src/lib/again.ts': `
import { exec } from 'child_process';
import { up } from '../up.js';
const again = (x: string) => exec('a ' + x); // BAD command-injection
function inner(x: string) { exec('d ' + x); } // BAD command-injection
export { again, inner as third, up as local };
export * as star from './index.js';
export { exec as run } from 'child_process';
export * from 'node:fs';
`,
      'src/up.ts': `export const up = 1; import x from '../../far.js'; export { x };`,
      'src/lib/whole.cts': `export = function (x) { require('child_process').exec('e ' + x); }; // BAD command-injection`,
      'src/lib/common.js': `
module.exports.first = (x) => x;
exports = { second: 1 };
var self = module.exports;
self.first(1);
`,
      'src/a.d.ts': `export declare const nothing: string;`,
    }),
  ).toEqual([]);
});
