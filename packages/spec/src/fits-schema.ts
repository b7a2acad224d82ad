import { typesOf } from './implied-type.js';
import type { JsonSchema, JsonType } from './json-schema.js';
import { matchesPattern } from './pattern.js';

type Schemas = Readonly<Record<string, JsonSchema>>;
interface Rules {
  schemas: Schemas;
  overlap: boolean;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Equality of JSON values: key order does not matter (JSON Schema 2020-12, core 4.2.2). */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

/** The schema that a `#/schemas/<Name>` reference names, `undefined` when there is none. */
export function resolveRef(ref: string, schemas: Schemas): JsonSchema | undefined {
  const name = ref.startsWith('#/schemas/') ? ref.slice('#/schemas/'.length) : '';
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

function hasType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

/** Decimal steps such as 0.01 are not exact in binary, so the quotient may be off by a few units in the last place. */
export function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Math.abs(quotient - Math.round(quotient)) <= 1e-9 * Math.max(1, Math.abs(quotient));
}

function numberFits(value: number, schema: JsonSchema): boolean {
  return (
    (schema.minimum === undefined || value >= schema.minimum) &&
    (schema.maximum === undefined || value <= schema.maximum) &&
    (schema.exclusiveMinimum === undefined || value > schema.exclusiveMinimum) &&
    (schema.exclusiveMaximum === undefined || value < schema.exclusiveMaximum) &&
    (schema.multipleOf === undefined || isMultiple(value, schema.multipleOf))
  );
}

function stringFits(value: string, schema: JsonSchema): boolean {
  // JSON Schema counts code points, JavaScript counts UTF-16 units.
  const length =
    schema.minLength === undefined && schema.maxLength === undefined ? 0 : [...value].length;
  return (
    (schema.minLength === undefined || length >= schema.minLength) &&
    (schema.maxLength === undefined || length <= schema.maxLength) &&
    (schema.pattern === undefined || matchesPattern(value, schema.pattern))
  );
}

function arrayFits(value: readonly unknown[], schema: JsonSchema, rules: Rules): boolean {
  const items = schema.items;
  return (
    (schema.minItems === undefined || value.length >= schema.minItems) &&
    (schema.maxItems === undefined || value.length <= schema.maxItems) &&
    (schema.uniqueItems !== true ||
      value.every(
        (item, index) => !value.slice(0, index).some((other) => sameJson(item, other)),
      )) &&
    (items === undefined || value.every((item) => check(item, items, rules, [])))
  );
}

function objectFits(value: Record<string, unknown>, schema: JsonSchema, rules: Rules): boolean {
  const keys = Object.keys(value);
  if (schema.minProperties !== undefined && keys.length < schema.minProperties) return false;
  if (schema.maxProperties !== undefined && keys.length > schema.maxProperties) return false;
  if (schema.required?.some((key) => !Object.hasOwn(value, key))) return false;
  const { properties = {}, additionalProperties: rest = true } = schema;
  return keys.every((key) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property !== undefined) return check(value[key], property, rules, []);
    return typeof rest === 'boolean' ? rest : check(value[key], rest, rules, []);
  });
}

/** `open`: references entered at this very value. A reference that only leads back to itself says nothing. */
function check(value: unknown, schema: JsonSchema, rules: Rules, open: readonly string[]): boolean {
  const sub = (part: JsonSchema) => check(value, part, rules, open);
  if (schema.$ref !== undefined && !open.includes(schema.$ref)) {
    const target = resolveRef(schema.$ref, rules.schemas);
    if (target !== undefined && !check(value, target, rules, [...open, schema.$ref])) return false;
  }
  const types = typesOf(schema);
  if (types !== undefined && !types.some((type) => hasType(value, type))) return false;
  if (schema.const !== undefined && !sameJson(value, schema.const)) return false;
  if (schema.enum !== undefined && !schema.enum.some((item) => sameJson(value, item))) return false;
  if (typeof value === 'number' && !numberFits(value, schema)) return false;
  if (typeof value === 'string' && !stringFits(value, schema)) return false;
  if (Array.isArray(value) && !arrayFits(value, schema, rules)) return false;
  if (isRecord(value) && !objectFits(value, schema, rules)) return false;
  return (
    (schema.allOf === undefined || schema.allOf.every(sub)) &&
    (schema.anyOf === undefined || schema.anyOf.some(sub)) &&
    (schema.oneOf === undefined ||
      (rules.overlap ? schema.oneOf.some(sub) : schema.oneOf.filter(sub).length === 1))
  );
}

/**
 * Whether a JSON value fits a schema of our subset. `format` is an annotation and not checked
 * (JSON Schema 2020-12, validation 7.2.1); a reference without a target and a pattern that does not
 * compile or could run for ever hold nothing back. With `overlap`, `oneOf` is met by more than one
 * alternative too, as {@link exampleFor} and the generated checks allow.
 */
export function fitsSchema(
  value: unknown,
  schema: JsonSchema,
  schemas: Schemas = {},
  options: { overlap?: boolean } = {},
): boolean {
  return check(value, schema, { schemas, overlap: options.overlap ?? false }, []);
}
