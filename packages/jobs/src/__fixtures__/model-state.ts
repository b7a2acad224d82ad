import type { JobContext } from '../job-kind.js';
import type { JobState } from '../job-state.js';
import type { JobStore } from '../job-store.js';
import type { Jobs } from '../jobs.js';
import type { JsonValue } from '../json-value.js';
import type { OpenJobsOptions } from '../open-jobs-options.js';
import type { TestClock } from './test-clock.js';

/** What the model needs of the package; a test may give a mutated one. */
export interface Engine {
  openJobs(options: OpenJobsOptions): Promise<Jobs>;
  sqliteStore(file: string, options: { synchronous: 'OFF' }): JobStore;
  jsonStore(directory: string): JobStore;
}

/** What a job should be: a few lines of arithmetic, written without looking at the engine. */
export interface Expected {
  id: string;
  state: JobState;
  attempt: number;
  spared: number;
  /** Test-clock time at which a scheduled job becomes free. */
  dueAt: number;
  dependsOn: string[];
  delayMs: number;
}

export interface Model {
  jobs: Map<string, Expected>;
  /** Ids in the order they should run. */
  queue: string[];
  paused: boolean;
  keys: Map<string, string>;
  now: number;
}

/** A running attempt, held by the test. */
export interface Held {
  id: string;
  attempt: number;
  context: JobContext<JsonValue>;
  end(how: 'complete' | 'fail' | 'ask'): void;
}

export interface Real {
  engine: Engine;
  dir: string;
  storeName: 'sqlite' | 'json';
  clock: TestClock;
  jobs: Jobs;
  /** Stops all writes, as kill -9 does. */
  cut: () => void;
  held: Map<string, Held>;
  /** Attempts that are over, or whose process "died". */
  stale: Held[];
  executed: { count: number; patience: number };
}

export const SLOTS = 2;
export const MAX_ATTEMPTS = 2;
export const BACKOFF = 10;
export const ENDED = new Set<JobState>(['completed', 'failed', 'cancelled']);

/** Everything that happens by itself: dependencies end, and what may run is begun. */
export function settle(model: Model): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const job of model.jobs.values()) {
      if (job.state !== 'blocked') continue;
      const states = job.dependsOn.map((id) => model.jobs.get(id)!.state);
      if (states.some((state) => state === 'failed' || state === 'cancelled')) {
        const first = states.find((state) => state !== 'completed')!;
        // Dependencies are looked at in order: one that is under way hides a failed one behind it.
        if (!ENDED.has(first)) continue;
        job.state = 'failed';
        changed = true;
      } else if (states.every((state) => state === 'completed')) {
        job.state = job.delayMs > 0 && job.dueAt > model.now ? 'scheduled' : 'queued';
        if (job.state === 'queued') model.queue.push(job.id);
        changed = true;
      }
    }
  }
  const running = () => [...model.jobs.values()].filter((job) => job.state === 'running').length;
  while (!model.paused && running() < SLOTS && model.queue.length > 0) {
    const job = model.jobs.get(model.queue.shift()!)!;
    job.state = 'running';
    job.attempt++;
  }
}

export function end(model: Model, id: string, state: JobState): void {
  const job = model.jobs.get(id)!;
  job.state = state;
  model.queue = model.queue.filter((one) => one !== id);
}

export function failed(model: Model, id: string): void {
  const job = model.jobs.get(id)!;
  if (job.attempt - job.spared >= MAX_ATTEMPTS) return end(model, id, 'failed');
  job.state = 'scheduled';
  job.delayMs = BACKOFF;
  job.dueAt = model.now + BACKOFF;
}
