import { expect, it } from 'vitest';
import { kindOf, type SharedSubject } from './shared-subject.js';

/** What processes hear of each other, and who makes the deliveries. */
export function events({ together }: SharedSubject): void {
  it('tells every process what happens, and only the leader of deliveries', async () => {
    const [front, a, b] = await together(3);
    const heard: string[] = [];
    front!.on(({ type }) => heard.push(type));
    for (const worker of [a!, b!]) {
      worker.define(kindOf(async () => null));
      worker.start();
    }
    const callbacks = [{ endpoint: 'one', url: 'https://hook.example/' }];
    const { job } = await front!.create({ kind: 'test', input: null, callbacks });
    await front!.finished(job.id);
    expect(heard).toEqual(['job.created', 'job.started', 'job.completed']);
    const due = await Promise.all([front!, a!, b!].map((jobs) => jobs.outboxDue()));
    expect(due.map((jobs) => jobs.length).toSorted()).toEqual([0, 0, 1]);
    expect(due[0]).toEqual([]);
    const leader = due[1]!.length > 0 ? a! : b!;
    // While another pins it: both changes are kept.
    await Promise.all([leader.updateOutbox(job.id, () => []), front!.pin(job.id, true)]);
    expect(await front!.get(job.id)).toMatchObject({ outbox: [], pinned: true });
    expect(await leader.outboxDue()).toEqual([]);
  });
}
