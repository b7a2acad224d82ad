import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LARGEST_FILE } from './source-tree.js';

/** A link put there in the meantime is not followed, and nobody is waited for at a pipe. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The bytes of a regular file, or why not. */
export async function readRegular(path: string): Promise<Uint8Array | string> {
  const handle = await open(path, FLAGS).catch(() => undefined);
  if (!handle) return 'it cannot be read';
  try {
    const entry = await handle.stat();
    if (!entry.isFile()) return 'it is no regular file';
    return entry.size > LARGEST_FILE ? 'it is too large' : await handle.readFile();
  } catch {
    return 'it cannot be read';
  } finally {
    await handle.close();
  }
}
