export { pluginSpecJsonSchema } from './spec-json-schema.js';
export { jsonSchemaSchema } from './json-schema.js';
export {
  actionSchema,
  authSchemeSchema,
  evaluatorSchema,
  eventSchema,
  modelSchema,
  pluginSpecSchema,
  providerSchema,
  routeSchema,
  serviceSchema,
  taskSchema,
} from './plugin-spec.js';
export { httpRunSchema } from './http-run.js';
export { customRunSchema, modelRunSchema, textRunSchema } from './plain-runs.js';
export * from './recipe-runs.js';
