import { createHmac, randomBytes } from 'node:crypto';
import { PlugwrightError } from '@plugwright/errors';

const PREFIX = 'whsec_';

/** A new secret for an endpoint: `whsec_` and 32 random bytes in base64 (Standard Webhooks 1.0.0: 24 to 64 bytes). */
export const newWebhookSecret = (): string => PREFIX + randomBytes(32).toString('base64');

/**
 * The key in a secret.
 *
 * @throws `PW_WEBHOOK_SECRET` when it is not base64 of 24 to 64 bytes; the message does not hold it.
 */
export function webhookKey(secret: string): Buffer {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  const key = Buffer.from(text, 'base64');
  const usual = /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  if (!usual || key.length < 24 || key.length > 64)
    throw new PlugwrightError({
      code: 'PW_WEBHOOK_SECRET',
      message: 'The secret of an endpoint is not whsec_ and 24 to 64 bytes in base64.',
      hint: 'Make one with newWebhookSecret().',
    });
  return key;
}

/** The headers that prove where a message comes from. */
export interface WebhookHeaders {
  'webhook-id': string;
  /** Unix time in seconds of this try. */
  'webhook-timestamp': string;
  /** One `v1,` signature for each secret, with a space between. */
  'webhook-signature': string;
}

/**
 * Signs a message by Standard Webhooks 1.0.0: HMAC-SHA256 over id, time and body. With two secrets, while they
 * are changed, a receiver that knows either accepts it.
 *
 * @param now Unix time in ms.
 * @throws `PW_WEBHOOK_SECRET` for a secret that is none, and for no secret at all.
 */
export function signWebhook(
  secrets: readonly string[],
  { id, body, now }: { id: string; body: string; now: number },
): WebhookHeaders {
  if (secrets.length === 0)
    throw new PlugwrightError({
      code: 'PW_WEBHOOK_SECRET',
      message: 'The endpoint has no secret, and nothing is sent unsigned.',
      hint: 'Give it one; newWebhookSecret() makes it.',
    });
  const seconds = String(Math.floor(now / 1000));
  const signatures = secrets.map(
    (secret) =>
      `v1,${createHmac('sha256', webhookKey(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatures.join(' '),
  };
}
