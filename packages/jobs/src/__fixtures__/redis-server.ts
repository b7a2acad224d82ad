import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { end, type OwnServer } from './own-server.js';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
/** Why tests are left out, in their names. */
export const redisNote = hasRedis
  ? 'Redis'
  : 'Redis (SKIPPED: install redis-server and run npm test again)';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts `redis-server` with an append-only file; `settings` come after it and win. */
export async function redisServer(settings: string[] = []): Promise<OwnServer> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'plugwright-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    const always = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', ''];
    const keep = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
    child = spawn('redis-server', [...always, ...keep, ...settings], { stdio: 'ignore' });
    const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => 20 });
    probe.on('error', () => {});
    for (;;) {
      if (child.exitCode !== null) throw new Error(`redis-server ended: ${child.exitCode}`);
      if ((await probe.ping().catch(() => '')) === 'PONG') break;
      await sleep(20);
    }
    probe.disconnect();
  };
  const kill = (signal: NodeJS.Signals) => end(child, signal);
  await start();
  return {
    url,
    port,
    kill,
    start,
    async stop() {
      await kill('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
