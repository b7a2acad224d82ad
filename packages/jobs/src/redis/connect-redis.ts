import type * as BullMq from 'bullmq';
import type { Redis, RedisOptions } from 'ioredis';
import { jobsError } from '../jobs-error.js';
import { type Patience, serverOf } from '../shared/patiently.js';

/** The modules for Redis; loaded when a queue on Redis is opened. */
export interface RedisDriver {
  Redis: typeof Redis;
  bullmq: typeof BullMq;
}

/** @throws `PW_JOBS_QUEUE_DRIVER` when one is not installed. */
export async function redisDriver(): Promise<RedisDriver> {
  try {
    const [ioredis, bullmq] = await Promise.all([import('ioredis'), import('bullmq')]);
    return { Redis: ioredis.Redis, bullmq };
  } catch (error) {
    throw jobsError('PW_JOBS_QUEUE_DRIVER', 'bullmq and ioredis are needed for redis://', error);
  }
}

/** A silent connection is cut after so long, ms: the other end may be gone without a word. */
const SILENCE_MS = 3000;

/** Before a connection is tried for the `times`-th time, ms. */
export const pauseBefore = (times: number) => Math.min(times * 50, 500);

/** How every connection behaves. Commands are tried again by {@link Patience}, not by the client. */
export const connectionOptions: RedisOptions = {
  lazyConnect: true,
  connectTimeout: SILENCE_MS,
  commandTimeout: SILENCE_MS,
  socketTimeout: SILENCE_MS,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  retryStrategy: pauseBefore,
};

/** For connections that wait for something to happen: silence is no fault there, and BullMQ wants no limit. */
export const waitingOptions: RedisOptions = {
  lazyConnect: true,
  connectTimeout: SILENCE_MS,
  keepAlive: SILENCE_MS,
  maxRetriesPerRequest: null,
  retryStrategy: pauseBefore,
};

/** Answers of a server that starts, fails over or is full. */
const PASSING =
  /^(?:LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|MISCONF|OOM|NOREPLICAS)\b/;

/** A refusal of the server stays one; everything else is the connection. */
export const isPassing = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  return error.name === 'ReplyError' ? PASSING.test(error.message) : true;
};

/** Keeps in mind why there is no connection; it reconnects by itself. */
export function noteErrors(connection: Redis, patience: Patience): void {
  connection.on('error', (error: Error) => {
    patience.reason = error.message;
  });
  connection.on('ready', () => {
    delete patience.reason;
  });
}

export const redisPatience = (url: string, forMs: number): Patience => ({
  forMs,
  isPassing,
  server: serverOf(url),
});
