import { openAt, type Place } from './place.js';
import { allEnded, tally, type Tally } from './tally.js';
import { startWorker, type Worker } from './worker-process.js';

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
