import * as api from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { PlugwrightError } from '@plugwright/errors';
import { temporary } from '../__fixtures__/temporary.js';
import type { Jobs } from '../jobs.js';
import { openJobs } from '../open-jobs.js';
import { startReceiver } from '../webhooks/__fixtures__/receiver.js';
import { deliverWebhooks } from '../webhooks/deliver-webhooks.js';
import { newWebhookSecret } from '../webhooks/sign-webhook.js';
import { observeJobs, type ObservedJobs } from './observe-jobs.js';
import { contextOf } from './trace-context.js';

const spans = new InMemorySpanExporter();
let measured: InMemoryMetricExporter;
let reader: PeriodicExportingMetricReader;
let meters: MeterProvider;
beforeAll(() => {
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
  );
});
beforeEach(() => {
  spans.reset();
  measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 1e8 });
  meters = new MeterProvider({ readers: [reader] });
  api.metrics.setGlobalMeterProvider(meters);
});
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await meters.shutdown();
  api.metrics.disable();
});
afterAll(() => {
  api.trace.disable();
  api.context.disable();
});

async function open(dir: string): Promise<ObservedJobs> {
  const jobs = await openJobs({ dir, synchronous: 'OFF' });
  const observed = await observeJobs(jobs);
  closers.push(async () => {
    observed.stop();
    await jobs.close();
  });
  return observed;
}
/** Finished spans: name, id, parent, trace, and more. */
const finished = () =>
  spans.getFinishedSpans().map((span) => ({
    name: span.name,
    id: span.spanContext().spanId,
    trace: span.spanContext().traceId,
    parent: span.parentSpanContext?.spanId,
    kind: span.kind,
    status: span.status.code,
    attributes: span.attributes,
  }));
const named = (name: string) => finished().filter((span) => span.name === name);

/** Data points by metric: labels and value (count of a histogram). */
async function metrics() {
  await reader.forceFlush();
  const points = new Map<string, { labels: api.Attributes; value: number }[]>();
  for (const { metrics: found } of measured.getMetrics().at(-1)?.scopeMetrics ?? [])
    for (const { descriptor, dataPoints } of found)
      points.set(
        descriptor.name,
        dataPoints.map(({ attributes, value }) => ({
          labels: attributes,
          value: typeof value === 'number' ? value : value.count,
        })),
      );
  return points;
}

