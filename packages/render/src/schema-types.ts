import { type JsonSchema, typesOf } from '@plugwright/spec';

/** The JSON types that a value of `schema` can have, references followed; `[]` when anything goes. */
export function schemaTypes(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  depth = 0,
): string[] {
  if (depth > 8) return [];
  const types = typesOf(schema);
  if (types !== undefined) return [...types];
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  if (values.length > 0) return [...new Set(values.map(typeOf))];
  const name = schema.$ref?.slice('#/schemas/'.length);
  if (name !== undefined && Object.hasOwn(schemas, name))
    return schemaTypes(schemas[name]!, schemas, depth + 1);
  for (const part of schema.allOf ?? []) {
    const found = schemaTypes(part, schemas, depth + 1);
    if (found.length > 0) return found;
  }
  const alternatives = (schema.anyOf ?? schema.oneOf ?? []).map((part) =>
    schemaTypes(part, schemas, depth + 1),
  );
  // One alternative that takes anything makes the whole take anything.
  return alternatives.some((types) => types.length === 0) ? [] : [...new Set(alternatives.flat())];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
