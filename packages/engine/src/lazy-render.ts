/** The renderer, as one module that is imported when it is needed. */
export { render } from '@plugwright/render';
export { planWrite, unifiedDiff } from './shim.js';
