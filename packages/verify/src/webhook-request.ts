import type { RunOf } from '@plugwright/spec';
import { createHmac } from 'node:crypto';
import { dummyValue } from './dummy-values.js';

/**
 * A message as its sender would send it, with the headers that prove it: by the documents of GitHub,
 * Stripe and Standard Webhooks, and made from the spec alone.
 */
export function webhookRequest(
  run: RunOf<'webhook'>,
  now: number,
): { body: unknown; headers: Record<string, string> } {
  let body: unknown = { id: 'evt_1', type: 'example', text: 'an example' };
  for (const step of (run.pick ?? '').split('/').slice(1).toReversed())
    body = { [step.replace(/~1/g, '/').replace(/~0/g, '~')]: body };
  const text = JSON.stringify(body);
  const secret = run.secretEnv === undefined ? '' : dummyValue(run.secretEnv);
  const sign = (message: string, encoding: 'hex' | 'base64') =>
    createHmac('sha256', secret).update(message).digest(encoding);
  const time = Math.floor(now / 1000);
  const headers = {
    none: () => ({}),
    token: () => ({
      [(run.header ?? 'authorization').toLowerCase()]: run.header ? secret : `Bearer ${secret}`,
    }),
    'hmac-sha256': () => ({ [(run.header ?? 'x-signature').toLowerCase()]: sign(text, 'hex') }),
    github: () => ({
      'x-hub-signature-256': `sha256=${sign(text, 'hex')}`,
      'x-github-event': 'push',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    }),
    stripe: () => ({ 'stripe-signature': `t=${time},v1=${sign(`${time}.${text}`, 'hex')}` }),
    'standard-webhooks': () => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(time),
      'webhook-signature': `v1,${sign(`msg_1.${time}.${text}`, 'base64')}`,
    }),
  }[run.verify]();
  return { body, headers };
}
