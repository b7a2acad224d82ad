import { exampleNumber, exampleText } from './example-scalar.js';
import { fitsSchema } from './fits-schema.js';
import type { JsonSchema, JsonType } from './json-schema.js';
import { mergeSchemas, type MergedSchema } from './merge-schema.js';

/** Says that no value could be made: contradictory schema, or a cycle. */
const NONE = Symbol('none');
type Made = unknown;

interface Work {
  schemas: Readonly<Record<string, JsonSchema>>;
  /** Whether `oneOf` may be met twice: the second try, when exactly once was not found. */
  overlap: boolean;
  /** Values still to be made before only what is required is made. */
  wanted: number;
  /** Values still to be made before giving up. */
  left: number;
}
interface Place {
  depth: number;
  /** References entered on the way here; meeting one again would never end. */
  open: readonly string[];
  /** Makes different values for lists whose items must differ. */
  variant: number;
}

/** Optional properties are shown this deep; below, only required ones. */
const OPTIONAL_DEPTH = 3;
const WANTED = 300;
const LEFT = 20_000;
const MAX_ITEMS = 200;

function typesFor(schema: MergedSchema): JsonType[] {
  if (schema.types) {
    // `null` says least, so it comes last.
    return [...schema.types].sort((a, b) => Number(a === 'null') - Number(b === 'null'));
  }
  // Mixed keywords without a type: the containers say most.
  const likely: JsonType[] = schema.properties || schema.required ? ['object'] : [];
  if (schema.items) likely.push('array');
  return [...new Set<JsonType>([...likely, 'string', 'number', 'object', 'array', 'boolean'])];
}

function makeObject(schema: MergedSchema, work: Work, place: Place): Made {
  const { properties = {}, additionalProperties: rest = true, maxProperties = Infinity } = schema;
  const required = new Set(schema.required);
  const entries = new Map<string, unknown>();
  const inner = { ...place, depth: place.depth + 1 };
  const schemaOf = (key: string): JsonSchema | undefined => {
    if (Object.hasOwn(properties, key)) return properties[key];
    if (typeof rest === 'boolean') return rest ? {} : undefined;
    return rest;
  };
  const put = (key: string): boolean => {
    const property = schemaOf(key);
    const value = property === undefined ? NONE : make([property], work, inner);
    if (value !== NONE) entries.set(key, value);
    return value !== NONE;
  };
  for (const key of required) if (!put(key)) return NONE;
  const optional = Object.keys(properties).filter((key) => !required.has(key));
  for (const key of optional) {
    const shown = place.depth < OPTIONAL_DEPTH && work.wanted > 0;
    const needed = entries.size < (schema.minProperties ?? 0);
    if ((shown || needed) && entries.size < maxProperties) put(key);
  }
  const wanted = typeof rest === 'object' && entries.size === 0 && place.depth < OPTIONAL_DEPTH;
  const least = Math.max(schema.minProperties ?? 0, wanted ? 1 : 0);
  for (let n = 1; entries.size < least && n <= MAX_ITEMS; n++) {
    const key = `key${n}`;
    if (entries.size >= maxProperties || !(entries.has(key) || put(key))) break;
  }
  return entries.size < (schema.minProperties ?? 0) ? NONE : Object.fromEntries(entries);
}

function makeArray(schema: MergedSchema, work: Work, place: Place): Made {
  const { minItems = 0, maxItems = Infinity, items = {} } = schema;
  const length = Math.max(minItems, work.wanted > 0 ? Math.min(1, maxItems) : 0);
  if (minItems > MAX_ITEMS) return NONE;
  const made: unknown[] = [];
  for (let variant = 0; made.length < length && variant < length * 4; variant++) {
    const value = make([items], work, {
      ...place,
      depth: place.depth + 1,
      variant: schema.uniqueItems ? place.variant + variant : place.variant,
    });
    if (value === NONE) break;
    const next = [...made, value];
    if (!schema.uniqueItems || fitsSchema(next, { uniqueItems: true })) made.push(value);
  }
  return made.length < minItems ? NONE : made;
}

function makeType(type: JsonType, schema: MergedSchema, work: Work, place: Place): Made {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return place.variant % 2 === 0;
    case 'string':
      return exampleText(schema, place.variant) ?? NONE;
    case 'integer':
    case 'number':
      return exampleNumber(schema, type === 'integer', place.variant) ?? NONE;
    case 'array':
      return makeArray(schema, work, place);
    default:
      return makeObject(schema, work, place);
  }
}

/** What the schema itself offers: written examples first. */
function offered(schema: MergedSchema): unknown[] {
  return [
    ...(schema.examples ?? []),
    ...(schema.const === undefined ? [] : [schema.const]),
    ...(schema.default === undefined ? [] : [schema.default]),
    ...(schema.enum ?? []),
  ];
}

/** A value that fits all of `parts`. */
function make(parts: readonly JsonSchema[], work: Work, place: Place): Made {
  if (--work.left < 0) return NONE;
  work.wanted--;
  const schema = mergeSchemas(parts, work.schemas);
  const fits = (value: unknown) =>
    parts.every((part) => fitsSchema(value, part, work.schemas, work));
  const ready = offered(schema).filter(fits);
  if (ready.length > 0) return structuredClone(ready[place.variant % ready.length]);
  if (schema.refs.some((ref) => place.open.includes(ref))) return NONE;
  const inner = { ...place, open: [...place.open, ...schema.refs] };
  const [group, ...others] = schema.alternatives;
  if (group) {
    const rest = withoutAlternatives(schema, others);
    for (const member of group) {
      const value = make([rest, member], work, inner);
      if (value !== NONE && fits(value)) return value;
    }
    return NONE;
  }
  for (const type of typesFor(schema)) {
    const value = makeType(type, schema, work, inner);
    if (value !== NONE && fits(value)) return value;
  }
  return NONE;
}

/** The merged schema as a plain one again, with the groups that are still to be met. */
function withoutAlternatives(schema: MergedSchema, others: readonly JsonSchema[][]): JsonSchema {
  const { types, patterns, alternatives: _, refs: __, ...rest } = schema;
  return {
    ...rest,
    ...(types ? { type: types } : {}),
    allOf: [
      ...patterns.map((pattern) => ({ pattern })),
      ...others.map((members) => ({ anyOf: [...members] })),
    ],
  };
}

/**
 * A value that fits `schema`, the same one every time: written examples, `default`, `const` and
 * `enum` first where they fit, made up from types, formats, limits and patterns otherwise. Optional
 * properties are shown while the value stays small; cycles end at the first optional place.
 *
 * Alternatives of `oneOf` that cannot be told apart are treated as `anyOf`. A schema that nothing
 * fits (or nothing we can find) gives `null`; ask {@link fitsSchema}.
 */
export function exampleFor(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>> = {},
): unknown {
  const place: Place = { depth: 0, open: [], variant: 0 };
  // Small values tell alternatives apart better than full ones.
  for (const [overlap, wanted] of [
    [false, WANTED],
    [false, 0],
    [true, WANTED],
  ] as const) {
    const value = make([schema], { schemas, overlap, wanted, left: LEFT }, place);
    if (value !== NONE) return value;
  }
  return null;
}
