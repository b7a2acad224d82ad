import { PlugwrightError } from '@plugwright/errors';
import { writeAtomically } from '@plugwright/files';
import type { Jobs } from '@plugwright/jobs';
import type { SharedJobs } from '@plugwright/jobs/redis';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeHost } from '../host.js';
import { refuseSecretsIn } from '../refuse-secrets.js';
import {
  inboxDirectory,
  lookEveryMs,
  type Order,
  orderPath,
  readReply,
  type Reply,
  replyPath,
} from './inbox.js';
import { openPluginJobs, type OpenPluginJobsOptions } from './open-plugin-jobs.js';
import { carryOut } from './serve-inbox.js';

/** A way to order: through the process that has the directory, or by having it for a moment. */
export interface PluginJobsDesk {
  /** Whether another process runs the jobs. */
  hasWorker: boolean;
  /** @throws what the jobs throw, and `PW_JOBS_NO_REPLY`. */
  order: (order: Order) => Promise<Extract<Reply, { ok: true }>>;
  close: () => Promise<void>;
}

/** Longest wait for a reply, in ms. Cancelling waits for children to end, which may take their grace twice. */
const replyWithin = 15_000;

/**
 * Connects to jobs to order something. Those of a server are open to everybody; a directory is opened when nobody has it, else
 * orders are left for whoever has it. Runs nothing.
 */
export async function connectPluginJobs(
  options: OpenPluginJobsOptions,
  { replyWithinMs = replyWithin }: { replyWithinMs?: number } = {},
): Promise<PluginJobsDesk> {
  try {
    const jobs = await openPluginJobs({ ...options, serve: false });
    return {
      hasWorker: (await workersOf(jobs)) > 0,
      order: async (order) => told(await carryOut(jobs, order, randomUUID())),
      close: () => jobs.close(),
    };
  } catch (error) {
    if (!PlugwrightError.isInstance(error) || error.code !== 'PW_JOBS_LOCKED') throw error;
    return {
      hasWorker: true,
      order: async (order) => {
        refuseSecretsIn(options.host ?? nodeHost(), 'The order', order);
        return leaveOrder(options.dir, order, replyWithinMs, error.message);
      },
      close: async () => {},
    };
  }
}

/** Processes that run these jobs: on a server they are counted, in a directory it would be the one that has it. */
const workersOf = async (jobs: Jobs & Partial<Pick<SharedJobs, 'workers'>>): Promise<number> =>
  (await jobs.workers?.()) ?? 0;

async function leaveOrder(dir: string, order: Order, within: number, holder: string) {
  const id = randomUUID();
  await mkdir(inboxDirectory(dir), { recursive: true, mode: 0o700 });
  await writeAtomically(orderPath(dir, id), JSON.stringify(order), { mode: 0o600 });
  const until = performance.now() + within;
  while (performance.now() < until) {
    // oxlint-disable-next-line no-await-in-loop
    await sleep(lookEveryMs);
    // oxlint-disable-next-line no-await-in-loop
    const text = await readFile(replyPath(dir, id), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    // oxlint-disable-next-line no-await-in-loop
    await rm(replyPath(dir, id), { force: true });
    return told(readReply(text));
  }
  await rm(orderPath(dir, id), { force: true });
  throw new PlugwrightError({
    code: 'PW_JOBS_NO_REPLY',
    message: `Nobody took the order within ${within / 1000} s: ${holder}.`,
    hint: 'Look at the process that has the jobs directory; plugwright worker and an agent take orders.',
  });
}

function told(reply: Reply): Extract<Reply, { ok: true }> {
  if (reply.ok) return reply;
  throw new PlugwrightError(reply.error);
}
