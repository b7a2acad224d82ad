import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundle } from './__fixtures__/bundle.js';
import { idOf, record } from './__fixtures__/records.js';
import { testClock } from './__fixtures__/test-clock.js';
import { temporary, until } from './__fixtures__/temporary.js';
import { jsonStore, sqliteStore } from './choose-store.js';
import type { JobKind } from './job-kind.js';
import type { JobRecord } from './job-record.js';
import type { JobStore } from './job-store.js';
import { hostProcesses, linuxProcesses, plainProcesses, RUN_VARIABLE } from './linux-processes.js';
import { openJobs } from './open-jobs.js';

let built: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  built = await bundle();
});
afterAll(() => built.remove());

const owner = join(import.meta.dirname, '__fixtures__', 'owner.mjs');
async function process_(dir: string, mode: 'write' | 'read') {
  const child = spawn(process.execPath, [owner, built.file, dir, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: JSON.parse(line.toString()) as Record<string, unknown> };
}
const kind = (name: string, run: JobKind['run']): JobKind => ({ kind: name, run });

describe('the lock', () => {
  it('refuses a second opener, in another process and in this one, and names the holder', async () => {
    const dir = temporary();
    const jobs = await openJobs({ dir });
    const { said } = await process_(dir, 'write');
    expect(said).toMatchObject({
      code: 'PW_JOBS_LOCKED',
      message: expect.stringContaining(`by process ${process.pid} `) as string,
    });
    await expect(openJobs({ dir })).rejects.toMatchObject({ code: 'PW_JOBS_LOCKED' });
    await jobs.close();
    await (await openJobs({ dir })).close();
  });

  it('is freed by kill -9, at once', async () => {
    const dir = temporary();
    const { child, said } = await process_(dir, 'write');
    expect(said).toMatchObject({ opened: true });
    await expect(openJobs({ dir })).rejects.toMatchObject({ code: 'PW_JOBS_LOCKED' });
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const jobs = await openJobs({ dir });
    expect(jobs.epoch).toBe(2);
    await jobs.close();
  });

  it('lets others read while it is held, and see what is new', async () => {
    const dir = temporary();
    const jobs = await openJobs({ dir });
    const reader = await openJobs({ dir, readOnly: true });
    onTestFinished(() => reader.close());
    const { job } = await jobs.create({ kind: 'k', input: 'seen' });
    expect((await process_(dir, 'read')).said).toEqual({ opened: true, jobs: 1 });
    expect(await reader.get(job.id)).toEqual(job);
    expect(await reader.value(job.input)).toBe('seen');
    expect(await reader.stats()).toMatchObject({ byState: { queued: 1 } });
    expect(reader.health()).toEqual({ ok: true, state: 'read-only' });
    const ended = reader.finished(job.id);
    const followed: string[] = [];
    for await (const event of reader.follow({ limit: 2 })) {
      followed.push(event.type);
      if (event.type === 'job.created') await jobs.cancel(job.id);
    }
    expect(followed).toEqual(['job.created', 'job.cancelled']);
    expect((await ended).state).toBe('cancelled');
    expect((await reader.events({ after: 1 })).length).toBe(1);
    expect(await reader.outboxDue()).toEqual([]);
    await expect(reader.finished('nobody')).rejects.toMatchObject({ code: 'PW_JOBS_UNKNOWN' });
    await jobs.close();
  });

  it.each([
    'create',
    'cancel',
    'retry',
    'prioritise',
    'answer',
    'pin',
    'drain',
    'idle',
    'updateOutbox',
    'prune',
  ] as const)('refuses %s on what is open to be read', async (name) => {
    const dir = temporary();
    await (await openJobs({ dir })).close();
    const reader = await openJobs({ dir, readOnly: true });
    const call = reader[name] as (...args: unknown[]) => Promise<unknown>;
    await expect(call('x')).rejects.toMatchObject({ code: 'PW_JOBS_READ_ONLY' });
    expect(() => reader.start()).toThrow(expect.objectContaining({ code: 'PW_JOBS_READ_ONLY' }));
    const stop = AbortSignal.abort();
    await expect(reader.finished('x', stop)).rejects.toMatchObject({ name: 'AbortError' });
    await reader.close();
    expect(reader.health()).toEqual({ ok: false, state: 'closed' });
  });
});

describe('opening', () => {
  it('refuses a directory that cannot be one', async () => {
    const dir = temporary();
    writeFileSync(join(dir, 'file'), '');
    await expect(openJobs({ dir: join(dir, 'file') })).rejects.toMatchObject({
      code: 'PW_JOBS_DIRECTORY',
    });
    await expect(openJobs({ dir: join(dir, 'none'), readOnly: true })).rejects.toMatchObject({
      code: 'PW_JOBS_DIRECTORY',
    });
    mkdirSync(join(dir, 'empty'));
    await expect(
      openJobs({ dir: join(dir, 'empty'), store: 'json', readOnly: true }),
    ).rejects.toMatchObject({ code: 'PW_JOBS_DIRECTORY' });
  });

  it('goes on with the store that the directory began with', async () => {
    const dir = temporary();
    const jobs = await openJobs({ dir, store: 'json' });
    await jobs.create({ kind: 'k', input: null });
    await jobs.close();
    await expect(openJobs({ dir, store: 'sqlite' })).rejects.toMatchObject({
      code: 'PW_JOBS_DIRECTORY',
    });
    const again = await openJobs({ dir });
    expect(again.store.name).toBe('json');
    expect((await again.list()).jobs).toHaveLength(1);
    await again.close();
    expect(existsSync(join(dir, 'jobs.db'))).toBe(false);
  });

  it('refuses what a newer version wrote, to read and to write, and leaves it alone', async () => {
    const dir = temporary();
    const store = sqliteStore(join(dir, 'jobs.db'));
    await store.write({ put: [], events: [], meta: { schemaVersion: 9, epoch: 7, seq: 0 } });
    for (const readOnly of [true, false])
      await expect(openJobs({ dir, readOnly })).rejects.toMatchObject({
        code: 'PW_JOBS_SCHEMA_NEWER',
      });
    expect((await store.meta())?.epoch).toBe(7);
    await store.close();
  });

  it('gives ids and event numbers that only grow, over clock jumps and restarts', async () => {
    const dir = temporary();
    const clock = testClock();
    const ids: string[] = [];
    const seqs: number[] = [];
    for (const jump of [0, -3_600_000, 7_200_000, -86_400_000]) {
      clock.jump(jump);
      const jobs = await openJobs({ dir, clock });
      for (let n = 0; n < 3; n++) {
        const { job } = await jobs.create({ kind: 'k', input: n });
        ids.push(job.id);
        seqs.push(job.journal[0]!.seq);
        await jobs.cancel(job.id);
        await jobs.prune({ policy: { cancelled: { maxCount: 0 } } });
      }
      await jobs.close();
    }
    expect(ids).toEqual([...new Set(ids)]);
    expect(seqs).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23]);
  });

  it('closes twice without harm, lets nobody wait, and takes nothing afterwards', async () => {
    const jobs = await openJobs({ dir: temporary() });
    const { job } = await jobs.create({ kind: 'k', input: null });
    const waiting = jobs.finished(job.id);
    waiting.catch(() => {});
    const followed: string[] = [];
    const following = (async () => {
      for await (const { type } of jobs.follow()) followed.push(type);
    })();
    await until(() => followed.length === 1);
    await Promise.all([jobs.close(), jobs.close()]);
    await following;
    await expect(waiting).rejects.toMatchObject({ code: 'PW_JOBS_CLOSED' });
    expect(jobs.health()).toEqual({ ok: false, state: 'closed' });
    await expect(jobs.create({ kind: 'k', input: null })).rejects.toMatchObject({
      code: 'PW_JOBS_CLOSED',
    });
  });
});

