import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { end, hasEnded, type OwnServer } from './own-server.js';
import { freePort } from './redis-server.js';

/** Where Debian and Ubuntu put `initdb` and `postgres`, newest first; elsewhere they are on the PATH. */
function binary(name: string): string {
  const base = '/usr/lib/postgresql';
  try {
    const [newest] = readdirSync(base).toSorted((a, b) => Number(b) - Number(a));
    if (newest !== undefined) return join(base, newest, 'bin', name);
  } catch {
    // Not such a system.
  }
  return name;
}

/** Postgres refuses to run as root: then it runs as the user that its package made. */
function user(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  };
  const [uid, gid] = [id('-u'), id('-g')];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

export const hasPostgresCluster =
  user() !== undefined && spawnSync(binary('postgres'), ['--version']).status === 0;
/** Why tests are left out. */
export const clusterNote = hasPostgresCluster
  ? 'Postgres of its own'
  : 'Postgres of its own (SKIPPED: install the postgresql package, so that there are initdb, postgres and a user postgres)';

/** A Postgres of a test: made, started, killed and started again. */
export async function postgresCluster(): Promise<OwnServer> {
  const as = user();
  if (!as) throw new Error(clusterNote);
  const dir = mkdtempSync(join(tmpdir(), 'plugwright-postgres-'));
  if (as.uid !== undefined) chownSync(dir, as.uid, as.gid!);
  const data = join(dir, 'data');
  const port = await freePort();
  const made = spawnSync(
    binary('initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-locale'],
    { ...as, cwd: dir, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || String(made.error)}`);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let child: ChildProcess | undefined;
  const answers = async () => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    client.on('error', () => {});
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  };
  const start = async () => {
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${dir}`];
    const args = ['-D', data, '-p', `${port}`, ...settings.flatMap((one) => ['-c', one])];
    // A server that was killed leaves processes that hold its memory for a moment; until then the next one ends at once.
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
      if (!child || hasEnded(child))
        child = spawn(binary('postgres'), args, { ...as, cwd: dir, stdio: 'ignore' });
      if (await answers()) return;
    }
    throw new Error('Postgres does not start');
  };
  const kill = (signal: NodeJS.Signals) => end(child, signal);
  await start();
  return {
    url,
    port,
    kill,
    start,
    async stop() {
      // At once, and its children with it.
      await kill('SIGQUIT');
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
