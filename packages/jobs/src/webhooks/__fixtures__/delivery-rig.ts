import { onTestFinished, vi } from 'vitest';
import { temporary } from '../../__fixtures__/temporary.js';
import type { Callback, JobRecord } from '../../job-record.js';
import type { Jobs } from '../../jobs.js';
import { openJobs } from '../../open-jobs.js';
import {
  deliverWebhooks,
  type DeliveryReport,
  type WebhookOptions,
  type Webhooks,
} from '../deliver-webhooks.js';
import { newWebhookSecret } from '../sign-webhook.js';
import { type Receiver, startReceiver } from './receiver.js';
import { type TurnedClock, turnedClock } from './turned-clock.js';

/** Signs every delivery here; the receivers check it. */
export const secret = newWebhookSecret();
export const MINUTE = 60_000;

/** Jobs whose deliveries a test drives through simulated time. */
export interface Rig {
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

/** All of it ends with the test. */
export async function rig(options: Partial<WebhookOptions> = {}): Promise<Rig> {
  const dir = temporary();
  onTestFinished(() => void vi.useRealTimers());
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
  onTestFinished(async () => {
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

/** A receiver that knows the secret, until the test ends. */
export async function receiver(tls?: { key: string; cert: string }): Promise<Receiver> {
  const started = await startReceiver(secret, tls);
  onTestFinished(() => started.down());
  return started;
}

/** Every event of a job, in its order. */
export const everything = ['job.started', 'job.progress', 'job.completed'] as const;
/** One endpoint that wants all of them. */
export const callbackTo = (url: string): Callback[] => [
  { endpoint: 'hook', url, events: everything },
];

/** Distinct messages of a job, in the order in which they came first. */
export function tale({ got }: Receiver, id: string): string[] {
  const seen = new Set<string>();
  return got
    .filter(({ message, id: key }) => message.data.jobId === id && !seen.has(key) && seen.add(key))
    .map(({ message }) => message.type);
}

export const outboxOf = async (jobs: Jobs, id: string) =>
  ((await jobs.get(id)) as JobRecord).outbox;
