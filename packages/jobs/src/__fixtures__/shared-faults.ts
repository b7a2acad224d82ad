// Faults of jobs that several processes share: few in the tests, many in `npm run test:queue`.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostgresJobs } from '../postgres/index.js';
import { openRedisJobs } from '../redis/index.js';
import type { SharedJobs, SharedJobsOptions } from '../shared/open-shared-jobs.js';
import type { SharedStore } from '../shared/shared-store.js';
import type { JobRecord } from '../job-record.js';
import { movedRecord } from '../moved-record.js';
import { noteEvents } from '../note-events.js';

export { redisServer } from './redis-server.js';
export { clusterNote, hasPostgresCluster, postgresCluster } from './postgres-cluster.js';
export { postgresDatabase } from './postgres-server.js';
export type { OwnServer } from './own-server.js';
export { tcpProxy } from './tcp-proxy.js';

/** Where the jobs are, and how to start a process that works on them. */
export interface Place {
  url: string;
  /** Of these jobs, so that several tests share a server. */
  name: string;
  /** Work directory. */
  dir: string;
  /** The bundle of `shared-worker.ts`. */
  worker: string;
  leaseMs?: number;
}

/** A worker process and what it has told. */
export interface Worker {
  process: ChildProcess;
  lines: string[];
  /** Resolves with the line when one begins like this. */
  told(start: string): Promise<string>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export const openAt = (
  { url, name, dir, leaseMs }: Omit<Place, 'worker'>,
  options: Omit<SharedJobsOptions, 'dir'> = {},
): Promise<SharedJobs> =>
  (url.startsWith('redis') ? openRedisJobs : openPostgresJobs)({
    url,
    name,
    dir,
    ...(leaseMs !== undefined && { leaseMs }),
    ...options,
  });

/** Starts a worker; resolves when it works. */
export async function startWorker(
  { url, name, dir, worker, leaseMs }: Place,
  slots = 2,
): Promise<Worker> {
  const args = [worker, url, name, dir, `${slots}`, `${leaseMs ?? ''}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const ended = new Set<() => void>();
  child.once('exit', () => ended.forEach((tell) => tell()));
  createInterface({ input: child.stdout! }).on('line', (line) => {
    lines.push(line);
    waiting.forEach((look) => look());
  });
  const told = (start: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const line = lines.find((one) => one.startsWith(start));
        if (line === undefined) return;
        waiting.delete(look);
        resolve(line);
      };
      waiting.add(look);
      ended.add(() => reject(new Error(`the worker ended before it told ${start}`)));
      look();
    });
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  await told('R ');
  return { process: child, lines, told, kill };
}

/** Which worker runs the job. */
const whoRuns = (workers: readonly Worker[], id: string) =>
  Promise.any(workers.map(async (worker) => ({ worker, line: await worker.told(`L ${id}`) })));

/** Whether there is such a process, and not only its exit code that nobody asked for. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The worker that runs a job is killed, and its child is left; gives the time from there to the next attempt, ms. */
export async function killWorker(place: Place, rounds: number): Promise<number[]> {
  const front = await openAt(place);
  const workers = await Promise.all([startWorker(place), startWorker(place)]);
  const times: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const { job } = await front.create({ kind: 'long', input: null });
      const { worker } = await whoRuns(workers, job.id);
      const child = Number((await worker.told(`C ${job.id}`)).split(' ')[2]);
      const killed = Date.now();
      await worker.kill();
      const end = await front.finished(job.id);
      if (isAlive(child)) throw new Error(`child ${child} of the killed worker lives on`);
      const events = await front.events({ jobId: job.id });
      const again = events.findLast(({ type }) => type === 'job.started')!;
      if (end.state !== 'completed' || end.attempt !== 2) throw new Error(JSON.stringify(end));
      times.push(again.at - killed);
      workers.splice(workers.indexOf(worker), 1, await startWorker(place));
    }
    return times;
  } finally {
    await Promise.all(workers.map((one) => one.kill()));
    await front.close();
  }
}

/** What became of many jobs. */
export interface Tally {
  acknowledged: number;
  lost: number;
  /** Completed more than once, by the event log. */
  twice: number;
  /** Attempts begun beyond the first; only faults make them. */
  again: number;
  seconds: number;
  /** What is known of some that were lost. */
  examples: readonly string[];
}

async function tally(front: SharedJobs, ids: readonly string[], since: number): Promise<Tally> {
  const known = new Set(ids);
  const counts = new Map<string, { started: number; completed: number }>();
  for (let after = 0; ; ) {
    const events = await front.events({ after, limit: 1000 });
    for (const { jobId, type } of events) {
      const count = counts.get(jobId) ?? { started: 0, completed: 0 };
      counts.set(jobId, count);
      if (type === 'job.started') count.started++;
      if (type === 'job.completed') count.completed++;
    }
    if (events.length < 1000) break;
    after = events.at(-1)!.seq;
  }
  let [lost, twice, again] = [0, 0, 0];
  const examples: string[] = [];
  for (const id of known) {
    const { started = 0, completed = 0 } = counts.get(id) ?? {};
    const state = (await front.get(id))?.state;
    if (completed === 0 || state !== 'completed') {
      lost++;
      examples.push(`${id} is ${state ?? 'not there'}, completed ${completed} times`);
    }
    if (completed > 1) twice++;
    again += Math.max(0, started - 1);
  }
  const seconds = Math.round((Date.now() - since) / 100) / 10;
  return { acknowledged: known.size, lost, twice, again, seconds, examples: examples.slice(0, 3) };
}

const allEnded = async (front: SharedJobs, withinMs: number) => {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const { byState } = await front.stats();
    if (byState.queued + byState.running + byState.scheduled === 0) return;
    await sleep(100);
  }
};

/** Jobs are made and done while `fault` strikes `times` times. */
export async function underFaults(
  place: Place,
  {
    jobs,
    times,
    workers: count,
    fault,
  }: { jobs: number; times: number; workers: number; fault(): Promise<void> },
): Promise<Tally> {
  const front = await openAt(place);
  const workers = await Promise.all(Array.from({ length: count }, () => startWorker(place, 4)));
  const since = Date.now();
  const ids: string[] = [];
  try {
    let making = true;
    const make = async () => {
      for (let n = ids.length; ids.length < jobs || making; n++) {
        const { job } = await front.create({ kind: 'quick', input: n });
        ids.push(job.id);
        await sleep(1);
      }
    };
    const makers = [make(), make()];
    for (let time = 0; time < times; time++) {
      // Somewhere in the middle of the work.
      await sleep(100 + Math.random() * 300);
      await fault();
    }
    making = false;
    await Promise.all(makers);
    await allEnded(front, 60_000);
    return await tally(front, ids, since);
  } finally {
    await Promise.all(workers.map((one) => one.kill('SIGTERM')));
    await front.close();
  }
}

/** Many workers on many jobs, with nothing in the way. */
export async function eachOnce(place: Place, workers: number, jobs: number): Promise<Tally> {
  const front = await openAt(place);
  const all = await Promise.all(Array.from({ length: workers }, () => startWorker(place, 4)));
  const since = Date.now();
  try {
    const ids: string[] = [];
    for (let from = 0; from < jobs; from += 100) {
      const some = Array.from({ length: Math.min(100, jobs - from) }, (_, n) =>
        front.create({ kind: 'quick', input: from + n }),
      );
      ids.push(...(await Promise.all(some)).map(({ job }) => job.id));
    }
    await allEnded(front, 600_000);
    const result = await tally(front, ids, since);
    // What the workers did, in their own words.
    const ran = all.flatMap(({ lines }) => lines.filter((line) => line.startsWith('D ')));
    const twice = ran.length - new Set(ran).size;
    return { ...result, twice: result.twice + twice };
  } finally {
    await Promise.all(all.map((one) => one.kill('SIGTERM')));
    await front.close();
  }
}

/** Cancels what a worker of another process runs; gives the times until it had ended, ms. */
export async function cancelAcross(place: Place, rounds: number): Promise<number[]> {
  const front = await openAt(place);
  const worker = await startWorker(place);
  const times: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const { job } = await front.create({ kind: 'long', input: null });
      await worker.told(`L ${job.id}`);
      const asked = performance.now();
      const end = await front.cancel(job.id);
      times.push(Math.round(performance.now() - asked));
      if (end.state !== 'cancelled') throw new Error(`it is ${end.state}`);
      await worker.told(`A ${job.id} PW_JOBS_CANCELLED`);
    }
    return times;
  } finally {
    await worker.kill('SIGTERM');
    await front.close();
  }
}

/** What happened when a worker was cut off. */
export interface CutOff {
  /** From the cut until the cut worker stopped its attempt, ms. */
  stoppedMs: number;
  /** From the cut until the next attempt began elsewhere, ms. */
  movedMs: number;
  /** The code with which the cut worker's late write was refused. */
  refused: string;
  /** Whether it works again after the cut. */
  worksAgain: boolean;
}

/** A worker behind `wire` is cut off in the middle of a job, and the wire mended after another has taken the job over. */
export async function cutOff(
  place: Place,
  wire: { port: number; cut(): void; mend(): void },
): Promise<CutOff> {
  const front = await openAt(place);
  const behind = new URL(place.url);
  behind.port = `${wire.port}`;
  const first = await startWorker({ ...place, url: behind.href });
  let second: Worker | undefined;
  try {
    const { job } = await front.create({ kind: 'long', input: null });
    await first.told(`L ${job.id}`);
    second = await startWorker(place);
    const cut = Date.now();
    wire.cut();
    const stopped = first.told(`A ${job.id}`).then(() => Date.now() - cut);
    await front.finished(job.id);
    const events = await front.events({ jobId: job.id });
    const movedMs = events.findLast(({ type }) => type === 'job.started')!.at - cut;
    const stoppedMs = await stopped;
    wire.mend();
    const [, , refused = ''] = (await first.told(`W ${job.id}`)).split(' ');
    await second.kill('SIGTERM');
    const { job: next } = await front.create({ kind: 'quick', input: 1 });
    const end = await front.finished(next.id, AbortSignal.timeout(30_000));
    return { stoppedMs, movedMs, refused, worksAgain: end.state === 'completed' };
  } finally {
    await Promise.all([first.kill(), second?.kill()]);
    await front.close();
  }
}

/** One job of another principal comes when `waiting` of the first wait; gives how many of those began before it. */
export async function behindFlood(place: Place, waiting: number): Promise<{ before: number }> {
  const front = await openAt(place);
  const make = (principal: string) => front.create({ kind: 'quick', input: 0, principal });
  const workers: Worker[] = [];
  try {
    for (let made = 0; made < waiting; made += 100)
      await Promise.all(Array.from({ length: Math.min(100, waiting - made) }, () => make('flood')));
    const { job } = await make('another');
    workers.push(...(await Promise.all([startWorker(place), startWorker(place)])));
    await front.finished(job.id);
    const begun = (await front.events({ limit: 10 * waiting })).filter(
      ({ type }) => type === 'job.started',
    );
    return { before: begun.findIndex(({ jobId }) => jobId === job.id) };
  } finally {
    await Promise.all(workers.map((one) => one.kill()));
    await front.close();
  }
}

/** Closes jobs of this process, one of which runs, a moment after the server has gone; gives how long that takes, ms. */
export async function closeWhileAway(
  place: Place,
  strike: () => void | Promise<void>,
): Promise<number> {
  const jobs = await openAt(place);
  jobs.define({
    kind: 'held',
    run: ({ signal }) =>
      new Promise<null>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      }),
  });
  jobs.start();
  const { job } = await jobs.create({ kind: 'held', input: null });
  while ((await jobs.get(job.id))?.state !== 'running') await sleep(10);
  await strike();
  const began = performance.now();
  await jobs.close();
  return performance.now() - began;
}

/** Tells a worker process with a running job to stop (SIGTERM) when the server has gone; gives how long it takes, ms. */
export async function stopWhileAway(
  place: Place,
  strike: () => void | Promise<void>,
): Promise<{ closeMs: number; exitMs: number }> {
  const front = await openAt(place);
  const worker = await startWorker(place);
  const { job } = await front.create({ kind: 'long', input: null });
  await worker.told(`L ${job.id}`);
  await Promise.all([strike(), front.close()]);
  const began = performance.now();
  const gone = once(worker.process, 'exit');
  worker.process.kill('SIGTERM');
  await gone;
  const exitMs = performance.now() - began;
  const closed = worker.lines.find((line) => line.startsWith('Z '));
  return { exitMs, closeMs: closed === undefined ? exitMs : Number(closed.slice(2)) };
}

/** Two processes' worth of connections claim the same job at the same moment, again and again. */
export async function raceForOne(
  place: Place,
  rounds: number,
): Promise<{ won: number; both: number; late: number }> {
  const [a, b] = await Promise.all([openAt(place), openAt(place)]);
  const result = { won: 0, both: 0, late: 0 };
  const claim = (jobs: SharedJobs, job: JobRecord) => {
    const lease = { epoch: jobs.epoch, attempt: 1, marker: '', children: [] };
    const name = 'claim' as const;
    const moved = movedRecord(job, { name, patch: { attempt: 1, lease } });
    return write(jobs, moved);
  };
  const write = (jobs: SharedJobs, record: JobRecord) =>
    (jobs.store as SharedStore).commit({
      build: (first) => {
        const { epoch } = jobs;
        const options = { first, at: 1, epoch, journalLimit: 100, outbox: () => [] };
        const { next, events } = noteEvents(record, [{ type: 'job.started' }], options);
        return { record: next, events };
      },
    });
  try {
    for (let round = 0; round < rounds; round++) {
      const { job } = await a.create({ kind: 'quick', input: round });
      const [one, two] = await Promise.all([claim(a, job), claim(b, job)]);
      const winners = [one, two].filter(({ end }) => end === 'written').length;
      if (winners === 1) result.won++;
      else result.both++;
      // The one that lost writes as if it had not noticed.
      const loser = one.end === 'written' ? b : a;
      const late = await write(loser, { ...job, rev: job.rev + 1, state: 'completed' });
      if (late.end === 'written') result.late++;
    }
    return result;
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
}
