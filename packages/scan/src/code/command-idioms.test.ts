import { describe, expect, it } from 'vitest';
import { wrongIdioms } from '../__fixtures__/check-lines.js';

/** Programs and their arguments, started well and badly. */
describe('commands', () => {
  it('tells arguments apart from commands', async () => {
    expect(
      await wrongIdioms(String.raw`
const express = require('express');
const app = express();
const cp = require('child_process');
const { exec, execSync, spawn, execFile, execFileSync } = cp;
const execa = require('execa'); const { $ } = require('zx'); const shq = require('shell-quote'); const path = require('path');
const which = require('which');
app.get('/a', async (req, res) => {
  const name = req.query.name;
  execFile('convert', [name, 'out.png']); // OK command-injection
  spawn('ls', ['-l', name]); // OK command-injection
  spawn('ls', ['-l', name], { shell: false }); // OK command-injection
  execFileSync('python3', ['script.py', name]); // OK command-injection
  execa('ls', [name]); // OK command-injection
  exec('ls -la'); // OK command-injection
  exec(´ls ¤{shq.quote([name])}´); // OK command-injection
  exec(´kill ¤{parseInt(req.query.pid, 10)}´); // OK command-injection
  exec(´kill ¤{Number(req.query.pid)}´); // OK command-injection
  if (!/^[\w-]+$/.test(name)) return res.end();
  exec(´git checkout ¤{name}´); // OK command-injection
  const cmds = { start: 'systemctl start x', stop: 'systemctl stop x' };
  exec(cmds[req.query.action]); // OK command-injection
  const c = cmds[req.query.action]; if (c) exec(c); // OK command-injection
  if (['start', 'stop'].includes(req.query.verb)) exec(´systemctl ¤{req.query.verb} x´); // OK command-injection
  const v = req.query.v; if (v !== 'a' && v !== 'b') return; exec(´run ¤{v}´); // OK command-injection
  const clean = req.query.w.replace(/[^a-zA-Z0-9]/g, ''); exec(´echo ¤{clean}´); // OK command-injection
  const quoted = ´'¤{req.query.x.replace(/'/g, ´'\\''´)}'´; exec(´echo ¤{quoted}´); // OK command-injection
  exec('cat', { input: req.query.y }); // OK command-injection
  exec('grep x file', { env: { Q: req.query.z } }); // OK command-injection
  exec('grep x file', { cwd: '/tmp' }, (err, out) => res.send(out + name)); // OK command-injection
  const port = Number.parseInt(req.query.port); exec(´nc localhost ¤{port}´); // OK command-injection
  const on = req.query.flag === 'true' ? '--on' : ''; exec(´tool ¤{on}´); // OK command-injection
  exec(´tool ¤{req.query.flag2 ? '--on' : ''}´); // OK command-injection
  exec(´tool ¤{req.query.list.length}´); // OK command-injection
  const child = spawn('cat'); child.stdin.write(req.query.body); // OK command-injection
  exec(´ping ¤{req.query.host}´); // BAD command-injection
  execSync('rm -rf ' + req.query.dir); // BAD command-injection
  spawn('sh', ['-c', ´ls ¤{req.query.dir}´]); // BAD command-injection
  spawn(´ls ¤{req.query.dir}´, { shell: true }); // BAD command-injection
  spawn('ls', [req.query.dir], { shell: true }); // BAD command-injection
  spawn(req.query.cmd); // BAD command-injection
  execFile(req.query.cmd, []); // BAD command-injection
  execFile('bash', ['-c', req.query.cmd]); // BAD command-injection
  execa.command(´ls ¤{req.query.q}´); // BAD command-injection
  exec(´git log ¤{encodeURIComponent(req.query.q)}´); // OK command-injection
  cp.exec(JSON.stringify(req.query.q)); // BAD command-injection
});
module.exports.convert = function (file, cb) { exec('convert ' + file, cb); }; // BAD command-injection
module.exports.convert2 = function (file, cb) { execFile('convert', [file], cb); }; // OK command-injection
module.exports.run = function (command) { return exec(command); }; // OK command-injection
module.exports.opts = function (options) { if (options.level && ['a', 'b'].includes(options.level)) exec(´x ¤{options.level}´); }; // OK command-injection
module.exports.num = function (n) { if (typeof n !== 'number') throw new Error(); exec(´x ¤{n}´); }; // OK command-injection
module.exports.quoteName = function (n) { exec("x '" + n.replace(/'/g, "'\\''") + "'"); }; // OK command-injection
module.exports.arr = function (list) { exec('x ' + list.map((e) => shq.quote([e])).join(' ')); }; // OK command-injection
module.exports.Cls = class { constructor(name) { this.name = name; } go() { exec('x ' + this.name); } }; // BAD command-injection
`),
    ).toEqual([]);
  });

  it('knows what proves that a word is no command', async () => {
    expect(
      await wrongIdioms(String.raw`
const cp = require('child_process'); const path = require('path'); const fs = require('fs'); const shellEscape = require('shell-escape'); const { promisify } = require('util'); const execP = promisify(cp.exec); const shelljs = require('shelljs'); const execa = require('execa');
module.exports.a1 = (name) => cp.exec('rm -rf ' + name); // BAD command-injection
module.exports.a2 = (name) => cp.exec(´rm -rf ¤{name}´); // BAD command-injection
module.exports.a3 = (name) => cp.execFile('rm', ['-rf', name]); // OK command-injection
module.exports.a4 = (name) => { const cmd = 'rm -rf ' + name; cp.exec(cmd); }; // BAD command-injection
module.exports.a5 = (name) => { const args = ['-rf', name]; cp.exec('rm ' + args.join(' ')); }; // BAD command-injection
module.exports.a6 = (name) => { const args = ['-rf', name]; cp.spawn('rm', args); }; // OK command-injection
module.exports.a7 = (name) => { cp.spawn('rm', ['-rf', name], { shell: true }); }; // BAD shell-option
module.exports.a8 = (name) => { cp.execFile('/bin/sh', ['-c', 'rm ' + name]); }; // BAD command-injection
module.exports.a9 = (opts) => { cp.exec('rm ' + opts.file); }; // BAD command-injection
module.exports.a10 = ({ file }) => { cp.exec('rm ' + file); }; // BAD command-injection
module.exports.a11 = (name) => { if (!isValidName(name)) throw new Error('x'); cp.exec('rm ' + name); }; // OK command-injection
module.exports.a12 = (name) => { if (typeof name !== 'number') return; cp.exec('rm ' + name); }; // OK command-injection
module.exports.a13 = (name) => { if (name === 'a' || name === 'b') cp.exec('rm ' + name); }; // OK command-injection
module.exports.a14 = (name) => { cp.exec('rm ' + shellEscape([name])); }; // OK command-injection
module.exports.a15 = (name) => { cp.exec('rm ' + escapeShellArg(name)); }; // OK command-injection
module.exports.a16 = (name) => { cp.exec('rm "' + name + '"'); }; // BAD command-injection
module.exports.a17 = (name) => { cp.exec('rm ' + JSON.stringify(name)); }; // BAD command-injection
module.exports.a18 = (name) => { cp.exec("rm '" + name.replace(/'/g, "'\\''") + "'"); }; // OK command-injection
module.exports.a19 = (name) => { cp.exec('rm ' + path.join(__dirname, name)); }; // BAD command-injection
module.exports.a20 = (name) => { cp.exec('rm ' + path.basename(name)); }; // BAD command-injection
module.exports.a21 = async (name) => { await execP(´git log ¤{name}´); }; // BAD command-injection
module.exports.a22 = (name) => { shelljs.exec('rm ' + name); }; // BAD command-injection
module.exports.a23 = (name) => { shelljs.rm('-rf', name); }; // OK command-injection
module.exports.a24 = (name) => { execa.command('rm ' + name); }; // BAD command-injection
module.exports.a25 = (name) => { execa('rm', [name]); }; // OK command-injection
module.exports.a26 = (n) => { cp.exec('head -n ' + Number(n)); }; // OK command-injection
module.exports.a27 = (n) => { cp.exec('head -n ' + (n | 0)); }; // OK command-injection
module.exports.a28 = (n) => { cp.exec('head -n ' + n.length); }; // OK command-injection
module.exports.a29 = (n) => { cp.exec('head -n ' + (n ? 1 : 2)); }; // OK command-injection
module.exports.a30 = (n) => { cp.exec(n ? 'ls' : 'dir'); }; // OK command-injection
module.exports.a31 = (re) => { if (/^[a-z]+$/.exec(re)) cp.exec('x ' + re); }; // OK command-injection
module.exports.a32 = (re) => { const m = /^([a-z]+)$/.exec(re); if (m) cp.exec('x ' + m[1]); }; // OK command-injection
module.exports.a33 = (re) => { const m = re.match(/(\d+)/); cp.exec('x ' + m[1]); }; // OK command-injection
module.exports.a34 = (re) => { const s = re.replace(/\W/g, ''); cp.exec('x ' + s); }; // OK command-injection
module.exports.a35 = (re) => { const s = re.replace(/[^a-z]/g, ''); cp.exec('x ' + s); }; // OK command-injection
module.exports.a36 = (v) => { switch (v) { case 'a': case 'b': cp.exec('x ' + v); break; default: throw new Error(); } }; // OK command-injection
const OK = ['a', 'b']; module.exports.a37 = (v) => { if (OK.indexOf(v) === -1) return; cp.exec('x ' + v); }; // OK command-injection
module.exports.a38 = (v) => { if (!OK.some((o) => o === v)) return; cp.exec('x ' + v); }; // OK command-injection
module.exports.a39 = (v) => { const found = OK.find((o) => o === v); cp.exec('x ' + found); }; // OK command-injection
module.exports.a40 = (v) => { const k = { a: 'x', b: 'y' }[v]; cp.exec('x ' + k); }; // OK command-injection
module.exports.a41 = (v) => { const w = OK.includes(v) ? v : 'a'; cp.exec('x ' + w); }; // OK command-injection
module.exports.a42 = (v) => { v = OK.includes(v) ? v : 'a'; cp.exec('x ' + v); }; // OK command-injection
module.exports.a43 = (v) => { if (v && !/^\w+$/.test(v)) throw new Error(); cp.exec('x ' + v); }; // OK command-injection
module.exports.a44 = (v) => { assert(/^\w+$/.test(v)); cp.exec('x ' + v); }; // OK command-injection
module.exports.a45 = (v) => { assert.ok(OK.includes(v)); cp.exec('x ' + v); }; // OK command-injection
module.exports.a46 = (v) => { invariant(typeof v === 'number', 'x'); cp.exec('x ' + v); }; // OK command-injection
module.exports.a47 = (v) => { validate(v); cp.exec('x ' + v); }; // OK command-injection
function validate(v) { if (!/^\w+$/.test(v)) throw new Error('bad'); }
module.exports.a48 = (v) => { const s = clean(v); cp.exec('x ' + s); }; // OK command-injection
function clean(v) { return String(v).replace(/[^\w]/g, ''); }
module.exports.a50 = (cb) => { cp.exec('ls', cb); }; // OK command-injection
module.exports.a51 = (dir) => { cp.exec('ls', { cwd: dir }); }; // OK command-injection
module.exports.a52 = (dir) => { cp.execSync('git status', { cwd: dir, env: { ...process.env, X: dir } }); }; // OK command-injection
module.exports.a53 = (re, s) => { re.exec(s); /a/.exec(s); db.exec(s); Model.find().exec(s); }; // OK command-injection
module.exports.a54 = (items) => { items.forEach((item) => cp.exec('rm ' + item)); }; // BAD command-injection
module.exports.a55 = (items) => { for (const item of items) cp.execSync(´rm ¤{item}´); }; // BAD command-injection
module.exports.a56 = class { run(name) { return cp.exec('rm ' + name); } }; // BAD command-injection
module.exports.a57 = function (name) { const self = this; self.cmd = 'rm ' + name; cp.exec(self.cmd); }; // BAD command-injection
module.exports.a58 = (date) => { cp.exec('x ' + date.getTime()); }; // OK command-injection
module.exports.a59 = (date) => { cp.exec('x ' + new Date(date).toISOString()); }; // OK command-injection
module.exports.a60 = (x) => { cp.exec('x ' + x.toFixed(2)); }; // OK command-injection
module.exports.a61 = (x) => { cp.exec('x ' + Math.round(x)); }; // OK command-injection
module.exports.a62 = (x) => { cp.exec('x ' + Buffer.from(x).toString('hex')); }; // OK command-injection
module.exports.a63 = (x) => { cp.exec('x ' + Buffer.from(x).toString('base64')); }; // OK command-injection
module.exports.a64 = (x) => { cp.exec('x ' + require('crypto').createHash('md5').update(x).digest('hex')); }; // OK command-injection
module.exports.a65 = (x) => { if (!fs.existsSync(x)) return; cp.execFile(x); }; // OK command-injection
module.exports.a66 = (x) => { if (!Number.isInteger(x)) throw 1; cp.exec('x ' + x); }; // OK command-injection
module.exports.a67 = (x) => { const y = x instanceof Date ? x.getFullYear() : 1; cp.exec('x ' + y); }; // OK command-injection
module.exports.a68 = (x) => { cp.exec(´x ¤{x === true ? '-v' : ''}´); }; // OK command-injection
module.exports.a70 = (x) => { if (/[;&|´$()<>\n]/.test(x)) throw 1; cp.exec('x ' + x); }; // OK command-injection
`),
    ).toEqual([]);
  });
});
