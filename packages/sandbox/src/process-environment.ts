import { PlugwrightError } from '@plugwright/errors';
import { dirname } from 'node:path';

/**
 * Variables that make a program load somebody else's code or send its traffic elsewhere. A caller
 * that hands one over has passed on a host's environment by mistake.
 */
const refused = /^(?:NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|BASH_ENV|ENV|LD_.*|DYLD_.*)$/;

/** The variables that a child lives by. */
const own = /^(?:PATH|HOME|TMPDIR|TEMP|TMP|LANG|SystemRoot|PLUGWRIGHT_RUN)$/i;

/** Whether a name that comes from a plugin must not become a variable of a child process. */
export const isRefusedVariable = (name: string): boolean => refused.test(name) || own.test(name);

/**
 * The environment of a child process: nothing of ours is inherited. `PATH` holds the running Node's
 * directory alone, `HOME` and the temporary directory are `home`.
 *
 * @throws PlugwrightError `PW_PROCESS_ENV_REFUSED` for a variable that changes what a child loads.
 */
export function processEnvironment(
  home: string,
  extra: Readonly<Record<string, string>> = {},
  host: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  for (const name of Object.keys(extra)) {
    if (refused.test(name)) {
      throw new PlugwrightError({
        code: 'PW_PROCESS_ENV_REFUSED',
        message: `a child process never gets ${name}`,
        hint: 'Pass the single variables that the child needs, not an environment.',
      });
    }
  }
  // Windows cannot open a socket without SystemRoot.
  const system = host['SystemRoot'] === undefined ? {} : { SystemRoot: host['SystemRoot'] };
  return {
    PATH: dirname(process.execPath),
    HOME: home,
    TMPDIR: home,
    TEMP: home,
    TMP: home,
    LANG: 'C.UTF-8',
    ...system,
    ...extra,
  };
}
