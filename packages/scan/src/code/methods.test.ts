import { expect, it } from 'vitest';
import { wrongLines } from '../__fixtures__/check-lines.js';

/** Each row is a request handler of its own; `q` is text of a stranger. */
const handlers = (rows: string) =>
  wrongLines({
    'src/index.js': `
const { exec } = require('child_process');
const fs = require('fs');
const db = require('mysql').createConnection({});
const app = require('express')();
${rows
  .trim()
  .split('\n')
  .map((row) => {
    const [code, mark = ''] = row.split(/(?=\/\/ (?:BAD|OK))/);
    return `app.get('/', (req, res) => { const q = req.query.q; ${code} }); ${mark}`;
  })
  .join('\n')}`,
  });

it('knows what methods of text leave of it', async () => {
  expect(
    await handlers(String.raw`
exec(q.concat(' x')); // BAD command-injection
exec('  LS '.trim()); // OK command-injection
exec('LS'.toLowerCase() + 'ls'.toUpperCase() + 'ls'.toString() + 'ls'.normalize()); // OK command-injection
exec(('a' + (q ? 'b' : 'c')).trim()); // OK command-injection
exec(q.substring(1)); // BAD command-injection
fs.readFileSync(q.substring(one(), two())); // OK path-traversal
exec(q.split(' ')[0]); // BAD command-injection
fs.readFileSync(q.split('/')[0]); // BAD path-traversal
exec(q.split('.').pop()); // BAD command-injection
exec('a b'.split(' ')[0]); // OK command-injection
exec(/x(.*)/.exec(q)[1]); // BAD command-injection
exec(q.match(/x(.*)/)[1]); // BAD command-injection
exec(q.at(-1)); // BAD command-injection
exec('ls ' + q.indexOf('x')); // OK command-injection
exec(q.replace(/x/, 'y')); // BAD command-injection
exec(q.replace(/x/g, () => 'y')); // BAD command-injection
exec('x'.replace(/x/g, () => q)); // BAD command-injection
exec('x'.replace('x', q)); // BAD command-injection
exec(q.replace(/[^\w-]/g, '')); // OK command-injection
fs.readFileSync(q.replace(/[^\w./]/g, '')); // BAD path-traversal
exec(q.replace(/[^\w./]/g, '')); // OK command-injection
exec(q.replace(/\W/g, '')); // OK command-injection
exec(q.replace(/[\W_]/g, '')); // OK command-injection
db.query("SELECT '" + q.replace(/'/g, "''") + "'"); // OK sql-injection
db.query("SELECT '" + q.replace(/[<>"']/g, '') + "'"); // BAD sql-injection
db.query("SELECT '" + q.replaceAll("'", "''") + "'"); // OK sql-injection
db.query("SELECT '" + q.replaceAll('x', 'y') + "'"); // BAD sql-injection
fs.readFileSync('x' + q.replaceAll('..', '')); // OK path-traversal
fs.readFileSync('x' + q.replaceAll('/', '_')); // OK path-traversal
fs.readFileSync('x' + q.replace(/\//g, '_')); // OK path-traversal
fs.readFileSync('x' + q.replace(/[/\\]/g, '_')); // OK path-traversal
new RegExp(q.replace(/[.*+?^$\{}()|[\]\\]/g, '\\$&')); // OK regex-injection
new RegExp(q.replace(/[.*+?^$\{}()|[\]\\]/g, '-')); // OK regex-injection
console.log(userPassword.replace(/./g, '*')); // OK secret-in-log
exec(q.replaceAll(pattern, '')); // BAD command-injection
/(a|a)+$/.test(q.slice(0, 100)); // OK redos
q.search(/(a|a)+$/); // BAD redos
q.replace(new RegExp('(a|a)+$'), ''); // BAD redos
q.replace(new RegExp(other), ''); // OK redos
`),
  ).toEqual([]);
});

it('knows what methods of collections leave in them', async () => {
  expect(
    await handlers(String.raw`
exec(['ls'].concat(q)[0]); // BAD command-injection
exec(['ls'].concat('x')[0]); // OK command-injection
exec([q].reverse()[0]); // BAD command-injection
exec([q].flat().toReversed()[0]); // BAD command-injection
exec(['x', q].slice(1)[0]); // BAD command-injection
exec([...[q].entries()].join()); // BAD command-injection
exec(['ls', 'x'].reverse()[0]); // OK command-injection
for (const value of new Map([['a', q]]).values()) exec(value); // BAD command-injection
for (const key of table.keys()) exec(key); // OK command-injection
exec(['x', q].reverse()[0]); // BAD command-injection
exec(['x', q].splice(1)[0]); // BAD command-injection
exec([q].map(String)[0]); // BAD command-injection
exec('x' + [q].map(Number)[0]); // OK command-injection
exec(list.map(String)[0]); // OK command-injection
exec([q].flatMap((one) => [one, 'x'])[0]); // BAD command-injection
exec([q].toSorted()[0]); // BAD command-injection
exec([q].findLast(Boolean)); // BAD command-injection
exec('x' + [q].some((one) => one === 'x')); // OK command-injection
exec([q].reduceRight((all, one) => all + one)); // BAD command-injection
const list = []; list.unshift(q); exec(list.pop()); // BAD command-injection
const list = ['x']; list.push('y'); exec(list.shift()); // OK command-injection
const map = new Map(); map.set(name, q); exec(map.get('x')); // BAD command-injection
const map = new Map(); map.set('x', q); exec(map.get(name)); // BAD command-injection
const map = new Map(); exec(map.get('x')); // OK command-injection
const set = new Set(); set.add(q).add('x'); for (const one of set) exec(one); // BAD command-injection
exec([q, 'x'].join(name)); // BAD command-injection
exec(['ls', '-l'].join(' ')); // OK command-injection
exec(req.query.list.filter(Boolean)[0]); // BAD command-injection
exec(req.headers.get('x')); // BAD command-injection
buffer.set('x', q); exec(buffer.x); // OK command-injection
const out = tool.list(); out.push(q); exec(out.all()); // BAD command-injection
exec(Object.freeze({ q }).q); // BAD command-injection
exec(structuredClone({ q }).q); // BAD command-injection
exec(Array.from([q])[0]); // BAD command-injection
exec(Array.of(q)); // BAD command-injection
exec(Array(3).fill('x')[0]); // OK command-injection
exec(Object.fromEntries([['a', q]]).a); // BAD command-injection
Promise.race([q]).then((value) => exec(value)); // BAD command-injection
Promise.any(['ls']).then((value) => exec(value)); // OK command-injection
Promise.all([q]).then((values) => exec(values[0])).finally(() => {}); // BAD command-injection
exec(Object.assign({}, { ...req.body }).x); // BAD command-injection
const made = {}; Object.assign(made, { [q]: q }); exec(made.x); // BAD command-injection
new Promise(function () {}).then((value) => exec(value)); // OK command-injection
new Promise(({}) => {}).then((value) => exec(value)); // OK command-injection
exec(await new Promise((resolve) => { resolve('ls'); resolve(q); })); // BAD command-injection
new WeakMap([[{}, q]]); exec('ls'); // OK command-injection
Object.defineProperty({}, 'x', { value: q }); // OK property-injection
`),
  ).toEqual([]);
});
