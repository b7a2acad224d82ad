/** The renderer, as one module that is imported when it is needed. */
export { MANIFEST_PATH, planWrite, readManifest, render, unifiedDiff } from '@plugwright/render';
