import type { SourceFile } from './report.js';

const candidates = ['src/index.ts', 'src/index.tsx', 'src/index.js', 'index.ts', 'index.js'];

/** The module that exports the plugin object; `undefined` when none of the usual places has one. */
export function findEntry(files: readonly SourceFile[]): string | undefined {
  const paths = new Set(files.map((file) => file.path));
  return candidates.find((path) => paths.has(path));
}
