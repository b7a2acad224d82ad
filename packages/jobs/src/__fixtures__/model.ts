import fc from 'fast-check';
import assert from 'node:assert/strict';
import { rmSync, mkdtempSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobContext } from '../job-kind.js';
import type { JobRecord } from '../job-record.js';
import type { JobState } from '../job-state.js';
import type { JobStore } from '../job-store.js';
import type { Jobs } from '../jobs.js';
import type { JsonValue } from '../json-value.js';
import type { OpenJobsOptions } from '../open-jobs-options.js';
import { type TestClock, testClock } from './test-clock.js';

/** What the model needs of the package; a test may give a mutated one. */
export interface Engine {
  openJobs(options: OpenJobsOptions): Promise<Jobs>;
  sqliteStore(file: string, options: { synchronous: 'OFF' }): JobStore;
  jsonStore(directory: string): JobStore;
}

/** What a job should be: a few lines of arithmetic, written without looking at the engine. */
interface Expected {
  id: string;
  state: JobState;
  attempt: number;
  spared: number;
  /** Test-clock time at which a scheduled job becomes free. */
  dueAt: number;
  dependsOn: string[];
  delayMs: number;
}

interface Model {
  jobs: Map<string, Expected>;
  /** Ids in the order they should run. */
  queue: string[];
  paused: boolean;
  keys: Map<string, string>;
  now: number;
}

/** A running attempt, held by the test. */
interface Held {
  id: string;
  attempt: number;
  context: JobContext<JsonValue>;
  end(how: 'complete' | 'fail' | 'ask'): void;
}

interface Real {
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

const SLOTS = 2;
const MAX_ATTEMPTS = 2;
const BACKOFF = 10;
const ENDED = new Set<JobState>(['completed', 'failed', 'cancelled']);
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Runs random command sequences against engine and model until `commands` have run. Throws at the first difference. */
export async function checkModel(
  engine: Engine,
  options: {
    storeName: 'sqlite' | 'json';
    commands: number;
    seed: number;
    /** Looks until a difference counts; the first 200 take no time. */
    patience?: number;
  },
): Promise<number> {
  const executed = { count: 0, patience: options.patience ?? 3000 };
  for (let round = 0; executed.count < options.commands; round++) {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(commandArbitraries(), { maxCommands: 120, size: 'max' }),
        async (commands) => {
          const real = await start(engine, options.storeName, executed);
          try {
            await fc.asyncModelRun(
              () => ({
                model: { jobs: new Map(), queue: [], paused: false, keys: new Map(), now: 0 },
                real,
              }),
              commands,
            );
          } finally {
            real.cut();
            for (const held of [...real.held.values(), ...real.stale]) held.end('fail');
            await real.jobs.close();
            rmSync(real.dir, { recursive: true, force: true });
          }
        },
      ),
      { numRuns: 20, seed: options.seed + round, endOnFailure: true },
    );
  }
  return executed.count;
}

async function start(engine: Engine, storeName: Real['storeName'], executed: Real['executed']) {
  const dir = mkdtempSync(join(ROOT, 'plugwright-model-'));
  const real = { engine, dir, storeName, executed, clock: testClock(), held: new Map(), stale: [] };
  const opened = Object.assign(real, await open(real as unknown as Real)) as unknown as Real;
  opened.jobs.start();
  return opened;
}

