import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join, sep } from 'node:path';

/**
 * A program on `PATH`. Relative entries are left out, and programs below `root`: scanned code must not be able to bring
 * its own.
 */
export function findProgram(
  name: string,
  path: string | undefined,
  root: string,
): string | undefined {
  const base = realpathSync(root) + sep;
  return (path ?? '')
    .split(delimiter)
    .filter((directory) => isAbsolute(directory))
    .map((directory) => join(directory, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return !realpathSync(file).startsWith(base);
      } catch {
        return false;
      }
    });
}
