import type { ComponentViewBuilder } from '../template-job.js';
import { apiViews } from './api.js';
import { collectionViews } from './collection.js';
import { componentTests } from './component-tests.js';
import { computeViews } from './compute.js';
import { evaluatorViews } from './evaluator.js';
import { eventViews } from './event.js';
import { actionRegistrations, httpActionViews, sharedSchemas } from './http-action.js';
import { lazyViews } from './lazy.js';
import { mcpTests } from './mcp-tests.js';
import { modelViews } from './model.js';
import { newsTests } from './news-tests.js';
import { plainActionViews } from './plain-action.js';
import { providerViews } from './provider.js';
import { recipeTests } from './recipe-tests.js';
import { remoteActionViews } from './remote-action.js';
import { routeViews } from './route.js';
import { serviceViews } from './service.js';
import { taskViews } from './task.js';

/** Every kind of component. A new kind is one file beside this one and one line here. */
export const componentViews: readonly ComponentViewBuilder[] = [
  apiViews,
  sharedSchemas,
  httpActionViews,
  remoteActionViews,
  plainActionViews,
  collectionViews,
  computeViews,
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
  recipeTests,
  newsTests,
  mcpTests,
];
