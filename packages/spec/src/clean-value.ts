import { hasHidden } from '@plugwright/files';
import { cleanText } from './clean-text.js';
import type { Diagnostic } from '@plugwright/errors';
import { pointerTo } from './json-pointer.js';

/** Deeper than any schema of 32 levels inside an action inside a list, with data in its examples. */
const MAX_DEPTH = 160;
const MAX_VALUES = 2_000_000;

/** Keys whose text is prose or data: cleaned. Elsewhere a hidden character is an error. */
const PROSE = new Set([
  'description',
  'displayName',
  'template',
  'prompt',
  'notes',
  'reason',
  'title',
  'user',
  'agent',
  'textContains',
  'document',
  'criteria',
  'item',
]);
/** Keys below which everything is data. */
const DATA = new Set([
  'examples',
  'example',
  'enum',
  'const',
  'default',
  'input',
  'body',
  'words',
  'tags',
  'labels',
  'fixed',
]);

/**
 * A copy of foreign data that is plain JSON: texts in NFC without hidden characters, no `undefined`, no
 * cycles, no `__proto__`. What was changed or refused is in `diagnostics`.
 */
export function cleanValue(input: unknown): { value: unknown; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  let values = 0;
  let stopped = false;
  const report = (
    code: string,
    path: string,
    message: string,
    hint: string,
    severity: Diagnostic['severity'] = 'error',
  ) => diagnostics.push({ code, severity, path, message, hint });
  const stop = (code: string, path: string, message: string, hint: string) => {
    if (!stopped) report(code, path, message, hint);
    stopped = true;
  };

  const cleanString = (text: string, path: string, prose: boolean) => {
    const cleaned = cleanText(text);
    if (cleaned !== text && hasHidden(text)) {
      if (prose)
        report(
          'PW_SPEC_TEXT_CLEANED',
          path,
          'Invisible or control characters were removed from this text.',
          'Nothing to do; write the text without them to silence this warning.',
          'warning',
        );
      else
        report(
          'PW_SPEC_HIDDEN_CHARACTER',
          path,
          `This holds an invisible or control character; without it, it reads ${JSON.stringify(cleaned)}.`,
          'Type it again by hand instead of pasting it.',
        );
    }
    return cleaned;
  };

  const copy = (value: unknown, path: string, depth: number, prose: boolean): unknown => {
    if (stopped) return undefined;
    if (++values > MAX_VALUES) {
      stop(
        'PW_SPEC_TOO_LARGE',
        path,
        `The spec holds more than ${MAX_VALUES} values.`,
        'Keep only the operations that the plugin needs.',
      );
      return undefined;
    }
    if (typeof value === 'string') return cleanString(value, path, prose);
    if (value === null || typeof value === 'boolean' || Number.isFinite(value))
      // JSON has no negative zero of its own.
      return Object.is(value, -0) ? 0 : value;
    if (typeof value !== 'object' || !isPlain(value)) {
      report(
        'PW_SPEC_NOT_JSON',
        path,
        `${describe(value)} cannot be written as JSON.`,
        'Use text, finite numbers, booleans, null, lists and objects.',
      );
      return null;
    }
    if (depth > MAX_DEPTH) {
      stop(
        'PW_SPEC_TOO_DEEP',
        path,
        `Objects and lists are nested more than ${MAX_DEPTH} deep.`,
        'Move inner parts into named schemas.',
      );
      return undefined;
    }
    if (Array.isArray(value))
      return value.map((item, index) => copy(item, pointerTo(path, index), depth + 1, prose));
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      const below = pointerTo(path, key);
      if (key === '__proto__') {
        report(
          'PW_SPEC_RESERVED_KEY',
          below,
          'The key "__proto__" would change an object instead of filling it.',
          'Rename or remove this key.',
        );
        continue;
      }
      const cleanKey = cleanString(key, below, prose);
      // A property of a schema may be called "description" and then holds a schema, not prose.
      const isProse =
        prose || (typeof item === 'string' ? PROSE.has(key) || DATA.has(key) : DATA.has(key));
      result[cleanKey] = copy(item, below, depth + 1, isProse);
    }
    return result;
  };
  const value = copy(input, '', 1, false);
  return { value: stopped ? undefined : value, diagnostics };
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isForeignRealm(prototype);
}

/** An object of another realm (a vm context, a test runner) has that realm's `Object.prototype`. */
const isForeignRealm = (prototype: unknown) =>
  typeof prototype === 'object' &&
  prototype !== null &&
  Object.getPrototypeOf(prototype) === null &&
  Object.hasOwn(prototype, 'hasOwnProperty');

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null)
    return `An object of class ${value.constructor?.name ?? 'unknown'}`;
  return value === undefined ? 'An undefined value' : `A ${typeof value}`;
}
