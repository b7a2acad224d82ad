import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { selfSigned } from './__fixtures__/receiver.js';
import { callbackTo, MINUTE, outboxOf, receiver, rig } from './__fixtures__/delivery-rig.js';
import { replayWebhooks } from './replay-webhooks.js';

describe('a receiver', () => {
  test('that always fails gets ten tries in about 76 hours; then the delivery is dead, and can be replayed', async () => {
    const { run, pass, jobs, reports, clock } = await rig({ pollMs: 5 * MINUTE });
    const hook = await receiver();
    hook.answer = (response) => response.writeHead(500).end('x'.repeat(100_000));
    const [id = ''] = await run(1, [{ endpoint: 'hook', url: hook.url }]);
    await pass(80 * 60 * MINUTE);
    expect(reports.map(({ outcome }) => outcome)).toEqual([...Array(9).fill('again'), 'dead']);
    expect(new Set(hook.got.map(({ id }) => id)).size).toBe(1);
    const stamps = hook.got.map(({ headers }) => Number(headers['webhook-timestamp']));
    const hours = ((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)) / 3600;
    expect(hours).toBeGreaterThan(75);
    expect(hours).toBeLessThan(78);
    const [dead] = await outboxOf(jobs, id);
    expect(dead).toMatchObject({ status: 'dead', tries: 10 });
    expect(dead?.log.at(-1)).toMatchObject({ status: 500, excerpt: 'x'.repeat(1024) });
    expect(dead?.log.slice(0, -2).every(({ excerpt }) => excerpt === undefined)).toBe(true);

    hook.answer = (response) => response.writeHead(200).end();
    expect(await replayWebhooks(jobs, id, { endpoint: 'other' })).toBe(0);
    expect(await replayWebhooks(jobs, id, { seq: -1 })).toBe(0);
    expect(await replayWebhooks(jobs, id, {}, clock.now())).toBe(1);
    await pass(20 * MINUTE);
    expect(hook.got.length).toBe(11);
    expect(hook.got.at(-1)?.id).toBe(hook.got[0]?.id);
    expect(await replayWebhooks(jobs, id)).toBe(0);
    expect(await replayWebhooks(jobs, id, { delivered: true })).toBe(1);
  });

  test('that asks for quiet gets it, all jobs together', async () => {
    const { run, pass } = await rig();
    const hook = await receiver();
    hook.answer = (response) => response.writeHead(429, { 'retry-after': '600' }).end();
    await run(12, [{ endpoint: 'hook', url: hook.url }]);
    await pass(9 * MINUTE);
    const tried = hook.got.length;
    // Two were in flight when the first answer came.
    expect(tried).toBeLessThanOrEqual(2);
    hook.answer = (response) => response.writeHead(204).end();
    await pass(4 * MINUTE);
    expect(new Set(hook.got.map(({ id }) => id)).size).toBe(12);
  });

  test('that is gone (410) gets nothing more of the job', async () => {
    const { run, pass, jobs, reports } = await rig();
    const hook = await receiver();
    hook.answer = (response) => response.writeHead(410).end();
    const [id = ''] = await run(1, callbackTo(hook.url));
    await pass(60 * MINUTE);
    const last = (await outboxOf(jobs, id)).map(({ status }) => status);
    expect(last.every((status) => status === 'dead')).toBe(true);
    expect(reports.at(-1)?.outcome).toBe('gone');
    expect(hook.got.length).toBeLessThanOrEqual(3);
  });

  test('that redirects to loopback is not followed', async () => {
    const { run, webhooks, jobs } = await rig();
    const [hook, inside] = [await receiver(), await receiver()];
    hook.answer = (response) => response.writeHead(307, { location: inside.url }).end();
    const [id = ''] = await run(1, [{ endpoint: 'hook', url: hook.url }]);
    await webhooks.settled();
    expect(inside.connections).toBe(0);
    expect((await outboxOf(jobs, id))[0]).toMatchObject({
      status: 'due',
      tries: 1,
      log: [{ status: 307 }],
    });
  });

  test('that drips is left after the time limit', async () => {
    const { run, webhooks, jobs } = await rig({ timeoutMs: 200 });
    const drip = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = setInterval(() => socket.write('x: y\r\n'), 20);
      socket.on('close', () => clearInterval(more));
    });
    await new Promise<void>((resolve) => drip.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => drip.close(() => resolve())));
    const { port } = drip.address() as { port: number };
    const [id = ''] = await run(1, [{ endpoint: 'hook', url: `http://127.0.0.1:${port}/` }]);
    await webhooks.settled();
    expect((await outboxOf(jobs, id))[0]?.log).toMatchObject([{ error: 'PW_FETCH_TIMEOUT' }]);
  });

  test('with the wrong certificate is not told anything; with the right one it is', async () => {
    const certificate = selfSigned('hook.test');
    const hook = await receiver(certificate);
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    for (const [ca, host, log] of [
      [
        undefined,
        'hook.test',
        { error: expect.stringMatching(/^PW_FETCH_FAILED \([A-Z_]*SELF_SIGNED_CERT\)$/) },
      ],
      [certificate.cert, 'other.test', { error: 'PW_FETCH_FAILED (ERR_TLS_CERT_ALTNAME_INVALID)' }],
      [certificate.cert, 'hook.test', { status: 204 }],
    ] as const) {
      const { run, webhooks, jobs } = await rig({ resolve, ...(ca === undefined ? {} : { ca }) });
      const [id = ''] = await run(1, [{ endpoint: 'hook', url: `https://${host}:${hook.port}/` }]);
      await webhooks.settled();
      expect((await outboxOf(jobs, id))[0]?.log).toMatchObject([log]);
    }
    expect(hook.got.length).toBe(1);
  });
});
