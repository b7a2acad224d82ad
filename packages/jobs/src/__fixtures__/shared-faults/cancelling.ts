import { openAt, type Place } from './place.js';
import { startWorker } from './worker-process.js';

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
