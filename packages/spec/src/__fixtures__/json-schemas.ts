import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { typesOf } from '../implied-type.js';
import { isSafePattern } from '../pattern.js';
import { jsonSchemaSchema, type JsonSchema } from '../json-schema.js';

/** A document's schemas in our subset: `roots` refer to `schemas`. */
export interface SchemaSet {
  source: string;
  schemas: Record<string, JsonSchema>;
  roots: JsonSchema[];
}

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
const record = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
const safeName = (name: string) => name.replace(/[^A-Za-z0-9_.-]/g, '_').replace(/^[^A-Za-z_]/, '_');

const PLAIN = [
  'enum const default format pattern minLength maxLength minimum maximum multipleOf',
  'minItems maxItems uniqueItems minProperties maxProperties',
].flatMap((line) => line.split(' '));

/** Our subset of any JSON Schema dialect found in OpenAPI; what does not fit is left out. */
function subset(value: unknown): JsonSchema {
  const ref = own(value, '$ref');
  if (typeof ref === 'string') {
    const name = /^#\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(ref)?.[1];
    return name ? { $ref: `#/schemas/${safeName(decodeURIComponent(name))}` } : {};
  }
  const out: Record<string, unknown> = {};
  for (const key of PLAIN) if (own(value, key) !== undefined) out[key] = own(value, key);
  const example = own(value, 'example');
  if (example !== undefined) out.examples = [example];
  for (const [bound, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const given = own(value, bound);
    if (given === true) {
      out[bound] = out[limit];
      delete out[limit];
    } else if (typeof given === 'number') out[bound] = given;
  }
  const type = own(value, 'type');
  const types = (Array.isArray(type) ? type : [type]).map((name) => (name === 'file' ? 'string' : name));
  if (type !== undefined) out.type = own(value, 'nullable') === true ? [...types, 'null'] : types;
  if (own(value, 'nullable') === true && Array.isArray(out.enum)) out.enum.push(null);
  if (own(value, 'properties')) {
    out.properties = Object.fromEntries(
      record(own(value, 'properties')).map(([key, item]) => [key, subset(item)]),
    );
  }
  if (Array.isArray(own(value, 'required'))) out.required = own(value, 'required');
  if (own(value, 'items')) out.items = subset(own(value, 'items'));
  const rest = own(value, 'additionalProperties');
  if (rest !== undefined) out.additionalProperties = typeof rest === 'boolean' ? rest : subset(rest);
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    const parts = own(value, key);
    if (Array.isArray(parts) && parts.length > 0) out[key] = parts.map(subset);
  }
  const parsed = jsonSchemaSchema.safeParse(out);
  return parsed.success ? parsed.data : {};
}

/** Every schema of the `@readme/oas-examples` documents (Swagger 2.0, OpenAPI 3.0 and 3.1). */
export function documentSchemas(): SchemaSet[] {
  const root = dirname(createRequire(import.meta.url).resolve('@readme/oas-examples/package.json'));
  const sets: SchemaSet[] = [];
  for (const version of ['2.0', '3.0', '3.1']) {
    const files = readdirSync(join(root, version, 'json')).filter((file) => file.endsWith('.json'));
    for (const file of files.sort()) {
      const document: unknown = JSON.parse(readFileSync(join(root, version, 'json', file), 'utf8'));
      const named = own(own(document, 'components'), 'schemas') ?? own(document, 'definitions');
      const schemas = Object.fromEntries(
        record(named).map(([name, schema]) => [safeName(name), subset(schema)]),
      );
      const roots: JsonSchema[] = Object.keys(schemas).map((name) => ({ $ref: `#/schemas/${name}` }));
      const visit = (value: unknown) => {
        for (const [key, item] of record(value)) {
          if (key === 'schema') roots.push(subset(item));
          else if (key !== 'example' && key !== 'examples') visit(item);
        }
        if (Array.isArray(value)) value.forEach(visit);
      };
      visit(own(document, 'paths'));
      sets.push({ source: `${version}/${file}`, schemas, roots });
    }
  }
  return sets;
}

/** The same schema without patterns that are not safe, with implied types written out and, with `overlap`, `oneOf` read as `anyOf`. */
function forOracle(schema: JsonSchema, overlap: boolean): object {
  const deep = (part: JsonSchema) => forOracle(part, overlap);
  const { $ref, properties, items, additionalProperties: rest, allOf, anyOf, oneOf, ...others } = schema;
  const groups = [...(anyOf ? [anyOf] : []), ...(overlap && oneOf ? [oneOf] : [])];
  const { format: _, default: __, examples: ___, pattern, ...checked } = others;
  return {
    ...checked,
    ...(typesOf(schema) ? { type: typesOf(schema) } : {}),
    ...(pattern !== undefined && isSafePattern(pattern) ? { pattern } : {}),
    ...($ref ? { $ref: `named${$ref}` } : {}),
    ...(items ? { items: deep(items) } : {}),
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, deep(v)])) }
      : {}),
    ...(rest === undefined ? {} : { additionalProperties: typeof rest === 'boolean' ? rest : deep(rest) }),
    allOf: [{}, ...(allOf ?? []).map(deep), ...groups.map((group) => ({ anyOf: group.map(deep) }))],
    ...(!overlap && oneOf ? { oneOf: oneOf.map(deep) } : {}),
  };
}

