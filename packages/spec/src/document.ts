import type { Diagnostic, SourcePosition } from '@plugwright/errors';

/** What a key that stands twice in one object is; with `warning` the last one counts. */
export type DuplicateKeys = 'error' | 'warning';

/** A parsed document, and where its parts stand. */
export interface Document {
  /** Plain JSON data; `undefined` when `diagnostics` holds an error. */
  value: unknown;
  /**
   * Where the value at a JSON pointer stands: a scalar itself, an object or list at its key. A pointer
   * that leads nowhere gives its nearest parent.
   */
  locate: (pointer: string, at?: 'key' | 'value') => SourcePosition | undefined;
  diagnostics: Diagnostic[];
}

/** The diagnostic for a key that stands twice. */
export function duplicateKey(
  path: string,
  key: string,
  position: SourcePosition,
  options: { duplicateKeys?: DuplicateKeys | undefined },
): Diagnostic {
  return {
    code: 'PW_DOCUMENT_DUPLICATE_KEY',
    severity: options.duplicateKeys ?? 'error',
    message: `The key "${key}" stands twice in the same object.`,
    hint: `Remove or rename one of the two "${key}".`,
    path,
    position,
  };
}
