import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAt, type Place } from './place.js';
import { startWorker } from './worker-process.js';

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
