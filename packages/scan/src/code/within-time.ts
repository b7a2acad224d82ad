import { createContext, Script } from 'node:vm';

const box = createContext({}) as { work?: () => void };
const call = new Script('work()');

/**
 * Runs `work`, which must not wait for anything, for at most `ms`; whether it came to its end. The parser's time doubles
 * with each level of some broken texts, and nothing but the engine can stop what does not wait.
 *
 * @throws what `work` throws
 */
export function withinTime(ms: number, work: () => void): boolean {
  box.work = work;
  try {
    call.runInContext(box, { timeout: ms });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  } finally {
    delete box.work;
  }
}
