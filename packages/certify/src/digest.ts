import { createHash } from 'node:crypto';

/** SHA-256 in hex. */
export const digestOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** One SHA-256 for a set of files: over their sorted paths and digests, as `sha256sum` would print them. */
export const treeDigest = (files: Readonly<Record<string, string>>): string =>
  digestOf(
    Object.keys(files)
      .sort()
      .map((path) => `${files[path]}  ${path}\n`)
      .join(''),
  );
