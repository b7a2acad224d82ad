import { describe, expect, test } from 'vitest';
import { outboxOf, receiver, rig } from './__fixtures__/delivery-rig.js';

describe('an endpoint', () => {
  test('that leads inside is refused at every delivery', async () => {
    const { run, webhooks, jobs } = await rig({ policy: { allowHttp: true } });
    const hook = await receiver();
    const [id = ''] = await run(1, [
      { endpoint: 'port', url: hook.url },
      { endpoint: 'inside', url: 'https://localhost/' },
    ]);
    await webhooks.settled();
    expect((await outboxOf(jobs, id)).map(({ log }) => log[0]?.error)).toEqual([
      'PW_FETCH_PORT',
      'PW_FETCH_PRIVATE',
    ]);
    expect(hook.connections).toBe(0);
  });

  test('without a secret, or whose secret cannot be read, gets nothing unsigned, and nothing leaks', async () => {
    const secrets = ({ endpoint, principal }: { endpoint: string; principal: string }) => {
      if (endpoint === 'none') return [];
      throw new Error(`vault: cannot open hunter2 of ${principal}`);
    };
    const { run, webhooks, jobs } = await rig({ secrets });
    const hook = await receiver();
    const [id = ''] = await run(1, [
      { endpoint: 'none', url: hook.url },
      { endpoint: 'broken', url: hook.url },
    ]);
    await webhooks.settled();
    expect((await outboxOf(jobs, id)).map(({ log }) => log[0]?.error)).toEqual([
      'PW_WEBHOOK_SECRET',
      'PW_WEBHOOK_SECRET',
    ]);
    expect(JSON.stringify(await jobs.get(id))).not.toContain('hunter2');
    expect(hook.connections).toBe(0);
  });

  test('gets the trace of the job and the link, when there are any', async () => {
    const { jobs, webhooks } = await rig({ linkBase: 'https://me.example/jobs/' });
    const hook = await receiver();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const callbacks = [{ endpoint: 'hook', url: hook.url }];
    const { job } = await jobs.create({ kind: 'tale', input: null, callbacks, traceparent });
    await jobs.finished(job.id);
    await webhooks.settled();
    expect(hook.got[0]?.headers.traceparent).toBe(traceparent);
    expect(hook.got[0]?.message.data).toMatchObject({ link: `https://me.example/jobs/${job.id}` });
  });
});
