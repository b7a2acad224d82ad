import type { SharedQueue, SharedStore, Taken, Wanted } from '../shared/shared-store.js';
import type { Ask } from './connect-postgres.js';

/** Before a job that could not run here is handed out again, ms. */
const LATER_MS = 500;
/** A look without a hint, ms. */
const LOOK_MS = 500;

/** The records themselves as the queue: nothing is kept twice, so nothing can be forgotten. */
export function postgresQueue(
  ask: Ask,
  s: string,
  next: () => SharedStore['next'],
): SharedQueue & { hint(): void } {
  let busy = 0;
  let slots = 0;
  let paused = false;
  let closed = false;
  let pulling = false;
  let wanted = false;
  let wanting: (() => Omit<Wanted, 'limit'>) | undefined;
  let take: ((id: string) => Promise<Taken>) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const pull = async () => {
    const { ids } = await next()({ ...wanting!(), limit: slots - busy });
    for (const id of ids) void run(id);
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
    mend: async () => 0,
    serve(most, run, wanted) {
      slots = most;
      take = run;
      wanting = wanted;
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
