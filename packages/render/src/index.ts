export type { FileOwner, FileTree, PluginFile } from './file-tree.js';
export { componentView, render, renderComponent } from './render.js';
export { textDigest, treeDigest } from './tree-digest.js';
