import type { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

/** Between two tries to connect again, ms. */
const PAUSE_MS = 300;

/** Listens on a channel until stopped; connects again when the connection breaks. What was told in between is missed. */
export function listenTo(
  newClient: () => Client,
  channel: string,
  heard: () => void,
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
    one.on('notification', heard);
    try {
      await one.connect();
      await one.query(`LISTEN "${channel}"`);
      heard();
      if (!stopping.signal.aborted) await gone;
    } finally {
      await one.end().catch(() => {});
    }
  };
  const listening = (async () => {
    while (!stopping.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop
      await connect().catch(() => {});
      // oxlint-disable-next-line no-await-in-loop
      if (!stopping.signal.aborted) await sleep(PAUSE_MS);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await client?.end().catch(() => {});
      await listening;
    },
  };
}
