import * as api from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { jobStatistics, type Jobs, newWebhookSecret } from '@plugwright/jobs';
import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startReceiver } from '../../../jobs/src/webhooks/__fixtures__/receiver.js';
import { helloSpec, useWorkspace } from '../__fixtures__/workspace.js';
import { nodeHost } from '../host.js';
import { openPluginJobs, type OpenPluginJobsOptions } from './open-plugin-jobs.js';
import { PLUGIN_CREATE, type PluginJobInput } from './plugin-job.js';
import { webhookKeys } from './webhook-secrets.js';

const workspace = useWorkspace();
let opened: Jobs[] = [];
afterEach(async () => {
  await Promise.all(opened.map((jobs) => jobs.close()));
  opened = [];
});
const open = async (options: Partial<OpenPluginJobsOptions> = {}) => {
  const jobs = await openPluginJobs({ dir: workspace.path('jobs'), ...options });
  opened.push(jobs);
  return jobs;
};
const input = (): PluginJobInput => ({
  request: { text: helloSpec, from: 'order' },
  questions: 'refuse',
  parent: workspace.path('out'),
  verify: false,
});
const order = { kind: PLUGIN_CREATE };

describe('jobs that make plugins', () => {
  it('tell a webhook how they ended, signed with the key of the host', async () => {
    const secret = newWebhookSecret();
    const receiver = await startReceiver(secret);
    const host = nodeHost({ env: { PLUGWRIGHT_WEBHOOK_SECRET: secret } });
    const policy = { allowHttp: true, allowPrivate: true, ports: 'any' } as const;
    const jobs = await open({ host, webhooks: { policy }, settleWebhooksMs: 5000 });
    jobs.start();
    const callbacks = [{ endpoint: 'one', url: receiver.url }];
    const { job } = await jobs.create({ ...order, input: input(), callbacks });
    await jobs.finished(job.id);
    await jobs.close();
    expect(receiver.got.map(({ message }) => message)).toMatchObject([
      { type: 'job.completed', data: { jobId: job.id, state: 'completed' } },
    ]);
    expect(receiver.forged).toBe(0);
    await receiver.down();
  });

  it('take no callback to an address inside', async () => {
    const jobs = await open();
    const create = (url: string) =>
      jobs.create({ ...order, input: input(), callbacks: [{ endpoint: 'one', url }] });
    await expect(create('https://127.0.0.1/')).rejects.toMatchObject({ code: 'PW_FETCH_PRIVATE' });
    await expect(create('http://example.com/')).rejects.toMatchObject({ code: 'PW_FETCH_SCHEME' });
    expect((await jobs.list()).jobs).toEqual([]);
  });

  it('keep statistics of what ended', async () => {
    const jobs = await open();
    jobs.start();
    const { job } = await jobs.create({ ...order, input: input() });
    await jobs.finished(job.id);
    const all = await jobStatistics(jobs.store);
    expect(all).toMatchObject({ jobs: 1, byState: { completed: 1 } });
    expect(all.steps.map(({ name }) => name).toSorted()).toEqual(['read', 'render', 'write']);
    // Kept with the end of the job, not counted from its record.
    expect(await jobs.store.state('history:index')).toContain(PLUGIN_CREATE);
  });

  it('are one trace: creation, attempt, steps', async () => {
    const spans = new InMemorySpanExporter();
    api.trace.setGlobalTracerProvider(
      new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
    );
    try {
      const jobs = await open();
      jobs.start();
      const { job } = await jobs.create({ ...order, input: input() });
      await jobs.finished(job.id);
      await expect
        .poll(() => spans.getFinishedSpans().map(({ name }) => name))
        .toEqual(expect.arrayContaining(['create plugin.create', 'job plugin.create']));
      const finished = spans.getFinishedSpans();
      expect(new Set(finished.map((span) => span.spanContext().traceId)).size).toBe(1);
      expect(finished.length).toBeGreaterThan(4);
    } finally {
      api.trace.disable();
    }
  });
});

describe('the keys of webhooks', () => {
  it('are the present one and the one before, and no output shows them', async () => {
    const file = workspace.path('old');
    await writeFile(file, 'whsec_b2xkZXIgb2xkZXIgb2xkZXIgb2xkZXI=\n', { mode: 0o600 });
    const host = nodeHost({
      home: workspace.path('home'),
      env: {
        PLUGWRIGHT_WEBHOOK_SECRET: 'whsec_bmV3ZXIgbmV3ZXIgbmV3ZXIgbmV3ZXI=',
        PLUGWRIGHT_WEBHOOK_SECRET_OLD_FILE: file,
      },
    });
    const [now, before] = await webhookKeys(host);
    expect([now, before]).toEqual([
      'whsec_bmV3ZXIgbmV3ZXIgbmV3ZXIgbmV3ZXI=',
      'whsec_b2xkZXIgb2xkZXIgb2xkZXIgb2xkZXI=',
    ]);
    expect(host.redactor.text(`${now} ${before}`)).not.toContain('whsec_');
    const nobody = nodeHost({ home: workspace.path('home'), env: {} });
    expect(await webhookKeys(nobody)).toEqual([]);
  });
});
