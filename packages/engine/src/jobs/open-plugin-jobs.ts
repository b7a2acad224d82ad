import {
  checkCallbacks,
  deliverWebhooks,
  type Jobs,
  observeJobs,
  openJobs,
  type OpenJobsOptions,
  type WebhookOptions,
} from '@plugwright/jobs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeHost } from '../host.js';
import { sourceLimit } from '../load-source.js';
import { refuseSecretsIn } from '../refuse-secrets.js';
import { pluginCreateKind, type PluginKindOptions } from './plugin-create-kind.js';
import { hideQueuePassword, openQueue } from './queue.js';
import { serveInbox } from './serve-inbox.js';
import { webhookSecrets } from './webhook-secrets.js';
import { removeOldWork } from './work-directory.js';

export interface OpenPluginJobsOptions
  extends
    Omit<PluginKindOptions, 'concurrency'>,
    Pick<OpenJobsOptions, 'store' | 'limits' | 'retention' | 'graceMs' | 'concurrency' | 'probe'> {
  /**
   * `redis://` or `postgres://`: the jobs lie there, and other machines order and work too. `dir` is then only for what
   * attempts on this machine need.
   */
  queue?: string | undefined;
  /** Take the orders that other processes leave in the directory, and deliver webhooks; default true. */
  serve?: boolean | undefined;
  /** How webhooks are delivered; default: signed with `PLUGWRIGHT_WEBHOOK_SECRET`, to public addresses. */
  webhooks?: Partial<WebhookOptions> | undefined;
  /** What is owed when the jobs are closed may take so long, ms; default 0, it goes out at the next opening. */
  settleWebhooksMs?: number | undefined;
}

/** Of the jobs that ended; a person who asks after a month has the plugin itself. */
const day = 86_400_000;
const retention = {
  completed: { maxAgeMs: 90 * day, maxCount: 10_000 },
  failed: { maxAgeMs: 90 * day, maxCount: 10_000 },
  cancelled: { maxAgeMs: 30 * day, maxCount: 1000 },
} as const;

/** Jobs at once: the gates of one use two processes for most of their time. */
export const defaultConcurrency = (): number => Math.max(1, Math.floor(availableParallelism() / 2));

/**
 * Opens jobs that make plugins, takes orders of other processes, delivers webhooks, and tells OpenTelemetry what happens where
 * the process has it. Nothing runs before `start()`.
 *
 * @throws `PW_JOBS_LOCKED` when another process has the directory; see {@link connectPluginJobs}. `PW_JOBS_QUEUE_*`.
 */
export async function openPluginJobs(options: OpenPluginJobsOptions): Promise<Jobs> {
  const { host = nodeHost(), onStep, onLoaded, retry, queue, webhooks, ...rest } = options;
  const { serve = true, settleWebhooksMs = 0, concurrency, limits, store, ...others } = rest;
  // Attempts of a server's jobs do not mix with those of the directory.
  const dir = queue === undefined ? options.dir : join(options.dir, 'queue');
  const opening = {
    retention,
    ...others,
    dir,
    concurrency: { global: defaultConcurrency(), ...concurrency },
    limits: { maxInputBytes: sourceLimit, ...limits },
  };
  if (queue !== undefined) hideQueuePassword(host, queue);
  const opened =
    queue === undefined
      ? await openJobs({ ...opening, ...(store && { store }) })
      : await openQueue(queue, opening);
  const { jobs, onDelivery, stop } = await observeJobs(opened);
  jobs.define(pluginCreateKind({ dir, host, onStep, onLoaded, retry }));
  const create = jobs.create.bind(jobs);
  const ordered: Jobs['create'] = async (request) => {
    refuseSecretsIn(host, 'The order', request);
    checkCallbacks(request.callbacks ?? [], webhooks?.policy);
    return create(request);
  };
  // What cannot be removed is in nobody's way.
  await removeOldWork(dir, async (id) => {
    const job = await jobs.get(id);
    return job !== undefined && job.endedAt === undefined;
  }).catch(() => {});
  const inbox =
    serve && queue === undefined ? await serveInbox(withCreate(jobs, ordered), dir) : undefined;
  const deliveries = serve
    ? deliverWebhooks(jobs, { secrets: webhookSecrets(host), onDelivery, ...webhooks })
    : undefined;
  return Object.assign(withCreate(jobs, ordered), {
    close: async () => {
      await inbox?.stop();
      if (settleWebhooksMs > 0)
        await Promise.race([
          deliveries?.settled(),
          sleep(settleWebhooksMs, undefined, { ref: false }),
        ]);
      await deliveries?.stop();
      await opened.close();
      stop();
    },
  });
}

const withCreate = (jobs: Jobs, create: Jobs['create']): Jobs =>
  Object.create(jobs, { create: { value: create, enumerable: true } }) as Jobs;
