export { copyTree, readBelow, type CopiedTree, type CopyTreeOptions } from './copy-tree.js';
export { checkRelativePath, WINDOWS_DEVICE } from './relative-path.js';
export { safeJoin } from './safe-join.js';
export { writeAtomically, type WriteAtomicallyOptions } from './write-atomically.js';
export { hasHidden, HIDDEN, LONE } from './hidden-characters.js';
