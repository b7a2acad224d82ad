import { setTimeout as sleep } from 'node:timers/promises';
import { openAt, type Place } from './place.js';
import { allEnded, tally, type Tally } from './tally.js';
import { startWorker } from './worker-process.js';

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
