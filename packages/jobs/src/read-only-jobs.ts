import type { Clock } from './clock.js';
import type { ContentStore } from './content-store.js';
import { followEvents } from './follow-events.js';
import type { JobStore } from './job-store.js';
import type { Jobs } from './jobs.js';
import { jobStats } from './job-stats.js';
import { isTerminal } from './job-state.js';
import { jobsError } from './jobs-error.js';

/** Between two looks at a store that another process writes, in ms. */
const LOOK_MS = 200;

/** Jobs that can only be looked at, also while another process has them open. */
export function readOnlyJobs(
  dir: string,
  store: JobStore,
  content: ContentStore,
  clock: Clock,
): Jobs {
  const refuse = (): never => {
    throw jobsError('PW_JOBS_READ_ONLY', `${dir} is open read-only`);
  };
  const never = async (): Promise<never> => refuse();
  let closed = false;
  const look = (signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      // Keeps the process alive: somebody waits for it.
      const timer = setTimeout(done, LOOK_MS);
      signal?.addEventListener('abort', done, { once: true });
    });
  return {
    dir,
    store,
    readOnly: true,
    epoch: 0,
    define: refuse,
    create: never,
    get: (id) => store.get(id),
    list: (query = {}) => store.query(query),
    stats: () => jobStats(store, clock, { running: 0, slots: 0 }),
    value: (stored) => content.load(stored),
    async finished(id, signal) {
      for (;;) {
        signal?.throwIfAborted();
        const job = await store.get(id);
        if (!job) throw jobsError('PW_JOBS_UNKNOWN', `there is no job ${id}`);
        if (isTerminal(job.state)) return job;
        await look(signal);
      }
    },
    cancel: never,
    retry: never,
    prioritise: never,
    answer: never,
    pin: never,
    start: refuse,
    pause: refuse,
    resume: refuse,
    idle: never,
    drain: never,
    on: refuse,
    follow: (query = {}, signal) => followEvents(store, query, look, signal),
    events: (query = {}) => store.events(query),
    outboxDue: (limit = 50) => store.outboxDue(clock.now(), limit),
    updateOutbox: never,
    prune: never,
    health: () => ({ ok: !closed, state: closed ? 'closed' : 'read-only' }),
    async close() {
      closed = true;
      await store.close();
    },
  };
}
