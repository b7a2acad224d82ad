import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobRecord } from '../job-record.js';
import type { JobStore } from '../job-store.js';
import type { JsonValue } from '../json-value.js';
import {
  BACKOFF,
  ENDED,
  type Engine,
  type Held,
  MAX_ATTEMPTS,
  type Model,
  type Real,
  settle,
  SLOTS,
} from './model-state.js';
import { testClock } from './test-clock.js';

const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The engine in a directory of its own, running. */
export async function start(engine: Engine, storeName: Real['storeName'], executed: Real['executed']) {
  const dir = mkdtempSync(join(ROOT, 'plugwright-model-'));
  const real = { engine, dir, storeName, executed, clock: testClock(), held: new Map(), stale: [] };
  const opened = Object.assign(real, await open(real as unknown as Real)) as unknown as Real;
  opened.jobs.start();
  return opened;
}

/** Opens the directory as a process would, on a store that can be cut off. */
export async function open(real: Real): Promise<Pick<Real, 'jobs' | 'cut'>> {
  const { engine, dir, clock, held, stale } = real;
  let alive = true;
  mkdirSync(join(dir, 'r'), { recursive: true });
  const inner =
    real.storeName === 'sqlite'
      ? engine.sqliteStore(join(dir, 'model.db'), { synchronous: 'OFF' })
      : engine.jsonStore(join(dir, 'r'));
  const store: JobStore = {
    ...inner,
    write: async (batch) => {
      if (!alive) throw new Error('cut');
      await inner.write(batch);
    },
  };
  const jobs = await engine.openJobs({ dir, store, clock, concurrency: { global: SLOTS } });
  jobs.define<JsonValue, JsonValue>({
    kind: 'k',
    maxAttempts: MAX_ATTEMPTS,
    backoffMs: () => BACKOFF,
    run: (context) =>
      new Promise((resolve, reject) => {
        const mine: Held = {
          id: context.id,
          attempt: context.attempt,
          context,
          end(how) {
            held.delete(context.id);
            stale.push(mine);
            if (how === 'complete') resolve('done');
            else if (how === 'fail') reject(new Error('failed'));
            else
              context.ask({ id: `q${context.attempt}`, text: '?' }).then(resolve, reject);
          },
        };
        held.set(context.id, mine);
        context.signal.addEventListener('abort', () => mine.end('fail'));
      }),
  });
  return { jobs, cut: () => void (alive = false) };
}

export const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Waits until engine and model agree. @throws when they do not. */
export async function agree(model: Model, real: Real): Promise<void> {
  settle(model);
  let difference = '';
  for (let look = 0; look < real.executed.patience; look++) {
    difference = await differences(model, real);
    if (!difference) break;
    await (look < 200 ? turn() : new Promise((resolve) => setTimeout(resolve, 1)));
  }
  assert.equal(difference, '');
  real.executed.count++;
}

async function differences(model: Model, real: Real): Promise<string> {
  for (const job of model.jobs.values()) {
    const found = await real.jobs.get(job.id);
    const got = found && `${found.state} ${found.attempt} ${found.spared}`;
    const wanted = `${job.state} ${job.attempt} ${job.spared}`;
    if (got !== wanted) return `${job.id}: is ${got}, should be ${wanted}`;
    if ((found!.lease !== null) !== (job.state === 'running')) return `${job.id}: lease`;
    if (job.state === 'running' && real.held.get(job.id)?.attempt !== job.attempt)
      return `${job.id}: attempt ${job.attempt} does not run`;
    const faults = recordFaults(found!);
    if (faults) return faults;
  }
  return '';
}

/** What must hold of every record at any time. */
function recordFaults(job: JobRecord): string {
  const seqs = job.journal.map(({ seq }) => seq);
  if (seqs.some((seq, index) => index > 0 && seq <= seqs[index - 1]!)) return `${job.id}: seq`;
  const ends = job.journal.filter(
    ({ type }) => type === 'job.completed' || type === 'job.failed' || type === 'job.cancelled',
  );
  if (ends.length !== (ENDED.has(job.state) ? 1 : 0)) return `${job.id}: ended ${ends.length} times`;
  if (ENDED.has(job.state) && job.journal.at(-1) !== ends[0]) return `${job.id}: after the end`;
  return '';
}
