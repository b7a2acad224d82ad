import type { BucketLimit } from './open-jobs-options.js';

/** How full a bucket was at a time. */
export interface Bucket {
  tokens: number;
  /** Unix ms. */
  at: number;
}

const HOUR = 3_600_000;
/** Rounding of sums must not refuse who waited as long as was said. */
const EPSILON = 1e-6;

/**
 * The bucket as it is at `now`: refilled evenly, never above `burst`. When the clock has gone back nothing is refilled; when it
 * jumped ahead the most that is won is a full bucket.
 */
export function refilled(bucket: Bucket | undefined, limit: BucketLimit, now: number): Bucket {
  if (!bucket) return { tokens: limit.burst, at: now };
  const passed = Math.max(0, now - bucket.at);
  return {
    tokens: Math.min(limit.burst, bucket.tokens + (passed * limit.perHour) / HOUR),
    at: now,
  };
}

/** How long until `cost` tokens are there, in ms; 0: now; `undefined`: never, the bucket is too small. */
export function waitFor(bucket: Bucket, limit: BucketLimit, cost: number): number | undefined {
  if (bucket.tokens + EPSILON >= cost) return 0;
  if (cost > limit.burst || limit.perHour <= 0) return undefined;
  return Math.ceil(((cost - bucket.tokens - EPSILON) * HOUR) / limit.perHour);
}
