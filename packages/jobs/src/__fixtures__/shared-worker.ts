// A worker in a process of its own; what happens is told line by line, each in one write, so that a kill loses none.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { openPostgresJobs } from '../postgres/index.js';
import { openRedisJobs } from '../redis/index.js';

const [, , url = '', name = '', dir = '', slots = '2', leaseMs = ''] = process.argv;
const tell = (...words: unknown[]) => void writeSync(1, `${words.join(' ')}\n`);
const open = url.startsWith('redis') ? openRedisJobs : openPostgresJobs;
const jobs = await open({
  url,
  name,
  dir,
  concurrency: { global: Number(slots) },
  graceMs: 1000,
  ...(leaseMs !== '' && { leaseMs: Number(leaseMs) }),
});
jobs.define<number, number>({
  kind: 'quick',
  maxAttempts: 100,
  backoffMs: () => 0,
  run: async ({ id, input, step }) => {
    tell('S', id);
    return step('one', input, (n: number) => {
      tell('D', id);
      return n + 1;
    });
  },
});
// With a child, as a gate has one. Runs until somebody stops it; another attempt ends at once.
jobs.define<null, number>({
  kind: 'long',
  maxAttempts: 100,
  backoffMs: () => 0,
  run: async ({ id, attempt, signal, step, child, childEnv }) => {
    tell('S', id, attempt);
    await step('one', null, () => 1);
    if (attempt > 1) return attempt;
    const { pid } = spawn('sleep', ['600'], {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, ...childEnv },
    });
    await child(pid!);
    tell('C', id, pid);
    tell('L', id);
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const { code } = signal.reason as { code: string };
    tell('A', id, code);
    const late = await step('late', null, () => 2).catch((error: { code: string }) => error.code);
    tell('W', id, late);
    throw signal.reason;
  },
});
jobs.start();
tell('R', jobs.epoch);
process.on('SIGTERM', () => {
  const began = performance.now();
  void jobs.close().then(() => tell('Z', Math.round(performance.now() - began)));
  // Nothing of it keeps the process alive then.
});
