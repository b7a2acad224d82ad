import { expect, it } from 'vitest';
import type { SharedStore } from '../../shared/shared-store.js';
import type { SharedSubject } from './shared-subject.js';

/** One job of one request, however often and by whom it is made. */
export function creating({ together }: SharedSubject): void {
  it('makes one job of one key, also when all ask at once', async () => {
    const all = await together(3);
    const made = await Promise.all(
      all.flatMap((jobs) =>
        [1, 2, 3].map(() => jobs.create({ kind: 'k', input: 1, idempotencyKey: 'one' })),
      ),
    );
    expect(new Set(made.map(({ job }) => job.id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
  });

  it('knows the job it made when the answer got lost and the job has moved on', async () => {
    const [jobs] = await together(1);
    const store = jobs!.store as SharedStore;
    const commit = store.commit.bind(store);
    let again = 0;
    store.commit = async (wanted) => {
      const { end, ...first } = await commit(wanted);
      if (end !== 'written' || !('record' in first) || again++ > 0) return commit(wanted);
      const moved = { ...first.record, rev: 2, pinned: true };
      await commit({ build: () => ({ record: moved, events: [] }) });
      return commit(wanted);
    };
    const { job, created } = await jobs!.create({ kind: 'test', input: 1 });
    expect({ created, pinned: job.pinned, rev: job.rev }).toEqual({
      created: true,
      pinned: true,
      rev: 2,
    });
  });
}
