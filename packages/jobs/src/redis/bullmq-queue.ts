import type { Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobRecord } from '../job-record.js';
import type { JobStore } from '../job-store.js';
import { HEAD_START_MS, rankOf, type SharedQueue } from '../shared/shared-store.js';
import type { RedisDriver } from './connect-redis.js';

/** Life of a job's lock, ms; BullMQ renews it at half of it. The record has a lease of its own, this is the second net. */
const LOCK_MS = 6000;
const STALLED_LOOK_MS = 3000;
/** Before a job that could not run here is handed out again, ms. */
const LATER_MS = 500;
/** BullMQ's farewell takes at most so long, ms. */
const CLOSE_MS = 2000;
/** A slot that was handed such a job rests, ms. */
const REST_MS = 20;
/** Queued records that are compared with the queue at a time. */
const MEND_PAGE = 500;
/** A record younger than this may not be in the queue yet, ms. */
const YOUNG_MS = 1000;
/** BullMQ's priorities: 1 to 2^21, small ones first. */
const PRIORITIES = 2 ** 21;
/** 2026-01-01, from where time is counted in priorities of {@link HEAD_START_MS}: enough for 39 years. */
const BEGIN = Date.UTC(2026, 0, 1);

/** The next attempt's own name, so that a job that is queued again is not taken for the one before. No colons: BullMQ. */
export const dispatchId = ({ id, attempt }: Pick<JobRecord, 'id' | 'attempt'>) =>
  `${id}.${attempt}`;

/**
 * Rank as BullMQ's priority: time in steps of ten minutes, and inside one step first in, first out. Higher priority is a head
 * start in time, so whoever waits long enough is passed by nobody.
 */
export const bullPriority = (job: JobRecord): number =>
  Math.min(PRIORITIES, Math.max(1, Math.floor((rankOf(job) - BEGIN) / HEAD_START_MS)));

/** What a queue on BullMQ needs. */
export interface BullQueueParts {
  bullmq: RedisDriver['bullmq'];
  /** For commands. */
  redis: Redis;
  /** A connection that may wait without limit; closed with the queue. */
  waiting: () => Redis;
  prefix: string;
  store: Pick<JobStore, 'query' | 'get'>;
}

/** BullMQ as the queue of shared jobs. A BullMQ job is an id and nothing else. */
export function bullQueue({ bullmq, redis, waiting, prefix, store }: BullQueueParts): SharedQueue {
  const options = { prefix: `${prefix}bull` };
  const connections: Redis[] = [];
  const connect = () => {
    const one = waiting();
    connections.push(one);
    // BullMQ makes another one of it to wait with, and forgets to listen for its errors when it closes.
    const duplicate = one.duplicate.bind(one);
    one.duplicate = (...args) => {
      const other = duplicate(...args);
      other.on('error', () => {});
      connections.push(other);
      return other;
    };
    return one;
  };
  const queue: Queue = new bullmq.Queue('jobs', {
    ...options,
    connection: connect(),
    skipVersionCheck: true,
    skipWaitingForReady: true,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
  });
  queue.on('error', () => {});
  let worker: Worker | undefined;

  // Adding an id that is there does nothing.
  const offer = async (job: JobRecord) => {
    const options = { jobId: dispatchId(job), priority: bullPriority(job) };
    await queue.add('job', { id: job.id }, options);
  };
  return {
    offer,
    async reorder(job) {
      const known = await queue.getJob(dispatchId(job));
      await known?.changePriority({ priority: bullPriority(job) });
    },
    serve(slots, take) {
      worker = new bullmq.Worker(
        'jobs',
        async (job: Job<{ id: string }>, token) => {
          const taken = await take(job.data.id).catch(() => 'later' as const);
          if (taken === 'done') return;
          // So that a thousand that may not run are not tried a thousand times a second.
          await sleep(REST_MS);
          await job.moveToDelayed(Date.now() + LATER_MS, token);
          throw new bullmq.DelayedError();
        },
        {
          ...options,
          connection: connect(),
          concurrency: slots,
          lockDuration: LOCK_MS,
          stalledInterval: STALLED_LOOK_MS,
          // How often a job may be taken up again is the record's to say.
          maxStalledCount: Number.MAX_SAFE_INTEGER,
          // Seconds that an idle worker waits at a time: a word may go to one that was cut off a moment ago.
          drainDelay: 1,
          skipVersionCheck: true,
        },
      );
      worker.on('error', () => {});
    },
    pause: () => void worker?.pause(true).catch(() => {}),
    resume: () => worker?.resume(),
    wake: () => {},
    async mend() {
      let mended = 0;
      for (let cursor: string | undefined; ;) {
        const page = await store.query({
          state: 'queued',
          limit: MEND_PAGE,
          ...(cursor && { cursor }),
        });
        const old = page.jobs.filter((job) => Date.now() - job.updatedAt > YOUNG_MS);
        const pipeline = redis.pipeline();
        for (const job of old) pipeline.exists(queue.toKey(dispatchId(job)));
        const found = old.length > 0 ? ((await pipeline.exec()) ?? []) : [];
        for (const [index, job] of old.entries())
          if (found[index]?.[0] === null && found[index][1] === 0) {
            await offer(job);
            mended++;
          }
        cursor = page.next;
        if (!cursor) return mended;
      }
    },
    async close() {
      const closed = Promise.allSettled([worker?.close(true), queue.close()]);
      // A server that is away answers nobody; what is cut off then is on the records.
      await Promise.race([closed, sleep(CLOSE_MS, undefined, { ref: false })]);
      for (const one of connections) one.disconnect();
    },
  };
}
