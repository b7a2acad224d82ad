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

/** Why something was not read, where that counts. */
export const REASON = {
  folderUnread: 'the folder cannot be read',
  folderLink: 'it is a link to a folder',
  afterLimit: 'there are too many files before it',
  notShipped: 'the package does not ship it',
  partlyShipped: 'only what the package ships of it was read',
  dependencies: 'dependencies are for the audit',
  repository: 'the history is for scan --history',
} as const;
/** Reasons that leave open whether code was among what was not read. */
export const UNSEEN: ReadonlySet<string> = new Set([
  REASON.folderUnread,
  REASON.folderLink,
  REASON.afterLimit,
]);

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
