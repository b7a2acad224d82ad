import { PlugwrightError } from '@plugwright/errors';
import { type AddressPolicy, type ResolveHost, safeRequest } from '@plugwright/safe-fetch';
import type { Clock } from '../clock.js';
import type { Callback, DeliveryAttempt, JobRecord, OutboxEntry } from '../job-record.js';
import { CALLBACK_POLICY } from './check-callbacks.js';
import { type AnswerVerdict, judgeAnswer } from './judge-answer.js';
import { signWebhook } from './sign-webhook.js';
import { webhookBody } from './webhook-message.js';

/** Characters of an answer that are kept. */
const EXCERPT = 1024;
/** W3C Trace Context, version 00. It is not signed: a receiver must not trust it. */
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Whose secret is asked for. */
export interface WebhookTarget extends Pick<Callback, 'endpoint' | 'url'> {
  principal: string;
  jobId: string;
}

/** How a delivery is made. */
export interface DeliveryOptions {
  /**
   * The secrets of an endpoint, from wherever they are kept; they are never written into a record. While a secret is
   * changed, the new one and the old one: the message is signed with both.
   */
  secrets(target: WebhookTarget): readonly string[] | Promise<readonly string[]>;
  /** Where callbacks may go; default HTTPS on port 443, on the public internet. */
  policy?: AddressPolicy;
  /** Certificates to trust in place of the usual ones, PEM. */
  ca?: string | readonly string[];
  resolve?: ResolveHost;
  /** For one try, from resolving to the last byte. Default 20,000 ms. */
  timeoutMs?: number;
  /** Beginning of the address of a job, for people; with the job's id behind it, it goes into the message as `link`. */
  linkBase?: string;
}

/** One signed request. Never throws, except the reason of `signal`. */
export async function attemptDelivery(
  job: JobRecord,
  entry: OutboxEntry,
  callback: Callback,
  options: DeliveryOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ attempt: DeliveryAttempt; verdict: AnswerVerdict }> {
  const at = clock.now();
  const began = clock.monotonic();
  const end = (rest: Omit<DeliveryAttempt, 'at' | 'ms'>, verdict: AnswerVerdict) => ({
    attempt: { at, ms: Math.round(clock.monotonic() - began), ...rest },
    verdict,
  });
  try {
    const body = webhookBody(job, entry, options.linkBase && options.linkBase + job.id);
    const { endpoint, url } = callback;
    const { traceparent = '' } = job;
    const target = { endpoint, url, principal: job.principal, jobId: job.id };
    const signed = signWebhook(await options.secrets(target), { id: entry.id, body, now: at });
    const answer = await safeRequest(url, {
      ...CALLBACK_POLICY,
      ...options.policy,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'plugwright-webhooks/1',
        ...(TRACEPARENT.test(traceparent) ? { traceparent } : {}),
        ...signed,
      },
      body,
      signal,
      timeoutMs: options.timeoutMs ?? 20_000,
      maxBytes: 4 * EXCERPT,
    });
    const excerpt = answer.body.toString('utf8').slice(0, EXCERPT);
    return end(
      { status: answer.status, ...(excerpt === '' ? {} : { excerpt }) },
      judgeAnswer(answer.status, answer.headers['retry-after'], at),
    );
  } catch (error) {
    signal.throwIfAborted();
    return end({ error: reasonOf(error) }, judgeAnswer(undefined, undefined, at));
  }
}

/** Codes only: what a resolver of secrets or a socket says may hold what nobody should read. */
function reasonOf(error: unknown): string {
  if (!PlugwrightError.isInstance(error)) return 'PW_WEBHOOK_SECRET';
  const socket = /\(([A-Z][A-Z0-9_]+)\)\.$/.exec(error.message)?.[0].slice(0, -1);
  return socket === undefined ? error.code : `${error.code} ${socket}`;
}
