import { expect, it, describe, beforeAll, afterAll } from 'vitest';
import { redisServer, type RedisServer } from '../__fixtures__/redis-server.js';
import { temporary } from '../__fixtures__/temporary.js';
import { openRedisJobs } from './open-redis-jobs.js';
describe('redis', () => {
  let server: RedisServer;
  beforeAll(async () => { server = await redisServer(); });
  afterAll(() => server.stop());
  it('works', async () => {
    const open = () => openRedisJobs({ url: server.url, dir: temporary(), concurrency: { global: 4 } });
    const a = await open(); const b = await open();
    const kind = { kind: 'k', backoffMs: () => 0, run: async ({ input, step, attempt }: any) => {
      const x = await step('one', input, (n: number) => n + 1);
      if (attempt === 1 && input === 3) throw new Error('x');
      return step('two', x, (n: number) => n * 2);
    } };
    a.define(kind); b.define(kind);
    b.start();
    const made = await Promise.all([1,2,3,4].map((input) => a.create({ kind: 'k', input })));
    const ends = await Promise.all(made.map(({ job }) => a.finished(job.id)));
    expect(ends.map((e) => [e.state, (e.output as any).inline])).toEqual([['completed',4],['completed',6],['completed',8],['completed',10]]);
    console.log(ends[2]!.journal.map((j) => `${j.seq} ${j.type}`).join(', '));
    await a.close(); await b.close();
  });
});
