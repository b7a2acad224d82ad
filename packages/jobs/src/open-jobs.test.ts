import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundle } from './__fixtures__/bundle.js';
import { testClock } from './__fixtures__/test-clock.js';
import { temporary, until } from './__fixtures__/temporary.js';
import { sqliteStore } from './choose-store.js';
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
