import { readFileSync } from 'node:fs';
import { openAt, type Place } from './place.js';
import { startWorker, type Worker } from './worker-process.js';

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
