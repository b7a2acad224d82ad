import { describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import type { JobEvent } from '../job-event.js';
import type { OutboxEntry } from '../job-record.js';
import { newWebhookSecret, signWebhook, webhookKey } from './sign-webhook.js';
import { owedDeliveries } from './owed-deliveries.js';
import { webhookBody } from './webhook-message.js';

const event: JobEvent = {
  seq: 7,
  at: Date.UTC(2026, 10, 29),
  type: 'job.failed',
  state: 'failed',
  attempt: 3,
  epoch: 2,
  code: 'PW_X_Y',
  message: 'not for strangers',
  jobId: '0192',
  kind: 'plugin',
  principal: 'ann',
};
const callbacks = [
  { endpoint: 'a', url: 'https://a.example/' },
  { endpoint: 'b', url: 'https://b.example/', events: ['job.progress'] as const },
  { endpoint: 'c', url: 'https://c.example/', events: ['job.failed', 'job.progress'] as const },
];

describe('an event', () => {
  test('is owed to the callbacks that want it; without a wish, to all at the end', () => {
    const owed = owedDeliveries(event, { callbacks });
    expect(owed.map(({ endpoint, id, dueAt }) => [endpoint, id, dueAt])).toEqual([
      ['a', '0192:failed:7', event.at],
      ['c', '0192:failed:7', event.at],
    ]);
    const progress: JobEvent = { ...event, type: 'job.progress', state: 'running' };
    expect(owedDeliveries(progress, { callbacks }).map(({ endpoint }) => endpoint)).toEqual([
      'b',
      'c',
    ]);
    const { code: _, ...plain } = event;
    expect(owedDeliveries(plain, { callbacks })[0]).not.toHaveProperty('code');
  });

  test('is told in few words, the same on every try, without what is private', () => {
    const [entry] = owedDeliveries(event, { callbacks }) as [OutboxEntry];
    const job = { id: '0192', kind: 'plugin' };
    expect(JSON.parse(webhookBody(job, entry, 'https://me.example/jobs/0192'))).toEqual({
      type: 'job.failed',
      timestamp: '2026-11-29T00:00:00.000Z',
      data: {
        jobId: '0192',
        kind: 'plugin',
        state: 'failed',
        seq: 7,
        attempt: 3,
        code: 'PW_X_Y',
        link: 'https://me.example/jobs/0192',
      },
    });
    expect(webhookBody(job, { ...entry, tries: 4, dueAt: 9, log: [{ at: 1, ms: 2 }] })).toBe(
      webhookBody(job, entry),
    );
  });
});

describe('a signature', () => {
  const message = () => ({
    id: 'job:completed:1',
    body: '{"type":"job.completed","ü":1}',
    now: Date.now(),
  });

  test('is what the Standard Webhooks library expects, also of a changed body', () => {
    const secret = newWebhookSecret();
    const { id, body, now } = message();
    const headers = signWebhook([secret], { id, body, now });
    expect(new Webhook(secret).verify(body, { ...headers })).toEqual(JSON.parse(body));
    expect(() => new Webhook(secret).verify(`${body} `, { ...headers })).toThrow('signature');
    expect(() => new Webhook(newWebhookSecret()).verify(body, { ...headers })).toThrow('signature');
    expect(new Webhook(secret).sign(id, new Date(now), body)).toBe(headers['webhook-signature']);
  });

  test('of a message that is old is refused by it', () => {
    const secret = newWebhookSecret();
    const { id, body } = message();
    const old = signWebhook([secret], { id, body, now: Date.now() - 6 * 60_000 });
    expect(() => new Webhook(secret).verify(body, { ...old })).toThrow('too old');
  });

  test('while secrets change, receivers with either accept', () => {
    const [before, after] = [newWebhookSecret(), newWebhookSecret()];
    const { id, body, now } = message();
    const headers = signWebhook([after, before], { id, body, now });
    for (const secret of [before, after])
      expect(new Webhook(secret).verify(body, { ...headers })).toBeDefined();
  });

  test('needs a secret of 24 to 64 bytes, which no error shows', () => {
    expect(webhookKey(newWebhookSecret()).length).toBe(32);
    expect(webhookKey(Buffer.alloc(24, 1).toString('base64')).length).toBe(24);
    for (const secret of [
      '',
      'whsec_',
      'whsec_hunter2',
      'whsec_not base64 at all, but long enough for it',
      `whsec_${Buffer.alloc(23, 1).toString('base64')}`,
      `whsec_${Buffer.alloc(65, 1).toString('base64')}`,
    ]) {
      const error = (() => {
        try {
          return webhookKey(secret);
        } catch (error) {
          return error as Error;
        }
      })();
      expect(error).toMatchObject({ code: 'PW_WEBHOOK_SECRET' });
      expect(String(error)).not.toContain('hunter2');
    }
    expect(() => signWebhook([], message())).toThrow(
      expect.objectContaining({ code: 'PW_WEBHOOK_SECRET' }),
    );
  });
});
