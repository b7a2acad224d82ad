import type { Diagnostic } from './diagnostic.js';

const marker = Symbol.for('plugwright.error');

/** What a {@link PlugwrightError} is made of. */
export interface PlugwrightErrorOptions {
  /** Stable, `PW_<AREA>_<REASON>`; one row each in the table of error codes. */
  code: string;
  message: string;
  /** What to do next, one sentence. */
  hint?: string | undefined;
  /** The findings that led here, when there are several. */
  diagnostics?: readonly Diagnostic[] | undefined;
  cause?: unknown;
}

/**
 * An error that callers match on by `code`. The `Symbol.for` marker lets two copies of this package
 * in one process know each other's errors, which `instanceof` cannot.
 */
export class PlugwrightError extends Error {
  override readonly name = 'PlugwrightError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly diagnostics: readonly Diagnostic[];

  constructor(options: PlugwrightErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.diagnostics = options.diagnostics ?? [];
    Object.defineProperty(this, marker, { value: true });
  }

  static isInstance(value: unknown): value is PlugwrightError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
