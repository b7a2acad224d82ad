import { PlugwrightError } from '@plugwright/errors';
import { realpathSync } from 'node:fs';
import { findTool, nodeInside } from './find-tools.js';
import { type DriverName, installHint } from './isolation.js';
import type { Limits } from './limits.js';
import { bubblewrapTools } from './bubblewrap-tools.js';
import { runBubblewrap } from './run-bubblewrap.js';
import { runContainer } from './run-container.js';
import type { RunOptions, RunResult } from './run-options.js';
import { runRestricted } from './run-restricted.js';
import { seatbeltProfile } from './seatbelt-profile.js';

/** Runs with one driver, whatever level it has: the self-test itself needs that. */
export async function runWith(
  driver: DriverName,
  options: RunOptions,
  limits: Limits,
  find: (name: string) => string | undefined = findTool,
): Promise<Omit<RunResult, 'level' | 'driver'>> {
  switch (driver) {
    case 'bubblewrap': {
      const tools = bubblewrapTools(find);
      if ('missing' in tools) throw notHere(driver, `${tools.missing} is not installed`);
      return runBubblewrap(tools, options, limits);
    }
    case 'docker':
    case 'podman': {
      const path = find(driver);
      if (path === undefined) throw notHere(driver, `${driver} is not installed`);
      const image = process.env['PLUGWRIGHT_ISOLATION_IMAGE'];
      return runContainer({ name: driver, path, image }, options, limits);
    }
    case 'seatbelt':
      return runSeatbelt(options, limits, find('sandbox-exec'));
    case 'restricted':
      return runRestricted(options, limits);
    case 'none':
      return runRestricted({ ...options, singleProcess: false }, limits);
  }
}

/** The fallback, under a profile. */
function runSeatbelt(options: RunOptions, limits: Limits, path: string | undefined) {
  if (path === undefined) throw notHere('seatbelt', 'sandbox-exec is not installed');
  const readable = [
    nodeInside().source,
    ...(options.readOnly ?? []).map((each) => realpathSync(each)),
  ];
  const workspace = realpathSync(options.workspace);
  return runRestricted({ ...options, singleProcess: false }, limits, (command, home) => [
    path,
    '-p',
    seatbeltProfile({
      readable,
      writable: [workspace, home],
      network: options.network ?? false,
    }),
    ...command,
  ]);
}

const notHere = (driver: DriverName, why: string) =>
  new PlugwrightError({
    code: 'PW_SANDBOX_DRIVER',
    message: `${driver} cannot be used: ${why}`,
    hint: driver === 'bubblewrap' ? installHint() : `Install ${driver}, or leave the choice to us.`,
  });
