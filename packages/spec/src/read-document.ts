import type { Diagnostic, SourcePosition } from '@plugwright/errors';
import { duplicateKey, type Document, type DuplicateKeys } from './document.js';
import { jsonPositions } from './json-positions.js';
import { pointerOf, pointerSegments } from './json-pointer.js';
import { positionFinder } from './source-text.js';
import { readYaml } from './read-yaml.js';

export interface ReadDocumentOptions {
  /** File name or URL, only for positions. */
  source?: string | undefined;
  /** Bytes of UTF-8. Default 64 MiB. */
  maxBytes?: number | undefined;
  /** Objects and lists inside one another. Default 500. */
  maxDepth?: number | undefined;
  /** What a key that stands twice is. Default `error`; with `warning` the last one counts. */
  duplicateKeys?: DuplicateKeys | undefined;
}

/** Longer JSON is not searched for keys that stand twice: `JSON.parse` alone is several times faster. */
const DUPLICATE_SEARCH_LIMIT = 256 * 1024;
/** Longer text that only looks like JSON is not tried as YAML, which is a hundred times slower. */
const YAML_FALLBACK_LIMIT = 1024 * 1024;

/** Reads YAML 1.2 or JSON. Never throws: what is wrong with the text is in `diagnostics`. */
export function readDocument(
  input: string | Uint8Array,
  options: ReadDocumentOptions = {},
): Document {
  const { source, maxBytes = 64 * 1024 * 1024, maxDepth = 500 } = options;
  const failed = (diagnostic: Omit<Diagnostic, 'severity' | 'path'>): Document => ({
    value: undefined,
    locate: () => diagnostic.position,
    diagnostics: [{ severity: 'error', path: '', ...diagnostic }],
  });

  const size = typeof input === 'string' ? utf8Size(input, maxBytes) : input.byteLength;
  if (size > maxBytes)
    return failed({
      code: 'PW_DOCUMENT_TOO_LARGE',
      message: `The document has more than ${maxBytes} bytes.`,
      hint: `Keep it below ${Math.floor(maxBytes / 1024)} KiB: split it, or leave out what is not needed.`,
    });
  const decoded = decode(input);
  if (decoded === undefined)
    return failed({
      code: 'PW_DOCUMENT_ENCODING',
      message: 'The document is not valid UTF-8.',
      hint: 'Save the file with the encoding UTF-8.',
      position: firstBroken(input, source),
    });
  const text = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
  const at = positionFinder(text, source);
  const nul = text.indexOf('\0');
  if (nul !== -1)
    return failed({
      code: 'PW_DOCUMENT_NUL',
      message: 'The document holds a NUL character.',
      hint: 'Remove it, or save the file as UTF-8 if it is UTF-16.',
      position: at(nul),
    });

  const json = looksLikeJson(text) ? parseJson(text) : undefined;
  if (json?.ok) return jsonDocument(text, json.value, { ...options, maxDepth }, at);
  if (json && (source?.toLowerCase().endsWith('.json') || text.length > YAML_FALLBACK_LIMIT))
    return failed({
      code: 'PW_DOCUMENT_SYNTAX',
      message: `This is not valid JSON: ${json.message}`,
      hint: 'Correct the text here: look for a missing comma, quote or bracket just before it.',
      position: at(json.offset ?? text.length),
    });
  return readYaml(text, { at, maxDepth, duplicateKeys: options.duplicateKeys ?? 'error' });
}

function jsonDocument(
  text: string,
  value: unknown,
  options: ReadDocumentOptions & { maxDepth: number },
  at: (offset: number) => SourcePosition,
): Document {
  const diagnostics: Diagnostic[] = [];
  let positions: ReturnType<typeof jsonPositions> | undefined;
  const locate: Document['locate'] = (pointer, target = 'value') => {
    positions ??= jsonPositions(text);
    const segments = pointerSegments(pointer);
    for (let length = segments.length; length >= 0; length--) {
      const place = positions.find(segments.slice(0, length));
      if (!place) continue;
      const isScalar = !/[[{]/.test(text.charAt(place.value));
      return at(isScalar && target === 'value' ? place.value : place.key);
    }
    return undefined;
  };
  if (isDeeperThan(value, options.maxDepth)) {
    diagnostics.push({
      code: 'PW_DOCUMENT_TOO_DEEP',
      severity: 'error',
      message: `Objects and lists are nested more than ${options.maxDepth} deep.`,
      hint: 'Move inner parts into named schemas.',
      path: '',
      position: at(0),
    });
    return { value: undefined, locate: () => undefined, diagnostics };
  }
  if (text.length <= DUPLICATE_SEARCH_LIMIT) {
    positions = jsonPositions(text);
    for (const { segments, key, offset } of positions.duplicates())
      diagnostics.push(duplicateKey(pointerOf([...segments, key]), key, at(offset), options));
  }
  const failed = diagnostics.some((found) => found.severity === 'error');
  return { value: failed ? undefined : value, locate, diagnostics };
}

/** `limit + 1` when the text is surely longer, so that nothing huge is counted. */
function utf8Size(text: string, limit: number): number {
  return text.length > limit ? limit + 1 : Buffer.byteLength(text);
}

function decode(input: string | Uint8Array): string | undefined {
  if (typeof input === 'string') return input;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input);
  } catch {
    return undefined;
  }
}

/** Where the first character stands that is not UTF-8. */
function firstBroken(input: string | Uint8Array, source: string | undefined): SourcePosition {
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input);
  return positionFinder(text, source)(Math.max(text.indexOf('\uFFFD'), 0));
}

const looksLikeJson = (text: string) => /^\s*[[{"]/.test(text.slice(0, 1000));

function parseJson(
  text: string,
): { ok: true; value: unknown } | { ok: false; message: string; offset: number | undefined } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const full = error instanceof Error ? error.message : String(error);
    const offset = /at position (\d+)/.exec(full)?.[1];
    // V8 quotes the text around the error; the position says it better and leaks nothing.
    const message = full
      .replace(/,? ?(?:\.\.\.)?".*" is not valid JSON$/s, '')
      .replace(/ in JSON at position.*$/s, '');
    return { ok: false, message: `${message}.`, offset: offset ? Number(offset) : undefined };
  }
}

function isDeeperThan(root: unknown, limit: number): boolean {
  let level: object[] = typeof root === 'object' && root !== null ? [root] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limit) return true;
    const next: object[] = [];
    for (const parent of level) {
      const values: readonly unknown[] = Array.isArray(parent) ? parent : Object.values(parent);
      for (const value of values) if (typeof value === 'object' && value !== null) next.push(value);
    }
    level = next;
  }
  return false;
}