describe('spans', () => {
  test('make one trace from the creator to the end, across queue and restart', async () => {
    const dir = temporary();
    const first = await open(dir);
    let reached = () => {};
    const second = new Promise<void>((resolve) => (reached = resolve));
    const env: string[] = [];
    const define = ({ jobs }: ObservedJobs, hang: boolean) =>
      jobs.define({
        kind: 'plugin',
        async run({ step, childEnv, signal }) {
          env.push(childEnv.TRACEPARENT ?? '');
          await step('read', null, () => null);
          await step('build', null, async () => {
            api.trace.getTracer('app').startSpan('inside').end();
            reached();
            if (hang) await new Promise((_, reject) => signal.addEventListener('abort', reject));
            return null;
          });
          return null;
        },
      });
    define(first, true);
    first.jobs.start();
    const { job } = await api.trace.getTracer('app').startActiveSpan('request', async (span) => {
      try {
        return await first.jobs.create({ kind: 'plugin', input: null });
      } finally {
        span.end();
      }
    });
    await second;
    await first.jobs.close();
    await first.settled();
    first.stop();

    const again = await open(dir);
    define(again, false);
    again.jobs.start();
    await again.jobs.finished(job.id);
    await again.settled();

    expect(new Set(finished().map(({ trace }) => trace)).size).toBe(1);
    const [request] = named('request');
    const [create] = named('create plugin');
    expect(create).toMatchObject({ parent: request?.id, kind: api.SpanKind.PRODUCER });
    const attempts = named('process plugin');
    expect(attempts.map(({ parent }) => parent)).toEqual([create?.id, create?.id]);
    expect(attempts.map(({ kind }) => kind)).toEqual([
      api.SpanKind.CONSUMER,
      api.SpanKind.CONSUMER,
    ]);
    expect(attempts.map(({ attributes }) => attributes['plugwright.job.attempt'])).toEqual([1, 2]);
    // The finished step is not run again, so it has no second span.
    expect(named('step read').map(({ parent }) => parent)).toEqual([attempts[0]?.id]);
    expect(named('step build').map(({ parent }) => parent)).toEqual([
      attempts[0]?.id,
      attempts[1]?.id,
    ]);
    expect(named('inside').map(({ parent }) => parent)).toEqual(
      named('step build').map(({ id }) => id),
    );
    expect(named('job plugin')).toMatchObject([
      { parent: create?.id, attributes: { 'plugwright.job.status': 'completed' } },
    ]);
    expect(env).toEqual(attempts.map(({ id, trace }) => `00-${trace}-${id}-01`));
  });

  test('of failures name the code and nothing that is the job’s own', async () => {
    const observed = await open(temporary());
    const { jobs } = observed;
    const errors = [
      new PlugwrightError({ code: 'PW_X_Y', message: 'hunter2' }),
      new TypeError('hunter2'),
      'hunter2',
    ];
    jobs.define<number, never>({
      kind: 'bad',
      maxAttempts: 1,
      run: ({ input, step }) =>
        step('fall', input, () => {
          throw errors[input] as Error;
        }),
    });
    jobs.start();
    for (const input of errors.keys()) {
      const { job } = await jobs.create({ kind: 'bad', input });
      await jobs.finished(job.id);
    }
    await observed.settled();
    for (const name of ['step fall', 'process bad'])
      expect(
        named(name).map(({ status, attributes }) => [status, attributes['error.type']]),
      ).toEqual([
        [api.SpanStatusCode.ERROR, 'PW_X_Y'],
        [api.SpanStatusCode.ERROR, 'TypeError'],
        [api.SpanStatusCode.ERROR, 'string'],
      ]);
    expect(named('job bad')[0]).toMatchObject({ status: api.SpanStatusCode.ERROR });
    expect(JSON.stringify(finished())).not.toContain('hunter2');
    await expect(jobs.create({ kind: 'unknown', input: null })).rejects.toThrow('unknown');
    expect(named('create unknown')[0]?.status).toBe(api.SpanStatusCode.ERROR);
  });

  test('of an attempt that ends in a question is no failure', async () => {
    const observed = await open(temporary());
    const { jobs } = observed;
    jobs.define({ kind: 'curious', run: ({ ask }) => ask({ id: 'q', text: 'Which?' }) });
    jobs.start();
    const { job } = await jobs.create({ kind: 'curious', input: null });
    for await (const event of jobs.follow({ jobId: job.id }))
      if (event.type === 'job.asking') break;
    await jobs.answer(job.id, 'q', 'this');
    await jobs.finished(job.id);
    await observed.settled();
    expect(named('process curious').map(({ status }) => status)).toEqual([
      api.SpanStatusCode.UNSET,
      api.SpanStatusCode.UNSET,
    ]);
  });

  test('go on with the trace that a request brings', async () => {
    const observed = await open(temporary());
    const { jobs } = observed;
    jobs.define({ kind: 'k', run: async () => null });
    jobs.start();
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${trace}-b7ad6b7169203331-01`;
    const { job } = await jobs.create({ kind: 'k', input: null, traceparent, tracestate: 'a=1' });
    expect(job).toMatchObject({ tracestate: 'a=1', traceparent: expect.stringContaining(trace) });
    expect(named('create k')[0]).toMatchObject({ trace, parent: 'b7ad6b7169203331' });
    for (const bad of ['nonsense', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`])
      expect(contextOf(api, { traceparent: bad })).toBe(api.ROOT_CONTEXT);
  });
});

