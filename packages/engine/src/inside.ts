import { isAbsolute, join, resolve } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import type { HostFiles } from './host.js';

/** What `path` is, without following a link; `undefined` when nothing is there. */
export async function lstatOrNothing(files: HostFiles, path: string) {
  try {
    return await files.lstat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Refuses a path inside `root` that leads through a symbolic link, whoever planted it: a link inside a
 * plugin could point anywhere. `root` itself may be one, its owner chose it.
 *
 * @throws `PW_APPLY_SYMLINK` when a segment is a link, `PW_APPLY_NOT_A_DIRECTORY` when a parent is a file,
 * `PW_APPLY_NOT_A_FILE` when something else than a file is at `path`.
 */
export async function refuseLinks(files: HostFiles, root: string, path: string): Promise<void> {
  const segments = path.split('/');
  let at = root;
  for (const [index, segment] of segments.entries()) {
    at = join(at, segment);
    // One after another: a parent decides whether its children are looked at.
    // oxlint-disable-next-line no-await-in-loop
    const found = await lstatOrNothing(files, at);
    if (found === undefined) return;
    const shown = segments.slice(0, index + 1).join('/');
    if (found.isSymbolicLink())
      throw new PlugwrightError({
        code: 'PW_APPLY_SYMLINK',
        message: `${shown} is a symbolic link; writing through it could change a file elsewhere.`,
        hint: 'Remove the link, or choose another directory.',
      });
    const last = index === segments.length - 1;
    if (!last && !found.isDirectory())
      throw new PlugwrightError({
        code: 'PW_APPLY_NOT_A_DIRECTORY',
        message: `${shown} is a file, but ${path} needs a directory there.`,
        hint: 'Move the file away, or choose another directory.',
      });
    if (last && !found.isFile())
      throw new PlugwrightError({
        code: 'PW_APPLY_NOT_A_FILE',
        message: `${shown} is there and is not a regular file.`,
        hint: 'Move it away, or choose another directory.',
      });
  }
}

/** `path` from the host's working directory. */
export const fromCwd = (cwd: string, path: string): string =>
  isAbsolute(path) ? resolve(path) : resolve(cwd, path);
