// The parts of the crash test: one round, and the audit of what is left.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { root } from './run.mjs';
import { auditDeliveries, drainOutbox, HASTE, receiverOptions } from './webhook-receiver.mjs';

const worker = join(root, 'scripts/lib/crash-worker.mjs');
const TERMINAL = new Set(['completed', 'failed', 'cancelled']);

/** What all processes so far have said, and what was wrong about it. */
export const ledger = () => ({
  acked: new Map(),
  ends: new Map(),
  finishedSteps: new Set(),
  starts: 0,
  /** Bytes of the log that were synced at the last fact. */
  synced: 0,
  recoveredEpochs: 0,
  refused: new Map(),
  violations: [],
});

/** Takes in one line of a worker. */
export function hear(book, line, round) {
  const [kind, id, ...rest] = line.split(' ');
  const wrong = (text) => book.violations.push(`round ${round}: ${text}`);
  if (kind === 'A') book.synced = Math.max(book.synced, Number(rest[1]));
  if (kind === 'A')
    book.acked.set(id, {
      key: rest[0].split('|')[0],
      principal: rest[0].split('|')[1],
      wal: Number(rest[1]),
    });
  else if (kind === 'S') {
    book.starts++;
    if (book.ends.has(id)) wrong(`${id} began again after it had ended as ${book.ends.get(id)}`);
  } else if (kind === 'X') {
    if (book.finishedSteps.has(`${id} ${rest[1]}`))
      wrong(`step ${rest[1]} of ${id} ran again after it was on disk`);
  } else if (kind === 'F') book.finishedSteps.add(`${id} ${rest[0]}`);
  else if (kind === 'T') {
    const before = book.ends.get(id);
    if (before && before !== rest[0]) wrong(`${id} was ${before}, is ${rest[0]}`);
    book.ends.set(id, rest[0]);
    book.synced = Math.max(book.synced, Number(rest[1]));
  } else if (kind === 'V') wrong(line.slice(2));
  else if (kind === 'E') {
    const code = line.slice(2);
    book.refused.set(code, (book.refused.get(code) ?? 0) + 1);
    if (code.startsWith('untyped')) wrong(code);
  }
}

/** Processes that carry `PLUGWRIGHT_CRASH=<test>`, with their round. */
export function survivors(test) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const env = readFileSync(`/proc/${name}/environ`, 'latin1').split('\0');
      if (!env.some((pair) => pair.startsWith(`PLUGWRIGHT_CRASH=${test}`))) return [];
      if (readFileSync(`/proc/${name}/stat`, 'latin1').includes(') Z ')) return [];
      const round = env.find((pair) => pair.startsWith('PLUGWRIGHT_CRASH_ROUND='));
      return [{ pid: Number(name), round: Number(round?.split('=')[1]) }];
    } catch {
      return [];
    }
  });
}

/** One process: started, listened to, killed. Resolves when it is gone. */
export async function crashRound(book, options) {
  const {
    bundle,
    dir,
    store,
    round,
    point,
    skip,
    alone,
    test,
    node = process.execPath,
    killAfterMs,
    prefix = [],
  } = options;
  const acked = [...book.acked].slice(-3).map(([id, one]) => ({ id, ...one }));
  const job = {
    bundle,
    dir,
    store,
    round,
    point,
    skip,
    alone,
    known: acked,
    offset: options.offset ?? 0,
    children: options.children ?? true,
    ms: options.ms ?? 0,
    ...(options.receiver && { hook: { port: options.receiver.port, secret: options.secret } }),
  };
  const [command, ...args] = [...prefix, node, worker, JSON.stringify(job)];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PLUGWRIGHT_CRASH: test, PLUGWRIGHT_CRASH_ROUND: String(round) },
  });
  const result = { hit: undefined, ready: false, orphans: 0, health: undefined, stderr: '' };
  child.stderr.on('data', (text) => (result.stderr += text));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let timer;
  // A worker that never gets ready is a fault of its own; on a busy machine it takes a while to begin at all.
  const late = setTimeout(() => child.kill('SIGKILL'), 180_000);
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('R ')) {
      result.ready = true;
      clearTimeout(late);
      result.orphans = survivors(test).filter((one) => one.round < round).length;
      if (!options.ms) timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    } else if (line.startsWith('H ')) result.hit = line.slice(2);
    else if (line.startsWith('Q ')) result.health = JSON.parse(line.slice(2));
    else hear(book, line, round);
  }
  clearTimeout(timer);
  clearTimeout(late);
  result.exit = await gone;
  if (result.orphans > 0)
    book.violations.push(`round ${round}: ${result.orphans} orphaned processes`);
  if (!result.ready && !result.hit && !options.mayFail)
    book.violations.push(
      `round ${round}: never ready, ${JSON.stringify(result)}: ${result.stderr.slice(-500)}`,
    );
  return result;
}