describe('metrics', () => {
  test('count depth, waits, runs, steps, retries and outcomes; no label is a person or an id', async () => {
    const observed = await open(temporary());
    const { jobs } = observed;
    let tries = 0;
    jobs.define<null, null>({
      kind: 'work',
      backoffMs: () => 1,
      async run({ step }) {
        await step('one', null, () => null);
        if (++tries === 1) throw new Error('again');
        return null;
      },
    });
    jobs.define({ kind: 'fails', maxAttempts: 1, run: () => Promise.reject(new Error('no')) });
    jobs.start();
    for (const kind of ['work', 'fails']) {
      const { job } = await jobs.create({ kind, input: null, principal: 'ann@example.com' });
      await jobs.finished(job.id);
    }
    jobs.pause();
    const { job: queued } = await jobs.create({ kind: 'work', input: null });
    await observed.settled();
    const all = await metrics();
    expect(all.get('plugwright.job.duration')).toEqual([
      { labels: { kind: 'work', status: 'completed' }, value: 1 },
      { labels: { kind: 'fails', status: 'failed', 'error.type': 'PW_JOBS_FAILED' }, value: 1 },
    ]);
    expect(all.get('plugwright.job.queue_time')?.map(({ value }) => value)).toEqual([2, 1]);
    expect(all.get('plugwright.job.step.duration')).toEqual([
      { labels: { kind: 'work', step: 'one' }, value: 1 },
    ]);
    expect(all.get('plugwright.job.retries')).toEqual([{ labels: { kind: 'work' }, value: 1 }]);
    const depth = Object.fromEntries(
      (all.get('plugwright.jobs') ?? []).map(({ labels, value }) => [labels.status, value]),
    );
    expect(depth).toMatchObject({ queued: 1, completed: 1, failed: 1, running: 0 });
    expect(all.get('plugwright.workers.slots')).toEqual([
      { labels: { state: 'used' }, value: 0 },
      { labels: { state: 'available' }, value: 2 },
    ]);
    expect(all.get('plugwright.jobs.oldest_queued_age')?.[0]?.value).toBeGreaterThanOrEqual(0);
    expect(JSON.stringify([...all])).not.toMatch(new RegExp(`ann@|${queued.id}`));
  });

  test('count deliveries and their lag; each is a span in the trace of its job', async () => {
    const observed = await open(temporary());
    const { jobs } = observed;
    const secret = newWebhookSecret();
    const hook = await startReceiver(secret);
    closers.push(() => hook.down());
    const webhooks = deliverWebhooks(jobs, {
      secrets: () => [secret],
      policy: { allowHttp: true, allowCidrs: ['127.0.0.0/8'], ports: [hook.port] },
      onDelivery: observed.onDelivery,
    });
    closers.push(() => webhooks.stop());
    jobs.define({ kind: 'k', run: async () => null });
    jobs.start();
    const callbacks = [
      { endpoint: 'up', url: hook.url },
      { endpoint: 'refused', url: 'http://127.0.0.1:1/' },
    ];
    const { job } = await jobs.create({ kind: 'k', input: null, callbacks });
    await jobs.finished(job.id);
    await webhooks.settled();
    await observed.settled();
    const all = await metrics();
    expect(all.get('plugwright.webhook.deliveries')).toEqual(
      expect.arrayContaining([
        { labels: { outcome: 'delivered' }, value: 1 },
        { labels: { outcome: 'again' }, value: 1 },
      ]),
    );
    expect(all.get('plugwright.webhook.lag')?.[0]?.value).toBe(1);
    const posts = named('POST');
    expect(new Set(posts.map(({ parent }) => parent))).toEqual(new Set([named('create k')[0]?.id]));
    const by = new Map(posts.map((post) => [post.attributes['plugwright.job.status'], post]));
    expect(by.get('delivered')?.attributes['http.response.status_code']).toBe(204);
    expect(by.get('again')?.attributes['error.type']).toBe('PW_FETCH_PORT');
  });

  test('tell the age of what is owed, and who was taken over', async () => {
    const dir = temporary();
    const observed = await open(dir);
    const { jobs } = observed;
    jobs.define({ kind: 'k', run: async () => null });
    jobs.start();
    const callbacks = [{ endpoint: 'a', url: 'https://example.com/' }];
    const { job } = await jobs.create({ kind: 'k', input: null, callbacks });
    await jobs.finished(job.id);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const all = await metrics();
    expect(all.get('plugwright.webhook.outbox.oldest_age')?.[0]?.value).toBeGreaterThan(0.01);
  });
});

test.each([
  ['without an SDK', () => api.trace.disable()],
  [
    'without the API',
    () => {
      vi.resetModules();
      vi.doMock('@opentelemetry/api', () => {
        throw new Error('not installed');
      });
    },
  ],
])('%s everything works, and nothing is traced', async (_, prepare) => {
  prepare();
  const { observeJobs: observe } = await import('./observe-jobs.js');
  const jobs: Jobs = await openJobs({ dir: temporary(), synchronous: 'OFF' });
  closers.push(() => jobs.close());
  const observed = await observe(jobs);
  observed.jobs.define({ kind: 'k', run: async ({ childEnv }) => childEnv.TRACEPARENT ?? null });
  observed.jobs.start();
  const { job } = await observed.jobs.create({ kind: 'k', input: null });
  const ended = await jobs.finished(job.id);
  expect(ended).toMatchObject({ state: 'completed', output: { inline: null } });
  expect(ended.traceparent).toBeUndefined();
  await observed.settled();
  observed.onDelivery({
    job: ended,
    entry: {} as never,
    url: 'https://example.com/',
    attempt: { at: 1, ms: 1 },
    outcome: 'again',
  });
  observed.stop();
  expect(spans.getFinishedSpans()).toEqual([]);
});
