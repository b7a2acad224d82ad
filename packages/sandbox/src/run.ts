import { PlugwrightError } from '@plugwright/errors';
import { findIsolation } from './find-isolation.js';
import { type DriverName, installHint, type Isolation, reaches } from './isolation.js';
import { limitsWith } from './limits.js';
import type { RunOptions, RunResult } from './run-options.js';
import { runWith } from './run-with.js';

/**
 * Runs a program that is not trusted, as far away from the machine as it can, and says how far that was.
 *
 * @throws PlugwrightError `PW_SANDBOX_REQUIRED` when `require` cannot be met, `PW_SANDBOX_*`,
 *   `PW_PROCESS_*`, `PW_COPY_LIMIT`.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const { isolation: given } = options;
  const isolation =
    typeof given === 'object' ? given : await findIsolation(given ? { driver: given } : {});
  const level = options.network && isolation.level === 'sandbox' ? 'restricted' : isolation.level;
  requireLevel({ ...isolation, level }, options.require);
  const limits = limitsWith(options.limits);
  if (options.signal?.aborted) return notStarted(level, isolation.driver);
  const result = await runWith(isolation.driver, options, limits);
  return { ...result, level, driver: isolation.driver };
}

/** @throws PlugwrightError `PW_SANDBOX_REQUIRED` when the level is lower than what is wanted. */
export function requireLevel(
  isolation: Pick<Isolation, 'level' | 'driver' | 'reason' | 'hint'>,
  wanted: RunOptions['require'],
): void {
  if (wanted === undefined || reaches(isolation.level, wanted)) return;
  throw new PlugwrightError({
    code: 'PW_SANDBOX_REQUIRED',
    message: `isolation "${wanted}" is required, but only "${isolation.level}" is there${isolation.reason ? `: ${isolation.reason}` : ''}`,
    hint: isolation.hint ?? installHint(),
  });
}

function notStarted(level: Isolation['level'], driver: DriverName): RunResult {
  return {
    code: null,
    signal: null,
    cancelled: true,
    stdout: '',
    stderr: '',
    channel: '',
    truncated: false,
    durationMs: 0,
    leftBehind: 0,
    level,
    driver,
  };
}