/**
 * Opens what is left, lets all jobs end, and compares with what was said.
 *
 * @returns {Promise<{ jobs: number, recovered: number }>}
 */
export async function audit(book, { bundle, dir, store, quick = false, receiver, secret }) {
  const { deliverWebhooks, openJobs, systemClock } = await import(bundle);
  const wrong = (text) => book.violations.push(`audit: ${text}`);
  const jobs = await openJobs({
    dir,
    store,
    journalLimit: 1000,
    jsonCapacity: 100_000,
    concurrency: { global: 16 },
    // Later than any clock was set: all that is owed is due.
    ...(receiver && { clock: { ...systemClock, now: () => Date.now() + 100 * 3_600_000 } }),
  });
  const all = async () => {
    const found = [];
    for (let cursor; ;) {
      const page = await jobs.list({ limit: 1000, ...(cursor && { cursor }) });
      found.push(...page.jobs);
      if (!(cursor = page.next)) return found;
    }
  };
  try {
    if (!quick) {
      for (const kind of ['work', 'once'])
        jobs.define({
          kind,
          backoffMs: () => 0,
          run: async ({ id, attempt, ask, input }) => {
            if (book.ends.has(id))
              wrong(`${id} began again after it had ended (attempt ${attempt})`);
            if (input.how === 'ask') await ask({ id: 'q', text: '' });
            return null;
          },
        });
      jobs.start();
      const deadline = Date.now() + 120_000;
      for (;;) {
        const open = await jobs.store.unfinished();
        if (open.length === 0) break;
        if (Date.now() > deadline) {
          wrong(`${open.length} jobs never ended, the first is ${open[0].state}`);
          break;
        }
        for (const job of open) if (job.state === 'asking') await jobs.answer(job.id, 'q', 'yes');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    if (receiver) {
      const options = { ...receiverOptions(secret, receiver.port), ...HASTE };
      const clock = { ...systemClock, now: () => Date.now() + 100 * 3_600_000 };
      const webhooks = deliverWebhooks(jobs, { ...options, clock });
      await drainOutbox(webhooks, all);
      await webhooks.stop();
      book.webhooks = auditDeliveries(receiver, await all());
      for (const fault of ['lost', 'foreign', 'outOfOrder', 'repeatedForNothing', 'forged'])
        if (book.webhooks[fault] > 0) wrong(`webhooks ${fault}: ${book.webhooks[fault]}`);
    }
    const records = new Map((await all()).map((job) => [job.id, job]));
    for (const id of book.acked.keys())
      if (!records.has(id)) wrong(`${id} was acknowledged and is lost`);
    for (const [id, state] of book.ends)
      if (records.get(id)?.state !== state)
        wrong(`${id} ended as ${state}, is ${records.get(id)?.state}`);
    for (const job of records.values()) {
      const ends = job.journal.filter(({ type }) => TERMINAL.has(type.slice(4)));
      const wanted = TERMINAL.has(job.state) ? 1 : 0;
      if (ends.length !== wanted) wrong(`${job.id} is ${job.state} and ended ${ends.length} times`);
    }
    const keys = [...records.values()].map((job) => `${job.principal} ${job.idempotencyKey}`);
    if (new Set(keys).size !== keys.length) wrong('two jobs have the same key');
    for (const job of records.values())
      for (const step of job.steps)
        await jobs.value(step.output).catch((error) => wrong(`${job.id}: ${error.message}`));
    return {
      jobs: records.size,
      recovered: [...records.values()]
        .flatMap(({ journal }) => journal)
        .filter(({ type }) => type === 'job.recovered').length,
    };
  } finally {
    await jobs.close();
  }
}
