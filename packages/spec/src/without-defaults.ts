import { sameJson } from './fits-schema.js';
import { memberOf } from './member-of.js';
import type { PlainSchema } from './plain-schema/plain-schema.js';

/** A copy with keys in the order of the schema and without values that the schema fills in by itself. */
export function withoutDefaults(table: readonly PlainSchema[], value: unknown, row = 0): unknown {
  const schema = table[row];
  if (Array.isArray(value))
    return schema?.type === 'array'
      ? value.map((item) => withoutDefaults(table, item, schema.element))
      : value;
  if (typeof value !== 'object' || value === null) return value;
  const option = optionOf(table, schema, value);
  if (option?.type === 'record')
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, withoutDefaults(table, item, option.value)]),
    );
  if (option?.type !== 'object') return value;
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(option.members)) {
    const item = memberOf(value, key);
    if (item === undefined) continue;
    const written = withoutDefaults(table, item, member.schema);
    if (member.fallback !== undefined && sameJson(member.fallback, written)) continue;
    result[key] = written;
  }
  return result;
}

/** The member of a union that an object belongs to: as its tag says, else the one that is an object. */
function optionOf(
  table: readonly PlainSchema[],
  schema: PlainSchema | undefined,
  value: object,
): PlainSchema | undefined {
  if (schema?.type !== 'union') return schema;
  const { discriminator, tags, options } = schema;
  const rows =
    discriminator === undefined
      ? options
      : [memberOf(tags, String(memberOf(value, discriminator))) as number];
  return rows.map((option) => table[option]).find((option) => option?.type === 'object');
}
