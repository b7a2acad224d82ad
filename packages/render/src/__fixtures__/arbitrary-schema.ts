import * as fc from 'fast-check';
import type { JsonSchema } from '@plugwright/spec';
import { hostileTexts } from './hostile-texts.js';

/** Prose as people and attackers write it: 1 to `max` characters, something to see at its start. */
export const prose = (max: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
      { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }) },
      { weight: 2, arbitrary: fc.lorem({ maxCount: 6 }) },
    )
    .map((text) => `T ${text}`.slice(0, max));

/** Property names: plain, awkward for JavaScript, awkward for a file or a wire. */
const propertyName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('id', 'name', 'size', 'tags', 'created_at', 'owner') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('class', 'default', 'x-y', '$id', 'a b', "it's", '0', '*/', '`', '日本'),
  },
);

const scalar: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc.record({
    type: fc.constant('string' as const),
    description: fc.option(prose(200), { nil: undefined }),
    minLength: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    maxLength: fc.option(fc.integer({ min: 4, max: 40 }), { nil: undefined }),
  }),
  fc.constantFrom<JsonSchema>(
    { type: 'string', format: 'date-time' },
    { type: 'string', format: 'date' },
    { type: 'string', format: 'email' },
    { type: 'string', format: 'uuid' },
    { type: 'string', format: 'uri' },
    { type: 'string', format: 'byte' },
    { type: 'string', pattern: '^[a-z]{2,5}$' },
    { type: 'string', pattern: '^`"\'/\\\\$' },
    { type: 'boolean' },
    { type: ['string', 'null'] },
    { type: 'number', exclusiveMinimum: 0, multipleOf: 0.5 },
    { const: 'fixed' },
    { enum: ['a', 'b', 'c'] },
    { enum: ['*/', '`${x}`', "'", 1, null, true] },
    { type: 'integer', enum: [1, 2, 3] },
    {},
  ),
  fc.record({
    type: fc.constantFrom('integer' as const, 'number' as const),
    minimum: fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
    maximum: fc.option(fc.integer({ min: 6, max: 500 }), { nil: undefined }),
  }),
);

/** Random schemas that some value fits, up to three levels deep, with references to `names`. */
export function arbitrarySchema(names: readonly string[]): fc.Arbitrary<JsonSchema> {
  const reference = names.length === 0 ? scalar : fc.constantFrom(...names).map((name) => ({ $ref: `#/schemas/${name}` }));
  return fc.letrec<{ schema: JsonSchema; object: JsonSchema; array: JsonSchema; either: JsonSchema }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 5, arbitrary: scalar },
      { weight: 2, arbitrary: tie('object') },
      { weight: 1, arbitrary: tie('array') },
      { weight: 1, arbitrary: tie('either') },
      { weight: 1, arbitrary: reference },
    ),
    object: fc
      .record({
        properties: fc.dictionary(propertyName, tie('schema'), { maxKeys: 4 }),
        additionalProperties: fc.option(fc.oneof(fc.boolean(), scalar), { nil: undefined }),
        description: fc.option(prose(200), { nil: undefined }),
        required: fc.nat(3),
      })
      .map(({ required, properties, ...rest }) => ({
        type: 'object' as const,
        ...rest,
        properties: { ...properties },
        // A reference that is required could need itself without end.
        required: Object.keys(properties)
          .filter((key) => properties[key]?.$ref === undefined && !holdsReference(properties[key]))
          .slice(0, required),
      })),
    array: fc.record({
      type: fc.constant('array' as const),
      items: tie('schema'),
      maxItems: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    }),
    either: fc.oneof(
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf: [...anyOf, { type: 'boolean' as const }] })),
      fc.array(tie('object'), { minLength: 1, maxLength: 2 }).map((allOf) => ({
        allOf: allOf.map(({ additionalProperties: _, ...part }) => part),
      })),
      fc.constant<JsonSchema>({ oneOf: [{ type: 'string' }, { type: 'integer' }] }),
    ),
  })).schema;
}

const holdsReference = (schema: JsonSchema | undefined): boolean => JSON.stringify(schema ?? {}).includes('"$ref"');

export const scalarSchema = scalar;
