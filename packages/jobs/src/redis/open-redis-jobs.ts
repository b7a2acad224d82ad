import { jobsError } from '../jobs-error.js';
import {
  openSharedJobs,
  type SharedJobs,
  type SharedJobsOptions,
} from '../shared/open-shared-jobs.js';
import { bullQueue } from './bullmq-queue.js';
import {
  connectionOptions,
  noteErrors,
  pauseBefore,
  redisDriver,
  redisPatience,
  waitingOptions,
} from './connect-redis.js';
import { inspectRedis } from './inspect-redis.js';
import { redisStore } from './redis-store.js';

/** Jobs on a Redis server. */
export interface RedisJobsOptions extends SharedJobsOptions {
  /** `redis://` or `rediss://`. */
  url: string;
  /** Jobs of different names share nothing; default `plugwright`. */
  name?: string;
  /** How long a server that is away is waited for by one call, ms; default 20,000. */
  patienceMs?: number;
}

/** A restart of the server with much to read, ms. */
const PATIENCE_MS = 20_000;

/**
 * Opens jobs whose records, content and queue lie in Redis: any number of processes and machines may open, order and work.
 * BullMQ 6 hands out ids, the records decide. `bullmq` and `ioredis` must be installed.
 *
 * @throws `PW_JOBS_QUEUE_DRIVER`, `PW_JOBS_QUEUE_UNREACHABLE`, `PW_JOBS_QUEUE_UNSAFE`, `PW_JOBS_QUEUE_URL`,
 * `PW_JOBS_SCHEMA_NEWER`.
 */
export async function openRedisJobs(options: RedisJobsOptions): Promise<SharedJobs> {
  const { url, name = 'plugwright', patienceMs = PATIENCE_MS } = options;
  const report = await inspectRedis(url);
  if (report.problems.length > 0)
    throw jobsError('PW_JOBS_QUEUE_UNSAFE', `${report.server}: ${report.problems.join('; ')}`);
  const { Redis, bullmq } = await redisDriver();
  const patience = redisPatience(url, patienceMs);
  const connect = (how: typeof connectionOptions) => {
    const connection = new Redis(url, {
      ...how,
      // BullMQ connects again what was disconnected a moment ago, and would keep the process alive.
      retryStrategy: (times) => (patience.gaveUp ? null : pauseBefore(times)),
    });
    noteErrors(connection, patience);
    return connection;
  };
  const prefix = `{${name}}:`;
  const redis = connect(connectionOptions);
  const subscriber = connect(waitingOptions);
  const store = redisStore({ redis, subscriber, prefix, patience });
  const queue = bullQueue({
    bullmq,
    waiting: () => connect(waitingOptions),
    prefix,
    store,
    isGone: () => patience.gaveUp === true,
  });
  try {
    return await openSharedJobs(store, queue, options);
  } catch (error) {
    await queue.close();
    await store.close();
    throw error;
  }
}
