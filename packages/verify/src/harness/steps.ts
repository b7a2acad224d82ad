import type { BootProblem } from '../boot-protocol.js';
import type { Channel } from './channel.js';

/** Runs the parts of the harness one after the other, each with a limit, none able to end the others. */
export interface Steps {
  /** Result of `work`; `undefined` after it threw or took too long, which is then a problem. */
  run: <T>(
    component: string,
    code: string,
    work: () => T | Promise<T>,
    hint?: string,
    severity?: 'error' | 'warning',
  ) => Promise<T | undefined>;
  problem: (component: string, code: string, message: string, more?: Partial<BootProblem>) => void;
}

export function createSteps(channel: Channel, limitMs: number): Steps {
  const problem: Steps['problem'] = (component, code, message, more = {}) =>
    channel.problem({ code, severity: 'error', message, component, ...more });
  return {
    problem,
    run: async (component, code, work, hint, severity = 'error') => {
      channel.step(component);
      try {
        return await within(work, limitMs);
      } catch (error) {
        const late = error instanceof StepTimeout;
        problem(component, late ? 'PW_BOOT_TIMEOUT' : code, `${component}: ${messageOf(error)}`, {
          severity,
          ...(hint === undefined || late ? {} : { hint }),
          ...stackOf(error),
        });
        return undefined;
      }
    },
  };
}

/** Reports what nobody caught, with the step during which it came up. */
export const faultReporter =
  (channel: Channel, kind: string) =>
  (error: unknown): void =>
    channel.problem({
      code: 'PW_BOOT_UNHANDLED',
      severity: 'error',
      message: `${kind} during ${channel.current()}: ${messageOf(error)}`,
      hint: 'In an agent this ends the whole process; await the promise and catch.',
      component: channel.current(),
      ...stackOf(error),
    });

/** The stack of what was thrown, if it has one. */
const stackOf = (error: unknown): { stack?: string } =>
  error instanceof Error && error.stack ? { stack: error.stack } : {};

class StepTimeout extends Error {}

/** Text of anything that can be thrown, with the chain of causes. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` (${messageOf(error.cause)})`;
  return `${error.message}${cause}`;
}

async function within<T>(work: () => T | Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StepTimeout(`took more than ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(work), late]);
  } finally {
    clearTimeout(timer);
  }
}