describe('after the death of the process', () => {
  /** What a dead process leaves behind: records in the given states. */
  async function left(dir: string, ...jobs: JobRecord[]) {
    const store = sqliteStore(join(dir, 'jobs.db'));
    const meta = { schemaVersion: 1, epoch: 4, seq: 50 };
    await store.write({ put: jobs, events: [], meta });
    await store.close();
  }
  const lease = { epoch: 4, attempt: 1, marker: 'nobody', children: [] };

  it('puts running jobs back, fails spent ones and ends those that were being cancelled', async () => {
    const dir = temporary();
    await left(
      dir,
      record(idOf(1), { state: 'running', attempt: 1, lease }),
      record(idOf(2), { state: 'running', attempt: 3, lease: { ...lease, attempt: 3 } }),
      record(idOf(3), { state: 'running', attempt: 3, spared: 1, lease }),
      record(idOf(4), { state: 'cancelling', attempt: 1, lease }),
      record(idOf(5), { state: 'queued' }),
      record(idOf(6), { state: 'asking', attempt: 1, spared: 1 }),
      record(idOf(7), { state: 'completed' }),
    );
    const jobs = await openJobs({ dir });
    const states = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7].map(async (n) => (await jobs.get(idOf(n)))?.state),
    );
    expect(states).toEqual([
      'queued',
      'failed',
      'queued',
      'cancelled',
      'queued',
      'asking',
      'completed',
    ]);
    expect(await jobs.get(idOf(1))).toMatchObject({ lease: null, rev: 2 });
    expect((await jobs.get(idOf(2)))?.error).toMatchObject({ code: 'PW_JOBS_ORPHANED' });
    expect((await jobs.events({ after: 50 })).map(({ seq }) => seq)).toEqual([51, 52, 53, 54]);
    await jobs.close();
  });

  it('ends the children of the dead run before its job may run again', async () => {
    const dir = temporary();
    const sleeper = join(import.meta.dirname, '__fixtures__', 'sleeper.mjs');
    const marker = `test-${Math.random()}`;
    const child = spawn(process.execPath, [sleeper, 'stubborn'], {
      detached: true,
      env: { ...process.env, [RUN_VARIABLE]: marker },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const processes = hostProcesses();
    await until(() => processes.marked([marker]).length === 2);
    const group = processes.identify(child.pid!)!;
    await left(
      dir,
      record(idOf(1), {
        state: 'running',
        attempt: 1,
        lease: { ...lease, marker, children: [group] },
      }),
    );
    let alive: number | undefined;
    const jobs = await openJobs({
      dir,
      kinds: [kind('test', async () => void (alive = processes.marked([marker]).length) as never)],
    });
    expect(processes.marked([marker])).toEqual([]);
    expect(processes.alive(group)).toBe(false);
    jobs.start();
    expect((await jobs.finished(idOf(1))).state).toBe('completed');
    expect(alive).toBe(0);
    await jobs.close();
  });

  it('never signals a process whose start time is another', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(()=>{},1000)'], { detached: true });
    onTestFinished(() => void child.kill('SIGKILL'));
    const processes = linuxProcesses();
    const group = processes.identify(child.pid!)!;
    for (const other of [
      { ...group, start: '1' },
      { ...group, boot: 'another' },
    ]) {
      expect(processes.alive(other)).toBe(false);
      processes.signal(other, 'SIGKILL');
    }
    processes.kill(child.pid!, 'another marker', 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(processes.alive(group)).toBe(true);
    expect(processes.identify(2 ** 30)).toBeUndefined();
  });

  it('without /proc ends only the groups of the running attempt', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(()=>{},1000)'], { detached: true });
    const processes = plainProcesses();
    const group = processes.identify(child.pid!)!;
    processes.signal({ ...group, boot: 'another process' }, 'SIGKILL');
    expect(processes.alive({ ...group, boot: 'another process' })).toBe(false);
    expect(processes.alive(group)).toBe(true);
    expect(processes.marked(['x'])).toEqual([]);
    processes.kill(child.pid!, 'x', 'SIGKILL');
    const gone = once(child, 'exit');
    processes.signal(group, 'SIGTERM');
    await gone;
    expect(processes.alive(group)).toBe(false);
  });
});

