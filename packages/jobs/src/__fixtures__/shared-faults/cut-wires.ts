import { openAt, type Place } from './place.js';
import { startWorker, type Worker } from './worker-process.js';

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
