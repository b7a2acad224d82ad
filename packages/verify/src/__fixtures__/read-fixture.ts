import { fileURLToPath } from 'node:url';
import { readPluginDirectory } from '../read-plugin-directory.js';
import type { SourceFile } from '../report.js';

/** The known-good plugin, or another one, with the files of a second directory laid over it. */
export async function fixture(name?: string, base = 'good'): Promise<SourceFile[]> {
  const read = (dir: string) => readPluginDirectory(fileURLToPath(new URL(dir, import.meta.url)));
  const files = new Map((await read(base)).map((file) => [file.path, file]));
  for (const file of name ? await read(name) : []) files.set(file.path, file);
  return [...files.values()];
}
