export type { JsonSchema, JsonType } from './json-schema.js';
export type {
  AcceptanceCase,
  Action,
  ActionRun,
  Api,
  AuthScheme,
  Binding,
  Collection,
  EnvironmentVariable,
  Evaluator,
  HttpRun,
  ModelHandler,
  Notify,
  Parameter,
  PluginEvent,
  PluginSpec,
  PluginSpecInput,
  Provider,
  Route,
  RunOf,
  Service,
  Task,
} from './plugin-spec.js';
export { specLimits } from './spec-limits.js';
export { boundRun, settingParameter } from './bound-run.js';
export { exampleFor } from './example-value.js';
export { fitsSchema, sameJson } from './fits-schema.js';
export { typesOf } from './implied-type.js';
export { compilePattern, isSafePattern } from './pattern.js';
export { emptyParts } from './empty-parts.js';
export { parseSpec, type ParseOptions, type SpecResult } from './parse-spec.js';
export { checkSpec } from './check-spec.js';
export { COMPUTE_NAMES, type ComputeName } from './compute-names.js';
export { computeFunctions, type ComputeFunction } from './compute-functions.js';
export { collectionParameters } from './collection-parameters.js';
export { fixedParameters, withFixedParameters } from './fixed-parameters.js';
export { isTimeZone, notifyPlaceholders } from './check-watches.js';
export { parseCron, type CronFields } from './cron.js';
export { readSpec, type ReadSpecOptions } from './read-spec.js';
export { readDocument, type ReadDocumentOptions } from './read-document.js';
export type { Document, DuplicateKeys } from './document.js';
export { writeSpec } from './write-spec.js';
export {
  checkPluginName,
  pluginDirectoryName,
  toActionName,
  toPluginName,
  type NameOptions,
} from './names.js';
export { foldConfusables, lookAlike } from './known-plugins.js';
export { isReservedName } from './reserved-names.js';
export { cleanText } from './clean-text.js';
export { closest, editDistance } from './closest.js';
export { pointerOf, pointerSegments, pointerTo } from './json-pointer.js';
export { hostMatches, isPrivateHost } from './check-url.js';
export { templatePlaceholders } from './check-templates.js';
export { pathPlaceholders } from './check-http.js';
export { feedUrlEnv } from './feed-url-env.js';
export { tokenUrlEnv } from './token-url-env.js';
