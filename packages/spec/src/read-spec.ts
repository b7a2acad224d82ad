import { parseSpec, type ParseOptions, type SpecResult } from './parse-spec.js';
import { specLimits } from './spec-limits.js';
import { readDocument, type ReadDocumentOptions } from './read-document.js';

export type ReadSpecOptions = Omit<ParseOptions, 'locate'> & Pick<ReadDocumentOptions, 'maxBytes'>;

/**
 * Reads a spec from YAML or JSON; every diagnostic has a line and a column. `maxBytes` (default 256 KiB,
 * what a person writes) may be raised for specs that a machine wrote. Operations under `lazy` do not
 * count into the default: they have 4 MiB of their own.
 */
export function readSpec(text: string | Uint8Array, options: ReadSpecOptions = {}): SpecResult {
  const { source, maxBytes = specLimits.bytes + (mentionsLazy(text) ? specLimits.lazyBytes : 0) } =
    options;
  const document = readDocument(text, { source, maxBytes });
  if (document.diagnostics.some(({ severity }) => severity === 'error'))
    return { ok: false, diagnostics: document.diagnostics };
  const size = Buffer.byteLength(text);
  if (options.maxBytes === undefined && size > specLimits.bytes) {
    const counted = sizeWithoutLazy(document.value) ?? size;
    // The short limit words the refusal, and refuses before anything is parsed.
    if (counted > specLimits.bytes)
      return {
        ok: false,
        diagnostics: readDocument(text, { source, maxBytes: specLimits.bytes }).diagnostics,
      };
  }
  const result = parseSpec(document.value, { ...options, locate: document.locate });
  return { ...result, diagnostics: [...document.diagnostics, ...result.diagnostics] };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A look at the text, so that nothing huge is parsed only to be refused. */
function mentionsLazy(text: string | Uint8Array): boolean {
  return typeof text === 'string'
    ? /^lazy:|"lazy"\s*:/m.test(text)
    : Buffer.from(text.buffer, text.byteOffset, text.byteLength).includes('lazy');
}

/** Bytes of compact JSON without `lazy`, `undefined` when there is no such part. */
function sizeWithoutLazy(value: unknown): number | undefined {
  if (!isRecord(value) || !Object.hasOwn(value, 'lazy')) return undefined;
  const { lazy: _, ...rest } = value;
  return Buffer.byteLength(JSON.stringify(rest));
}
