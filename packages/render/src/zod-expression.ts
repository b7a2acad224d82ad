import { isSafePattern, typesOf, type JsonSchema, type JsonType } from '@plugwright/spec';
import { compilePattern } from '@plugwright/spec';
import { jsonLiteral, propertyKey, stringLiteral } from './encode.js';

/** What the expressions of one definition share. */
export interface Emitting {
  coerce: boolean;
  warn: (message: string) => void;
  target: (name: string) => JsonSchema | undefined;
  /** Whether the named schema takes text for its values by itself. */
  coerced: (name: string) => boolean;
  /** Code that stands for a named schema; `nested`: inside a property or item. `undefined`: takes any value. */
  reference: (name: string, nested: boolean) => string | undefined;
}

/** Where an expression stands. */
interface Place extends Emitting {
  nested: boolean;
}

const NUMERIC = {
  minimum: 'min',
  maximum: 'max',
  exclusiveMinimum: 'gt',
  exclusiveMaximum: 'lt',
  multipleOf: 'multipleOf',
} as const;
const LENGTH = { minLength: 'min', maxLength: 'max' } as const;
const ITEMS = { minItems: 'min', maxItems: 'max' } as const;

/** Only finite numbers become code: an unchecked limit may hold text (`minLength: "0); run(); ("`). */
const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function limits<Key extends keyof JsonSchema>(
  schema: JsonSchema,
  methods: Readonly<Record<Key, string>>,
): string {
  return (Object.keys(methods) as Key[])
    .map((key) => {
      const value: unknown = schema[key];
      return isNumber(value) ? `.${methods[key]}(${jsonLiteral(value)})` : '';
    })
    .join('');
}

const union = (branches: readonly string[]): string => {
  const distinct = [...new Set(branches)];
  const others = distinct.filter((branch) => branch !== 'z.null()');
  const main =
    others.length > 1
      ? `z.union([${others.join(', ')}])`
      : (others[0] ?? distinct[0] ?? 'z.never()');
  return others.length === distinct.length || others.length === 0 ? main : `${main}.nullable()`;
};

/** Exactly one JSON value. */
function valueExpression(value: unknown): string {
  if (value === null) return 'z.null()';
  if (Array.isArray(value)) {
    return value.length === 0
      ? 'z.array(z.unknown()).max(0)'
      : `z.tuple([${value.map(valueExpression).join(', ')}])`;
  }
  if (typeof value !== 'object') return `z.literal(${jsonLiteral(value)})`;
  const members = Object.entries(value)
    .filter(([key]) => key !== '__proto__')
    .map(([key, member]) => `${propertyKey(key)}: ${valueExpression(member)}`);
  return `z.strictObject({ ${members.join(', ')} })`;
}

function hasType(value: unknown, type: JsonType): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object')
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

/** One of a list of values, as far as the schema's own `type` lets them through. */
function enumExpression(
  values: readonly unknown[],
  types: readonly JsonType[] | undefined,
): string {
  const usable = values.filter(
    (value) => types === undefined || types.some((type) => hasType(value, type)),
  );
  const texts = [...new Set(usable.filter((value) => typeof value === 'string'))];
  const others = [
    ...new Set(usable.filter((value) => typeof value === 'number' || typeof value === 'boolean')),
  ];
  const rest = usable.filter((value) => typeof value === 'object');
  const literal = (list: readonly unknown[]) =>
    list.length === 1 ? `z.literal(${jsonLiteral(list[0])})` : `z.literal(${jsonLiteral(list)})`;
  const scalars =
    others.length > 0 || texts.includes('__proto__')
      ? [literal([...texts, ...others])]
      : texts.length > 0
        ? [texts.length === 1 ? literal(texts) : `z.enum(${jsonLiteral(texts)})`]
        : [];
  return union([...scalars, ...rest.map(valueExpression)]);
}

function textExpression(schema: JsonSchema, place: Place): string {
  const base = `z.string()${limits(schema, LENGTH)}`;
  const pattern: unknown = schema.pattern;
  if (typeof pattern !== 'string') return base;
  const flags = compilePattern(pattern)?.flags;
  if (flags === undefined || !isSafePattern(pattern)) {
    const why = flags === undefined ? 'does not compile' : 'could take exponential time';
    place.warn(`The pattern ${JSON.stringify(pattern)} ${why}; it is not checked.`);
    return base;
  }
  return `${base}.regex(new RegExp(${stringLiteral(pattern)}${flags ? `, '${flags}'` : ''}))`;
}

function arrayExpression(schema: JsonSchema, place: Place): string {
  const items = schema.items ? expression(schema.items, { ...place, nested: true }) : 'z.unknown()';
  const unique =
    schema.uniqueItems === true
      ? '.refine((items) => new Set(items.map((item) => JSON.stringify(item))).size === items.length, "items must differ")'
      : '';
  return `z.array(${items})${limits(schema, ITEMS)}${unique}`;
}

/** Whether the schema's expression would let a missing property pass. */
function takesUndefined(
  schema: JsonSchema,
  target: Emitting['target'],
  open: readonly string[] = [],
): boolean {
  if (typesOf(schema) || schema.enum || schema.const !== undefined) return false;
  const name = schema.$ref?.slice('#/schemas/'.length);
  if (name !== undefined && !open.includes(name)) {
    const named = target(name);
    if (named && !takesUndefined(named, target, [...open, name])) return false;
  }
  const takes = (part: JsonSchema) => takesUndefined(part, target, open);
  return (
    (schema.allOf?.every(takes) ?? true) &&
    (schema.anyOf?.some(takes) ?? true) &&
    (schema.oneOf?.some(takes) ?? true)
  );
}

/** Names that every object answers to: zod would read the inherited value, `__proto__` would even be set. */
const isInherited = (name: string) => name in Object.prototype;

