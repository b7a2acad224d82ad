import { PlugwrightError } from '@plugwright/errors';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isBelow, type Mount } from './inside-paths.js';
import type { Limits } from './limits.js';

/** What a workspace holds, ready to be made again inside. Paths are relative. */
export interface CopyIn {
  directories: string[];
  /** Open descriptors of ours; `close` closes them. */
  files: { path: string; file: number }[];
  links: { path: string; target: string }[];
  close: () => void;
}

/** bubblewrap takes 9000 arguments at most, three for each file. */
const maxEntries = 2500;

/**
 * Opens every file of a workspace. No link is followed: one that leads to a place that exists inside
 * (the workspace itself, or a read-only directory) is made again there, any other is left out.
 *
 * @throws PlugwrightError `PW_SANDBOX_WORKSPACE` for too many or too large files, or unreadable ones.
 */
export function openWorkspace(
  root: string,
  mounts: readonly Mount[],
  limits: Pick<Limits, 'workspaceBytes'>,
): CopyIn {
  const found: CopyIn = {
    directories: [],
    files: [],
    links: [],
    close: () => found.files.forEach(({ file }) => closeSync(file)),
  };
  let bytes = 0;
  const visit = (directory: string) => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (found.files.length + found.directories.length + found.links.length > maxEntries) {
        throw tooLarge(`it has more than ${maxEntries} files and directories`);
      }
      if (entry.isDirectory()) {
        found.directories.push(path);
        visit(path);
      } else if (entry.isSymbolicLink()) {
        const target = linkTarget(root, path, mounts);
        if (target !== undefined) found.links.push({ path, target });
      } else if (entry.isFile()) {
        // Without O_NONBLOCK a pipe put in the file's place meanwhile would hold us.
        const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
        const file = openSync(join(root, path), flags);
        found.files.push({ path, file });
        const stat = fstatSync(file);
        if (!stat.isFile()) throw tooLarge(`${path} is no longer a file`);
        bytes += stat.size;
        if (bytes > limits.workspaceBytes) {
          throw tooLarge(`it has more than the ${limits.workspaceBytes} bytes of workspaceBytes`);
        }
      }
    }
  };
  try {
    visit('');
    return found;
  } catch (error) {
    found.close();
    if (PlugwrightError.isInstance(error)) throw error;
    throw tooLarge(error instanceof Error ? error.message : String(error), error);
  }
}

const tooLarge = (why: string, cause?: unknown) =>
  new PlugwrightError({
    code: 'PW_SANDBOX_WORKSPACE',
    message: `the workspace cannot be copied into the sandbox: ${why}`,
    hint: 'Remove large or unreadable files from it, or raise the limits.',
    cause,
  });

function linkTarget(root: string, path: string, mounts: readonly Mount[]): string | undefined {
  const raw = readlinkSync(join(root, path));
  const resolved = resolve(dirname(join(root, path)), raw);
  if (!isAbsolute(raw) && isBelow(resolved, root)) return raw;
  let real: string;
  try {
    real = realpathSync(resolved);
  } catch {
    return undefined;
  }
  const mount = mounts.find(({ source }) => isBelow(real, source));
  return mount && real.replace(mount.source, mount.target);
}
