import { describe, expect, test } from 'vitest';
import type { JobRecord } from '../job-record.js';
import {
  callbackTo,
  everything,
  MINUTE,
  outboxOf,
  receiver,
  rig,
  secret,
  tale,
} from './__fixtures__/delivery-rig.js';
import { deliverWebhooks } from './deliver-webhooks.js';
import { deadDeliveries } from './replay-webhooks.js';

describe('events', () => {
  test('arrive signed, once, per job in their order, several jobs and endpoints at once', async () => {
    const { run, webhooks, jobs, errors } = await rig();
    const [one, two] = [await receiver(), await receiver()];
    const ids = await run(20, [...callbackTo(one.url), { endpoint: 'end-only', url: two.url }]);
    await webhooks.settled();
    for (const id of ids) {
      expect(tale(one, id)).toEqual(everything);
      expect(tale(two, id)).toEqual(['job.completed']);
    }
    expect([one.got.length, two.got.length, one.forged, two.forged]).toEqual([60, 20, 0, 0]);
    expect(one.got[0]?.headers['content-type']).toBe('application/json');
    const outbox = await outboxOf(jobs, ids[0] as string);
    expect(outbox.map(({ status }) => status)).toEqual([
      'delivered',
      'delivered',
      'delivered',
      'delivered',
    ]);
    expect(outbox[0]?.log).toMatchObject([{ status: 204 }]);
    expect(await jobs.outboxDue()).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('after 30 minutes with the receiver down: none lost, order kept, ids repeat only on retry', async () => {
    const { run, pass, jobs, reports } = await rig();
    const hook = await receiver();
    await hook.down();
    const ids = await run(30, callbackTo(hook.url));
    for (let minute = 0; minute < 30; minute++) {
      await pass(MINUTE);
      if (minute === 10) ids.push(...(await run(10, callbackTo(hook.url))));
    }
    expect(hook.got).toEqual([]);
    // The circuit was open: far fewer tries than 40 jobs with a schedule each would make.
    const failed = reports.filter(({ outcome }) => outcome === 'again').length;
    expect(failed).toBeGreaterThan(3);
    expect(failed).toBeLessThan(60);
    await hook.up();
    for (
      let minute = 0;
      minute < 90 && (await jobs.outboxDue(1)).length + hook.got.length < 120;
      minute++
    )
      await pass(MINUTE);
    for (const id of ids) expect(tale(hook, id)).toEqual(everything);
    expect(hook.got.length).toBe(120);
    expect(hook.forged).toBe(0);
    expect(reports.filter(({ outcome }) => outcome === 'delivered').length).toBe(120);
  });

  test('an answer that is lost makes the id repeat, and nothing else does', async () => {
    const { run, pass, jobs } = await rig();
    const hook = await receiver();
    let calls = 0;
    hook.answer = (response) =>
      ++calls % 3 === 0
        ? response.socket?.destroy()
        : response.writeHead(200).end('garbage <html>');
    const ids = await run(10, callbackTo(hook.url));
    for (let minute = 0; minute < 120; minute++) await pass(MINUTE);
    for (const id of ids) expect(tale(hook, id)).toEqual(everything);
    const repeats = hook.got.length - new Set(hook.got.map(({ id }) => id)).size;
    expect(repeats).toBe(Math.floor(calls / 3));
    expect((await outboxOf(jobs, ids[0] as string))[0]?.log.at(-1)).toMatchObject({
      status: 200,
      excerpt: 'garbage <html>',
    });
  });
});

describe('many', () => {
  test('jobs that wait for an endpoint that is down hold up no other endpoint', async () => {
    const { run, pass, webhooks, jobs } = await rig({ pollMs: 5000 });
    const [down, up] = [await receiver(), await receiver()];
    await down.down();
    await run(130, [{ endpoint: 'down', url: down.url }]);
    await run(5, [{ endpoint: 'up', url: up.url }]);
    await pass(10_000);
    expect(up.got.length).toBe(5);
    await down.up();
    for (let minute = 0; minute < 60 && down.got.length < 130; minute++) await pass(MINUTE);
    expect(new Set(down.got.map(({ id }) => id)).size).toBe(130);
    expect(await jobs.outboxDue()).toEqual([]);
    // One that works gets through all of them without waiting for the next look.
    await run(130, [{ endpoint: 'up', url: up.url }]);
    await webhooks.settled();
    expect(up.got.length).toBe(135);
  });

  test('deliveries whose callback is not in the record are given up, not looked at for ever', async () => {
    const { run, webhooks, jobs } = await rig();
    const [id = ''] = await run(1, []);
    const entry = {
      id: `${id}:completed:1`,
      endpoint: 'gone',
      type: 'job.completed',
      seq: 1,
      createdAt: 1,
      state: 'completed',
      attempt: 1,
      tries: 0,
      dueAt: 1,
      status: 'due',
      log: [],
    } as const;
    await jobs.updateOutbox(id, () => [entry]);
    await webhooks.settled();
    const job = (await jobs.get(id)) as JobRecord;
    expect(deadDeliveries(job)).toMatchObject([{ log: [{ error: 'PW_WEBHOOK_CALLBACK' }] }]);
  });
});

describe('stopping', () => {
  test('ends a try that does not end, without counting it; the next process makes it again', async () => {
    const { run, webhooks, jobs, reports } = await rig({ timeoutMs: 60_000 });
    const hook = await receiver();
    const asked = new Promise<void>((resolve) => {
      hook.answer = () => resolve();
    });
    const [id = ''] = await run(1, [{ endpoint: 'hook', url: hook.url }]);
    await asked;
    await webhooks.stop({ timeoutMs: 10 });
    expect(reports).toEqual([]);
    expect((await outboxOf(jobs, id))[0]).toMatchObject({ status: 'due', tries: 0, log: [] });
  });

  test('an outbox that cannot be read is reported, and looked at again', async () => {
    const { jobs, clock } = await rig();
    const errors: unknown[] = [];
    let broken = true;
    const hook = await receiver();
    const second = deliverWebhooks(
      {
        ...jobs,
        outboxDue: (limit) => (broken ? Promise.reject(new Error('disk')) : jobs.outboxDue(limit)),
      },
      {
        secrets: () => [secret],
        policy: { allowHttp: true, allowCidrs: ['127.0.0.0/8'] },
        clock,
        onError: (error) => errors.push(error),
      },
    );
    await second.settled();
    expect(errors.length).toBeGreaterThan(0);
    broken = false;
    const before = errors.length;
    await second.settled();
    await second.stop();
    expect(errors.length).toBe(before);
    expect(hook.got).toEqual([]);
  });
});