function objectExpression(schema: JsonSchema, place: Place): string {
  const inner = { ...place, nested: true };
  const declared = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required);
  const properties = new Map(declared.filter(([key]) => !isInherited(key)));
  const rest = schema.additionalProperties;
  for (const key of required) {
    if (properties.has(key) || isInherited(key)) continue;
    properties.set(key, typeof rest === 'object' ? rest : {});
  }
  const members = [...properties].map(([key, property]) => {
    const value = expression(property, inner);
    if (!required.has(key)) return `${propertyKey(key)}: ${value}.optional()`;
    const present = takesUndefined(property, place.target)
      ? '.refine((value) => value !== undefined, "is required")'
      : '';
    return `${propertyKey(key)}: ${value}${present}`;
  });
  const inherited = declared.map(([key]) => key).filter(isInherited);
  for (const key of inherited) {
    place.warn(`A property named ${JSON.stringify(key)} is not checked.`);
  }
  const shape = members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  let base = `z.looseObject(${shape})`;
  if (rest === false && inherited.length === 0) base = `z.strictObject(${shape})`;
  if (typeof rest === 'object') {
    const value = expression(rest, inner);
    base =
      members.length === 0
        ? `z.record(z.string(), ${value})`
        : `z.object(${shape}).catchall(${value})`;
  }
  const { minProperties: min, maxProperties: max } = schema;
  const refine = (check: string, message: string) => {
    base += `.refine((value) => ${check}, "${message}")`;
  };
  if (rest === false && inherited.length > 0) {
    const known = jsonLiteral(declared.map(([key]) => key));
    refine(`Object.keys(value).every((key) => ${known}.includes(key))`, 'has unknown properties');
  }
  for (const key of [...required].filter(isInherited)) {
    refine(`Object.hasOwn(value, ${stringLiteral(key)})`, 'misses a property');
  }
  if (isNumber(min)) refine(`Object.keys(value).length >= ${min}`, 'has too few properties');
  if (isNumber(max)) refine(`Object.keys(value).length <= ${max}`, 'has too many properties');
  return base;
}

function typeExpression(type: JsonType, schema: JsonSchema, place: Place): string {
  switch (type) {
    case 'string':
      return textExpression(schema, place);
    case 'number':
      return `z.number()${limits(schema, NUMERIC)}`;
    case 'integer':
      // `z.int()` would refuse what lies beyond 2^53, such as 64-bit ids.
      return `z.number().multipleOf(1)${limits(schema, NUMERIC)}`;
    case 'boolean':
      return 'z.boolean()';
    case 'null':
      return 'z.null()';
    case 'array':
      return arrayExpression(schema, place);
    default:
      return objectExpression(schema, place);
  }
}

// `Number` alone would take "" as 0; text that is no number becomes NaN, which `z.number()` refuses.
const fromText: Readonly<Record<'number' | 'boolean', string>> = {
  number: '(value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value)',
  boolean: '(value) => (value === "true" ? true : value === "false" ? false : value)',
};

/** Which text may stand for a value of the schema. */
function coercion(
  schema: JsonSchema,
  types: readonly JsonType[] | undefined,
): 'number' | 'boolean' | undefined {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  const kinds = new Set(
    values?.filter((value) => value !== null).map((value) => typeof value) ??
      types
        ?.filter((type) => type !== 'null')
        .map((type) => (type === 'integer' ? 'number' : type)),
  );
  const [kind] = kinds;
  return kinds.size === 1 && (kind === 'number' || kind === 'boolean') ? kind : undefined;
}

/** What the schema's own keywords say, without references and combinations; `undefined`: nothing. */
function ownExpression(schema: JsonSchema, place: Place): string | undefined {
  const types = typesOf(schema);
  if (schema.const !== undefined) return enumExpression([schema.const], types);
  if (schema.enum !== undefined) return enumExpression(schema.enum, types);
  if (types === undefined) return undefined;
  return union(types.map((type) => typeExpression(type, schema, place)));
}

function expression(schema: JsonSchema, place: Place): string {
  const strict = { ...place, coerce: false };
  const combined = [schema.$ref, schema.allOf, schema.anyOf, schema.oneOf].filter(
    (part) => part !== undefined,
  ).length;
  // Both sides of an intersection must give the same value, so neither may change it.
  const calm = combined > 0 ? strict : place;
  const parts = [
    schema.$ref === undefined
      ? undefined
      : place.reference(schema.$ref.slice('#/schemas/'.length), place.nested),
    ...(schema.allOf ?? []).map((part) => expression(part, strict)),
    schema.anyOf && union(schema.anyOf.map((part) => expression(part, strict))),
    schema.oneOf && union(schema.oneOf.map((part) => expression(part, strict))),
    ownExpression(schema, calm),
  ].filter((part): part is string => part !== undefined && part !== 'z.unknown()');
  const [first = 'z.unknown()', ...others] = [...new Set(parts)];
  const whole = others.reduce((left, right) => `z.intersection(${left}, ${right})`, first);
  const named = schema.$ref === undefined || combined > 1 ? undefined : schema.$ref;
  const meant = named === undefined ? schema : place.target(named.slice('#/schemas/'.length));
  const done = named !== undefined && place.coerced(named.slice('#/schemas/'.length));
  const plain = combined === 0 || (named !== undefined && !done);
  const kind = place.coerce && plain && meant ? coercion(meant, typesOf(meant)) : undefined;
  return kind === undefined ? whole : `z.preprocess(${fromText[kind]}, ${whole})`;
}

/** A zod 4 expression for one schema. */
export function schemaExpression(schema: JsonSchema, emitting: Emitting): string {
  return expression(schema, { ...emitting, nested: false });
}
