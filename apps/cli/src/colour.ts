import type { Output } from './io.js';

/**
 * Whether to colour what goes to `output`. `--no-color` beats `NO_COLOR` (https://no-color.org: set and not
 * empty) beats `FORCE_COLOR` (`0` and `false` mean off) beats what the terminal can do.
 */
export function useColour(
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
  flag: boolean,
): boolean {
  if (!flag || env['NO_COLOR']) return false;
  const force = env['FORCE_COLOR'];
  if (force) return force !== '0' && force !== 'false';
  return output.isTTY === true && env['TERM'] !== 'dumb';
}
