import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasRedis, redisNote, type RedisServer, redisServer } from '../__fixtures__/redis-server.js';
import { sharedContract } from '../__fixtures__/shared-contract.js';
import { storeConformance } from '../__fixtures__/store-conformance.js';
import { temporary, until } from '../__fixtures__/temporary.js';
import { connectionOptions, redisPatience, waitingOptions } from './connect-redis.js';
import { inspectRedis } from './inspect-redis.js';
import { openRedisJobs } from './open-redis-jobs.js';
import { redisStore } from './redis-store.js';

describe.skipIf(!hasRedis)(redisNote, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await redisServer();
  });
  afterAll(() => server?.stop());

  storeConformance({
    name: 'redis',
    open: (dir) => {
      const redis = new Redis(server.url, connectionOptions);
      const subscriber = new Redis(server.url, waitingOptions);
      for (const one of [redis, subscriber]) one.on('error', () => {});
      return redisStore({
        redis,
        subscriber,
        prefix: `${dir}:`,
        patience: redisPatience(server.url, 2000),
      });
    },
  });

  sharedContract('Redis', (name, options) =>
    openRedisJobs({ url: server.url, name, dir: temporary(), ...options }),
  );
});
void [sleep, expect, it, onTestFinished, until, inspectRedis];
