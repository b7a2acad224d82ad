import type { z } from 'zod';
import { sameJson } from './fits-schema.js';
import { memberOf, unwrapLayers } from './schema-shape.js';

/** A copy with keys in the order of the schema and without values that the schema fills in by itself. */
export function withoutDefaults(schema: z.core.$ZodType, value: unknown): unknown {
  const { def, option } = unwrapLayers(schema, value);
  if (Array.isArray(value)) {
    const { element } = def;
    return element ? value.map((item) => withoutDefaults(element, item)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const shape = option.shape;
  if (!shape) {
    const { valueType } = option;
    if (!valueType) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, withoutDefaults(valueType, item)]),
    );
  }
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(shape)) {
    const item = memberOf(value, key);
    if (item === undefined) continue;
    const written = withoutDefaults(member, item);
    const { fallback } = unwrapLayers(member, item);
    if (fallback && sameJson(fallback.value, written)) continue;
    result[key] = written;
  }
  return result;
}
