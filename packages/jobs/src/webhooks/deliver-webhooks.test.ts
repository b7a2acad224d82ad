import { createServer } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { temporary } from '../__fixtures__/temporary.js';
import type { Callback, JobRecord } from '../job-record.js';
import type { Jobs } from '../jobs.js';
import { openJobs } from '../open-jobs.js';
import { type Receiver, selfSigned, startReceiver } from './__fixtures__/receiver.js';
import { type TurnedClock, turnedClock } from './__fixtures__/turned-clock.js';
import {
  deliverWebhooks,
  type DeliveryReport,
  type WebhookOptions,
  type Webhooks,
} from './deliver-webhooks.js';
import { deadDeliveries, replayWebhooks } from './replay-webhooks.js';
import { newWebhookSecret } from './sign-webhook.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  vi.useRealTimers();
});

const secret = newWebhookSecret();
const MINUTE = 60_000;

interface Rig {
  jobs: Jobs;
  clock: TurnedClock;
  webhooks: Webhooks;
  reports: DeliveryReport[];
  errors: unknown[];
  /** Runs `count` jobs of three events each to their end. */
  run(count: number, callbacks: readonly Callback[]): Promise<string[]>;
  /** Lets simulated time pass; what is due at each moment is delivered before it moves on. */
  pass(ms: number): Promise<void>;
}

async function rig(options: Partial<WebhookOptions> = {}): Promise<Rig> {
  const dir = temporary();
  const clock = turnedClock();
  const jobs = await openJobs({ dir, clock, synchronous: 'OFF', concurrency: { global: 8 } });
  jobs.define({
    kind: 'tale',
    async run(context) {
      await context.progress('half');
      return null;
    },
  });
  jobs.start();
  const reports: DeliveryReport[] = [];
  const errors: unknown[] = [];
  const webhooks = deliverWebhooks(jobs, {
    secrets: () => [secret],
    policy: { allowHttp: true, allowCidrs: ['127.0.0.0/8'], ports: 'any' },
    timeoutMs: 2000,
    pollMs: 1000,
    clock,
    random: () => 0.5,
    onDelivery: (report) => reports.push(report),
    onError: (error) => errors.push(error),
    ...options,
  });
  closers.push(async () => {
    await webhooks.stop();
    await jobs.close();
  });
  return {
    jobs,
    clock,
    webhooks,
    reports,
    errors,
    async run(count, callbacks) {
      const made = await Promise.all(
        Array.from({ length: count }, () => jobs.create({ kind: 'tale', input: null, callbacks })),
      );
      await Promise.all(made.map(({ job }) => jobs.finished(job.id)));
      return made.map(({ job }) => job.id);
    },
    async pass(ms) {
      await webhooks.settled();
      for (let left = ms; left > 0;) {
        left -= clock.turn(left);
        await webhooks.settled();
      }
    },
  };
}

async function receiver(tls?: { key: string; cert: string }): Promise<Receiver> {
  const started = await startReceiver(secret, tls);
  closers.push(() => started.down());
  return started;
}
const everything = ['job.started', 'job.progress', 'job.completed'] as const;
const callbackTo = (url: string): Callback[] => [{ endpoint: 'hook', url, events: everything }];

/** Distinct messages of a job, in the order in which they came first. */
function tale({ got }: Receiver, id: string): string[] {
  const seen = new Set<string>();
  return got
    .filter(({ message, id: key }) => message.data.jobId === id && !seen.has(key) && seen.add(key))
    .map(({ message }) => message.type);
}
const outboxOf = async (jobs: Jobs, id: string) => ((await jobs.get(id)) as JobRecord).outbox;

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
    closers.push(() => new Promise((resolve) => drip.close(resolve)));
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
