/**
 * Who a generated file belongs to, and so what a later run may do to it.
 *
 * - `generated`: ours; overwritten, unless its bytes were changed by somebody, then the run stops.
 * - `scaffold`: theirs; written once, never touched again.
 * - `merged`: shared; three-way merge with the stored base text.
 */
export type FileOwner = 'generated' | 'scaffold' | 'merged';

/** One file of a plugin, in memory. */
export interface PluginFile {
  /** Relative to the plugin's root, `/` between segments, no `..`. */
  path: string;
  /** UTF-8 text with `\n` line ends. */
  text: string;
  owner: FileOwner;
}

/** A plugin's files, sorted by path. Plain data: nothing here touches the disk. */
export type FileTree = readonly PluginFile[];
