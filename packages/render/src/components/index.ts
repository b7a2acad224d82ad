import type { ComponentViewBuilder } from '../template-job.js';
import { apiViews } from './api.js';
import { componentTests } from './component-tests.js';
import { evaluatorViews } from './evaluator.js';
import { eventViews } from './event.js';
import { actionRegistrations, httpActionViews, sharedSchemas } from './http-action.js';
import { lazyViews } from './lazy.js';
import { modelViews } from './model.js';
import { plainActionViews } from './plain-action.js';
import { providerViews } from './provider.js';
import { routeViews } from './route.js';
import { serviceViews } from './service.js';
import { taskViews } from './task.js';

/** Every kind of component. A new kind is one file beside this one and one line here. */
export const componentViews: readonly ComponentViewBuilder[] = [
  apiViews,
  sharedSchemas,
  httpActionViews,
  plainActionViews,
  actionRegistrations,
  lazyViews,
  providerViews,
  evaluatorViews,
  serviceViews,
  routeViews,
  eventViews,
  taskViews,
  modelViews,
  componentTests,
];
