import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { idOf, record } from './__fixtures__/records.js';
import { temporary, until } from './__fixtures__/temporary.js';
import { sqliteStore } from './choose-store.js';
import type { JobKind } from './job-kind.js';
import type { JobRecord } from './job-record.js';
import { hostProcesses, linuxProcesses, plainProcesses, RUN_VARIABLE } from './linux-processes.js';
import { openJobs } from './open-jobs.js';

const kind = (name: string, run: JobKind['run']): JobKind => ({ kind: name, run });

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