describe('a write that fails', () => {
  /** A store whose writes fail on command. */
  function fragile(store: JobStore) {
    const state = { broken: false };
    return {
      state,
      store: {
        ...store,
        write: async (batch: Parameters<JobStore['write']>[0]) => {
          if (state.broken) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
          return store.write(batch);
        },
      } satisfies JobStore,
    };
  }

  it.each(['sqlite', 'json'] as const)(
    'stops the engine (%s): typed errors, no claims, nothing lost',
    async (name) => {
      const dir = temporary();
      const inner = () => {
        if (name === 'sqlite') return sqliteStore(join(dir, 'jobs.db'));
        mkdirSync(join(dir, 'r'), { recursive: true });
        return jsonStore(join(dir, 'r'));
      };
      const { state, store } = fragile(inner());
      let started = 0;
      let reason: unknown;
      const jobs = await openJobs({
        dir,
        store,
        graceMs: 50,
        concurrency: { global: 1 },
        kinds: [
          kind('k', async ({ signal }) => {
            started++;
            return new Promise((_, reject) =>
              signal.addEventListener('abort', () => {
                reason = signal.reason;
                reject(signal.reason as Error);
              }),
            );
          }),
        ],
      });
      const acknowledged = [];
      for (let n = 0; n < 3; n++)
        acknowledged.push((await jobs.create({ kind: 'k', input: n })).job.id);
      jobs.start();
      await until(() => started === 1);
      const waiting = jobs.finished(acknowledged[0]!);
      waiting.catch(() => {});
      state.broken = true;
      const stopped = { code: 'PW_JOBS_STOPPED', hint: expect.stringContaining('disk') as string };
      await expect(jobs.create({ kind: 'k', input: null })).rejects.toMatchObject(stopped);
      state.broken = false;
      // Also when the disk is well again: what is in memory is not known to be on disk.
      await expect(jobs.create({ kind: 'k', input: null })).rejects.toMatchObject(stopped);
      await expect(jobs.prioritise(acknowledged[1]!, 1)).rejects.toMatchObject(stopped);
      await expect(jobs.pin(acknowledged[1]!, true)).rejects.toMatchObject(stopped);
      await expect(jobs.cancel(acknowledged[0]!)).rejects.toMatchObject(stopped);
      expect(jobs.health()).toMatchObject({ ok: false, state: 'stopped', code: 'PW_JOBS_STOPPED' });
      await expect(waiting).rejects.toMatchObject(stopped);
      await until(() => reason !== undefined);
      expect(reason).toMatchObject({ code: 'PW_JOBS_STOPPED' });
      expect(started).toBe(1);
      await jobs.close();

      const again = await openJobs({ dir, store: inner() });
      const { jobs: all } = await again.list();
      expect(all.map(({ id }) => id).toSorted()).toEqual(acknowledged.toSorted());
      expect(all.every((job) => job.state === 'queued')).toBe(true);
      await again.close();
    },
  );

  it('at opening is a typed error and frees the lock', async () => {
    const dir = temporary();
    const { state, store } = fragile(sqliteStore(join(dir, 'jobs.db')));
    state.broken = true;
    await expect(openJobs({ dir, store })).rejects.toMatchObject({ code: 'PW_JOBS_STOPPED' });
    await (await openJobs({ dir })).close();
  });

  it('of a content file is an error of that call only: nothing refers to the file yet', async () => {
    const dir = temporary();
    const jobs = await openJobs({ dir, inlineLimitBytes: 10 });
    onTestFinished(() => jobs.close());
    const { mkdirSync: make, rmSync, writeFileSync: write } = await import('node:fs');
    rmSync(join(dir, 'content'), { recursive: true });
    write(join(dir, 'content'), 'in the way');
    await expect(jobs.create({ kind: 'k', input: 'x'.repeat(50) })).rejects.toThrow(/ENOTDIR/);
    rmSync(join(dir, 'content'));
    make(join(dir, 'content'));
    const { job } = await jobs.create({ kind: 'k', input: 'x'.repeat(50) });
    expect(job.state).toBe('queued');
  });
});

