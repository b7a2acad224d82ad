export { PlugwrightError, type PlugwrightErrorOptions } from './plugwright-error.js';
export type { Diagnostic, SourcePosition } from './diagnostic.js';
export { jsonSchemaSchema, type JsonSchema, type JsonType } from './json-schema.js';
export * from './plugin-spec.js';
