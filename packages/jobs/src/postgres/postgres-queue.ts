import type { SharedQueue, Taken } from '../shared/shared-store.js';
import type { Ask } from './connect-postgres.js';

/** For how long a job is kept from others after it was handed out, ms: time to claim it. */
const OFFER_MS = 2000;
/** Before a job that could not run here is handed out again, ms. */
const LATER_MS = 500;
/** A look without a hint, ms. */
const LOOK_MS = 500;

/**
 * The records themselves as the queue: the next ones by rank, each to one worker (`FOR UPDATE SKIP LOCKED`). Nothing is kept
 * twice, so nothing can be forgotten.
 */
export function postgresQueue(ask: Ask, s: string): SharedQueue & { hint(): void } {
  let busy = 0;
  let slots = 0;
  let paused = false;
  let closed = false;
  let pulling = false;
  let wanted = false;
  let take: ((id: string) => Promise<Taken>) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const pull = async () => {
    const rows = await ask<{ id: string; rank: number }>(
      `UPDATE ${s}.job SET offered = now() + $2 * interval '1 ms' WHERE id IN (
         SELECT id FROM ${s}.job WHERE state = 'queued' AND (offered IS NULL OR offered < now())
         ORDER BY rank LIMIT $1 FOR UPDATE SKIP LOCKED
       ) RETURNING id, rank`,
      [slots - busy, OFFER_MS],
    );
    for (const { id } of rows.toSorted((a, b) => a.rank - b.rank)) void run(id);
  };
  const run = async (id: string) => {
    busy++;
    const taken = await take!(id).catch(() => 'later' as const);
    if (taken === 'later')
      await ask(`UPDATE ${s}.job SET offered = now() + $2 * interval '1 ms' WHERE id = $1`, [
        id,
        LATER_MS,
      ]).catch(() => {});
    busy--;
    look();
  };
  const mayPull = () => wanted && !paused && !closed && busy < slots;
  const look = () => {
    wanted = true;
    if (pulling || paused || closed || !take) return;
    pulling = true;
    void (async () => {
      while (mayPull()) {
        wanted = false;
        // oxlint-disable-next-line no-await-in-loop
        await pull().catch(() => {});
      }
      pulling = false;
    })();
  };
  return {
    // A record that is queued is in the queue.
    offer: async () => look(),
    reorder: async () => {},
    mend: async () => 0,
    serve(most, run) {
      slots = most;
      take = run;
      timer = setInterval(look, LOOK_MS);
      timer.unref();
      look();
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      look();
    },
    wake: look,
    hint: look,
    async close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
