import { PlugwrightError } from '@plugwright/errors';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFile } from './report.js';

/** What is made, fetched or private, and so not part of a plugin's source. */
const skipped = new Set(['node_modules', 'dist', 'build', 'coverage', '.git', '.turbo', '.vite']);
/** More is no plugin. */
const maxFiles = 5000;
const maxBytes = 32 * 1024 * 1024;

/**
 * The text files of a plugin, sorted by path. Links are not followed, secrets (`.env`) and binary
 * files stay out.
 *
 * @throws PlugwrightError `PW_VERIFY_DIRECTORY` (none), `PW_VERIFY_TOO_LARGE`.
 */
export async function readPluginDirectory(dir: string): Promise<SourceFile[]> {
  const isDirectory = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isDirectory) {
    throw new PlugwrightError({
      code: 'PW_VERIFY_DIRECTORY',
      message: `not a directory: ${dir}`,
      hint: 'Name the directory that holds the package.json of the plugin.',
    });
  }
  const files: SourceFile[] = [];
  let bytes = 0;
  const walk = async (relative: string): Promise<void> => {
    const entries = await readdir(join(dir, relative), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && !skipped.has(entry.name)) await walk(path);
      if (!entry.isFile() || /^\.env(?!\.example$)/.test(entry.name)) continue;
      // Looked at before it is read, which a huge file would not survive.
      bytes += (await lstat(join(dir, path))).size;
      if (files.length >= maxFiles || bytes > maxBytes) throw tooLarge();
      const content = await readFile(join(dir, path));
      if (!content.includes(0)) files.push({ path, text: content.toString('utf8') });
    }
  };
  await walk('');
  return files;
}

const tooLarge = () =>
  new PlugwrightError({
    code: 'PW_VERIFY_TOO_LARGE',
    message: `the directory holds more than ${maxFiles} files or ${maxBytes} bytes`,
    hint: 'Name the directory of the plugin itself, not one above it.',
  });
