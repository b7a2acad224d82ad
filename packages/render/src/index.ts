export type { FileOwner, FileTree, PluginFile } from './file-tree.js';
export { type Manifest, type ManifestEntry, MANIFEST_PATH, readManifest } from './manifest.js';
export { operationLiteral } from './operation.js';
export { componentView, render, renderComponent } from './render.js';
export { type Setting, settingsOf } from './settings.js';
export { textDigest, treeDigest } from './tree-digest.js';
export { unifiedDiff } from './unified-diff.js';
export { type PlannedFile, type PlanRequest, type WritePlan, planWrite } from './write-plan.js';
