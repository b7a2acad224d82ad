import { createHash } from 'node:crypto';
import type { FileTree } from './file-tree.js';

/** `sha256:<hex>` of UTF-8 text. */
export const textDigest = (text: string): string =>
  `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;

/** `sha256:<hex>` over paths and bytes of all files, in path order. Equal trees, and only they, have equal digests. */
export function treeDigest(tree: FileTree): string {
  const hash = createHash('sha256');
  for (const file of [...tree].sort((a, b) => comparePaths(a.path, b.path)))
    hash.update(JSON.stringify([file.path, file.text]));
  return `sha256:${hash.digest('hex')}`;
}

/** Order by UTF-16 code units: the same on every machine, unlike `localeCompare`. */
export const comparePaths = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
