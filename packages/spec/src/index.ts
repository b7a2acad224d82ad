export { PlugwrightError, type PlugwrightErrorOptions } from './plugwright-error.js';
export type { Diagnostic, SourcePosition } from './diagnostic.js';
export { jsonSchemaSchema, type JsonSchema, type JsonType } from './json-schema.js';
export * from './plugin-spec.js';
export { exampleFor } from './example-value.js';
export { fitsSchema, sameJson } from './fits-schema.js';
export { typesOf } from './implied-type.js';
export { compilePattern, isSafePattern } from './pattern.js';
