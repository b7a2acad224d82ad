import type { Clock } from '../clock.js';
import type { JobEvent } from '../job-event.js';
import type { SharedStore } from './shared-store.js';

/** A look without a hint, ms: hints may be lost, and a cancel request has to be seen within 2 s. */
const LOOK_MS = 500;
const PAGE = 1000;

/** Reads what every process writes into the event log, from `after` on: in order, without gaps, each once. */
export function eventTail(
  store: SharedStore,
  clock: Clock,
  after: number,
  tell: (events: readonly JobEvent[]) => void,
): { caughtUp(): Promise<void>; stop(): Promise<void> } {
  let stopped = false;
  let off = () => {};
  let wanted = false;
  let reading: Promise<void> | undefined;
  const goesOn = () => wanted && !stopped;
  const read = async () => {
    do {
      wanted = false;
      const events = await store.events({ after, limit: PAGE });
      if (events.length > 0) {
        after = events.at(-1)!.seq;
        tell(events);
      }
      if (events.length === PAGE) wanted = true;
    } while (goesOn());
  };
  const look = () => {
    wanted = true;
    off();
    reading ??= read()
      // Out of reach; the next look comes.
      .catch(() => {})
      .then(() => {
        reading = undefined;
        if (stopped) return;
        if (wanted) look();
        else off = clock.after(LOOK_MS, look);
      });
  };
  store.watch(look);
  look();
  return {
    /** Resolves when everything written before the call was told, or could not be read. */
    async caughtUp() {
      look();
      await reading;
    },
    async stop() {
      stopped = true;
      off();
      await reading;
    },
  };
}
