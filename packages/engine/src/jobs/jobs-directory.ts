import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where Plugwright keeps what outlives a command: `PLUGWRIGHT_HOME`, else `plugwright` in the user's state directory
 * (XDG Base Directory Specification 0.8: `XDG_STATE_HOME`, else `~/.local/state`). A relative path in either counts as
 * absent, as that specification says.
 *
 * @returns absolute
 */
export function stateDirectory(
  env: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  const own = env['PLUGWRIGHT_HOME'];
  if (own !== undefined && isAbsolute(own)) return own;
  const state = env['XDG_STATE_HOME'];
  const base = state !== undefined && isAbsolute(state) ? state : join(home, '.local', 'state');
  return join(base, 'plugwright');
}

/** The jobs directory inside {@link stateDirectory}. */
export const jobsDirectory = (
  env: Readonly<Record<string, string | undefined>>,
  home?: string,
): string => join(stateDirectory(env, home), 'jobs');
