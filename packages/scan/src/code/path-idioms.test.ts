import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Paths and commands with the checks that people write. */
describe('paths and commands', () => {
  it.each([
    String.raw`
const fs = require('fs'); const path = require('path'); const express = require('express'); const app = express(); const fsp = require('fs/promises'); const ROOT = path.resolve(__dirname, 'public'); const sanitize = require('sanitize-filename');
app.get('/a/:name', async (req, res) => {
  const name = req.params.name; const q = req.query.file;
  fs.readFile(path.join(ROOT, q), cb); // BAD path-traversal
  fs.readFile(path.join(ROOT, path.basename(q)), cb); // OK path-traversal
  fs.readFile(path.join(ROOT, sanitize(q)), cb); // OK path-traversal
  const p1 = path.resolve(ROOT, q); if (!p1.startsWith(ROOT + path.sep)) return res.sendStatus(403); fs.readFile(p1, cb); // OK path-traversal
  const p2 = path.join(ROOT, q); if (!p2.startsWith(ROOT)) throw new Error('no'); fs.readFile(p2, cb); // OK path-traversal
  const p3 = path.join(ROOT, q); if (p3.indexOf(ROOT) !== 0) return; fs.readFile(p3, cb); // OK path-traversal
  const p4 = path.join(ROOT, q); const rel = path.relative(ROOT, p4); if (rel.startsWith('..') || path.isAbsolute(rel)) return; fs.readFile(p4, cb); // OK path-traversal
  const p5 = await fsp.realpath(path.join(ROOT, q)); if (!p5.startsWith(ROOT)) return; await fsp.readFile(p5); // OK path-traversal
  const safe = path.normalize(q).replace(/^(\.\.(\/|\\|$))+/, ''); fs.readFile(path.join(ROOT, safe), cb); // OK path-traversal
  if (q.includes('..')) return res.sendStatus(400); fs.readFile(path.join(ROOT, q), cb); // OK path-traversal
  if (!/^[\w-]+$/.test(name)) return res.sendStatus(400); fs.readFile(path.join(ROOT, name + '.json'), cb); // OK path-traversal
  const FILES = { a: 'a.txt', b: 'b.txt' }; const f = FILES[req.query.k]; if (!f) return; fs.readFile(path.join(ROOT, f), cb); // OK path-traversal
  res.sendFile(name, { root: ROOT }); // OK path-traversal
  fs.readFile(´¤{ROOT}/¤{parseInt(req.query.n, 10)}.txt´, cb); // OK path-traversal
  fs.unlink(path.join('/tmp', req.body.file), cb); // BAD path-traversal
  fs.writeFile(path.join('/tmp', crypto.randomUUID()), req.body.data, cb); // OK path-traversal
  fs.writeFile(path.join(ROOT, encodeURIComponent(q)), 'x', cb); // OK path-traversal
  fs.writeFile(path.join(ROOT, q.replace(/[^a-z0-9._-]/gi, '_')), 'x', cb); // OK path-traversal
  fs.readFile(path.join(ROOT, crypto.createHash('sha256').update(q).digest('hex')), cb); // OK path-traversal
  const list = fs.readdirSync(ROOT); if (!list.includes(q)) return; fs.readFile(path.join(ROOT, q), cb); // OK path-traversal
  fs.readFile(path.join(ROOT, req.user.id + '.json'), cb); // OK path-traversal
  fs.readFile(req.file.path, cb); // OK path-traversal
  fs.rename(req.file.path, path.join(ROOT, req.file.originalname), cb); // BAD path-traversal
});
function isInside(root, p) { const r = path.relative(root, p); return !!r && !r.startsWith('..') && !path.isAbsolute(r); }
function resolveSafe(root, p) { const full = path.resolve(root, p); if (full !== root && !full.startsWith(root + path.sep)) throw new Error('outside'); return full; }
app.get('/b', (req, res) => {
  const full = path.resolve(ROOT, req.query.p); if (!isInside(ROOT, full)) return res.sendStatus(403); fs.readFile(full, cb); // OK path-traversal
  fs.readFile(resolveSafe(ROOT, req.query.q), cb); // OK path-traversal
  const u = new URL(req.url, 'http://x'); fs.readFile('.' + u.pathname, cb);
  const dec = decodeURIComponent(new URL(req.url, 'http://x').pathname); fs.readFile('.' + dec, cb); // BAD path-traversal
  const id = Number(req.query.id); if (!Number.isInteger(id)) return; fs.readFile(´./data/¤{id}.json´, cb); // OK path-traversal
  const ext = path.extname(req.query.name); fs.readFile('./template' + ext, cb); // OK path-traversal
  const lang = ['en', 'de'].includes(req.query.lang) ? req.query.lang : 'en'; fs.readFile(´./locales/¤{lang}.json´, cb); // OK path-traversal
  const n = req.query.n; if (n.includes('/') || n.includes('\\') || n === '..') return; fs.readFile(path.join(ROOT, n), cb); // OK path-traversal
  if (path.basename(n) !== n) throw new Error('bad'); fs.readFile(path.join(ROOT, n), cb); // OK path-traversal
  if (path.isAbsolute(req.query.z)) return; fs.readFile(path.join(ROOT, req.query.z), cb); // BAD path-traversal
  const y = path.normalize(req.query.y); fs.readFile(path.join(ROOT, y), cb); // BAD path-traversal
  const y2 = path.normalize('/' + req.query.y); fs.readFile(path.join(ROOT, y2), cb); // OK path-traversal
});
`,
    String.raw`
const AdmZip = require('adm-zip'); const unzipper = require('unzipper'); const tar = require('tar'); const fs = require('fs'); const path = require('path'); const yauzl = require('yauzl');
fs.createReadStream('a.zip').pipe(unzipper.Parse()).on('entry', (e) => { e.pipe(fs.createWriteStream(path.join('out', e.path))); }); // BAD path-traversal
fs.createReadStream('a.zip').pipe(unzipper.Parse()).on('entry', (e) => { const t = path.resolve('out', e.path); if (!t.startsWith(path.resolve('out') + path.sep)) return; e.pipe(fs.createWriteStream(t)); }); // OK path-traversal
tar.x({ file: 'a.tgz', cwd: 'out' }); // OK path-traversal
const zip = new AdmZip('a.zip'); zip.getEntries().forEach((e) => fs.writeFileSync('out/' + e.entryName, e.getData())); // BAD path-traversal
zip.getEntries().forEach((e) => fs.writeFileSync('out/' + path.basename(e.entryName), e.getData())); // OK path-traversal
yauzl.open('x.zip', {}, (err, z) => { z.on('entry', (e) => { if (e.fileName.includes('..')) return; fs.createWriteStream(path.join('out', e.fileName)); }); }); // OK path-traversal
export async function read(dir, file) { return fs.promises.readFile(path.join(dir, file)); }
`,
    String.raw`
const fs = require('fs'); const path = require('path');
module.exports.a = (name) => fs.readFileSync(path.join(__dirname, 'views', name));
module.exports.b = (dir) => fs.readdirSync(dir);
module.exports.c = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
module.exports.d = () => fs.readFileSync(path.join(__dirname, 'x.txt')); // OK path-traversal
module.exports.e = () => fs.readFileSync(path.resolve(process.cwd(), 'package.json')); // OK path-traversal
module.exports.f = () => fs.readdirSync('.').map((f) => fs.readFileSync(path.join('.', f))); // OK path-traversal
module.exports.g = async () => { for await (const e of await fs.promises.opendir('.')) fs.readFileSync(e.name); }; // OK path-traversal
const cfg = require('./config.json'); fs.readFileSync(cfg.file); // OK path-traversal
fs.readFileSync(process.env.CONFIG_FILE); // OK path-traversal
fs.writeFileSync(path.join(os.tmpdir(), ´x-¤{Date.now()}´), data); // OK path-traversal
const app = require('express')();
app.get('/a', (req, res) => {
  const id = parseInt(req.params.id, 10); res.sendFile(path.join(__dirname, ´¤{id}.png´)); // OK path-traversal
  const file = path.join(__dirname, 'public', path.normalize(req.url).replace(/^(\.\.[/\\])+/, '')); fs.readFile(file, cb); // OK path-traversal
  const name = req.params.name.replace(/\//g, ''); fs.readFile('./x/' + name, cb);
  const q1 = path.posix.normalize('/' + req.query.q1); fs.readFile(path.join(ROOT, q1), cb); // OK path-traversal
  const base = path.resolve('./public'); const target = path.resolve(base, '.' + req.query.q2); if (path.relative(base, target).startsWith('..')) return; fs.readFile(target, cb); // OK path-traversal
  const t3 = path.resolve(base, req.query.q3); if (t3 !== base && !t3.startsWith(´¤{base}¤{path.sep}´)) return res.status(403).end(); fs.readFile(t3, cb); // OK path-traversal
  const t4 = path.resolve(base, req.query.q4); const ok = t4.startsWith(base + '/'); if (!ok) return; fs.readFile(t4, cb); // OK path-traversal
  const t5 = path.resolve(base, req.query.q5); if (t5.startsWith(base + '/')) { fs.readFile(t5, cb); } // OK path-traversal
  const t6 = path.resolve(base, req.query.q6); if (!t6.startsWith(base + '/')) { res.end(); } fs.readFile(t6, cb); // BAD path-traversal
  const t7 = req.query.q7; if (t7.indexOf('..') !== -1 || path.isAbsolute(t7)) return; fs.readFile(path.join(base, t7), cb); // OK path-traversal
  const t8 = req.query.q8; if (/\.\./.test(t8)) return; fs.readFile(path.join(base, t8), cb); // OK path-traversal
  const t9 = req.query.q9; if (/[/\\]/.test(t9)) return; fs.readFile(path.join(base, t9), cb);
  const t10 = path.parse(req.query.q10).base; fs.readFile(path.join(base, t10), cb); // OK path-traversal
  const t11 = path.parse(req.query.q11).name; fs.readFile(path.join(base, t11 + '.txt'), cb); // OK path-traversal
  const t12 = req.query.q12.split('/').pop(); fs.readFile(path.join(base, t12), cb); // OK path-traversal
  const t13 = req.query.q13.match(/^[a-z0-9_-]+\.png$/); if (!t13) return; fs.readFile(path.join(base, t13[0]), cb); // OK path-traversal
  const t14 = allowed.find((f) => f.id === req.query.q14); fs.readFile(t14.path, cb); // OK path-traversal
  const t15 = await db.findById(req.query.q15); fs.readFile(t15.path, cb); // OK path-traversal
  const t16 = uploads.get(req.query.q16); if (t16) fs.createReadStream(t16).pipe(res); // OK path-traversal
  const t17 = mime.extension(req.headers['content-type']); fs.writeFile(´x.¤{t17}´, d, cb);
  const t18 = uuidv4() + path.extname(req.file.originalname); fs.writeFile(path.join(base, t18), d, cb); // OK path-traversal
  const t19 = slugify(req.body.title); fs.writeFile(path.join(base, ´¤{t19}.md´), d, cb); // OK path-traversal
  const t20 = Buffer.from(req.query.q20).toString('hex'); fs.readFile(path.join(base, t20), cb); // OK path-traversal
  const t21 = isSafePath(req.query.q21) ? req.query.q21 : 'index'; fs.readFile(path.join(base, t21), cb); // OK path-traversal
  const t22 = safeJoin(base, req.query.q22); fs.readFile(t22, cb); // OK path-traversal
  const t23 = sanitizePath(req.query.q23); fs.readFile(t23, cb); // OK path-traversal
  const t24 = resolvePath(base, req.query.q24); fs.readFile(t24, cb);
  res.render(´pages/¤{req.query.page}´); // BAD path-traversal
  res.render('pages/home', { page: req.query.page }); // OK path-traversal
  res.render(req.query.page === 'a' ? 'a' : 'b'); // OK path-traversal
  require(´./plugins/¤{req.query.p}´); // BAD dynamic-import
  fs.existsSync(path.join(base, req.query.e)); // BAD path-traversal
  fs.readFile(path.join(base, req.session.userId), cb); // OK path-traversal
  fs.readFile(path.join(base, req.app.locals.file), cb); // OK path-traversal
  fs.readFile(path.join(base, req.method), cb); // OK path-traversal
  fs.readFile(path.join(base, String(req.body.items.length)), cb); // OK path-traversal
});
`,
    String.raw`
const cp = require('child_process'); const { exec, execFile, spawn, execSync } = cp; const util = require('util'); const app = require('express')(); const execa = require('execa'); const shell = require('shelljs'); const { quote } = require('shell-quote'); const execP = util.promisify(exec); const execFileP = util.promisify(execFile);
app.get('/a', async (req, res) => {
  const h = req.query.host; const n = req.query.n;
  exec('ping -c 1 ' + h, cb); // BAD command-injection
  exec(´ping -c 1 ¤{h}´, cb); // BAD command-injection
  await execP(´ping ¤{h}´); // BAD command-injection
  execFile('ping', ['-c', '1', h], cb); // OK command-injection
  await execFileP('ping', ['-c', '1', h]); // OK command-injection
  spawn('ping', [h]); // OK command-injection
  spawn('ping', [h], { shell: true }); // BAD command-injection
  spawn('sh', ['-c', ´ping ¤{h}´]); // BAD command-injection
  spawn(h, ['x']); // BAD command-injection
  spawn(process.execPath, ['script.js', h]); // OK command-injection
  exec(quote(['ping', h])); // OK command-injection
  shell.exec('ping ' + h); // BAD command-injection
  shell.exec('ping ' + parseInt(n)); // OK command-injection
  await execa('ping', [h]); // OK command-injection
  await execa.command('ping ' + h); // BAD command-injection
  await execa(´ping ¤{h}´, { shell: true }); // BAD command-injection
  if (!/^[a-z0-9.-]+$/i.test(h)) return res.sendStatus(400); exec(´ping -c 1 ¤{h}´); // OK command-injection
  const m = String(n).match(/^\d+$/); if (!m) return; exec(´kill ¤{m[0]}´); // OK command-injection
  if (!['start', 'stop'].includes(n)) return; exec(´service x ¤{n}´); // OK command-injection
  const cmds = { up: 'docker up', down: 'docker down' }; exec(cmds[req.query.c]); // OK command-injection
  const cmd = new Map([['up', 'docker up']]).get(req.query.c2); if (cmd) exec(cmd); // OK command-injection
  exec('echo hi', { env: { ...process.env, NAME: req.query.nm } }); // OK command-injection
  const child = spawn('cat'); child.stdin.write(req.body.text); child.stdin.end(); // OK command-injection
  if (net.isIP(req.query.ip)) exec(´ping ¤{req.query.ip}´); // OK command-injection
  if (!net.isIPv4(req.query.ip2)) return; exec(´ping ¤{req.query.ip2}´); // OK command-injection
  execSync(´git log --author="¤{req.query.author}"´); // BAD command-injection
  cp.execFileSync('bash', ['-c', 'echo "$0"', req.query.w]); // OK command-injection
  cp.execFileSync('bash', ['script.sh', req.query.w]); // OK command-injection
  cp.execFileSync('node', ['--eval', req.query.w]); // BAD command-injection
  const safe = req.query.s.replace(/[^a-zA-Z0-9_-]/g, ''); exec('ls ' + safe); // OK command-injection
  const esc = req.query.t.replace(/(["\s'$´\\])/g, '\\$1'); exec('ls ' + esc);
  const id = Number.parseInt(req.query.id, 10); if (Number.isNaN(id)) return; exec(´kill ¤{id}´); // OK command-injection
  switch (req.query.op) { case 'a': exec('run a'); break; default: exec('run b'); } // OK command-injection
  const { op } = req.body; const OPS = Object.freeze({ a: ['ls', ['-l']], b: ['df', []] }); const [bin, args] = OPS[op] ?? []; if (bin) execFile(bin, args); // OK command-injection
  const bool = req.query.verbose === 'true'; exec(´run ¤{bool ? '--verbose' : ''}´); // OK command-injection
  const dt = new Date(req.query.d); exec(´report ¤{dt.getFullYear()}´); // OK command-injection
  const file = path.join(os.tmpdir(), crypto.randomUUID()); exec(´convert ¤{file}´);
  const len = req.body.items.length; exec(´head -n ¤{len}´); // OK command-injection
  const b64 = Buffer.from(req.body.x).toString('base64'); exec(´echo ¤{b64} | base64 -d´); // OK command-injection
});
exports.build = function (dir, cb) { exec('cd ' + dir + ' && make', cb); }; // BAD command-injection
exports.build2 = function (dir, cb) { execFile('make', ['-C', dir], cb); }; // OK command-injection
exports.kill = function (pid) { execSync('kill -9 ' + Number(pid)); }; // OK command-injection
exports.version = function () { return execSync('git describe --tags').toString(); }; // OK command-injection
const v = require('./package.json').version; exec(´git tag v¤{v}´); // OK command-injection
`,
    String.raw`
const cp = require('child_process'); const path = require('path');
module.exports.a = function (name) { cp.exec('rm -rf ' + name); }; // BAD command-injection
module.exports.b = function (name) { cp.execFile('rm', ['-rf', name]); }; // OK command-injection
module.exports.c = function (name) { if (!isValidName(name)) return; cp.exec('rm -rf ' + name); }; // OK command-injection
module.exports.d = function (name) { if (typeof name === 'number') cp.exec('rm -rf ' + name); }; // OK command-injection
module.exports.e = function (name) { if (typeof name !== 'number') throw 1; cp.exec('rm -rf ' + name); }; // OK command-injection
module.exports.f = function (flag) { cp.exec('rm ' + (flag ? '-rf' : '') + ' x'); }; // OK command-injection
module.exports.g = function (n) { cp.exec('rm ' + n.length); }; // OK command-injection
module.exports.h = function (n) { cp.exec(´rm ¤{Number(n)}´); }; // OK command-injection
module.exports.i = function (n) { n = n.replace(/[^0-9a-z]/gi, ''); cp.exec(´rm ¤{n}´); }; // OK command-injection
module.exports.j = function (n) { cp.exec('rm ' + JSON.stringify(n)); };
module.exports.k = function (n) { const cmd = 'rm -rf ' + n; return cp.execSync(cmd); }; // BAD command-injection
module.exports.l = function (n) { return cp.execSync(['rm', '-rf', n].join(' ')); }; // BAD command-injection
module.exports.m = function (n) { const args = ['rm', n]; return cp.execSync(args.join(' ')); }; // BAD command-injection
module.exports.n = function (n) { return cp.spawn('rm', [n], { shell: true }); };
module.exports.o = function (n) { return cp.spawnSync('sh', ['-c', 'rm ' + n]); }; // BAD command-injection
module.exports.p = function (cmd) { return cp.exec(cmd); }; // OK command-injection
module.exports.q = function (cmd, cb) { return cp.exec(cmd, { cwd: '/' }, cb); }; // OK command-injection
module.exports.r = function (cmd, args) { return cp.spawn(cmd, args); }; // OK command-injection
module.exports.s = function (opts) { return cp.exec(´git clone ¤{opts.url}´); }; // BAD command-injection
module.exports.t = function ({ branch }) { return cp.execSync(´git checkout ¤{branch}´); }; // BAD command-injection
module.exports.u = function (opts) { const depth = opts.depth | 0; return cp.execSync(´git clone --depth ¤{depth}´); }; // OK command-injection
module.exports.v = function (opts) { const d = parseInt(opts.depth, 10) || 1; return cp.execSync(´git clone --depth ¤{d}´); }; // OK command-injection
module.exports.w = function (x) { const M = { a: 'ls', b: 'df' }; return cp.execSync(M[x]); }; // OK command-injection
module.exports.x = function (x) { if (!['a', 'b'].includes(x)) throw 1; return cp.execSync('run ' + x); }; // OK command-injection
module.exports.y = function (x) { const esc = "'" + x.replace(/'/g, "'\\''") + "'"; return cp.execSync('run ' + esc); }; // OK command-injection
module.exports.z = function (x) { const esc = ´"¤{x.replace(/"/g, '\\"')}"´; return cp.execSync('run ' + esc); };
module.exports.aa = function (x) { switch (x) { case 'up': case 'down': return cp.execSync('run ' + x); } }; // OK command-injection
module.exports.ab = function (x) { if (x === 'up' || x === 'down') return cp.execSync('run ' + x); }; // OK command-injection
module.exports.ac = function (pid) { process.kill(pid); cp.execSync('ps -p ' + process.pid); }; // OK command-injection
module.exports.ad = function (v) { if (!semver.valid(v)) throw 1; return cp.execSync('npm version ' + v); }; // OK command-injection
module.exports.ae = function (v) { const ver = semver.clean(v); return cp.execSync('npm version ' + ver); }; // OK command-injection
module.exports.af = function (u) { const q = encodeURIComponent(u); return cp.execSync('curl http://x/?q=' + q); }; // OK command-injection
module.exports.ag = function (x) { const h = hash(x); return cp.execSync('echo ' + h); }; // OK command-injection
module.exports.ah = function (x) { console.log('running ' + x); return cp.execSync('ls'); }; // OK command-injection
module.exports.ai = async function (x) { const { stdout } = await execFileAsync('git', ['log', '--', x]); return stdout; }; // OK command-injection
module.exports.aj = function (port) { return cp.execSync(´lsof -i :¤{port}´); }; // BAD command-injection
module.exports.ak = function (port) { assert(Number.isInteger(port)); return cp.execSync(´lsof -i :¤{port}´); }; // OK command-injection
module.exports.al = function (port = 80) { return cp.execSync('lsof -i :' + Math.floor(port)); }; // OK command-injection
function internal(x) { return cp.execSync('ls ' + x); }
module.exports.am = () => internal('fixed'); // OK command-injection
const platform = process.platform === 'win32' ? 'where' : 'which'; cp.execSync(platform + ' node'); // OK command-injection
cp.execSync('git rev-parse HEAD'); // OK path-traversal
cp.spawn('npm', ['run', 'build'], { stdio: 'inherit' }); // OK path-traversal
cp.spawn(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['test']); // OK path-traversal
cp.spawn('git', ['clone', 'https://github.com/x/y.git', dir]); // OK path-traversal
cp.exec('ls -la', { shell: '/bin/bash' }); // OK path-traversal
cp.execSync('echo ' + ['a', 'b'].join(' ')); // OK path-traversal
`,
  ])('as people write them %#', async (text) => {
    expect(await wrongIdioms(text)).toEqual([]);
  });

  it('knows what keeps a path inside a folder', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express'); const app = express();
const fs = require('fs'); const fsp = require('fs/promises'); const path = require('path'); const sanitize = require('sanitize-filename'); const isPathInside = require('is-path-inside');
const ROOT = path.resolve(__dirname, 'public'); const root = '/srv/files';
app.get('/a', async (req, res) => {
  const p1 = path.resolve(ROOT, req.query.p); if (!p1.startsWith(ROOT + path.sep)) return res.status(403).end(); fs.readFile(p1, cb); // OK path-traversal
  const p2 = path.join(ROOT, req.query.p); if (!p2.startsWith(ROOT)) return; fs.readFileSync(p2); // OK path-traversal
  const p3 = path.normalize(path.join(ROOT, req.query.p)); if (p3.indexOf(ROOT) !== 0) throw new Error(); fs.readFileSync(p3); // OK path-traversal
  const rel = path.relative(ROOT, path.resolve(ROOT, req.query.q)); if (rel.startsWith('..') || path.isAbsolute(rel)) return; fs.readFileSync(path.join(ROOT, rel)); // OK path-traversal
  const p4 = path.resolve(ROOT, req.query.q); const rel4 = path.relative(ROOT, p4); if (rel4.startsWith('..') || path.isAbsolute(rel4)) return; fs.readFileSync(p4); // OK path-traversal
  const p5 = path.resolve(ROOT, req.query.q); const r5 = path.relative(ROOT, p5); if (r5 && !r5.startsWith('..') && !path.isAbsolute(r5)) { fs.readFileSync(p5); } // OK path-traversal
  fs.readFileSync(path.join(ROOT, path.basename(req.query.f))); // OK path-traversal
  fs.readFileSync(path.join(ROOT, sanitize(req.query.f))); // OK path-traversal
  const p6 = fs.realpathSync(path.resolve(ROOT, req.query.f)); if (!p6.startsWith(ROOT)) return; fs.readFileSync(p6); // OK path-traversal
  const p7 = await fsp.realpath(path.join(ROOT, req.query.f)); if (!p7.startsWith(ROOT + '/')) throw new Error('x'); await fsp.readFile(p7); // OK path-traversal
  const id = req.params.id; if (!/^[a-z0-9-]+$/i.test(id)) return; fs.readFileSync(´¤{root}/¤{id}.json´); // OK path-traversal
  const id2 = parseInt(req.params.id, 10); fs.readFileSync(´¤{root}/¤{id2}.json´); // OK path-traversal
  const files = { a: '/x/a', b: '/x/b' }; fs.readFileSync(files[req.query.k]); // OK path-traversal
  if (!['a.txt', 'b.txt'].includes(req.query.n)) return; fs.readFileSync(path.join(ROOT, req.query.n)); // OK path-traversal
  const n2 = req.query.n2; if (n2.includes('..') || n2.includes('/') || n2.includes('\\')) return; fs.readFileSync(path.join(ROOT, n2)); // OK path-traversal
  const n3 = req.query.n3; if (n3.indexOf('..') !== -1) return; fs.readFileSync(path.join(ROOT, n3)); // OK path-traversal
  const n4 = req.query.n4; if (n4.includes('..')) return; fs.readFileSync(ROOT + '/' + n4); // OK path-traversal
  if (!isPathInside(p1, ROOT)) return;
  const n5 = path.join(ROOT, req.query.n5); if (!isPathInside(n5, ROOT)) return; fs.readFileSync(n5); // OK path-traversal
  res.sendFile(req.query.f, { root: ROOT }); // OK path-traversal
  const n6 = req.query.n6.replace(/\.\./g, ''); fs.readFileSync(path.join(ROOT, n6)); // OK path-traversal
  const n7 = req.query.n7.replace(/[^\w-]/g, '_'); fs.readFileSync(path.join(ROOT, n7)); // OK path-traversal
  const n8 = path.normalize(req.query.n8).replace(/^(\.\.(\/|\\|$))+/, ''); fs.readFileSync(path.join(ROOT, n8)); // OK path-traversal
  const n9 = inside(ROOT, req.query.n9); fs.readFileSync(n9); // OK path-traversal
  const nA = checked(req.query.nA); fs.readFileSync(nA); // OK path-traversal
  assertInside(ROOT, path.join(ROOT, req.query.nB)); 
  const stat = fs.statSync(ROOT); fs.readFileSync(path.join(ROOT, stat.size + '.txt')); // OK path-traversal
  for (const f of fs.readdirSync(ROOT)) fs.readFileSync(path.join(ROOT, f)); // OK path-traversal
  const ext = path.extname(req.query.f); fs.writeFileSync(path.join(ROOT, 'upload' + ext), 'x'); // OK path-traversal
  fs.writeFileSync(path.join(ROOT, crypto.randomUUID() + '.png'), req.body); // OK path-traversal
  fs.readFileSync(req.query.p); // BAD path-traversal
  fs.readFileSync(path.join(ROOT, req.query.p)); // BAD path-traversal
  fs.readFileSync(´¤{root}/¤{req.query.p}´); // BAD path-traversal
  fs.readFileSync(root + req.query.p + '.txt'); // BAD path-traversal
  await fsp.unlink(path.resolve(ROOT, req.params.p)); // BAD path-traversal
  res.sendFile(path.join(ROOT, req.query.p)); // BAD path-traversal
  const b1 = path.resolve(ROOT, req.query.p); if (b1.startsWith('..')) return; fs.readFileSync(b1); // BAD path-traversal
  const b2 = req.query.b2; if (b2.startsWith('/')) return; fs.readFileSync(path.join(ROOT, b2)); // BAD path-traversal
  const b3 = path.normalize(req.query.b3); fs.readFileSync(path.join(ROOT, b3)); // BAD path-traversal
  const b4 = req.query.b4; if (b4.startsWith(ROOT)) fs.readFileSync(b4); // BAD path-traversal
  fs.createReadStream(decodeURIComponent(req.path)); // BAD path-traversal
  const up = req.files.up; fs.renameSync(up.path, path.join(ROOT, up.name)); // BAD path-traversal
});
function inside(base, p) { const full = path.resolve(base, p); if (!full.startsWith(base + path.sep)) throw new Error('outside'); return full; }
function checked(p) { const full = path.resolve(ROOT, p); const r = path.relative(ROOT, full); if (r.startsWith('..') || path.isAbsolute(r)) { throw new Error('outside'); } return full; }
`),
    ).toEqual([]);
  });
});
