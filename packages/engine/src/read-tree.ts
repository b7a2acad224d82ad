import { join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import type { HostFiles } from './host.js';
import { lstatOrNothing, refuseLinks } from './inside.js';

/** Folders that hold nothing of the plugin's own text. */
const skipped = new Set(['node_modules', '.git', 'dist', 'coverage', '.turbo']);
/** Bytes; a larger file is no source. */
const fileLimit = 1024 * 1024;
/** Bytes of a file that stands where one of ours goes; nothing of ours comes near. */
const existingLimit = 16 * 1024 * 1024;
/** A plugin has tens of files; more means that the directory is something else. */
const countLimit = 5000;

/** Texts of the named files that are there. A link in the way is refused, because we would write through it. */
export async function readFiles(
  files: HostFiles,
  root: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // A plugin that is made for the first time has nothing to be asked about.
  if ((await lstatOrNothing(files, root)) === undefined) return found;
  await Promise.all(
    paths.map(async (path) => {
      const at = await lstatOrNothing(files, join(root, path));
      if (at === undefined) return;
      await refuseLinks(files, root, path);
      found.set(path, await readExisting(files, join(root, path), path));
    }),
  );
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readExisting(files: HostFiles, target: string, path: string): Promise<string> {
  try {
    const { size } = await files.stat(target);
    if (size > existingLimit)
      throw new Error(`it has more than ${existingLimit / 1024 / 1024} MiB`);
    return await files.readFile(target, 'utf8');
  } catch (cause) {
    throw new PlugwrightError({
      code: 'PW_APPLY_FAILED',
      message: `${path} is there and cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Check its permissions, or choose another directory.',
      cause,
    });
  }
}

/**
 * Texts of everything in a plugin's directory that could be its source, by relative path. Links, large and
 * binary files, and folders of built or installed things are left out.
 */
export async function readPlugin(files: HostFiles, root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    // A walk is a chain by nature.
    // oxlint-disable-next-line no-await-in-loop
    const entries = await files.readdir(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !skipped.has(entry.name)) folders.push(path);
      if (!entry.isFile()) continue;
      if (found.size >= countLimit) throw tooLarge();
      // oxlint-disable-next-line no-await-in-loop
      const text = await readText(files, join(root, path));
      if (text !== undefined) found.set(path, text);
    }
  }
  return found;
}

const tooLarge = () =>
  new PlugwrightError({
    code: 'PW_ADD_TOO_LARGE',
    message: `The directory holds more than ${countLimit} files.`,
    hint: 'Give the directory of the plugin itself, not one above it.',
  });

async function readText(files: HostFiles, path: string): Promise<string | undefined> {
  if ((await files.stat(path)).size > fileLimit) return undefined;
  const text = await files.readFile(path, 'utf8');
  return text.includes('\0') ? undefined : text;
}

/** Whether a directory is there and holds anything. What cannot be listed is left to whoever writes into it. */
export async function isOccupied(files: HostFiles, path: string): Promise<boolean> {
  const entries = await files.readdir(path).catch(() => []);
  return entries.length > 0;
}
