import { onTestFinished } from 'vitest';
import type { JobContext, JobKind } from '../../job-kind.js';
import type { JsonValue } from '../../json-value.js';
import type { SharedJobs, SharedJobsOptions } from '../../shared/open-shared-jobs.js';

/** How the contract opens jobs on a server; `name` keeps tests apart. */
export type OpenShared = (
  name: string,
  options: Omit<SharedJobsOptions, 'dir'>,
) => Promise<SharedJobs>;

/** What each part of the contract does with the jobs of a server. */
export interface SharedSubject {
  /** Opens the same jobs several times. */
  together(count: number, options?: Omit<SharedJobsOptions, 'dir'>): Promise<SharedJobs[]>;
  /** Makes all files of these jobs look as if nobody had used them for a day. */
  age(jobs: SharedJobs): Promise<unknown>;
}

let names = 0;

/** `age` gets the name with which the jobs were opened. */
export function sharedSubject(
  open: OpenShared,
  age: (name: string) => Promise<unknown>,
): SharedSubject {
  const named = new Map<SharedJobs, string>();
  return {
    async together(count, options = {}) {
      const name = `test_${process.pid}_${names++}`;
      const all = await Promise.all(Array.from({ length: count }, () => open(name, options)));
      onTestFinished(async () => void (await Promise.all(all.map((jobs) => jobs.close()))));
      for (const jobs of all) named.set(jobs, name);
      return all;
    },
    age: (jobs) => age(named.get(jobs)!),
  };
}

/** A kind whose work is a function. */
export const kindOf = <Input extends JsonValue>(
  run: (context: JobContext<Input>) => Promise<JsonValue>,
  more: Partial<JobKind<Input, JsonValue>> = {},
): JobKind<Input, JsonValue> => ({ kind: 'test', backoffMs: () => 0, run, ...more });

/** Waits for the end of the attempt, as work does that heeds its signal. */
export const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
