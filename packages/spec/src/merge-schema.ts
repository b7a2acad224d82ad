import { resolveRef } from './fits-schema.js';
import { typesOf } from './implied-type.js';
import type { JsonSchema, JsonType } from './json-schema.js';

/** A schema without `$ref` and `allOf`: what they say together, with one entry per alternative group. */
export interface MergedSchema extends Omit<
  JsonSchema,
  '$ref' | 'allOf' | 'anyOf' | 'oneOf' | 'type' | 'pattern'
> {
  types?: JsonType[];
  patterns: string[];
  /** Each group must be met by one of its members. */
  alternatives: JsonSchema[][];
  /** The named schemas it was made from. */
  refs: string[];
}

type Bound = 'minimum' | 'exclusiveMinimum' | 'minLength' | 'minItems' | 'minProperties';
const LOWER: readonly Bound[] = [
  'minimum',
  'exclusiveMinimum',
  'minLength',
  'minItems',
  'minProperties',
];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const;
/** The first one that says something wins; the caller checks its result against the whole schema. */
const FIRST = ['format', 'const', 'enum', 'multipleOf', 'default', 'examples'] as const;

const both = (a: readonly JsonType[], b: readonly JsonType[]): JsonType[] => {
  const common = a.filter((type) => b.includes(type));
  const integer = (x: readonly JsonType[], y: readonly JsonType[]) =>
    x.includes('integer') && y.includes('number') && !common.includes('integer');
  return integer(a, b) || integer(b, a) ? [...common, 'integer'] : common;
};

const joined = (a: JsonSchema, b: JsonSchema): JsonSchema => ({ allOf: [a, b] });

function absorb(into: MergedSchema, schema: JsonSchema): void {
  const types = typesOf(schema);
  if (types) into.types = into.types ? both(into.types, types) : [...types];
  if (schema.pattern !== undefined) into.patterns.push(schema.pattern);
  for (const key of LOWER) {
    const value = schema[key];
    if (value !== undefined) into[key] = Math.max(into[key] ?? value, value);
  }
  for (const key of UPPER) {
    const value = schema[key];
    if (value !== undefined) into[key] = Math.min(into[key] ?? value, value);
  }
  for (const key of FIRST) {
    if (schema[key] !== undefined) Object.assign(into, { [key]: into[key] ?? schema[key] });
  }
  if (schema.uniqueItems) into.uniqueItems = true;
  if (schema.items) into.items = into.items ? joined(into.items, schema.items) : schema.items;
  if (schema.required) into.required = [...new Set([...(into.required ?? []), ...schema.required])];
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    // A map made by `fromEntries` keeps `__proto__` an ordinary key.
    const known = new Map(Object.entries(into.properties ?? {}));
    const other = known.get(key);
    known.set(key, other ? joined(other, property) : property);
    into.properties = Object.fromEntries(known);
  }
  const rest = schema.additionalProperties;
  if (rest === false || into.additionalProperties === undefined) {
    if (rest !== undefined) into.additionalProperties = rest;
  } else if (typeof rest === 'object' && into.additionalProperties !== false) {
    const other = into.additionalProperties;
    into.additionalProperties = typeof other === 'object' ? joined(other, rest) : rest;
  }
  if (schema.anyOf) into.alternatives.push(schema.anyOf);
  if (schema.oneOf) into.alternatives.push(schema.oneOf);
}

/** Everything that `parts` ask for at once: references followed, `allOf` taken in. */
export function mergeSchemas(
  parts: readonly JsonSchema[],
  schemas: Readonly<Record<string, JsonSchema>>,
): MergedSchema {
  const merged: MergedSchema = { patterns: [], alternatives: [], refs: [] };
  const visit = (schema: JsonSchema) => {
    absorb(merged, schema);
    if (schema.$ref !== undefined && !merged.refs.includes(schema.$ref)) {
      merged.refs.push(schema.$ref);
      const target = resolveRef(schema.$ref, schemas);
      if (target) visit(target);
    }
    schema.allOf?.forEach(visit);
  };
  parts.forEach(visit);
  return merged;
}
