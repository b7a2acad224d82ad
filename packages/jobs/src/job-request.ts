import { z } from 'zod';
import type { JobRequest } from './job-kind.js';
import { jobsError } from './jobs-error.js';

/** Longest wait that can be asked for, in ms: 366 days. */
const YEAR = 366 * 86_400_000;
const text = (max: number) => z.string().min(1).max(max);

const schema = z.strictObject({
  kind: text(100),
  input: z.unknown(),
  principal: text(200).default('local'),
  title: z.string().max(500).optional(),
  priority: z.number().int().min(-10).max(10).default(0),
  idempotencyKey: text(200).optional(),
  delayMs: z.number().min(0).max(YEAR).optional(),
  waitLimitMs: z.number().min(0).max(YEAR).optional(),
  dependsOn: z.array(text(100)).max(100).default([]),
  maxAttempts: z.number().int().min(1).max(10_000).optional(),
  callbacks: z
    .array(
      z.strictObject({
        endpoint: text(100),
        url: text(2000),
        events: z.array(text(50)).max(50).optional(),
      }),
    )
    .max(10)
    .default([]),
  cost: z.number().min(0).max(1e6).default(1),
  traceparent: text(200).optional(),
  tracestate: text(600).optional(),
});

/** A request with its defaults. */
export type CheckedRequest = z.output<typeof schema> & Pick<JobRequest, 'callbacks'>;

/** @throws `PW_JOBS_REQUEST` with every fault. */
export function checkRequest(request: unknown): CheckedRequest {
  const result = schema.safeParse(request);
  if (result.success) return result.data as CheckedRequest;
  const faults = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'request'}: ${message}`,
  );
  throw jobsError('PW_JOBS_REQUEST', `not a request for a job: ${faults.join('; ')}`);
}
