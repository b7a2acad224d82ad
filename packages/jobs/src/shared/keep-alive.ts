import type { Clock } from '../clock.js';
import type { SharedStore } from './shared-store.js';

/** "This process is alive", said again and again. */
export interface KeepAlive {
  readonly leads: boolean;
  /** Whether what runs here runs nowhere else. */
  readonly holds: boolean;
  /** For how long every renewal has been heard, ms; 0: the last was not. */
  readonly heardForMs: number;
  /** Resolves when it was heard the first time, or could not be. */
  start(): Promise<void>;
  stop(): void;
}

/**
 * Renews the life of this process four times per lease. Counted from before a renewal was sent, so this process stops before
 * anybody else may take its jobs over; by a clock that does not jump.
 */
export function keepAlive(options: {
  store: SharedStore;
  clock: Clock;
  epoch: number;
  leaseMs: number;
  /** The lease is over without a renewal. */
  onLost(): void;
}): KeepAlive {
  const { store, clock, epoch, leaseMs, onLost } = options;
  let leads = false;
  let since: number | undefined;
  let until = 0;
  let stopped = true;
  let offs: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  const watch = () => {
    if (stopped) return;
    if (until > 0 && clock.monotonic() >= until) {
      until = 0;
      since = undefined;
      leads = false;
      onLost();
    }
    offs[0] = clock.after(leaseMs / 20, watch);
  };
  const renew = async () => {
    const sent = clock.monotonic();
    try {
      ({ leads } = await store.renew(epoch, leaseMs));
      // One that took longer than a lease says nothing about now.
      if (clock.monotonic() - sent < leaseMs) {
        until = sent + leaseMs * 0.9;
        since ??= sent;
      }
    } catch {
      leads = false;
      since = undefined;
    }
    if (!stopped) offs[1] = clock.after(leaseMs / 4, () => void renew());
  };
  return {
    get leads() {
      return leads && !stopped;
    },
    get holds() {
      return clock.monotonic() < until;
    },
    get heardForMs() {
      return since === undefined ? 0 : clock.monotonic() - since;
    },
    start() {
      stopped = false;
      // A worker lives until it is closed, also when it has nothing to do.
      timer = setInterval(() => {}, 2 ** 30);
      watch();
      return renew();
    },
    stop() {
      stopped = true;
      leads = false;
      clearInterval(timer);
      for (const off of offs) off();
      offs = [];
    },
  };
}
