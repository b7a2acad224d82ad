import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Guards and sanitisers as people write them, and the same with a hole. */
describe('guards', () => {
  it('of options and arguments', async () => {
    expect(
      await wrongIdioms(String.raw`
const { execFile, execFileSync, spawn, exec, execSync } = require('child_process'); const express = require('express'); const app = express();
const quote = (s) => "'" + s.replace(/'/g, "'\\''") + "'";
const quoteBad = (s) => '"' + s + '"';
function shellEscape(arg) { return "'" + String(arg).replace(/'/g, ´'\\''´) + "'"; }
app.get('/a', (req, res) => {
  const a = req.query.a; if (a.startsWith('-')) return; execFile('git', ['fetch', a]); // OK argument-injection
  const b = req.query.b; if (b.startsWith('--')) throw new Error('no options'); execFile('git', ['fetch', b]); // OK argument-injection
  const c = req.query.c; if (c[0] === '-') return; execFile('git', ['fetch', c]); // OK argument-injection
  const d = req.query.d; if (!d.startsWith('https://')) return; execFile('git', ['clone', d]); // OK argument-injection
  const e = req.query.e; if (/^-/.test(e)) return; execFile('git', ['clone', e]); // OK argument-injection
  execFile('git', ['clone', ´https://github.com/¤{req.query.f}´]); // OK argument-injection
  execFile('git', ['commit', '-m', req.query.g]); // OK argument-injection
  execFile('git', ['add', req.query.h]); // OK argument-injection
  execFile('git', ['clone', '--', req.query.i]); // OK argument-injection
  execFile('git', ['-C', root, 'checkout', ´refs/heads/¤{req.query.j}´]); // OK argument-injection
  execFile('git', ['clone', req.query.k]); // BAD argument-injection
  execFile('git', ['ls-remote', req.query.l]); // BAD argument-injection
  execFile('git', req.query.m); // BAD argument-injection
  const n = req.query.n; if (n.endsWith('-')) return; execFile('git', ['fetch', n]); // BAD argument-injection
  exec('ls ' + quote(req.query.o)); // OK command-injection
  exec('ls ' + shellEscape(req.query.p)); // OK command-injection
  exec('ls ' + quoteBad(req.query.q)); // BAD command-injection
  exec("ls '" + req.query.r.replace(/'/g, "'\\''") + "'"); // OK command-injection
  exec('ls ' + req.query.s.replace(/[^\w.-]/g, '')); // OK command-injection
  exec('ls ' + req.query.t.replace(/;/g, '')); // BAD command-injection
  exec('ls ' + req.query.u.replace(/[^a-zA-Z0-9]/, '')); // BAD command-injection
  exec('kill ' + parseInt(req.query.v, 10)); // OK command-injection
  exec('kill ' + (req.query.w | 0)); // OK command-injection
  exec('kill ' + Number.parseInt(req.query.x, 10)); // OK command-injection
  exec('kill ' + ~~req.query.y); // OK command-injection
  const z = Number(req.query.z); if (!Number.isInteger(z)) return; exec(´kill ¤{z}´); // OK command-injection
  const aa = req.query.aa; if (!/^\d+$/.test(aa)) return res.status(400).end(); exec('kill ' + aa); // OK command-injection
  const ab = req.query.ab; if (!aa.match(/^[a-z]+$/i)) throw new Error('x'); exec('kill ' + ab); // BAD command-injection
  const ac = req.query.ac; if (!ac.match(/^[a-z]+$/i)) throw new Error('x'); exec('kill ' + ac); // OK command-injection
  const ad = req.query.ad; if (!/[a-z]+/.test(ad)) return; exec('kill ' + ad); // BAD command-injection
  const ae = req.query.ae; if (ae.match(/^[a-z]+$/) === null) return; exec('kill ' + ae); // OK command-injection
  const af = { start: 'up', stop: 'down' }[req.query.af]; if (!af) return; exec('docker compose ' + af); // OK command-injection
  const ag = ['up', 'down'].find((one) => one === req.query.ag); exec('docker compose ' + ag); // OK command-injection
  const ah = ['up', 'down'].indexOf(req.query.ah); if (ah < 0) return; exec('docker compose ' + req.query.ah); // OK command-injection
  const ai = ['up', 'down'].indexOf(req.query.ai) !== -1; if (ai) exec('docker compose ' + req.query.ai); // OK command-injection
  const RE = /^[a-z]+$/; const aj = RE.exec(req.query.aj); if (!aj) return; exec('x ' + aj[0]); // OK command-injection
  spawn('ls', [req.query.ak]); // OK command-injection
  spawn('sh', ['-c', 'ls "$1"', '--', req.query.al]); // OK command-injection
  spawn('sh', ['-c', req.query.am]); // BAD command-injection
  spawn('ls', [req.query.an], { shell: false }); // OK command-injection
  spawn('ls', [req.query.ao], { shell: true }); // BAD command-injection
  exec('ls', { cwd: req.query.ap }); // OK command-injection
  exec('ls', { env: { NAME: req.query.aq } }); // OK command-injection
  const kind = typeof req.query.ar; exec('echo ' + kind); // OK command-injection
  exec('echo ' + req.query.as.length); // OK command-injection
  exec('echo ' + Buffer.from(req.query.at).toString('hex')); // OK command-injection
  exec('echo ' + Buffer.from(req.query.au).toString('base64')); // OK command-injection
  exec('echo ' + Buffer.from(req.query.av, 'base64').toString()); // BAD command-injection
  exec('echo ' + new Date(req.query.aw).toISOString()); // OK command-injection
  exec('echo ' + require('crypto').createHash('sha256').update(req.query.ax).digest('hex')); // OK command-injection
  const ay = req.query.ay === 'true' ? '--force' : ''; exec('ls ' + ay); // OK command-injection
  const az = req.query.az ? '-l' : '-a'; exec('ls ' + az); // OK command-injection
  let ba = 'all'; if (req.query.ba === 'one') ba = req.query.ba; exec('ls ' + ba); // OK command-injection
  try { check(req.query.bb); } catch { return; } exec('ls ' + req.query.bb); // BAD command-injection
});
function check(x) { if (!x) console.log('none'); }
`),
    ).toEqual([]);
  });

  it('of paths', async () => {
    expect(
      await wrongIdioms(String.raw`
const fs = require('fs'); const path = require('path'); const express = require('express'); const app = express(); const os = require('os');
const ROOT = path.resolve('/srv/files'); const NAMES = new Set(['a', 'b']); const FILES = { a: 'a.txt', b: 'b.txt' };
function safeJoin(base, rel) { const full = path.resolve(base, rel); const relative = path.relative(base, full); if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) throw new Error('bad'); return full; }
function isInside(base, p) { const rel = path.relative(base, p); return !!rel && !rel.startsWith('..') && !path.isAbsolute(rel); }
function within(base, p) { const full = path.resolve(p); return full === base || full.startsWith(base + path.sep); }
function clean(name) { return name.replace(/[^a-z0-9_-]/gi, '_'); }
const slug = (s) => s.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
async function real(p) { const r = await fs.promises.realpath(path.join(ROOT, p)); if (!r.startsWith(ROOT + path.sep)) throw new Error('outside'); return r; }
app.get('/a', async (req, res) => {
  fs.readFileSync(safeJoin(ROOT, req.query.a)); // OK path-traversal
  const b = path.resolve(ROOT, req.query.b); if (!isInside(ROOT, b)) return; fs.readFileSync(b); // OK path-traversal
  const c = path.resolve(ROOT, req.query.c); if (!within(ROOT, c)) throw new Error('x'); fs.readFileSync(c); // OK path-traversal
  fs.readFileSync(path.join(ROOT, clean(req.query.d))); // OK path-traversal
  fs.readFileSync(path.join(ROOT, slug(req.query.e) + '.md')); // OK path-traversal
  fs.readFileSync(await real(req.query.f)); // OK path-traversal
  const g = path.resolve(ROOT, req.query.g); if (g.indexOf(ROOT + path.sep) !== 0) return; fs.readFileSync(g); // OK path-traversal
  const h = path.join(ROOT, req.query.h); if (!h.startsWith(ROOT + '/')) return res.status(403).end(); fs.readFileSync(h); // OK path-traversal
  const i = path.normalize(path.join(ROOT, req.query.i)); if (i.startsWith(ROOT)) { fs.readFileSync(i); } // OK path-traversal
  const j = FILES[req.query.j]; if (j) fs.readFileSync(path.join(ROOT, j)); // OK path-traversal
  if (NAMES.has(req.query.k)) fs.readFileSync(path.join(ROOT, req.query.k)); // OK path-traversal
  const l = req.query.l; if (l.includes('/') || l.includes('..')) return; fs.readFileSync(path.join(ROOT, l)); // OK path-traversal
  const m = req.query.m; if (m.includes('/') || m.includes('\\') || m === '..' || m === '.') return; fs.readFileSync(path.join(ROOT, m)); // OK path-traversal
  const n = req.query.n; if (n.split('/').includes('..')) return; fs.readFileSync(path.join(ROOT, n)); // OK path-traversal
  const o = req.query.o; if (n.split('/').some((part) => part === '..')) return; fs.readFileSync(path.join(ROOT, o)); // BAD path-traversal
  const p = req.query.p; if (p.split('/').some((part) => part === '..')) return; fs.readFileSync(path.join(ROOT, p)); // OK path-traversal
  const q = req.query.q; if (path.basename(q) !== q) return; fs.readFileSync(path.join(ROOT, q)); // OK path-traversal
  const r = req.query.r; if (r !== path.basename(r)) throw new Error('x'); fs.readFileSync(path.join(ROOT, r)); // OK path-traversal
  const s = req.query.s; if (/[\\/]/.test(s)) return; if (s.includes('..')) return; fs.readFileSync(path.join(ROOT, s)); // OK path-traversal
  const t = req.query.t; if (!/^[\w-]+(\.[\w-]+)*$/.test(t)) return; fs.readFileSync(path.join(ROOT, t)); // OK path-traversal
  const u = req.query.u; if (!/^[\w.-]+\.json$/.test(u)) return; fs.readFileSync(path.join(ROOT, u)); // OK path-traversal
  const v = req.query.v; if (!/^[0-9a-f-]{36}$/.test(v)) return; fs.readFileSync(ROOT + '/' + v + '.json'); // OK path-traversal
  const w = req.query.w; if (!/[\w]+$/.test(w)) return; fs.readFileSync(path.join(ROOT, w)); // BAD path-traversal
  const x = path.parse(req.query.x).base; fs.readFileSync(path.join(ROOT, x)); // OK path-traversal
  const y = path.parse(req.query.y).dir; fs.readFileSync(path.join(ROOT, y)); // BAD path-traversal
  const z = req.query.z.split('/').pop(); fs.readFileSync(path.join(ROOT, z)); // OK path-traversal
  const aa = req.query.aa.replace(/^.*[\\/]/, ''); fs.readFileSync(path.join(ROOT, aa)); // OK path-traversal
  const ab = req.query.ab.replaceAll('..', ''); fs.readFileSync(path.join(ROOT, ab)); // OK path-traversal
  const ac = req.query.ac.replace('../', ''); fs.readFileSync(path.join(ROOT, ac)); // BAD path-traversal
  const ad = req.query.ad.replace(/\.\.\//, ''); fs.readFileSync(path.join(ROOT, ad)); // BAD path-traversal
  const ae = req.query.ae.replace(/[\/\\:*?"<>|]/g, ''); fs.readFileSync(path.join(ROOT, ae)); // OK path-traversal
  const af = Buffer.from(req.query.af).toString('hex'); fs.readFileSync(path.join(ROOT, af)); // OK path-traversal
  const ag = require('crypto').createHash('md5').update(req.query.ag).digest('hex'); fs.readFileSync(path.join(ROOT, ag)); // OK path-traversal
  const ah = parseInt(req.query.ah, 10); fs.readFileSync(path.join(ROOT, ah + '.txt')); // OK path-traversal
  const ai = path.join(ROOT, path.join('/', req.query.ai)); fs.readFileSync(ai); // OK path-traversal
  const aj = path.join(ROOT, path.normalize('/' + req.query.aj)); fs.readFileSync(aj); // OK path-traversal
  const ak = path.resolve('/', req.query.ak).slice(1); fs.readFileSync(path.join(ROOT, ak)); // OK path-traversal
  const al = fs.readdirSync(ROOT).find((one) => one === req.query.al); if (al) fs.readFileSync(path.join(ROOT, al)); // OK path-traversal
  const am = fs.readdirSync(ROOT); if (!am.includes(req.query.am)) return; fs.readFileSync(path.join(ROOT, req.query.am)); // OK path-traversal
  const an = path.resolve(ROOT, req.query.an); if (path.dirname(an) !== ROOT) return; fs.readFileSync(an); // OK path-traversal
  const ao = path.resolve(ROOT, req.query.ao); if (!an.startsWith(ROOT + path.sep)) return; fs.readFileSync(ao); // BAD path-traversal
  const ap = path.relative(ROOT, path.resolve(ROOT, req.query.ap)); if (ap.startsWith('..')) return; fs.readFileSync(path.join(ROOT, ap)); // OK path-traversal
  const aq = path.resolve(ROOT, req.query.aq); if (path.relative(ROOT, aq).startsWith('..')) return; fs.readFileSync(aq); // OK path-traversal
  const ar = path.resolve(ROOT, req.query.ar); if (path.relative(ROOT, aq).startsWith('..')) return; fs.readFileSync(ar); // BAD path-traversal
  const as = path.resolve(ROOT, req.query.as); const ok = as.startsWith(ROOT + path.sep); if (!ok) return; fs.readFileSync(as); // OK path-traversal
  const at = new URL(req.query.at, 'file:///srv/files/'); if (!at.pathname.startsWith('/srv/files/')) return; fs.readFileSync(at.pathname); 
  const au = req.query.au; switch (au) { case 'a': case 'b': fs.readFileSync(path.join(ROOT, au)); } // OK path-traversal
  const av = fs.mkdtempSync(path.join(os.tmpdir(), 'x-')); fs.writeFileSync(path.join(av, 'a'), req.query.av); // OK path-traversal
  res.sendFile(path.basename(req.query.aw), { root: ROOT }); // OK path-traversal
  res.sendFile(path.join(ROOT, path.basename(req.params.ax))); // OK path-traversal
});
`),
    ).toEqual([]);
  });

  it('of statements and queries', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express'); const app = express(); const { Pool } = require('pg'); const pool = new Pool(); const mysql = require('mysql2/promise'); const conn = mysql.createPool({}); const { MongoClient } = require('mongodb'); const mongoose = require('mongoose'); const User = mongoose.model('User', {}); const sanitize = require('mongo-sanitize'); const Database = require('better-sqlite3'); const db = new Database('x');
const SORT = { name: 'name', date: 'created_at' }; const COLUMNS = ['id', 'name']; const TABLES = Object.freeze({ users: 'users', posts: 'posts' });
const ident = (name) => '"' + name.replace(/"/g, '""') + '"';
const lit = (s) => "'" + s.replace(/'/g, "''") + "'";
function isColumn(x) { return COLUMNS.includes(x); }
function assertColumn(x) { if (!COLUMNS.includes(x)) throw new Error('no such column'); }
function orderBy(key) { switch (key) { case 'name': return 'name'; case 'date': return 'created_at'; default: return 'id'; } }
function direction(x) { return String(x).toLowerCase() === 'desc' ? 'DESC' : 'ASC'; }
function toId(x) { const n = parseInt(x, 10); if (Number.isNaN(n)) throw new Error('no number'); return n; }
app.get('/a', async (req, res) => {
  await pool.query('SELECT 1 ORDER BY ' + ident(req.query.a)); // OK sql-injection
  await pool.query('SELECT 1 WHERE a = ' + lit(req.query.b)); // OK sql-injection
  if (!isColumn(req.query.c)) return; await pool.query('SELECT ' + req.query.c); // OK sql-injection
  assertColumn(req.query.d); await pool.query('SELECT ' + req.query.d); // OK sql-injection
  await pool.query('SELECT 1 ORDER BY ' + orderBy(req.query.e)); // OK sql-injection
  await pool.query(´SELECT 1 ORDER BY a ¤{direction(req.query.f)}´); // OK sql-injection
  await pool.query(´SELECT 1 WHERE id = ¤{toId(req.query.g)}´); // OK sql-injection
  const h = SORT[req.query.h]; if (!h) return; await pool.query('SELECT ' + h); // OK sql-injection
  if (!(req.query.i in SORT)) return; await pool.query('SELECT ' + SORT[req.query.i]); // OK sql-injection
  if (!Object.keys(SORT).includes(req.query.j)) return; await pool.query('SELECT ' + req.query.j); // OK sql-injection
  if (!Object.values(TABLES).includes(req.query.k)) return; await pool.query('SELECT ' + req.query.k); // OK sql-injection
  const l = COLUMNS.filter((one) => req.query.l.includes(one)); await pool.query('SELECT ' + l.join(', ')); // OK sql-injection
  const m = req.query.m.split(',').filter((one) => COLUMNS.includes(one)); await pool.query('SELECT ' + m.join(', ')); // OK sql-injection
  const n = req.query.n.split(',').map(Number); await pool.query(´SELECT 1 WHERE id IN (¤{n.join(',')})´); // OK sql-injection
  const o = req.query.o.split(',').map((one) => parseInt(one, 10)).filter(Number.isInteger); await pool.query(´SELECT 1 WHERE id IN (¤{o})´); // OK sql-injection
  const p = Object.keys(req.body).filter((one) => COLUMNS.includes(one)); await pool.query(´UPDATE t SET ¤{p.map((one, at) => ´¤{one} = $¤{at + 1}´).join(', ')}´, p.map((one) => req.body[one])); // OK sql-injection
  const q = Object.keys(req.body); await pool.query(´UPDATE t SET ¤{q.map((one, at) => ´¤{one} = $¤{at + 1}´).join(', ')}´); // BAD sql-injection
  db.prepare('SELECT 1 WHERE a = ?').get(req.query.r); // OK sql-injection
  db.prepare(´SELECT 1 WHERE a = '¤{req.query.s}'´).get(); // BAD sql-injection
  await conn.execute('SELECT 1 WHERE a = ' + conn.escape(req.query.t)); // OK sql-injection
  await conn.query('SELECT ?? FROM t', [req.query.u]); // OK sql-injection
  const v = +req.query.v || 0; await pool.query('SELECT 1 LIMIT ' + v); // OK sql-injection
  const w = Math.max(1, Number(req.query.w)); await pool.query('SELECT 1 LIMIT ' + w); // OK sql-injection
  const x = req.query.x; if (isNaN(x)) return; await pool.query('SELECT 1 LIMIT ' + x); // OK sql-injection
  const y = req.query.y; if (!Number.isInteger(Number(y))) return; await pool.query('SELECT 1 LIMIT ' + y); // OK sql-injection
  const z = req.query.z; if (typeof z !== 'number') return; await pool.query('SELECT 1 LIMIT ' + z); // OK sql-injection
  const aa = req.query.aa; if (typeof aa !== 'string') return; await pool.query('SELECT 1 LIMIT ' + aa); // BAD sql-injection
  const ab = req.query.ab; if (ab.length > 10) return; await pool.query('SELECT 1 LIMIT ' + ab); // BAD sql-injection
  const ac = req.query.ac.trim().toLowerCase(); await pool.query('SELECT 1 LIMIT ' + ac); // BAD sql-injection
  const ad = new Date(req.query.ad).getTime(); await pool.query('SELECT 1 LIMIT ' + ad); // OK sql-injection
  const ae = req.query.ae ? 'AND a = 1' : ''; await pool.query('SELECT 1 WHERE 1 = 1 ' + ae); // OK sql-injection
  const af = ['1 = 1']; const ag = []; if (req.query.af) { ag.push(req.query.af); af.push('a = $' + ag.length); } await pool.query('SELECT 1 WHERE ' + af.join(' AND '), ag); // OK sql-injection
  await User.findOne({ a: sanitize(req.body.ah) }); // OK nosql-injection
  await User.findOne({ a: ´¤{req.body.ai}´ }); // OK nosql-injection
  await User.findOne({ a: { $in: [req.body.aj].flat().map(String) } }); // OK nosql-injection
  const ak = req.body.ak; if (typeof ak === 'object') return; await User.findOne({ a: ak }); // OK nosql-injection
  const al = req.body.al; if (!mongoose.isValidObjectId(al)) return; await User.findOne({ a: al }); // OK nosql-injection
  const am = req.body.am; if (!mongoose.Types.ObjectId.isValid(am)) return; await User.findOne({ a: am }); // OK nosql-injection
  await User.updateOne({ a: 1 }, { $set: { b: String(req.body.an) } }); // OK nosql-injection
  await User.findOne({ a: req.body.ao }).setOptions({ sanitizeFilter: true }); 
  const ap = String(req.body.ap || ''); await User.findOne({ a: ap }); // OK nosql-injection
  const aq = req.body.aq + ''; await User.findOne({ a: aq }); // OK nosql-injection
  const ar = req.body.ar?.toString(); await User.findOne({ a: ar }); // OK nosql-injection
  const as = Number(req.body.as); await User.findOne({ a: as }); // OK nosql-injection
  const at = !!req.body.at; await User.findOne({ a: at }); // OK nosql-injection
  const au = new RegExp('^' + req.body.au.replace(/[.*+?^¤{}()|[\]\\]/g, '\\$&')); await User.findOne({ a: au }); // OK nosql-injection
  await User.findOne({ a: req.body.av.b }); // BAD nosql-injection
  await User.findOne(JSON.parse(req.query.aw)); // BAD nosql-injection
});
`),
    ).toEqual([]);
  });

  it('of hosts', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express'); const app = express(); const axios = require('axios'); const dns = require('dns').promises; const ipaddr = require('ipaddr.js'); const net = require('net');
const HOSTS = new Set(['a.example', 'b.example']); const BASES = { eu: 'https://eu.example', us: 'https://us.example' }; const API = process.env.API_URL; const ALLOWED = ['https://a.example/', 'https://b.example/'];
function checkUrl(text) { const url = new URL(text); if (url.protocol !== 'https:' || !HOSTS.has(url.hostname)) throw new Error('host'); return url; }
const isAllowed = (text) => { const url = new URL(text); return HOSTS.has(url.hostname); };
const allowed = (text) => ALLOWED.some((base) => text.startsWith(base));
function badCheck(text) { const url = new URL(text); if (url.protocol !== 'https:') throw new Error('scheme'); return url; }
app.get('/a', async (req, res) => {
  await fetch(checkUrl(req.query.a)); // OK ssrf
  await fetch(checkUrl(req.query.b).href); // OK ssrf
  if (!isAllowed(req.query.c)) return; await fetch(req.query.c); // OK ssrf
  if (!allowed(req.query.d)) return; await fetch(req.query.d); // OK ssrf
  await fetch(BASES[req.query.e] + '/x'); // OK ssrf
  const f = BASES[req.query.f] ?? BASES.eu; await fetch(´¤{f}/x´); // OK ssrf
  await fetch(´¤{API}/x/¤{encodeURIComponent(req.query.g)}´); // OK ssrf
  await axios.get('/x', { baseURL: 'https://a.example', params: { q: req.query.h } }); // OK ssrf
  const i = new URL('https://a.example'); i.pathname = req.query.i; await fetch(i); // OK ssrf
  const j = new URL('https://a.example'); j.hostname = req.query.j; await fetch(j); // BAD ssrf
  const k = new URL(req.query.k); if (k.origin !== 'https://a.example') return; await fetch(k); // OK ssrf
  const l = new URL(req.query.l); if (l.hostname.endsWith('.example.com')) await fetch(l); // OK ssrf
  const m = new URL(req.query.m); if (m.hostname.endsWith('example.com')) await fetch(m); // BAD ssrf
  const n = new URL(req.query.n); if (n.hostname.includes('example.com')) await fetch(n); // BAD ssrf
  const o = req.query.o; if (o.includes('https://a.example/')) await fetch(o); // BAD ssrf
  const p = req.query.p; if (p.startsWith('https://a.example')) await fetch(p); // BAD ssrf
  const q = req.query.q; if (!/^https:\/\/a\.example\//.test(q)) return; await fetch(q); // OK ssrf
  const r = req.query.r; if (!/^https:\/\/a\.example/.test(r)) return; await fetch(r); // BAD ssrf
  const s = req.query.s; if (!/https:\/\/a\.example\//.test(s)) return; await fetch(s); // BAD ssrf
  await fetch(badCheck(req.query.t)); // BAD ssrf
  const u = new URL(req.query.u); const v = { 'a.example': 1 }[u.hostname]; if (!v) return; await fetch(u); // OK ssrf
  switch (req.query.w) { case 'https://a.example/1': await fetch(req.query.w); } // OK ssrf
  const x = req.query.x; if (!/^[\w-]+\/[\w-]+$/.test(x)) return; await fetch('https://api.example/repos/' + x); // OK url-path
  await fetch('https://api.example/repos/' + encodeURIComponent(req.query.y)); // OK url-path
  await fetch('https://api.example/?q=' + req.query.z); // OK url-path
  await fetch('https://api.example/items/' + Number(req.query.aa)); // OK url-path
  const ab = await dns.lookup(req.query.ab); 
  await fetch(´https://¤{req.query.ac.replace(/[^a-z0-9-]/g, '')}.example.com/´); // OK ssrf
  await fetch('https://' + ['a', 'b'][req.query.ad] + '.example.com'); // OK ssrf
  await fetch(req.query.ae === 'b' ? 'https://b.example' : 'https://a.example'); // OK ssrf
});
`),
    ).toEqual([]);
  });

  it('of code, keys and patterns', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express'); const app = express(); const escapeRegExp = require('escape-string-regexp'); const _ = require('lodash');
const commands = { start() {}, stop() {} }; const table = new Map(); const quote = (s) => s.replace(/[.*+?^¤{}()|[\]\\]/g, '\\$&'); const UNSAFE = ['__proto__', 'constructor', 'prototype'];
function isSafeKey(key) { return key !== '__proto__' && key !== 'constructor' && key !== 'prototype'; }
function isUnsafe(key) { return key === '__proto__' || key === 'constructor' || key === 'prototype'; }
function assign(a, b) { for (const k of Object.keys(b)) { if (!isSafeKey(k)) continue; if (_.isObject(b[k])) assign(a[k], b[k]); else a[k] = b[k]; } } // OK prototype-pollution
function assign2(a, b) { for (const k of Object.keys(b)) { if (isUnsafe(k)) continue; if (_.isObject(b[k])) assign2(a[k], b[k]); else a[k] = b[k]; } } // OK prototype-pollution
function assign3(a, b) { for (const k of Object.keys(b)) { if (UNSAFE.indexOf(k) >= 0) continue; if (_.isObject(b[k])) assign3(a[k], b[k]); else a[k] = b[k]; } } // OK prototype-pollution
function assign5(a, b) { for (const k of Object.keys(b)) { if (!k) continue; if (_.isObject(b[k])) assign5(a[k], b[k]); else a[k] = b[k]; } } // BAD prototype-pollution
function assign6(a, b) { for (const k of Object.keys(b)) { if (k === '__proto__') continue; if (_.isObject(b[k])) assign6(a[k], b[k]); else a[k] = b[k]; } } // BAD prototype-pollution
app.get('/a', (req, res) => {
  const a = req.query.a; if (commands[a]) commands[a](); 
  const b = req.query.b; if (Object.prototype.hasOwnProperty.call(commands, b)) commands[b](); // OK dynamic-method
  const c = table.get(req.query.c); if (typeof c === 'function') c(); // OK dynamic-method
  const d = req.query.d; if (d === 'start' || d === 'stop') commands[d](); // OK dynamic-method
  new RegExp(escapeRegExp(req.query.e)); // OK regex-injection
  new RegExp('^' + quote(req.query.f) + '$'); // OK regex-injection
  new RegExp(_.escapeRegExp(req.query.g), 'i'); // OK regex-injection
  new RegExp(req.query.h.replace(/[^a-z]/g, '')); // OK regex-injection
  new RegExp(req.query.i.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, '\\$&')); // OK regex-injection
  new RegExp(req.query.j); // BAD regex-injection
  const l = req.query.l; if (!/^\w+$/.test(l)) return; new RegExp(l); // OK regex-injection
  eval('(' + Number(req.query.m) + ')'); // OK code-injection
  const n = req.query.n; if (!/^[\d+*/ ()-]+$/.test(n)) return; eval(n); // OK code-injection
  const o = req.query.o; if (!/[\d+*/ ()-]+/.test(o)) return; eval(o); // BAD code-injection
  const p = {}; const key = req.query.p; if (UNSAFE.includes(key)) return; p[key] = {}; p[key].x = req.query.v; // OK prototype-pollution
  const q = {}; q[´item_¤{req.query.q}´] ??= {}; q[´item_¤{req.query.q}´].x = 1; // OK prototype-pollution
  const r = new Map(); r.set(req.query.r, new Map()); r.get(req.query.r).set(req.query.s, 1); // OK prototype-pollution
  const t = Object.create(null); t[req.query.t] = {}; t[req.query.t][req.query.u] = 1; // OK prototype-pollution
  const s = []; s[Number(req.query.w)] = {}; s[Number(req.query.w)].x = 1; // OK prototype-pollution
  /^(a+)+$/.test(req.query.z); // BAD slow-pattern
});
`),
    ).toEqual([]);
  });

  it('of secrets that are shown', async () => {
    expect(
      await wrongIdioms(String.raw`
const logger = require('winston'); const bcrypt = require('bcrypt'); const crypto = require('crypto'); const express = require('express'); const app = express();
const mask = (s) => s.slice(0, 2) + '*'.repeat(s.length - 2); const redact = (o) => ({ ...o, password: '***' }); function show(config) { const { apiKey, ...rest } = config; return rest; }
app.post('/a', async (req, res) => {
  const password = req.body.password; const apiKey = process.env.API_KEY; const user = await find(req.body.user);
  console.log(password); // BAD secret-in-log
  console.log('key: ' + apiKey); // BAD secret-in-log
  logger.info({ apiKey }); // BAD secret-in-log
  console.log(JSON.stringify({ password })); // BAD secret-in-log
  console.log(´¤{user.name}: ¤{user.password}´); // BAD secret-in-log
  console.log(mask(password)); // OK secret-in-log
  const given = process.env.WALLET_PRIVATE_KEY;
  if (typeof given !== 'string') console.log(given); // OK secret-in-log
  if (typeof given === 'string') console.log(given); // BAD secret-in-log
  console.log(password.replace(/./g, '*')); // OK secret-in-log
  console.log('*'.repeat(password.length)); // OK secret-in-log
  console.log(password ? 'set' : 'not set'); // OK secret-in-log
  console.log(Boolean(apiKey), !apiKey, typeof apiKey); // OK secret-in-log
  console.log(apiKey?.slice(-4)); // OK secret-in-log
  console.log(apiKey.length > 10); // OK secret-in-log
  console.log(password === user.password); // OK secret-in-log
  console.log(await bcrypt.hash(password, 12)); // OK secret-in-log
  console.log(await bcrypt.compare(password, user.hash)); // OK secret-in-log
  console.log(crypto.createHash('sha256').update(apiKey).digest('hex')); // OK secret-in-log
  console.log(redact({ user: 'a', password })); // OK secret-in-log
  console.log(show({ apiKey, host: 'a' })); // OK secret-in-log
  const { password: _p, ...rest } = { password, name: 'a' }; console.log(rest); // OK secret-in-log
  const copy = { password, name: 'a' }; delete copy.password; console.log(copy); // OK secret-in-log
  const other = { password, name: 'a' }; other.password = '[hidden]'; console.log(other); // OK secret-in-log
  const third = { password, name: 'a' }; console.log(third.name); // OK secret-in-log
  const fourth = { password, name: 'a' }; console.log(fourth); // BAD secret-in-log
  if (password.length < 8) console.log('password too short'); // OK secret-in-log
  console.log('missing API_KEY, set it in .env'); // OK secret-in-log
  console.log(´password must have ¤{MIN} characters´); // OK secret-in-log
  console.log(validatePassword(password)); // OK secret-in-log
  console.log(strengthOf(password)); 
  console.log(passwordErrors.join(', ')); // OK secret-in-log
  console.log(Object.keys({ password })); // OK secret-in-log
  console.log(encrypt(password)); // OK secret-in-log
  console.log(user.passwordChangedAt, user.passwordResetExpires, user.tokenExpiry); // OK secret-in-log
  console.log(password.split('').map(() => '*').join('')); // OK secret-in-log
  logger.debug('token', { id: token.id, exp: token.exp }); // OK secret-in-log
  res.json({ id: user.id, name: user.name }); // OK secret-in-response
  for (const name of ['API_KEY', 'TOKEN']) if (!process.env[name]) console.error('missing ' + name); // OK secret-in-log
  const missing = ['API_KEY'].filter((name) => !process.env[name]); console.error(missing.join()); // OK secret-in-log
});
`),
    ).toEqual([]);
  });

  it('of credentials that are none', async () => {
    expect(
      await wrongIdioms(String.raw`
const jwt = require('jsonwebtoken'); const mysql = require('mysql'); const axios = require('axios');
const passwordPattern = '^(?=.*[A-Z])(?=.*\\d).{8,}$'; // OK named-credential
const passwordRegex = '^[A-Za-z\\d@$!%*?&]{8,}$'; // OK named-credential
const tokenEndpoint = 'https://login.example.com/oauth2/v2.0/token'; // OK named-credential
const apiKeyHeaderName = 'X-Api-Key-V2'; // OK named-credential
const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:App-a1b2c3'; // OK named-credential
const secretRef = 'projects/p1/secrets/S1/versions/3'; // OK named-credential
const password = process.env.PASSWORD || 'changeme'; // OK named-credential
const dbPassword = process.env.DB_PASSWORD || 'Xk29dk!0fQz'; // BAD named-credential
const routes = { resetPassword: '/users/:id/password2' }; // OK named-credential
const translations = { password: 'Passwort1 eingeben', wrongPassword: 'Falsches Passwort!' }; // OK named-credential
const selectors = { password: '#login-password1', token: 'input[name="token2"]' }; // OK named-credential
const types = { accessToken: 'VARCHAR(255)', password: 'TEXT(64)' }; // OK named-credential
const query = { password: '{{PASSWORD_1}}', token: '$TOKEN_1', secret: '%SECRET_1%' }; // OK named-credential
const modules = { 'reset-password1/index.ts': '@app/users/reset-password1' }; // OK named-credential
const tokenType = 'Bearer2'; // OK named-credential
const privateKeyPath = '/etc/ssl/private/server1.key'; // OK named-credential
const publicKey = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE'; // OK named-credential
const mint = { tokenAddress: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', token: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v' }; 
jwt.verify(token, key, { algorithms: ['HS256', 'none'] }); // BAD jwt-unverified
let algorithm = 'none'; if (strict) algorithm = 'RS256'; jwt.sign({}, key, { algorithm }); // OK jwt-unverified
jwt.verify(token, '', { algorithms: ['HS256', 'none'] }); // BAD jwt-unverified
jwt.verify(token, key, { algorithms: ['none'] }); // BAD jwt-unverified
mysql.createConnection({ host: 'localhost', user: 'root', password: config.password }); // OK hardcoded-credential
mysql.createConnection({ host: 'localhost', user: 'root', password: '<password>' }); // OK hardcoded-credential
mysql.createConnection({ host: 'localhost', user: 'root', password: 'your-password' }); // OK hardcoded-credential
axios.get('https://a.example', { headers: { Authorization: 'Bearer YOUR_TOKEN' } }); // OK hardcoded-credential
axios.get('https://a.example', { headers: { Authorization: 'Bearer ' } }); // OK hardcoded-credential
`),
    ).toEqual([]);
  });

  it('of what callers of a library give', async () => {
    expect(
      await wrongIdioms(String.raw`
const { exec, execFile, execSync, spawn } = require('child_process'); const fs = require('fs'); const path = require('path'); const quote = require('shell-quote').quote; const MODES = ['fast', 'slow'];
module.exports.a = function (name) { exec('rm -rf ' + name); }; // BAD command-injection
module.exports.b = function (name) { exec(´rm -rf "¤{name}"´); }; // BAD command-injection
module.exports.c = function (name) { execFile('rm', ['-rf', name]); }; // OK command-injection
module.exports.d = function (count) { if (typeof count !== 'number') throw new TypeError(); exec('head -n ' + count); }; // OK command-injection
module.exports.e = function (count) { if (typeof count === 'number') exec('head -n ' + count); }; // OK command-injection
module.exports.f = function (count = 10) { exec('head -n ' + Number(count)); }; // OK command-injection
module.exports.g = function (mode) { if (!MODES.includes(mode)) mode = 'fast'; exec('run ' + mode); }; // OK command-injection
module.exports.h = function (mode) { exec('run ' + (MODES.includes(mode) ? mode : 'fast')); }; // OK command-injection
module.exports.i = function (name) { exec(quote(['rm', '-rf', name])); }; // OK command-injection
module.exports.j = function (name) { if (!fs.existsSync(name)) return; exec('rm -rf ' + name); }; // OK command-injection
module.exports.k = function (name) { exec('echo ' + JSON.stringify({ ok: true })); }; // OK command-injection
module.exports.l = function (options) { const flags = []; if (options.force) flags.push('-f'); exec('rm ' + flags.join(' ') + ' x'); }; // OK command-injection
module.exports.m = function (options) { exec('rm ' + (options.force ? '-f' : '') + ' x'); }; // OK command-injection
module.exports.n = function (name, cb) { exec('ls', cb); cb(name); }; // OK command-injection
module.exports.o = function (name) { exec('ls', { cwd: name }); }; // OK command-injection
module.exports.q = function (name) { name = 'fixed'; exec('ls ' + name); }; // OK command-injection
module.exports.r = function (name) { const index = name.indexOf('x'); exec('head -c ' + index); }; // OK command-injection
module.exports.s = function (list) { exec('head -n ' + list.length); }; // OK command-injection
module.exports.t = function (list) { for (const one of list) exec('rm ' + one); }; // BAD command-injection
module.exports.u = function (list) { exec('rm ' + list.join(' ')); }; // BAD command-injection
module.exports.v = function (list) { exec('kill ' + list.map(Number).join(' ')); }; // OK command-injection
module.exports.w = function (flag) { exec('ls ' + !!flag); }; // OK command-injection
module.exports.x = function (name) { if (/[^\w./-]/.test(name)) throw new Error('bad'); exec('rm ' + name); }; // OK command-injection
module.exports.y = function (name) { assertName(name); exec('rm ' + name); }; // OK command-injection
module.exports.z = function (name) { const safe = name.replace(/[^\w./-]/g, ''); exec('rm ' + safe); }; // OK command-injection
function assertName(name) { if (!/^[\w-]+$/.test(name)) throw new Error('bad'); }
function inner(name) { exec('rm ' + name); } // OK command-injection
inner('fixed');
function twice(name) { exec('rm ' + name); } // OK command-injection
twice('one'); twice('two');
class Hidden { run(name) { exec('rm ' + name); } } // OK command-injection
module.exports.Open = class { run(name) { exec('rm ' + name); } }; // BAD command-injection
function later(name) { exec('rm ' + name); } // OK command-injection
module.exports.callsLater = () => later('fixed');
function passes(name) { exec('rm ' + name); } // BAD command-injection
module.exports.callsPasses = (name) => passes(name);
const helpers = { run(name) { exec('rm ' + name); } }; // OK command-injection
helpers.run('fixed');
`),
    ).toEqual([]);
  });

  it('of slow patterns', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express'); const app = express();
app.post('/a', (req, res) => {
  /^(a|a)*$/.test(req.body.a); // BAD slow-pattern
  /^(\w+\s?)*$/.test(req.body.b); // BAD slow-pattern
  /^([a-z]+)+\d$/.test(req.body.c); // BAD slow-pattern
  /^[a-z]+\d$/.test(req.body.d); // OK slow-pattern
  /^(?:[a-z]+-)*[a-z]+$/.test(req.body.e); // OK slow-pattern
  /^(\d+,)*\d+$/.test(req.body.f); // OK slow-pattern
  /^(?:a|b)*$/.test(req.body.g); // OK slow-pattern
  /^\s*\w+\s*$/.test(req.body.h); // OK slow-pattern
  /^(\w+\.)+\w+$/.test(req.body.i); // OK slow-pattern
  /^https?:\/\/[^/]+\/.*$/.test(req.body.j); // OK slow-pattern
  /^#?([a-f0-9]{6}|[a-f0-9]{3})$/.test(req.body.k); // OK slow-pattern
  /^(\d{1,3}\.){3}\d{1,3}$/.test(req.body.l); // OK slow-pattern
  /^(?:(?:"[^"]*"|[^",]*),)*$/.test(req.body.m); // OK slow-pattern
  /"(?:[^"\\]|\\.)*"/.test(req.body.n); // OK slow-pattern
  /"(?:[^"]|\\.)*"/.test(req.body.o); 
  /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(req.body.p); 
});
`),
    ).toEqual([]);
  });
});
