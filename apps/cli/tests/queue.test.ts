import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasPostgres,
  postgresDatabase,
  postgresNote,
} from '../../../packages/jobs/src/__fixtures__/postgres-server.js';
import {
  hasRedis,
  redisNote,
  redisServer,
} from '../../../packages/jobs/src/__fixtures__/redis-server.js';
import { runCli } from '../src/__fixtures__/run-cli.js';

let cwd = '';
const stops: (() => unknown)[] = [];
beforeAll(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-queue-')));
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await fs.rm(cwd, { recursive: true, force: true });
});
const run = (argv: string[], env: Record<string, string> = {}) =>
  runCli(argv, { cwd, env: { PLUGWRIGHT_HOME: join(cwd, 'home'), ...env } });
const json = async (argv: string[], env: Record<string, string> = {}) =>
  JSON.parse((await run([...argv, '--json'], env)).stdout);

describe.each([
  {
    note: redisNote,
    has: hasRedis,
    start: async () => {
      const server = await redisServer();
      stops.push(() => server.stop());
      return server.url;
    },
  },
  {
    note: postgresNote,
    has: hasPostgres,
    start: async () => {
      const database = await postgresDatabase();
      stops.push(() => database.drop());
      return database.url;
    },
  },
])('jobs on $note', ({ has, start }) => {
  it.skipIf(!has)('are ordered, done by a worker, shown, counted and cancelled', async () => {
    const url = await start();
    const here = ['--queue', url];
    const out = `out-${url.slice(0, 5)}`;
    const words = ['create', 'Roll dice and flip a coin', '--detach', '--no-verify', '--out', out];
    const ordered = await run(words.concat(here));
    const id = ordered.stdout.trim();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(ordered.stderr).toContain('start one with plugwright worker --queue URL');
    expect((await run(['jobs', 'list', ...here])).stdout).toMatch(/queued .* Roll dice/);
    // Not among those of the directory.
    expect((await json(['jobs', 'list'])).jobs).toEqual([]);
    const worker = await run(['worker', '--until-idle', ...here]);
    expect(worker.stderr).toContain('1 completed, 0 failed, 0 cancelled, 0 handed back.');
    expect(worker.stderr).toContain(`Working for ${new URL(url).host}`);
    expect(await fs.readdir(join(cwd, out))).toContain('package.json');
    // By the environment, where other users cannot see it.
    const env = { PLUGWRIGHT_QUEUE: url };
    expect(await json(['jobs', 'show', id.slice(-8)], env)).toMatchObject({
      job: { id, state: 'completed' },
      result: { outcome: 'written' },
    });
    expect((await run(['jobs', 'follow', 'last'], env)).code).toBe(0);
    expect((await run(['jobs', 'stats'], env)).stdout).toContain('1 completed');
    const { job } = await json(['create', 'Roll dice', '--detach', '--no-verify'], env);
    const cancelled = await run(['jobs', 'cancel', job.slice(-8)], env);
    expect([cancelled.code, cancelled.stdout]).toEqual([0, expect.stringContaining('cancelled')]);
  });
});

describe('--queue', () => {
  it.skipIf(!hasRedis)('refuses a Redis that may lose or drop jobs, as doctor does', async () => {
    const server = await redisServer(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    stops.push(() => server.stop());
    const here = ['--queue', server.url];
    const refused = await run(['jobs', 'list', ...here]);
    expect(refused.stderr).toContain('PW_JOBS_QUEUE_UNSAFE');
    expect(refused.code).toBe(2);
    const doctor = await run(['doctor', ...here]);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(/✖ queue .*not safe/);
    expect(doctor.stdout).toContain('appendonly is no');
    expect(doctor.stdout).toContain('maxmemory-policy is allkeys-lru');
  });

  it('never shows a password', async () => {
    const url = 'redis://ann:hunter2hunter2@127.0.0.1:1';
    for (const argv of [['jobs', 'list'], ['worker'], ['doctor']]) {
      const { stdout, stderr, code } = await run([...argv, '--queue', url]);
      expect(code).not.toBe(0);
      expect(stdout + stderr).not.toContain('hunter2hunter2');
    }
  });

  it.each([
    [['create', 'Roll dice', '--queue', 'redis://x'], 'Give --detach with it'],
    [['jobs', 'list', '--queue', 'amqp://x'], 'PW_JOBS_QUEUE_URL'],
    [['create', 'Roll dice', '--detach', '--webhook', 'http://example.com'], 'PW_FETCH'],
    [['create', 'Roll dice', '--detach', '--webhook', 'https://10.0.0.1/'], 'PW_FETCH'],
    [['create', 'Roll dice', '--detach', '--webhook', 'https://e.com'], 'PW_WEBHOOK_SECRET'],
  ])('and --webhook: %j is refused', async (argv, why) => {
    const { code, stderr } = await run(argv);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });

  it('orders with a webhook when there is a key to sign with', async () => {
    const env = { PLUGWRIGHT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}` };
    const argv = ['create', 'Roll dice', '--detach', '--no-verify'];
    const { job } = await json([...argv, '--webhook', 'https://hook.example/'], env);
    expect(await json(['jobs', 'show', job])).toMatchObject({
      job: { callbacks: [{ endpoint: 'webhook', url: 'https://hook.example/' }] },
    });
  });
});
