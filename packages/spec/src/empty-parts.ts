import type { PluginSpec } from './plugin-spec.js';

/** Everything of a spec that says what a plugin has, with nothing in it: a new object at each call. */
export function emptyParts() {
  return {
    apis: {},
    auth: {},
    environment: [],
    permissions: { hosts: [], files: [], environment: [], processes: [] },
    schemas: {},
    collections: {},
    actions: [],
    providers: [],
    evaluators: [],
    services: [],
    routes: [],
    events: [],
    tasks: [],
    models: [],
    acceptance: [],
  } satisfies Partial<PluginSpec>;
}
