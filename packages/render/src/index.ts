export type { FileOwner, FileTree, PluginFile } from './file-tree.js';
