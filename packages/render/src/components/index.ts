import type { ComponentViewBuilder } from '../template-job.js';

/** Every kind of component. A new kind is one file beside this one and one line here. */
export const componentViews: readonly ComponentViewBuilder[] = [];
