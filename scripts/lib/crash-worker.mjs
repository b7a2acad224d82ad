// A process that works on a jobs directory until it is killed. Tells facts on stdout, one write(2) per fact, so that a kill loses none:
//   R epoch            open, orphans recovered       A id key wal     creation acknowledged (WAL bytes on disk then)
//   X id attempt step  a step begins                 F id step        a step is on disk
//   S id attempt       an attempt begins             T id state wal   an end is on disk
//   H point            about to die at this point    E code           an operation was refused
//   V text             something that must not be
import { spawn } from 'node:child_process';
import { statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crossAgain, transitionOf } from './crash-mixes.mjs';
import { callbacksTo, HASTE, receiverOptions } from './webhook-receiver.mjs';

const {
  bundle,
  dir,
  store,
  round,
  point,
  skip = 0,
  // Whether nothing is done but what leads to the point.
  alone = false,
  known = [],
  offset = 0,
  children,
  ms = 0,
  hook,
} = JSON.parse(process.argv[2]);
const { deliverWebhooks, openJobs, systemClock } = await import(bundle);
const say = (...fact) => writeSync(1, `${fact.join(' ')}\n`);
const die = () => process.kill(process.pid, 'SIGKILL');

let left = skip;
const probe = (at) => {
  if (at !== point || left-- > 0) return;
  say('H', at);
  die();
};
/** The host's clock as an operator may set it, also in mid-run. */
let shift = offset;
const clock = { ...systemClock, now: () => Date.now() + shift };

const walBytes = () => {
  try {
    return statSync(join(dir, 'jobs.db-wal')).size;
  } catch {
    return 0;
  }
};

let jobs;
try {
  jobs = await openJobs({
    dir,
    store,
    clock,
    probe,
    graceMs: 200,
    journalLimit: 1000,
    jsonCapacity: 100_000,
    inlineLimitBytes: 200,
    concurrency: { global: 8 },
  });
} catch (error) {
  say('E', error.code ?? `untyped ${error.message}`);
  process.exit(3);
}
const random = (n) => Math.floor(Math.random() * n);

/** Four steps, one of them with a child; what it should do besides is its input. */
async function work(context) {
  const { id, attempt, input, step, signal } = context;
  say('S', id, attempt);
  for (const name of ['one', 'two', 'three', 'four']) {
    await step(name, { of: input.n }, async () => {
      say('X', id, attempt, name);
      if (children && name === 'two' && input.n % 3 === 0) {
        const env = { ...process.env, ...context.childEnv };
        const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env });
        await context.child(child.pid);
      }
      if (input.how === 'slow' && name === 'three')
        await sleep(40, undefined, { signal }).catch(() => {});
      // Only what this process made: what others left must not hold its slots.
      else if (input.by === round && input.how === 'long' && name === 'one' && attempt === 1)
        await sleep(60_000, undefined, { signal, ref: false }).catch(() => {});
      else if (random(3) === 0) await sleep(random(3));
      return { text: 'x'.repeat(random(400)) };
    });
    say('F', id, name);
  }
  if (input.how === 'ask') await context.ask({ id: 'q', text: 'go on?' });
  if (input.how === 'fail' || (input.how === 'flaky' && attempt === 1)) throw new Error('as told');
  await context.use({ costUsd: 0.01 });
  return { done: input.n };
}
const kind = (name, more) => ({ kind: name, run: work, backoffMs: () => random(4), ...more });
jobs.define(kind('work', { maxAttempts: 10_000 }));
jobs.define(kind('once', { maxAttempts: 1 }));
jobs.on((event) => {
  // Some are told to stop while they run.
  if (event.step === 'two' && event.type === 'job.step.started' && random(6) === 0)
    void jobs.cancel(event.jobId, 'test').then(
      (end) => say('T', end.id, end.state, walBytes()),
      () => {},
    );
  if (event.type === 'job.asking') void jobs.answer(event.jobId, 'q', 'yes').catch(() => {});
  if (/^job\.(?:completed|failed|cancelled)$/.test(event.type))
    say('T', event.jobId, event.state, walBytes());
});
say('R', jobs.epoch);
for (const { job } of (await jobs.list({ state: 'asking', limit: 1000 })).jobs.map((job) => ({
  job,
})))
  await jobs.answer(job.id, 'q', 'yes').catch(() => {});
