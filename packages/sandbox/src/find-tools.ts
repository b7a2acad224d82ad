import { accessSync, constants, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Only system directories: `PATH` belongs to whoever started us. */
const places = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** Absolute path of a program of the system; `undefined` when it is not installed. */
export function findTool(
  name: string,
  directories: readonly string[] = places,
): string | undefined {
  return directories
    .map((directory) => join(directory, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The running Node: its real path, and where it is in a sandbox that has `/usr` and nothing else. */
export function nodeInside(execPath = process.execPath): { source: string; target: string } {
  const source = realpathSync(execPath);
  return { source, target: source.startsWith('/usr/') ? source : '/opt/node/bin/node' };
}
