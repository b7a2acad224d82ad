/*
 * What a program needs that works with specs which were read already: the same functions as in the main entry, without
 * the readers and without the schema library.
 */
export { boundRun, settingParameter } from '../bound-run.js';
export { exampleFor } from '../example-value.js';
export { feedUrlEnv } from '../feed-url-env.js';
export { fitsSchema, sameJson } from '../fits-schema.js';
export { tokenUrlEnv } from '../token-url-env.js';
export type {
  Action,
  AuthScheme,
  HttpRun,
  ModelHandler,
  Parameter,
  PluginSpec,
  Route,
  Service,
} from '../plugin-spec.js';
export type { JsonSchema } from '../json-schema.js';
