import { isMultiple } from './fits-schema.js';
import type { MergedSchema } from './merge-schema.js';
import { matchesPattern, textForPattern } from './pattern.js';

const two = (n: number) => String(n).padStart(2, '0');

/** A text of each format that JSON Schema and OpenAPI name; `n` makes different ones. */
const FORMATS: Readonly<Record<string, (n: number) => string>> = {
  'date-time': (n) => `2024-01-15T09:30:${two(n % 60)}Z`,
  date: (n) => `2024-01-${two((n % 28) + 1)}`,
  time: (n) => `09:30:${two(n % 60)}Z`,
  duration: (n) => `P${n + 1}D`,
  email: (n) => (n ? `user${n}@example.com` : 'user@example.com'),
  'idn-email': (n) => (n ? `user${n}@example.com` : 'user@example.com'),
  hostname: (n) => (n ? `host${n}.example.com` : 'example.com'),
  uri: (n) => (n ? `https://example.com/${n}` : 'https://example.com/'),
  url: (n) => (n ? `https://example.com/${n}` : 'https://example.com/'),
  'uri-reference': (n) => `/example${n || ''}`,
  uuid: (n) => `123e4567-e89b-42d3-a456-${String(426614174000 + n)}`,
  guid: (n) => `123e4567-e89b-42d3-a456-${String(426614174000 + n)}`,
  ipv4: (n) => `192.0.2.${(n % 254) + 1}`,
  ipv6: (n) => `2001:db8::${(n + 1).toString(16)}`,
  byte: (n) => btoa(`example${n || ''}`),
  base64: (n) => btoa(`example${n || ''}`),
  binary: (n) => btoa(`example${n || ''}`),
  'json-pointer': (n) => `/example${n || ''}`,
  regex: (n) => `^example${n || ''}$`,
};

/** Longest text we make; schemas that want more get no example. */
const MAX_TEXT = 10_000;

function fitLength(text: string, min: number, max: number, variant: number): string {
  const padded = text.length >= min ? text : text.padEnd(Math.min(min, MAX_TEXT), text || 'x');
  if (padded.length <= max) return padded;
  // The end is where variants differ.
  return variant === 0 ? padded.slice(0, max) : padded.slice(padded.length - max);
}

/** A text that fits, or `undefined`. */
export function exampleText(schema: MergedSchema, variant: number): string | undefined {
  const { minLength: min = 0, maxLength: max = Infinity, patterns } = schema;
  const fits = (text: string) =>
    [...text].length >= min &&
    [...text].length <= max &&
    patterns.every((pattern) => matchesPattern(text, pattern));
  const format = schema.format?.toLowerCase() ?? '';
  const candidates: (() => string | undefined)[] = [
    () => (Object.hasOwn(FORMATS, format) ? FORMATS[format]?.(variant) : undefined),
    ...patterns.map((pattern) => () => textForPattern(pattern, min, variant)),
    () => fitLength(variant ? `text ${variant + 1}` : 'text', min, max, variant),
    ...['1', 'A', 'a', 'AA', '2024-01-15', 'example.com', '/'].map(
      (text) => () => fitLength(text, min, max, 0),
    ),
  ];
  for (const candidate of candidates) {
    const text = candidate();
    if (text !== undefined && fits(text)) return text;
  }
  return undefined;
}

/** A number that fits, or `undefined`. */
export function exampleNumber(
  schema: MergedSchema,
  integer: boolean,
  variant: number,
): number | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const low = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity);
  const high = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity);
  const fits = (n: number) =>
    Number.isFinite(n) &&
    (!integer || Number.isInteger(n)) &&
    (minimum === undefined || n >= minimum) &&
    (maximum === undefined || n <= maximum) &&
    (exclusiveMinimum === undefined || n > exclusiveMinimum) &&
    (exclusiveMaximum === undefined || n < exclusiveMaximum) &&
    (multipleOf === undefined || isMultiple(n, multipleOf));
  const step = multipleOf ?? 1;
  const whole = integer && !Number.isInteger(step) ? 1 : step;
  const near = Number.isFinite(low) ? low : high;
  const candidates = [
    step * (1 + variant),
    whole * (1 + variant),
    ...[0, 1, 2, -1, -2].map((n) => (Math.round(near / step) + n + variant) * step),
    ...[0, 1, 2, -1, -2].map((n) => (Math.round(near / step) + n - variant) * step),
    Math.ceil(low) + variant,
    Math.floor(high) - variant,
    low,
    high,
    low + (high - low) / (2 + variant),
    0,
    ...(integer ? Array.from({ length: 100 }, (_, n) => step * n) : []),
  ];
  // `-0` is a number that JSON cannot tell from 0.
  const found = candidates.find(fits);
  return found === undefined ? undefined : found + 0;
}
