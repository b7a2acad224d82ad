import { lstat, open, readdir, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { LARGEST_FILE, LARGEST_TREE, MOST_FILES, REASON, type SourceTree } from './source-tree.js';

const LEFT_OUT = new Set(['node_modules', '.git', 'coverage', '.turbo', '.cache']);

/**
 * Reads a directory for a scan. Links are not followed, `node_modules` and `.git` are left out, and files beyond the
 * limits are listed as skipped.
 *
 * @throws PlugwrightError `PW_SCAN_NOT_FOUND` when there is no such directory.
 */
export async function readDirectory(root: string): Promise<SourceTree> {
  const files = new Map<string, Uint8Array>();
  const skipped: { path: string; reason: string }[] = [];
  let total = 0;
  const entry = await lstat(root).catch(() => undefined);
  if (!entry?.isDirectory())
    throw new PlugwrightError({
      code: 'PW_SCAN_NOT_FOUND',
      message: `There is no directory ${root}.`,
      hint: 'Give the directory of a plugin, or its tarball.',
    });
  const waiting = [''];
  while (waiting.length > 0) {
    const folder = waiting.shift() as string;
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => {
      skipped.push({ path: folder === '' ? '.' : folder, reason: REASON.folderUnread });
      return [];
    });
    for (const one of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? one.name : `${folder}/${one.name}`;
      if (one.isSymbolicLink()) skipped.push({ path, reason: await kindOfLink(join(root, path)) });
      else if (one.isDirectory()) {
        if (!LEFT_OUT.has(one.name)) waiting.push(path);
      } else if (one.isFile()) {
        if (files.size >= MOST_FILES || total > LARGEST_TREE) {
          skipped.push({ path, reason: REASON.afterLimit });
          continue;
        }
        const content = await readRegular(join(root, path));
        if (typeof content === 'string') skipped.push({ path, reason: content });
        else {
          total += content.byteLength;
          files.set(path, content);
        }
      } else skipped.push({ path, reason: 'it is no regular file' });
    }
  }
  return { files: sorted(files), skipped };
}

export const sorted = (files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> =>
  new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Where it leads is asked, not what is there. */
const kindOfLink = async (path: string): Promise<string> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ? REASON.folderLink : 'it is a link';

/** The bytes, or why not; a link put there in the meantime is not followed. */
async function readRegular(path: string): Promise<Uint8Array | string> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(
    () => undefined,
  );
  if (!handle) return 'it cannot be read';
  try {
    const { size } = await handle.stat();
    return size > LARGEST_FILE ? 'it is too large' : await handle.readFile();
  } catch {
    return 'it cannot be read';
  } finally {
    await handle.close();
  }
}
