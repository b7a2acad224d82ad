import type { Redis } from 'ioredis';
import type { ContentFiles } from '../content-store.js';

/** A file that was used within this time is not swept, ms: another process may be about to refer to it. */
const FRESH_MS = 3_600_000;

/** KEYS: bytes, ages, sizes. ARGV: hash, newest age that goes. */
const REMOVE = `
local at = redis.call('ZSCORE', KEYS[2], ARGV[1])
if at and tonumber(at) > tonumber(ARGV[2]) then return 0 end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
return redis.call('DEL', KEYS[1])
`;

/** Content files in Redis, so that every machine can read them. */
export function redisFiles(
  redis: Redis,
  prefix: string,
  again: <T>(work: () => Promise<T>) => Promise<T>,
): ContentFiles {
  const bytesKey = (sha: string) => `${prefix}content:${sha}`;
  const [ages, sizes] = [`${prefix}content-ages`, `${prefix}content-sizes`];
  return {
    put: (sha, bytes) =>
      again(async () => {
        const results = await redis
          .multi()
          .set(bytesKey(sha), bytes)
          .zadd(ages, Date.now(), sha)
          .hset(sizes, sha, bytes.length)
          .exec();
        for (const [error] of results ?? []) if (error) throw error;
      }),
    get: async (sha) => (await again(() => redis.getBuffer(bytesKey(sha)))) ?? undefined,
    touch: (sha) => void redis.zadd(ages, 'XX', Date.now(), sha).catch(() => {}),
    async list() {
      const old = await again(() => redis.zrangebyscore(ages, '-inf', Date.now() - FRESH_MS));
      if (old.length === 0) return [];
      const found = await again(() => redis.hmget(sizes, ...old));
      return old.map((sha256, index) => ({ sha256, bytes: Number(found[index] ?? 0) }));
    },
    async remove(sha) {
      await again(() =>
        redis.eval(REMOVE, 3, bytesKey(sha), ages, sizes, sha, Date.now() - FRESH_MS),
      );
    },
  };
}