describe('content files', () => {
  it.each(['missing', 'changed'] as const)(
    'that are %s are told, and the step runs again',
    async (how) => {
      const { readdirSync, rmSync } = await import('node:fs');
      const dir = temporary();
      const ran: number[] = [];
      const jobs = await openJobs({
        dir,
        inlineLimitBytes: 10,
        kinds: [
          {
            kind: 'k',
            backoffMs: () => 0,
            run: async ({ step, attempt }) => {
              await step('big', null, () => {
                ran.push(attempt);
                return 'y'.repeat(100);
              });
              if (attempt === 1) {
                const file = join(dir, 'content', readdirSync(join(dir, 'content'))[0]!);
                if (how === 'missing') rmSync(file);
                else writeFileSync(file, 'z'.repeat(102));
                throw new Error('again');
              }
              return null;
            },
          },
        ],
      });
      onTestFinished(() => jobs.close());
      jobs.start();
      const { job } = await jobs.create({ kind: 'k', input: null });
      const end = await jobs.finished(job.id);
      expect(end.state).toBe('completed');
      expect(ran).toEqual([1, 2]);
      const ref = { content: { sha256: 'f'.repeat(64), bytes: 1 } };
      await expect(jobs.value(ref)).rejects.toMatchObject({ code: 'PW_JOBS_CONTENT' });
    },
  );
});
