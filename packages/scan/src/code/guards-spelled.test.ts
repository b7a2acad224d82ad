import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

const handlers = (imports: string, bodies: string): string =>
  `${imports} const app = require('express')();\n${bodies
    .trim()
    .split('\n')
    .map((line) => {
      const [body = '', mark = ''] = line.split(' // ');
      return `app.get('/', (req, res) => { const x = req.query.x; ${body} }); // ${mark}`;
    })
    .join('\n')}`;

/** Guards as developers spell them, each beside one that proves nothing. */
describe('guards in other spellings', () => {
  it('of paths', async () => {
    expect(
      await wrongIdioms(
        handlers(
          "const fs = require('fs'); const path = require('path'); const _ = require('lodash'); const { z } = require('zod'); const ROOT = '/srv/files'; const LIST = ['a.txt', 'b.txt']; const MAP = { a: 1 };",
          String.raw`
if (~LIST.indexOf(x)) fs.readFileSync(x); // OK path-traversal
if (!~LIST.indexOf(x)) fs.readFileSync(x); // BAD path-traversal
if (LIST.find((one) => one === x)) fs.readFileSync(x); // OK path-traversal
if (LIST.find((one) => one !== x)) fs.readFileSync(x); // BAD path-traversal
if (MAP[x] !== undefined) fs.readFileSync(x); // OK path-traversal
if (MAP[x] == null) fs.readFileSync(x); // BAD path-traversal
if (MAP[x]) fs.readFileSync(x); // OK path-traversal
if (req.body[x]) fs.readFileSync(x); // BAD path-traversal
if (_.includes(LIST, x)) fs.readFileSync(x); // OK path-traversal
const f = path.join(ROOT, x); if (_.startsWith(f, ROOT)) fs.readFileSync(f); // OK path-traversal
const f = path.join(ROOT, x); if (_.endsWith(f, 'txt')) fs.readFileSync(f); // BAD path-traversal
const f = path.resolve(ROOT, x); const rel = path.relative(ROOT, f); if (rel.split(path.sep)[0] === '..') return; fs.readFileSync(f); // OK path-traversal
const f = path.resolve(ROOT, x); const rel = path.relative(ROOT, f); if (rel.split(path.sep)[0] === 'a') return; fs.readFileSync(f); // BAD path-traversal
const f = path.resolve(ROOT, x); const rel = path.relative(ROOT, f); if (/^\.\./.test(rel)) return; fs.readFileSync(f); // OK path-traversal
const f = path.resolve(ROOT, x); const rel = path.relative(ROOT, f); if (rel.includes('..')) return; fs.readFileSync(f); // OK path-traversal
const f = path.resolve(ROOT, x); const rel = path.relative(ROOT, f); if (rel.includes('a')) return; fs.readFileSync(f); // BAD path-traversal
fs.realpath(x, (e, f) => { if (!f.startsWith(ROOT)) return; fs.readFileSync(f); }); // OK path-traversal
fs.realpath(x, (e, f) => { if (!f.endsWith('txt')) return; fs.readFileSync(f); }); // BAD path-traversal
if (~x.indexOf('..')) return; fs.readFileSync(ROOT + '/' + x); // OK path-traversal
if (~x.indexOf('/a')) return; fs.readFileSync(ROOT + '/' + x); // BAD path-traversal
if (x.search(/\.\./) !== -1) return; fs.readFileSync(ROOT + '/' + x); // OK path-traversal
if (x.search(/a/) !== -1) return; fs.readFileSync(ROOT + '/' + x); // BAD path-traversal
const whole = path.resolve(x); if (whole.startsWith(ROOT)) fs.readFileSync(x); // OK path-traversal
const whole = path.resolve(x); if (whole.endsWith('txt')) fs.readFileSync(x); // BAD path-traversal
const parts = x.split('/').filter((one) => one !== '..'); fs.readFileSync('./' + parts.join('/')); // OK path-traversal
const parts = x.split('/').filter((one) => one !== '.'); fs.readFileSync('./' + parts.join('/')); // BAD path-traversal
if (isSubPath(ROOT, x)) fs.readFileSync(x); // OK path-traversal
if (isInside(ROOT, x)) fs.readFileSync(x); // OK path-traversal
if (isFile(ROOT, x)) fs.readFileSync(x); // BAD path-traversal
fs.readFileSync(path.join(ROOT, z.enum(['a', 'b']).parse(x))); // OK path-traversal
fs.readFileSync(path.join(ROOT, z.string().parse(x))); // BAD path-traversal
const { f } = z.object({ f: z.string().uuid() }).parse(req.query); fs.readFileSync(path.join(ROOT, f)); // OK path-traversal
const { f } = z.object({ f: z.string().regex(/^[a-z]+$/).optional() }).parse(req.query); fs.readFileSync(path.join(ROOT, f)); // OK path-traversal
const { f } = z.object({ f: z.string().regex(/[a-z]+/) }).parse(req.query); fs.readFileSync(path.join(ROOT, f)); // BAD path-traversal
const { data } = z.object({ f: z.string() }).safeParse(req.query); fs.readFileSync(path.join(ROOT, data.f)); // BAD path-traversal
`,
        ),
      ),
    ).toEqual([]);
  });

  it('of paths, where they are joined', async () => {
    expect(
      await wrongIdioms(
        handlers(
          "const path = require('path'); const ROOT = '/srv/files';",
          String.raw`
