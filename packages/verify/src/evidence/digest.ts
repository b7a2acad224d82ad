import { createHash } from 'node:crypto';
import type { SourceFile } from '../report.js';

/** `sha256:<hex>` of UTF-8 text or bytes. */
export const digestOf = (text: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Order by UTF-16 code units: the same on every machine, unlike `localeCompare`. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `sha256:<hex>` over paths and texts in path order: that of `treeDigest` in `@plugwright/render`. */
export function filesDigest(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of files.toSorted((a, b) => compareText(a.path, b.path)))
    hash.update(JSON.stringify([path, text]));
  return `sha256:${hash.digest('hex')}`;
}

/** JSON with sorted keys: equal values have equal text. What JSON leaves out is left out. */
export const sortedJson = (value: unknown): string => JSON.stringify(sorted(value)) ?? 'null';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
