import { parseSpec, type ParseOptions, type SpecResult } from './parse-spec.js';
import { specLimits } from './plugin-spec.js';
import { readDocument, type ReadDocumentOptions } from './read-document.js';

export type ReadSpecOptions = Omit<ParseOptions, 'locate'> & Pick<ReadDocumentOptions, 'maxBytes'>;

/**
 * Reads a spec from YAML or JSON; every diagnostic has a line and a column. `maxBytes` (default 256 KiB,
 * what a person writes) may be raised for specs that a machine wrote.
 */
export function readSpec(text: string | Uint8Array, options: ReadSpecOptions = {}): SpecResult {
  const { source, maxBytes = specLimits.bytes } = options;
  const document = readDocument(text, { source, maxBytes });
  if (document.diagnostics.some(({ severity }) => severity === 'error'))
    return { ok: false, diagnostics: document.diagnostics };
  const result = parseSpec(document.value, { ...options, locate: document.locate });
  return { ...result, diagnostics: [...document.diagnostics, ...result.diagnostics] };
}