/** Ajv's verdict: the same question answered by code that is not ours. */
export function oracle(
  schemas: Readonly<Record<string, JsonSchema>>,
  options: { overlap: boolean },
): (schema: JsonSchema) => (value: unknown) => boolean {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    ownProperties: true,
    multipleOfPrecision: 9,
    // Two values that are alike in a document's `enum` are the document's own affair.
    validateSchema: false,
    // Real documents hold patterns that only compile without the flag.
    unicodeRegExp: false,
    inlineRefs: false,
  });
  const named = Object.entries(schemas).map(([name, part]) => [name, forOracle(part, options.overlap)]);
  ajv.addSchema({ schemas: Object.fromEntries(named) }, 'named');
  return (schema) => {
    const check = ajv.compile({ allOf: [forOracle(schema, options.overlap)] });
    return (value) => check(value) === true;
  };
}

const scalar = fc.oneof(fc.integer({ min: -5, max: 20 }), fc.string({ maxLength: 4 }), fc.boolean(), fc.constant(null));
const key = fc.constantFrom('a', 'b', 'c', 'constructor', 'to string');
const count = fc.nat({ max: 3 });
const optional = <T extends Record<string, fc.Arbitrary<unknown>>>(shape: T) =>
  fc.record(shape, { requiredKeys: [] });

/** Random schemas of our subset that refer to the names `A`, `B` and `C`; many fit no value at all. */
export const anySchema: fc.Arbitrary<JsonSchema> = fc.letrec<{ schema: JsonSchema }>((tie) => {
  const list = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'schema' },
      fc.oneof(
        optional({ minLength: count, maxLength: fc.integer({ min: 3, max: 9 }) }).map((limits) => ({
          type: 'string' as const,
          ...limits,
        })),
        optional({
          minimum: fc.integer({ min: -9, max: 9 }),
          maximum: fc.integer({ min: 0, max: 30 }),
          multipleOf: fc.constantFrom(1, 2, 5, 0.5, 0.01),
        }).chain((limits) =>
          fc.constantFrom('number' as const, 'integer' as const).map((type) => ({ type, ...limits })),
        ),
        fc.constantFrom<JsonSchema>(
          {},
          { type: 'boolean' },
          { type: 'null' },
          { type: ['string', 'null'], pattern: '^[a-z]+(?:-[a-z0-9]+)*$' },
          { type: 'string', pattern: '^\\d{4}-\\d{2}$' },
          { $ref: '#/schemas/A' },
          { $ref: '#/schemas/B' },
          { $ref: '#/schemas/C' },
        ),
        fc.array(scalar, { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
        scalar.map((value) => ({ const: value })),
      ),
      optional({
        items: tie('schema'),
        minItems: fc.nat({ max: 2 }),
        maxItems: fc.integer({ min: 2, max: 4 }),
        uniqueItems: fc.boolean(),
      }).map((rest) => ({ type: 'array' as const, ...rest })),
      fc
        .tuple(
          fc.dictionary(key, tie('schema'), { maxKeys: 3 }),
          fc.uniqueArray(key, { maxLength: 2 }),
          fc.option(fc.oneof(fc.boolean(), tie('schema')), { nil: undefined }),
          fc.option(count, { nil: undefined }),
        )
        .map(([properties, required, additionalProperties, minProperties]) => ({
          type: 'object' as const,
          properties,
          required,
          ...(additionalProperties === undefined ? {} : { additionalProperties }),
          ...(minProperties === undefined ? {} : { minProperties }),
        })),
      list.map((allOf) => ({ allOf })),
      list.map((anyOf) => ({ anyOf })),
      list.map((oneOf) => ({ oneOf })),
    ),
  };
}).schema as fc.Arbitrary<JsonSchema>;

/** Values near a schema's: dropped, retyped, nulled and added members at any depth. */
export function mutations(value: unknown): unknown[] {
  const others: unknown[] = [null, 'x', 7, -1.5, true, [], {}, [value], { extra: value }];
  if (Array.isArray(value)) {
    others.push(value.slice(1), [...value, ...value], [...value, null]);
    value.slice(0, 2).forEach((item, index) => {
      others.push(...mutations(item).map((other) => value.with(index, other)));
    });
  } else if (typeof value === 'object' && value !== null) {
    others.push({ ...value, extra: 1 }, { ...value, extra: 'text' });
    for (const [name, item] of Object.entries(value).slice(0, 6)) {
      const { [name]: _, ...rest } = value as Record<string, unknown>;
      others.push(rest, ...mutations(item).map((other) => ({ ...value, [name]: other })));
    }
  } else if (typeof value === 'string') {
    others.push('', `${value}${value}`, value.slice(0, 1), `${value} `, value.toUpperCase());
  } else if (typeof value === 'number') {
    others.push(value + 1, -value, value * 1000, value + 0.5, String(value));
  }
  return others.slice(0, 200);
}
