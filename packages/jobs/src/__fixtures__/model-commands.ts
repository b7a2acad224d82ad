import fc from 'fast-check';
import assert from 'node:assert/strict';
import { agree, open, turn } from './model-engine.js';
import { end, ENDED, type Expected, failed, MAX_ATTEMPTS, type Model, type Real } from './model-state.js';

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

/** What may happen to jobs, at random. */
export function commandArbitraries() {
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
