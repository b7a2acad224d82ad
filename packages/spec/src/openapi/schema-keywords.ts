import { hasHidden } from '@plugwright/files';
import { cleanText } from '../clean-text.js';
import type { JsonSchema, JsonType } from '../json-schema.js';
import { isSafePattern } from '../pattern.js';
import { isFiniteNumber, isScalar, own, ownText, type Raw } from './value.js';

const TYPES: Readonly<Record<string, JsonType>> = {
  string: 'string',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  object: 'object',
  array: 'array',
  null: 'null',
  // Not JSON Schema, but common in documents.
  file: 'string',
  date: 'string',
  datetime: 'string',
  'date-time': 'string',
  uuid: 'string',
  str: 'string',
  int: 'integer',
  int32: 'integer',
  int64: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  bool: 'boolean',
  list: 'array',
};

/** The types a schema names, in our terms; an unknown one is left out. */
export function typesOf(raw: Raw): JsonType[] {
  const named = own(raw, 'type');
  const types = (Array.isArray(named) ? named : [named]).flatMap((name): JsonType[] => {
    const key = typeof name === 'string' ? name.toLowerCase() : '';
    const type = Object.hasOwn(TYPES, key) ? TYPES[key] : undefined;
    return type === undefined ? [] : [type];
  });
  if (types.length === 0) {
    if (typeof own(raw, 'properties') === 'object') types.push('object');
    else if (typeof own(raw, 'items') === 'object') types.push('array');
  }
  return [...new Set(types)];
}

export const isNullable = (raw: Raw): boolean =>
  own(raw, 'nullable') === true || own(raw, 'x-nullable') === true;

/** Whether a value is of the type; for documents that write numbers as text, see {@link adapt}. */
const hasType = (value: unknown, type: JsonType): boolean =>
  type === 'null'
    ? value === null
    : type === 'integer'
      ? Number.isInteger(value)
      : type === 'number'
        ? isFiniteNumber(value)
        : typeof value === type;

/** A scalar as one of `types`: YAML turns `no` and `1` into other types than the author meant. */
export function adapt(value: unknown, types: readonly JsonType[]): unknown {
  if (value === null) return types.length === 0 || types.includes('null') ? null : undefined;
  if (!isScalar(value)) return undefined;
  if (typeof value === 'string' && value.length > 500) return undefined;
  if (types.length === 0 || types.some((type) => hasType(value, type))) return value;
  if (types.includes('string') && typeof value !== 'string') return String(value);
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    if (types.includes('integer') && Number.isSafeInteger(number)) return number;
    if (types.includes('number') && Number.isFinite(number)) return number;
    if (types.includes('boolean') && /^(?:true|false)$/i.test(value)) return /^t/i.test(value);
  }
  return undefined;
}

/** `enum` and `const`. More values than a model can weigh say nothing: they are left out. */
const MAX_ENUM = 250;
/** Characters of all values together. */
const MAX_ENUM_TEXT = 6000;

export function choices(raw: Raw, types: readonly JsonType[]): Pick<JsonSchema, 'enum' | 'const'> {
  const constant = adapt(own(raw, 'const'), types);
  if (constant !== undefined && own(raw, 'const') !== undefined) return { const: constant };
  const list = own(raw, 'enum');
  if (!Array.isArray(list) || list.length > MAX_ENUM) return {};
  const values = [...new Set(list.map((value) => adapt(value, types)))].filter(
    (value) => value !== undefined,
  );
  // A value we cannot carry over is one that a strict list would wrongly refuse.
  const complete = list.every((value) => adapt(value, types) !== undefined || value === null);
  const short = JSON.stringify(values).length <= MAX_ENUM_TEXT;
  return values.length > 0 && complete && short ? { enum: values } : {};
}

const COUNTS = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;
const BOUNDS = ['minimum', 'maximum'] as const;

const count = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;

/** Numeric keywords, only where they are numbers that do not contradict each other. */
export function limits(raw: Raw, types: readonly JsonType[]): JsonSchema {
  const out: JsonSchema = {};
  const applies = (...wanted: JsonType[]) =>
    types.length === 0 || wanted.some((type) => types.includes(type));
  for (const key of COUNTS) {
    const value = count(own(raw, key));
    const type = key.endsWith('Length') ? 'string' : key.endsWith('Items') ? 'array' : 'object';
    if (value !== undefined && applies(type)) out[key] = value;
  }
  if (applies('number', 'integer')) {
    for (const key of BOUNDS) {
      const value = own(raw, key);
      const exclusiveKey = key === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
      const exclusive = own(raw, exclusiveKey);
      // 2.0 and 3.0 (JSON Schema draft 4): a flag beside the bound. 3.1: the bound itself.
      if (isFiniteNumber(exclusive)) out[exclusiveKey] = exclusive;
      if (!isFiniteNumber(value)) continue;
      if (exclusive === true) out[exclusiveKey] = value;
      else out[key] = value;
    }
    const step = own(raw, 'multipleOf');
    // Steps below one are refused by rounding errors more often than by wrong values.
    if (isFiniteNumber(step) && step > 0 && (step >= 1 || step >= 1e-6)) out.multipleOf = step;
  }
  return dropContradictions(out);
}

function dropContradictions(schema: JsonSchema): JsonSchema {
  const pairs = [
    ['minLength', 'maxLength'],
    ['minItems', 'maxItems'],
    ['minProperties', 'maxProperties'],
    ['minimum', 'maximum'],
    ['exclusiveMinimum', 'maximum'],
    ['minimum', 'exclusiveMaximum'],
    ['exclusiveMinimum', 'exclusiveMaximum'],
  ] as const;
  for (const [low, high] of pairs) {
    const [from, to] = [schema[low], schema[high]];
    if (from === undefined || to === undefined) continue;
    const strict = low.startsWith('exclusive') || high.startsWith('exclusive');
    if (from > to || (strict && from >= to)) {
      delete schema[low];
      delete schema[high];
    }
  }
  return schema;
}

/** Formats are annotations: any well-formed name may stay. */
export function formatOf(raw: Raw, types: readonly JsonType[]): string | undefined {
  const named = ownText(raw, 'type')?.toLowerCase();
  if (named === 'file') return 'byte';
  if (named === 'date' || named === 'uuid') return named;
  if (named === 'datetime' || named === 'date-time') return 'date-time';
  const format = ownText(raw, 'format');
  if (format === 'binary') return 'byte';
  return types.some((type) => type === 'string' || type === 'number' || type === 'integer') &&
    format !== undefined &&
    /^[A-Za-z][A-Za-z0-9_-]{0,31}$/.test(format)
    ? format
    : undefined;
}

/** A pattern only when it compiles and cannot run for ever (CWE-1333). */
export function patternOf(raw: Raw, types: readonly JsonType[]): string | undefined {
  const pattern = ownText(raw, 'pattern');
  if (pattern === undefined || pattern.length > 500 || !types.includes('string')) return undefined;
  // Cleaning (NFC) may turn characters of a class into others.
  return cleanText(pattern) === pattern && !hasHidden(pattern) && isSafePattern(pattern)
    ? pattern
    : undefined;
}

/** The value an author shows for a scalar; it makes examples that read like the real thing. */
export function exampleOf(raw: Raw, types: readonly JsonType[]): unknown {
  const listed = own(raw, 'examples');
  const shown =
    own(raw, 'example') ?? own(raw, 'x-example') ?? (Array.isArray(listed) ? listed[0] : undefined);
  const value = types.length > 0 ? adapt(shown, types) : undefined;
  return typeof value === 'string' && value.length > 200 ? undefined : (value ?? undefined);
}
