import type { PlugwrightError } from '@plugwright/errors';
import { jobsError } from './jobs-error.js';

/** Why an attempt has to stop. */
export type StopCause = 'cancel' | 'timeout' | 'shutdown' | 'stopped';

/** The one switch of an attempt: the first cause stays. */
export interface StopSwitch {
  /** Made at the first look: most attempts are over before anybody asks, and a signal is dear. */
  readonly signal: AbortSignal;
  readonly cause: StopCause | undefined;
  readonly reason: PlugwrightError | undefined;
  stop(cause: StopCause, reason: PlugwrightError): void;
  /** Calls back at the first stop; at once when that was. */
  onStop(listener: () => void): void;
}

/** See {@link StopSwitch}. */
export function stopSwitch(): StopSwitch {
  let controller: AbortController | undefined;
  let cause: StopCause | undefined;
  let reason: PlugwrightError | undefined;
  const listeners: (() => void)[] = [];
  return {
    get signal() {
      if (!controller) {
        controller = new AbortController();
        if (reason) controller.abort(reason);
      }
      return controller.signal;
    },
    get cause() {
      return cause;
    },
    get reason() {
      return reason;
    },
    stop(why, error) {
      // A cancel request overrules a shutdown or time-out that is still under way: it is durable, they are not.
      if (cause !== undefined && !(why === 'cancel' && cause !== 'cancel')) return;
      cause = why;
      reason = error;
      controller?.abort(error);
      for (const listener of listeners.splice(0)) listener();
    },
    onStop(listener) {
      if (reason) listener();
      else listeners.push(listener);
    },
  };
}

export const cancelled = (id: string, reason?: string) =>
  jobsError('PW_JOBS_CANCELLED', `job ${id} was cancelled${reason ? `: ${reason}` : ''}`);

export const shuttingDown = (id: string) =>
  jobsError('PW_JOBS_SHUTDOWN', `job ${id} is handed back: the process is shutting down`);
