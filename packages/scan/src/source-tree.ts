/** The files of a scan in memory: relative paths with `/` to bytes, and what was left out on the way. */
export interface SourceTree {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** Bytes; a larger file is not read. */
export const LARGEST_FILE = 12 * 1024 * 1024;
/** Bytes of a whole tree; what comes after is left out and said so. */
export const LARGEST_TREE = 256 * 1024 * 1024;
export const MOST_FILES = 20_000;

/** Reasons that leave open what was not read. */
export const REASON = {
  folderUnread: 'the folder cannot be read',
  folderLink: 'it is a link to a folder',
  afterLimit: 'there are too many files before it',
} as const;
export const UNSEEN: ReadonlySet<string> = new Set(Object.values(REASON));

/** A tree from texts, as a renderer or an editor has them. */
export const treeOf = (files: Iterable<readonly [string, string | Uint8Array]>): SourceTree => ({
  files: new Map(
    [...files]
      .map(
        ([path, content]) =>
          [path, typeof content === 'string' ? Buffer.from(content) : content] as const,
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ),
  skipped: [],
});