jobs.start();
if (hook) deliverWebhooks(jobs, { ...receiverOptions(hook.secret, hook.port), ...HASTE, clock });

const refused = (error) => say('E', error.code ?? `untyped ${error.message}`);
const create = async (key, request) => {
  const { job, created } = await jobs.create({
    kind: 'work',
    idempotencyKey: key,
    principal: `p${random(4)}`,
    ...(hook && { callbacks: callbacksTo(hook.port) }),
    ...request,
    ...(known.some((one) => one.key === key) && {
      principal: known.find((one) => one.key === key).principal,
    }),
  });
  say('A', job.id, `${key}|${job.principal}`, walBytes());
  return { job, created };
};
// What was acknowledged to an earlier process is still there under its key.
for (const { key, id, principal } of known) {
  const { job, created } = await jobs.create({
    kind: 'work',
    input: { n: 0 },
    idempotencyKey: key,
    principal,
  });
  if (created || job.id !== id) say('V', `key ${key} gave ${job.id}, was acknowledged as ${id}`);
}
let n = 0;
const hows = ['plain', 'slow', 'ask', 'fail', 'flaky', 'plain'];
const creator = async (lane) => {
  for (;;) {
    const at = n++;
    const how = hows[at % hows.length];
    const input = { n: at, how };
    const key = `r${round}-${lane}-${at}`;
    const { job } = await create(key, {
      input,
      kind: how === 'fail' || at % 7 === 0 ? 'once' : 'work',
      priority: random(5) - 2,
      ...(at % 5 === 1 && { delayMs: random(8) }),
      ...(at % 11 === 3 && { waitLimitMs: 4, delayMs: 50 }),
    });
    const quiet = (promise) =>
      promise.catch((error) => {
        if (!String(error.code).startsWith('PW_JOBS_')) say('V', `untyped ${error}`);
        if (error.code === 'PW_JOBS_STOPPED') refused(error);
      });
    if (at % 4 === 0) {
      const { job: after } = await create(`${key}-after`, {
        input: { n: at, how: 'plain' },
        dependsOn: [job.id],
        ...(at % 8 === 0 && { delayMs: 5 }),
      });
      if (at % 12 === 0) quiet(jobs.prioritise(after.id, 3));
    }
    if (at % 3 === 1) quiet(jobs.prioritise(job.id, random(5)));
    if (at % 6 === 1 || at % 6 === 5) {
      await sleep(random(4));
      quiet(jobs.cancel(job.id, 'test').then((end) => say('T', end.id, end.state, walBytes())));
    }
    if (at % 9 === 0) shift += (random(3) - 1) * 3_600_000;
    await sleep(2);
  }
};
const creators = (alone ? [] : [0, 1]).map((lane) => creator(lane).catch(refused));
if (point) {
  let made = 0;
  const untilState = async (id, state) => {
    for (let job; job?.state !== state; await sleep(1)) {
      job = await jobs.get(id);
      // Some are cancelled in between.
      if (job.endedAt !== undefined) return;
    }
  };
  const tools = {
    jobs,
    untilState,
    pause: sleep,
    die,
    async create(input, request) {
      const key = `r${round}-aim-${made++}`;
      return (await create(key, { input: { n: made, by: round, ...input }, ...request })).job;
    },
  };
  void crossAgain(transitionOf(point), tools).catch((error) => {
    if (String(error.code).startsWith('PW_JOBS_')) refused(error);
    else say('V', `untyped ${error}`);
  });
}
if (ms) {
  await Promise.race([sleep(ms), Promise.all(creators)]);
  say('Q', JSON.stringify(jobs.health()));
  process.exit(0);
}
