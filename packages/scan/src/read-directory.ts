import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { readRegular } from './read-regular.js';
import { shippedFiles } from './shipped-files.js';
import { LARGEST_TREE, MOST_FILES, REASON, type SourceTree } from './source-tree.js';

/** Folders that are no part of a package unless it ships them, with the reason that the result gives. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['node_modules', REASON.dependencies],
  ['.git', REASON.repository],
  ['coverage', REASON.notShipped],
  ['.turbo', REASON.notShipped],
  ['.cache', REASON.notShipped],
]);

/**
 * Reads a directory for a scan. Links are not followed; `node_modules`, `.git` and the folders of tools are left out
 * but for what the package ships of them. What was left out is listed as skipped, as are files beyond the limits.
 *
 * @throws PlugwrightError `PW_SCAN_NOT_FOUND` when there is no such directory.
 */
export async function readDirectory(root: string): Promise<SourceTree> {
  const entry = await lstat(root).catch(() => undefined);
  if (!entry?.isDirectory())
    throw new PlugwrightError({
      code: 'PW_SCAN_NOT_FOUND',
      message: `There is no directory ${root}.`,
      hint: 'Give the directory of a plugin, or its tarball.',
    });
  const reading: Reading = { root, files: new Map(), skipped: [], total: 0 };
  const aside = await readFolder(reading, '', LEFT_OUT);
  if (aside.length > 0) await readAside(reading, aside);
  return {
    files: sorted(reading.files),
    skipped: reading.skipped.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

const ALL: ReadonlyMap<string, string> = new Map();

interface Reading {
  readonly root: string;
  readonly files: Map<string, Uint8Array>;
  readonly skipped: { path: string; reason: string }[];
  /** Bytes so far. */
  total: number;
}

/** Reads what is below a folder; returns the folders it left aside. */
async function readFolder(
  reading: Reading,
  start: string,
  leftOut: ReadonlyMap<string, string>,
): Promise<string[]> {
  const { root, skipped } = reading;
  const aside: string[] = [];
  const waiting = [start];
  while (waiting.length > 0) {
    const folder = waiting.shift() as string;
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => {
      skipped.push({ path: folder === '' ? '.' : folder, reason: REASON.folderUnread });
      return [];
    });
    // `src/coverage` is code like any other; that of a tool lies beside the manifest.
    const isPackage = entries.some(({ name }) => name === 'package.json');
    const isAside = (name: string): boolean =>
      leftOut.has(name) && (isPackage || leftOut.get(name) !== REASON.notShipped);
    for (const one of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? one.name : `${folder}/${one.name}`;
      if (one.isSymbolicLink()) skipped.push({ path, reason: await kindOfLink(join(root, path)) });
      else if (one.isDirectory()) (isAside(one.name) ? aside : waiting).push(path);
      else if (one.isFile()) await readInto(reading, path);
      else skipped.push({ path, reason: 'it is no regular file' });
    }
  }
  return aside;
}

/** Of the folders that were left aside, reads what the package ships, or all when nobody can say what it ships. */
async function readAside(reading: Reading, aside: readonly string[]): Promise<void> {
  const shipped = await shippedFiles(reading.root);
  for (const folder of aside) {
    const reason = LEFT_OUT.get(folder.split('/').at(-1) ?? '') ?? REASON.notShipped;
    if (!shipped && reason === REASON.notShipped) {
      await readFolder(reading, folder, ALL);
      continue;
    }
    const before = reading.files.size;
    const inside = (path: string): boolean => path.startsWith(`${folder}/`);
    for (const path of shipped?.files.filter(inside).toSorted() ?? [])
      if (!reading.files.has(path)) await readInto(reading, path);
    for (const path of shipped?.bundled.filter(inside) ?? [])
      if (await isRealFolder(reading.root, path)) await readFolder(reading, path, ALL);
      else reading.skipped.push({ path, reason: REASON.folderLink });
    reading.skipped.push({
      path: folder,
      reason: reading.files.size > before ? REASON.partlyShipped : reason,
    });
  }
}

/** Whether no part of a path is a link: `node_modules/@scope` may be one as well as what is in it. */
async function isRealFolder(root: string, path: string): Promise<boolean> {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const entry = await lstat(join(root, ...parts.slice(0, depth))).catch(() => undefined);
    if (!entry?.isDirectory()) return false;
  }
  return true;
}

async function readInto(reading: Reading, path: string): Promise<void> {
  const { root, files, skipped } = reading;
  if (files.size >= MOST_FILES || reading.total > LARGEST_TREE) {
    skipped.push({ path, reason: REASON.afterLimit });
    return;
  }
  const content = await readRegular(join(root, path));
  if (typeof content === 'string') skipped.push({ path, reason: content });
  else {
    reading.total += content.byteLength;
    files.set(path, content);
  }
}

export const sorted = (files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> =>
  new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Where it leads is asked, not what is there. */
const kindOfLink = async (path: string): Promise<string> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ? REASON.folderLink : 'it is a link';
