export { inspectRedis, type RedisReport } from './inspect-redis.js';
export { openRedisJobs, type RedisJobsOptions } from './open-redis-jobs.js';
export type { SharedJobs, SharedJobsOptions } from '../shared/open-shared-jobs.js';
