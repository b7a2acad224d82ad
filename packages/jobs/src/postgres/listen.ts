import type { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { farewell } from './connect-postgres.js';

/** Between two tries to connect again, ms. */
const PAUSE_MS = 300;

/** Listens on a channel until stopped; connects again when the connection breaks. What was told in between is missed. */
export function listenTo(
  newClient: () => Client,
  channel: string,
  /** `told`: what came with it; `undefined`: the connection is new, and something may have been missed. */
  heard: (told?: string) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let client: Client | undefined;
  const connect = async () => {
    const one = newClient();
    client = one;
    const gone = new Promise<void>((resolve) => {
      one.on('error', () => resolve());
      one.on('end', () => resolve());
    });
    one.on('notification', ({ payload }) => heard(payload));
    try {
      await one.connect();
      await one.query(`LISTEN "${channel}"`);
      heard();
      if (!stopping.signal.aborted) await gone;
    } finally {
      await farewell(one.end(), [one]);
    }
  };
  const listening = (async () => {
    while (!stopping.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop
      await connect().catch(() => {});
      // oxlint-disable-next-line no-await-in-loop
      if (!stopping.signal.aborted)
        await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      if (client) await farewell(client.end(), [client]);
      await listening;
    },
  };
}
