import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporary, until } from './__fixtures__/temporary.js';
import { jsonStore, sqliteStore } from './choose-store.js';
import type { JobKind } from './job-kind.js';
import type { JobStore } from './job-store.js';
import { openJobs } from './open-jobs.js';

const kind = (name: string, run: JobKind['run']): JobKind => ({ kind: name, run });

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
