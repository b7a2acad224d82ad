export { PlugwrightError, type PlugwrightErrorOptions } from './plugwright-error.js';
export type { Diagnostic, SourcePosition } from './diagnostic.js';
export type { ErrorCode, ErrorCodes } from './error-code.js';
export { ERROR_CODES, type ErrorCodeName } from './error-codes.js';
