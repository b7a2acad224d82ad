import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How a file is written. */
export interface WriteAtomicallyOptions {
  /** Permission bits of the file; default `0o644`. */
  mode?: number;
  /** `false`: fails with `EEXIST` when `path` is there, also if it came into being meanwhile. Default true. */
  replace?: boolean;
}

/**
 * Writes `content` so that a reader sees the old file or the new one, never a part, also after a crash or a
 * power failure: a new file beside `path` is written and synced, renamed over it, and the directory is synced
 * (the order of Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014). When this throws, the old
 * file is as it was.
 *
 * @param path absolute; its directory exists
 * @throws the error of the file system, such as `ENOSPC`
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  { mode = 0o644, replace = true }: WriteAtomicallyOptions = {},
): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    // 'wx' never follows a link that somebody put there.
    const file = await open(beside, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (replace) await rename(beside, path);
    else {
      // A second name for the file is given only if nobody has it; a rename would take it away.
      await link(beside, path);
      await rm(beside);
    }
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Windows cannot open a directory; its renames are in the journal. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
