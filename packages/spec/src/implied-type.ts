import type { JsonSchema, JsonType } from './json-schema.js';

const FAMILIES: Readonly<
  Record<'object' | 'array' | 'string' | 'number', readonly (keyof JsonSchema)[]>
> = {
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  string: ['pattern', 'minLength', 'maxLength'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};

/**
 * The types a schema means, `undefined` for any. Documents often leave `type` out where every other
 * keyword speaks of one type; JSON Schema would let all other values through, nobody means that.
 */
export function typesOf(schema: JsonSchema): readonly JsonType[] | undefined {
  if (Array.isArray(schema.type)) return schema.type;
  if (schema.type !== undefined) return [schema.type];
  if (schema.enum !== undefined || schema.const !== undefined) return undefined;
  const implied = (['object', 'array', 'string', 'number'] as const).filter((type) =>
    FAMILIES[type].some((key) => schema[key] !== undefined),
  );
  return implied.length === 1 ? implied : undefined;
}
