/** The program that tries to get out: names and codes come on standard input, lines leave on descriptor 3. */
export const attemptProgram = `
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import dgram from 'node:dgram';
import dns from 'node:dns/promises';
import cp from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const { parameters: p, attempts } = JSON.parse(fs.readFileSync(0, 'utf8'));
const read = (path) => fs.readFileSync(path, 'latin1');
const open = (path) => { fs.closeSync(fs.openSync(path, 'r')); return path; };
const stop = (why) => { throw new Error(why); };
const quiet = (work) => { try { return work(); } catch { return undefined; } };
const pids = () => fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
const run = (name, ...args) => {
  const path = ['/usr/bin/', '/usr/sbin/', '/bin/', '/sbin/'].map((place) => place + name).find((each) => fs.existsSync(each));
  if (!path) stop(name + ' is not there');
  const { status, error, stdout, stderr } = cp.spawnSync(path, args, { encoding: 'utf8', timeout: 5000 });
  if (error) throw error;
  if (status !== 0) stop(stderr.trim().split('\\n')[0] || 'status ' + status);
  return stdout;
};
const perl = (code) => run('perl', '-e', code);
const systemCall = (number, args) =>
  perl('my $r = syscall(' + number + ', ' + args + '); my $e = $! + 0; exit 0 if $r == 0 and ' + number + ' == 56; die "EPERM\\n" if $r == -1 and $e == 1; die "ENOSYS\\n" if $r == -1 and $e == 38; die "ENOSPC\\n" if $r == -1 and $e == 28; print "allowed, $e";');
const child = () => cp.spawn('/usr/bin/sleep', ['2'], { stdio: 'ignore' });
const connect = (to, enough = 'data') => new Promise((resolve, reject) => {
  const socket = net.connect(to);
  let text = '';
  socket.setTimeout(800, () => { socket.destroy(); reject(new Error('time out')); });
  socket.on('connect', () => enough === 'open' && (socket.destroy(), resolve('connected')));
  socket.on('data', (chunk) => (text += chunk));
  socket.on('end', () => resolve(text));
  socket.on('error', reject);
});
const send = (line) => fs.writeSync(3, JSON.stringify(line) + '\\n');

const AsyncFunction = (async () => {}).constructor;
const tools = { p, fs, net, os, dgram, dns, cp, sleep, read, open, stop, quiet, pids, run, perl, systemCall, child, connect };
for (const { name, code } of attempts) {
  try {
    const got = await new AsyncFunction(...Object.keys(tools), code)(...Object.values(tools));
    send({ name, got: String(got ?? '').slice(0, 200000) });
  } catch (error) {
    send({ name, error: (error.code ?? error.message ?? String(error)).toString().slice(0, 200) });
  }
}
process.exit(0);
`;