const f = path.join('/', x); use(ROOT + f); // OK path-join
const f = path.join(ROOT, x); if (f.slice(0, ROOT.length) === ROOT) use(f); // OK path-join
const f = path.join(ROOT, x); use(f.slice(0, 3)); // BAD path-join
const f = path.join(ROOT, x); if (f.lastIndexOf(ROOT, 0) === 0) use(f); // OK path-join
const f = path.join(ROOT, x); if (/^\/srv\//.test(f)) use(f); // OK path-join
const f = path.resolve(ROOT, x); if (path.dirname(f) === ROOT) use(f); // OK path-join
const f = path.resolve(ROOT, x); use(path.dirname(f)); // BAD path-join
`,
        ),
      ),
    ).toEqual([]);
  });

  it('of commands', async () => {
    expect(
      await wrongIdioms(
        handlers(
          "const { exec } = require('child_process'); const NAMES = ['a', 'b'];",
          String.raw`
if (/\W/.test(x)) return; exec('ls ' + x); // OK command-injection
if (/\s/.test(x)) return; exec('ls ' + x); // BAD command-injection
exec("ls '" + x.replaceAll("'", "'\\''") + "'"); // OK command-injection
exec("ls '" + x.replaceAll('a', '') + "'"); // BAD command-injection
exec("ls '" + x.split("'").join("'\\''") + "'"); // OK command-injection
exec("ls '" + x.split('a').join('') + "'"); // BAD command-injection
exec('ls ' + x.replace(/[^A-Za-z0-9_\-.,:\/@\n]/g, '\\$&')); // OK command-injection
exec('ls ' + x.replace(/[&${'`'}$|><#;()[\]\n]/g, '')); // OK command-injection
exec('ls ' + x.replace(/&/g, '').replace(/${'`'}/g, '').replace(/\$/g, '').replace(/\|/g, '').replace(/[<>]/g, '').replace(/;/g, '').replace(/\n/g, '')); // OK command-injection
exec('ls ' + x.replace(/&/g, '').replace(/${'`'}/g, '').replace(/\$/g, '').replace(/\|/g, '').replace(/[<>]/g, '').replace(/\n/g, '')); // BAD command-injection
exec('ls ' + x.replace(/[&;|]/g, '')); // BAD command-injection
let y = x; while (!NAMES.includes(y)) y = next(y); exec('ls ' + y); // OK command-injection
let y = x; while (!NAMES.includes(y)) { if (late()) break; y = next(y); } exec('ls ' + y); // BAD command-injection
let y = x; do { y = 'a'; } while (more()); exec('ls ' + y); // OK command-injection
let y = x; while (more()) { y = 'a'; } exec('ls ' + y); // BAD command-injection
`,
        ),
      ),
    ).toEqual([]);
  });

  it('of what a library is given', async () => {
    expect(
      await wrongIdioms(String.raw`
const cp = require('child_process'); const fs = require('fs');
module.exports.a = function (name) { if (fs.existsSync(name + '/package.json')) cp.exec('rm -rf ' + name); }; // OK command-injection
module.exports.b = function (name) { if (fs.existsSync('/tmp/x')) cp.exec('rm -rf ' + name); }; // BAD command-injection
module.exports.c = function (name) { cp.spawn('rm', ['-rf', name], { shell: true }); }; // BAD command-injection
module.exports.d = function (name) { cp.spawn('rm', ['-rf', name]); }; // OK command-injection
module.exports.e = function (url) { cp.execFile('wget', [url]); }; // OK argument-injection
module.exports.f = function (url) { cp.execFile('git', ['clone', url]); }; // BAD argument-injection
`),
    ).toEqual([]);
  });

  it('of patterns and keys', async () => {
    expect(
      await wrongIdioms(
        handlers(
          "const _ = require('lodash');",
          String.raw`
const n = x.length; if (n < 100) x.replace(/\s+$/, ''); // OK redos
const n = x.length; if (n > 100) x.replace(/\s+$/, ''); // BAD redos
_.truncate(x, { length: 10 }).replace(/\s+$/, ''); // OK redos
req.url.replace(/\/+$/, ''); // OK redos
req.url.replace(/\/+x/, ''); // BAD redos
new RegExp(x.replace(/([.*+?^$\{}()|[\]\\])/g, '\\$1')); // OK regex-injection
new RegExp(x.replace(/[.*+?^$\{}()|[\]\\]/g, (one) => '\\' + one)); // OK regex-injection
new RegExp(x.replace(/\./g, '\\.')); // BAD regex-injection
new RegExp(x.slice(0, 100)); // BAD regex-injection
'text'.match(x); // BAD regex-injection
'text'.search(x); // BAD regex-injection
'text'.includes(x); // OK regex-injection
const o = {}; o[x + '$'] = 1; // OK property-injection
const o = {}; o[x + ''] = 1; // BAD property-injection
const o = {}; o[x + '__'] = 1; // BAD property-injection
res.setHeader('X-' + x, 'v'); // OK property-injection
res.setHeader(x, 'v'); // BAD property-injection
`,
        ),
      ),
    ).toEqual([]);
    expect(
      await wrongIdioms(String.raw`
const fs = require('fs');
fs.readFile('x', (e) => { throw e; }); // OK request-crash
require('express')().get('/', () => { fs.readFile('x', (e) => { throw e; }); }); // BAD request-crash
`),
    ).toEqual([]);
  });

  it('of queries', async () => {
    expect(
      await wrongIdioms(
        handlers(
          "const mongoose = require('mongoose'); const User = mongoose.model('User', new mongoose.Schema({})); const { z } = require('zod');",
          String.raw`
const { error } = schema.validate(req.body); if (error) return; User.findOne({ name: req.body.name }); // OK nosql-injection
const { error } = schema.validate(req.body); if (!error) return; User.findOne({ name: req.body.name }); // BAD nosql-injection
const { error } = schema.validate(req.params); if (error) return; User.findOne({ name: req.body.name }); // BAD nosql-injection
const result = schema.safeParse(req.body); if (result.success) User.findOne({ name: req.body.name }); // OK nosql-injection
const result = schema.safeParse(req.body); if (!result.success) User.findOne({ name: req.body.name }); // BAD nosql-injection
User.find({ a: encodeURIComponent(req.body.a) }); // OK nosql-injection
User.find({ a: JSON.stringify(req.body.a) }); // OK nosql-injection
User.find({ a: decode(req.body.a) }); // BAD nosql-injection
`,
        ),
      ),
    ).toEqual([]);
  });
});
