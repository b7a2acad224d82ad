import type { JsonSchema } from '../json-schema.js';

export const PREFIX = '#/schemas/';

/** Every schema directly inside another one. */
export function partsOf(schema: JsonSchema): JsonSchema[] {
  const rest = schema.additionalProperties;
  return [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items === undefined ? [] : [schema.items]),
    ...(typeof rest === 'object' ? [rest] : []),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ];
}

/** Names that a schema refers to, itself or through its parts. */
export function refsOf(schema: JsonSchema): string[] {
  const here = schema.$ref === undefined ? [] : [schema.$ref.slice(PREFIX.length)];
  return [...here, ...partsOf(schema).flatMap(refsOf)];
}

/** A copy with every reference replaced by what `replace` gives for its name. */
export function mapRefs(schema: JsonSchema, replace: (name: string) => JsonSchema): JsonSchema {
  const out: JsonSchema = { ...schema };
  if (schema.$ref !== undefined) {
    delete out.$ref;
    const target = replace(schema.$ref.slice(PREFIX.length));
    Object.assign(
      out,
      target,
      schema.description === undefined ? {} : { description: schema.description },
    );
  }
  const map = (part: JsonSchema) => mapRefs(part, replace);
  if (schema.properties !== undefined) {
    out.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, part]) => [name, map(part)]),
    );
  }
  if (schema.items !== undefined) out.items = map(schema.items);
  if (typeof schema.additionalProperties === 'object')
    out.additionalProperties = map(schema.additionalProperties);
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const list = schema[key];
    if (list !== undefined) out[key] = list.map(map);
  }
  return out;
}