/** Opens the directory as a process would, on a store that can be cut off. */
async function open(real: Real): Promise<Pick<Real, 'jobs' | 'cut'>> {
  const { engine, dir, clock, held, stale } = real;
  let alive = true;
  const { mkdirSync } = await import('node:fs');
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

// --- the model's own arithmetic

function settle(model: Model): void {
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

function end(model: Model, id: string, state: JobState): void {
  const job = model.jobs.get(id)!;
  job.state = state;
  model.queue = model.queue.filter((one) => one !== id);
}

function failed(model: Model, id: string): void {
  const job = model.jobs.get(id)!;
  if (job.attempt - job.spared >= MAX_ATTEMPTS) return end(model, id, 'failed');
  job.state = 'scheduled';
  job.delayMs = BACKOFF;
  job.dueAt = model.now + BACKOFF;
}

// --- comparing

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function agree(model: Model, real: Real): Promise<void> {
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

// --- the commands

type Command = fc.AsyncCommand<Model, Real>;
const pick = <T>(all: Iterable<T>, n: number): T | undefined => {
  const list = [...all];
  return list.length > 0 ? list[n % list.length] : undefined;
};
/** A command that is always possible; `run` may find that there is nothing to do. */
const command = (
  name: string,
  run: (model: Model, real: Real) => Promise<void> | void,
): Command => ({
  check: () => true,
  run: async (model, real) => {
    await run(model, real);
    await agree(model, real);
  },
  toString: () => name,
});

function commandArbitraries() {
  const n = fc.nat(999);
  const create = fc
    .record({
      delayMs: fc.constantFrom(0, 0, 0, 15),
      key: fc.option(fc.nat(5), { nil: undefined }),
      needs: fc.option(n, { nil: undefined }),
    })
    .map((how) => command(`create ${JSON.stringify(how)}`, (model, real) => make(model, real, how)));
  const ending = fc
    .tuple(n, fc.constantFrom('complete' as const, 'complete' as const, 'fail' as const, 'ask' as const))
    .map(([at, how]) => command(`${how} ${at}`, (model, real) => finish(model, real, at, how)));
  const cancel = n.map((at) => command(`cancel ${at}`, (model, real) => stop(model, real, at)));
  const answer = n.map((at) => command(`answer ${at}`, (model, real) => reply(model, real, at)));
  const pass = fc
    .constantFrom(5, 10, 30)
    .map((ms) => command(`pass ${ms}`, (model, real) => elapse(model, real, ms)));
  const jump = fc
    .constantFrom(-3_600_000, 3_600_000)
    .map((ms) => command(`jump ${ms}`, (_, real) => real.clock.jump(ms)));
  const pauses = fc.constantFrom(true, false).map((paused) =>
    command(paused ? 'pause' : 'resume', (model, real) => {
      model.paused = paused;
      if (paused) real.jobs.pause();
      else real.jobs.resume();
    }),
  );
  const stale = n.map((at) => command(`stale ${at}`, (_, real) => writeLate(real, at)));
  const amend = n.map((at) => command(`amend ${at}`, (model, real) => amendOne(model, real, at)));
  const crash = fc.constant(command('crash', (model, real) => restart(model, real, 'crash')));
  const close = fc.constant(command('close', (model, real) => restart(model, real, 'close')));
  return [create, create, create, ending, ending, ending, cancel, answer, pass, pauses, stale]
    .concat([amend, jump, crash, close]);
}

async function make(
  model: Model,
  real: Real,
  how: { delayMs: number; key: number | undefined; needs: number | undefined },
) {
  const needed = how.needs === undefined ? undefined : pick(model.jobs.keys(), how.needs);
  const known = how.key === undefined ? undefined : model.keys.get(`${how.key}`);
  const { job, created } = await real.jobs.create({
    kind: 'k',
    input: null,
    // Whether a delay is over when a dependency ends depends on the host's clock; tested elsewhere.
    delayMs: needed === undefined ? how.delayMs : 0,
    ...(how.key !== undefined && { idempotencyKey: `${how.key}` }),
    ...(needed !== undefined && { dependsOn: [needed] }),
  });
  assert.equal(created, known === undefined);
  if (known !== undefined) {
    assert.equal(job.id, known);
    return;
  }
  assert.ok(!model.jobs.has(job.id), 'an id is given once');
  if (how.key !== undefined) model.keys.set(`${how.key}`, job.id);
  const state = needed === undefined ? (how.delayMs > 0 ? 'scheduled' : 'queued') : 'blocked';
  model.jobs.set(job.id, {
    id: job.id,
    state,
    attempt: 0,
    spared: 0,
    dueAt: model.now + how.delayMs,
    dependsOn: needed === undefined ? [] : [needed],
    delayMs: needed === undefined ? how.delayMs : 0,
  });
  if (state === 'queued') model.queue.push(job.id);
}

async function finish(model: Model, real: Real, at: number, how: 'complete' | 'fail' | 'ask') {
  const held = pick(real.held.values(), at);
  if (!held) return;
  const job = model.jobs.get(held.id)!;
  assert.equal(job.state, 'running');
  held.end(how);
  if (how === 'complete') end(model, held.id, 'completed');
  else if (how === 'fail') failed(model, held.id);
  else {
    job.state = 'asking';
    job.spared++;
  }
}

async function stop(model: Model, real: Real, at: number) {
  const job = pick(model.jobs.values(), at);
  if (!job) return;
  const before = await real.jobs.get(job.id);
  const ended = await real.jobs.cancel(job.id);
  if (ENDED.has(job.state)) assert.deepEqual(ended, before);
  else {
    assert.equal(ended.state, 'cancelled');
    end(model, job.id, 'cancelled');
  }
}

async function reply(model: Model, real: Real, at: number) {
  const job = pick(model.jobs.values(), at);
  if (!job) return;
  const question = (await real.jobs.get(job.id))?.questions.findLast(
    ({ answer }) => answer === undefined,
  );
  const answering = real.jobs.answer(job.id, question?.id ?? 'none', 'yes');
  if (job.state === 'asking') {
    await answering;
    job.state = 'queued';
    model.queue.push(job.id);
  } else await assert.rejects(answering, { name: 'PlugwrightError' });
}

async function elapse(model: Model, real: Real, ms: number) {
  // One ms at a time, and a turn between: timers that fire together are written together.
  for (let n = 0; n < ms; n++) {
    model.now++;
    const due = [...model.jobs.values()].filter(
      (job) => job.state === 'scheduled' && job.dueAt <= model.now,
    );
    real.clock.pass(1);
    if (due.length === 0) continue;
    for (const id of await orderOf(real, due)) {
      model.jobs.get(id)!.state = 'queued';
      model.queue.push(id);
    }
    await agree(model, real);
    real.executed.count--;
  }
}

/** Jobs whose time comes in the same instant may queue in any order: the engine's is taken. */
async function orderOf(real: Real, due: Expected[]): Promise<string[]> {
  if (due.length < 2) return due.map(({ id }) => id);
  const last = new Map<string, number>();
  for (let look = 0; look < 3000 && last.size < due.length; look++) {
    for (const { id } of due) {
      const job = (await real.jobs.get(id))!;
      const queued = job.journal.findLast(({ type }) => type === 'job.queued');
      if (job.state !== 'scheduled' && queued) last.set(id, queued.seq);
    }
    await turn();
  }
  assert.equal(last.size, due.length, 'all that is due is queued');
  return [...last].sort(([, a], [, b]) => a - b).map(([id]) => id);
}

async function writeLate(real: Real, at: number) {
  const held = pick(real.stale, at);
  if (!held || real.held.get(held.id) === held) return;
  const { context } = held;
  for (const write of [
    () => context.progress('late'),
    () => context.step('late', null, () => 1),
    () => context.use({ costUsd: 1 }),
  ])
    await assert.rejects(write, { name: 'PlugwrightError' });
}

async function amendOne(model: Model, real: Real, at: number) {
  const job = pick(model.jobs.values(), at);
  if (!job) return;
  const before = await real.jobs.get(job.id);
  const after = await real.jobs.pin(job.id, at % 2 === 0);
  assert.equal(after.state, job.state);
  assert.equal(after.rev, before!.rev + 1);
}

async function restart(model: Model, real: Real, how: 'crash' | 'close') {
  if (how === 'crash') real.cut();
  await real.jobs.close();
  for (const held of [...real.held.values()]) held.end('fail');
  real.held.clear();
  const lives = [...model.jobs.values()];
  for (const job of lives) {
    if (job.state !== 'running') continue;
    if (how === 'close') {
      job.state = 'queued';
      job.spared++;
    } else if (job.attempt - job.spared >= MAX_ATTEMPTS) job.state = 'failed';
    else job.state = 'queued';
  }
  Object.assign(real, await open(real));
  // After a restart the oldest comes first.
  model.queue = lives
    .filter(({ state }) => state === 'queued')
    .map(({ id }) => id)
    .toSorted();
  // What is left of a delay is measured by the host's clock, which may have jumped: any time from now to the whole delay.
  for (const job of lives) {
    if (job.state !== 'scheduled' && job.state !== 'blocked') continue;
    const record = (await real.jobs.get(job.id))!;
    if (record.dueAt === undefined) continue;
    const left = record.dueAt - real.clock.now();
    job.dueAt = model.now + Math.min(job.delayMs, Math.max(0, left));
  }
  if (!model.paused) real.jobs.start();
  else real.jobs.pause();
}
