import type { JobRecord } from '../../job-record.js';
import { movedRecord } from '../../moved-record.js';
import { noteEvents } from '../../note-events.js';
import type { SharedJobs } from '../../shared/open-shared-jobs.js';
import type { SharedStore } from '../../shared/shared-store.js';
import { openAt, type Place } from './place.js';

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
