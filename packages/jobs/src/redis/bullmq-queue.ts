import type { Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobRecord } from '../job-record.js';
import type { SharedQueue, SharedStore, Taken } from '../shared/shared-store.js';
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
/** The next attempt's own name, so that a job that is queued again is not taken for the one before. No colons: BullMQ. */
export const dispatchId = ({ id, attempt }: Pick<JobRecord, 'id' | 'attempt'>) =>
  `${id}.${attempt}`;

/** What a queue on BullMQ needs. */
export interface BullQueueParts {
  bullmq: RedisDriver['bullmq'];
  /** A connection that may wait without limit; closed with the queue. */
  waiting: () => Redis;
  prefix: string;
  /** Says which job is next. */
  store: Pick<SharedStore, 'count' | 'next'>;
  /** Whether the server was given up. */
  isGone(): boolean;
}

/**
 * BullMQ as the queue of shared jobs. A BullMQ job is a word that a job is queued, with the id of that job and nothing else; it
 * is waited for without polling and comes back when its worker dies. Which of the queued jobs it is spent on is decided when it
 * is handed out, so that principals take turns whoever came with how many.
 */
export function bullQueue({ bullmq, waiting, prefix, store, isGone }: BullQueueParts): SharedQueue {
  const options = { prefix: `${prefix}bull` };
  const connections: Redis[] = [];
  let closed = false;
  const connect = () => {
    const one = waiting();
    connections.push(one);
    // BullMQ makes another one of it to wait with, and forgets to listen for its errors when it closes.
    const duplicate = one.duplicate.bind(one);
    one.duplicate = (...args) => {
      const other = duplicate(...args);
      other.on('error', () => {});
      connections.push(other);
      // BullMQ tries again for a while what the end of the connection broke.
      if (closed) setImmediate(() => other.disconnect());
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

  return {
    // Adding an id that is there does nothing.
    async offer(job) {
      await queue.add('job', { id: job.id }, { jobId: dispatchId(job) });
    },
    serve(slots, take, wanted) {
      const spend = async (): Promise<Taken> => {
        const { ids, isMore } = await store.next({ ...wanted(), limit: 1 });
        if (ids[0] !== undefined) return take(ids[0]);
        // What is queued may run later, or elsewhere; when nothing is, the word was one too many.
        return isMore ? 'later' : 'done';
      };
      worker = new bullmq.Worker(
        'jobs',
        async (job: Job, token) => {
          const taken = await spend().catch(() => 'later' as const);
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
          // How long it rests after a fault that it did not expect; it does not end before that is over.
          runRetryDelay: LATER_MS,
          skipVersionCheck: true,
        },
      );
      worker.on('error', () => {});
    },
    pause: () => void worker?.pause(true).catch(() => {}),
    resume: () => worker?.resume(),
    wake: () => {},
    async mend() {
      const words = queue.getJobCountByTypes('waiting', 'delayed', 'prioritized');
      const counts = await store.count();
      const queued = counts.reduce((sum, one) => sum + (one.state === 'queued' ? one.count : 0), 0);
      // One too many does no harm: whoever gets it finds nothing.
      const missing = queued - (await words);
      if (missing <= 0) return 0;
      const more = Array.from({ length: missing }, () => ({ name: 'mend', data: {} }));
      await queue.addBulk(more);
      return missing;
    },
    async close() {
      const farewell = Promise.allSettled([worker?.close(true), queue.close()]);
      // A server that is away answers nobody; what is cut off then is on the records.
      if (!isGone()) await Promise.race([farewell, sleep(CLOSE_MS, undefined, { ref: false })]);
      closed = true;
      for (const one of connections) one.disconnect();
    },
  };
}
