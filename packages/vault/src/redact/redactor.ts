import { needleIndex, type SecretRange } from './needle-index.js';
import { redactStream, type RedactStream } from './redact-stream.js';
import { secretForms, shortestSecret } from './secret-forms.js';
import { findPatterns } from './secret-patterns.js';

/** A secret that must not be seen. */
export interface Secret {
  /** What stands in its place: `[redacted OPENAI_API_KEY]`. */
  name: string;
  value: string;
}

/** Takes secrets out of whatever is shown, logged or stored. */
export interface Redactor {
  /** The text with `[redacted …]` in place of every secret: those it knows, and what looks like one. */
  text: (text: string) => string;
  /** The text with `[redacted …]` in place of the secrets it knows. For results that must stay as they are otherwise. */
  known: (text: string) => string;
  /** A copy of plain data with every text, also of keys, redacted; data without secrets comes back as it is. */
  value: <T>(value: T, mode?: 'text' | 'known') => T;
  /** For text in pieces: a secret that is split over two of them is found too. */
  stream: () => RedactStream;
  /** The names of the known secrets in a text, each once. */
  namesIn: (text: string) => string[];
  /** One more secret; one shorter than 8 characters is ignored, as it would be found everywhere. */
  add: (secret: Secret) => void;
}

/** A {@link Redactor} for these secrets, which are read when the first text comes. */
export function createRedactor(secrets: () => Iterable<Secret> = () => []): Redactor {
  const index = needleIndex();
  let isRead = false;
  const add = ({ name, value }: Secret) => {
    const trimmed = value.trim();
    if (trimmed.length < shortestSecret) return;
    for (const form of secretForms(trimmed)) index.add(form, name);
  };
  const ready = () => {
    if (isRead) return;
    isRead = true;
    for (const secret of secrets()) add(secret);
  };
  const findKnown = (text: string): SecretRange[] => {
    ready();
    return index.find(text);
  };
  const findAll = (text: string): SecretRange[] =>
    text.length < shortestSecret ? [] : merged([...findKnown(text), ...findPatterns(text)]);
  const text = (input: string) => replaced(input, findAll(input));
  const known = (input: string) => replaced(input, merged(findKnown(input)));
  return {
    text,
    known,
    value: (value, mode = 'text') => redactValue(value, mode === 'text' ? text : known),
    stream: () =>
      redactStream({
        find: findAll,
        replace: replaced,
        overlap: () => {
          ready();
          return { any: index.longest(), withLines: index.longestWithLines() };
        },
      }),
    namesIn: (input) => [...new Set(findKnown(input).map(({ label }) => label))],
    add,
  };
}

/** In order, and no two that touch: a secret known by name goes before what only looks like one. */
function merged(ranges: SecretRange[]): SecretRange[] {
  const result: SecretRange[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const before = result.at(-1);
    if (before === undefined || range.start >= before.end) result.push({ ...range });
    else before.end = Math.max(before.end, range.end);
  }
  return result;
}

function replaced(text: string, ranges: readonly SecretRange[]): string {
  if (ranges.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, label } of ranges) {
    pieces.push(text.slice(at, start), `[redacted ${label}]`);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

/** Deeper than any report of ours; below it nothing is shown at all. */
const deepest = 200;

function redactValue<T>(value: T, redact: (text: string) => string): T {
  const seen = new Map<object, unknown>();
  const visit = (one: unknown, depth: number): unknown => {
    if (typeof one === 'string') return redact(one);
    // A PIN or a code of digits is a secret as a number too.
    if (typeof one === 'number' || typeof one === 'bigint') {
      const shown = String(one);
      return redact(shown) === shown ? one : redact(shown);
    }
    if (typeof one !== 'object' || one === null) return one;
    if (depth > deepest) return '[redacted]';
    const known = seen.get(one);
    if (known !== undefined) return known;
    if (Array.isArray(one)) {
      const copy: unknown[] = [];
      seen.set(one, copy);
      let isSame = true;
      for (const item of one) {
        const shown = visit(item, depth + 1);
        isSame &&= Object.is(shown, item);
        copy.push(shown);
      }
      return isSame ? one : copy;
    }
    const prototype: unknown = Object.getPrototypeOf(one);
    if (prototype !== Object.prototype && prototype !== null) return visitOther(one, depth);
    const copy: Record<string, unknown> = {};
    seen.set(one, copy);
    let isSame = true;
    for (const [key, item] of Object.entries(one)) {
      const name = redact(key);
      const shown = visit(item, depth + 1);
      isSame &&= name === key && Object.is(shown, item);
      // Assigned as its own property, also when the key is __proto__.
      Object.defineProperty(copy, name, {
        value: shown,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return isSame ? one : copy;
  };
  const visitOther = (one: object, depth: number): unknown => {
    if (one instanceof Error) {
      const { name, message, stack, cause, ...rest } = one;
      return visit({ name, message, stack, cause, ...rest }, depth + 1);
    }
    if (one instanceof Uint8Array) return redact(Buffer.from(one).toString('utf8'));
    if (one instanceof Map || one instanceof Set) return visit([...one], depth + 1);
    return 'toJSON' in one && typeof one.toJSON === 'function'
      ? visit(one.toJSON(), depth + 1)
      : visit({ ...one }, depth + 1);
  };
  return visit(value, 0) as T;
}
