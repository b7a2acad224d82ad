import { describe, expect, it } from 'vitest';
import { wrongLines } from '../__fixtures__/check-lines.js';

/** In the texts below, an acute accent stands for a backtick and a currency sign for the dollar before a brace. */
const wrong = (text: string) =>
  wrongLines({ 'src/index.js': text.replaceAll('\u00b4', '`').replaceAll('\u00a4{', '${') });

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
  ])('as people write them %#', async (text) => {
    expect(await wrong(text)).toEqual([]);
  });
});
