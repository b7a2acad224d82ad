import { describe, expect, it, onTestFinished } from 'vitest';
import { testClock } from './__fixtures__/test-clock.js';
import { temporary, until } from './__fixtures__/temporary.js';
import type { JobKind } from './job-kind.js';
import { isTerminal } from './job-state.js';
import type { Jobs } from './jobs.js';
import type { OpenJobsOptions } from './open-jobs-options.js';
import { openJobs } from './open-jobs.js';

async function opened(options: Partial<OpenJobsOptions> = {}): Promise<Jobs> {
  const jobs = await openJobs({ dir: temporary(), synchronous: 'OFF', graceMs: 300, ...options });
  onTestFinished(() => jobs.close());
  return jobs;
}
const kind = (name: string, run: JobKind['run'], more: Partial<JobKind> = {}): JobKind => ({
  kind: name,
  run,
  backoffMs: () => 0,
  ...more,
});

describe('events', () => {
  it('come after they are on disk, numbered without gaps, and can be followed from any point', async () => {
    const jobs = await opened();
    jobs.define(
      kind('k', async ({ progress }) => {
        await progress('half', { done: 1, of: 2 });
        return null;
      }),
    );
    const live: number[] = [];
    const off = jobs.on((event) => {
      live.push(event.seq);
    });
    const fails = jobs.on(() => {
      fails();
      throw new Error('a listener that fails');
    });
    const warned = new Promise((resolve) => process.once('warning', resolve));
    const stop = new AbortController();
    const followed: number[] = [];
    const following = (async () => {
      for await (const event of jobs.follow({ after: 1 }, stop.signal)) followed.push(event.seq);
    })();
    jobs.start();
    for (let n = 0; n < 5; n++) {
      const { job } = await jobs.create({ kind: 'k', input: n });
      await jobs.finished(job.id);
    }
    await until(() => followed.length === 19);
    stop.abort();
    await following;
    await warned;
    off();
    const numbers = Array.from({ length: 20 }, (_, n) => n + 1);
    expect(live).toEqual(numbers);
    expect(followed).toEqual(numbers.slice(1));
    expect((await jobs.events({ after: 17 })).map(({ type }) => type)).toEqual([
      'job.started',
      'job.progress',
      'job.completed',
    ]);
    const first: string[] = [];
    for await (const event of jobs.follow({ limit: 2 })) first.push(event.type);
    expect(first).toEqual(['job.created', 'job.started']);
  });

  it('owe deliveries in the same write, which can be settled after the end', async () => {
    const jobs = await opened();
    jobs.define(kind('k', async () => null));
    const { job } = await jobs.create({
      kind: 'k',
      input: null,
      callbacks: [
        { endpoint: 'a', url: 'https://a.example' },
        { endpoint: 'b', url: 'https://b.example', events: ['job.started', 'job.completed'] },
      ],
    });
    jobs.start();
    const end = await jobs.finished(job.id);
    expect(end.outbox.map(({ id, endpoint }) => `${id} ${endpoint}`)).toEqual([
      `${job.id}:running:2 b`,
      `${job.id}:completed:3 a`,
      `${job.id}:completed:3 b`,
    ]);
    expect((await jobs.outboxDue()).map(({ id }) => id)).toEqual([job.id]);
    await Promise.all(
      end.outbox.map(({ seq, endpoint }) =>
        jobs.updateOutbox(job.id, (outbox) =>
          outbox.filter((entry) => entry.seq !== seq || entry.endpoint !== endpoint),
        ),
      ),
    );
    const settled = await jobs.get(job.id);
    expect(settled).toMatchObject({ outbox: [], state: 'completed', rev: end.rev + 3 });
    expect(await jobs.outboxDue()).toEqual([]);
    await expect(jobs.updateOutbox('nope', () => [])).rejects.toMatchObject({
      code: 'PW_JOBS_UNKNOWN',
    });
  });

  it.each(['sqlite', 'json'] as const)(
    'are all written when one job has several in one turn (%s)',
    async (store) => {
      const jobs = await opened({ store });
      jobs.define(
        kind('quick', async ({ progress }) => {
          await Promise.all(['a', 'b', 'c'].map((text) => progress(text)));
          return null;
        }),
      );
      jobs.start();
      const { job } = await jobs.create({ kind: 'quick', input: null });
      const end = await jobs.finished(job.id);
      expect(end).toMatchObject({ state: 'completed', rev: 6 });
      expect(end.journal.flatMap(({ message }) => message ?? [])).toEqual(['a', 'b', 'c']);
      expect(await jobs.events()).toHaveLength(6);
    },
  );

  it('keep the journal of a record short', async () => {
    const jobs = await opened({ journalLimit: 10 });
    jobs.define(
      kind('chatty', async ({ progress }) => {
        for (let n = 0; n < 50; n++) await progress(`step ${n}`);
        return null;
      }),
    );
    jobs.start();
    const { job } = await jobs.create({ kind: 'chatty', input: null });
    const end = await jobs.finished(job.id);
    expect(end.journal).toHaveLength(10);
    expect(end.journal.at(-1)?.type).toBe('job.completed');
    expect(await jobs.events({ jobId: job.id })).toHaveLength(53);
  });
});

describe('stats', () => {
  it('count by state and kind and say how old the oldest waiting job is', async () => {
    const clock = testClock();
    const jobs = await opened({ clock });
    jobs.define(kind('a', async () => null));
    jobs.define(kind('b', async () => null));
    await jobs.create({ kind: 'a', input: null });
    clock.pass(5000);
    await jobs.create({ kind: 'b', input: null });
    expect(await jobs.stats()).toMatchObject({
      byState: { queued: 2, running: 0, completed: 0 },
      byKind: { a: { queued: 1 }, b: { queued: 1 } },
      oldestQueuedMs: 5000,
      running: 0,
      slots: 2,
    });
    jobs.start();
    await until(async () => (await jobs.stats()).byState.completed === 2);
    expect((await jobs.stats()).oldestQueuedMs).toBeUndefined();
    expect(
      (await jobs.list({ state: 'completed' })).jobs.every((job) => isTerminal(job.state)),
    ).toBe(true);
  });
});
