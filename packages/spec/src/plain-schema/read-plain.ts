import type {
  NumberSchema,
  ObjectSchema,
  PlainSchema,
  StringSchema,
  UnionSchema,
} from './plain-schema.js';

/** The value does not fit the table, or the table is not sure; zod knows why. */
export const REFUSED: unique symbol = Symbol('refused');

/**
 * What zod's `parse` gives for `value`: a copy with the keys in the order of the schema and the missing values
 * filled in. What it accepts, zod accepts, with the same output.
 *
 * @param value plain JSON without `undefined`
 * @param row index of the schema
 */
export function readPlain(table: readonly PlainSchema[], value: unknown, row = 0): unknown {
  const schema = table[row];
  switch (schema?.type) {
    case 'unknown':
      return value === undefined ? REFUSED : value;
    case 'boolean':
      return typeof value === 'boolean' ? value : REFUSED;
    case 'string':
      return typeof value === 'string' && isString(schema, value) ? value : REFUSED;
    case 'number':
      return typeof value === 'number' && isNumber(schema, value) ? value : REFUSED;
    case 'literal':
      return (schema.values as readonly unknown[]).includes(value) ? value : REFUSED;
    case 'array': {
      if (!Array.isArray(value) || !isLength(schema, value.length)) return REFUSED;
      const items: unknown[] = [];
      for (const item of value) {
        const read = readPlain(table, item, schema.element);
        if (read === REFUSED) return REFUSED;
        items.push(read);
      }
      return items;
    }
    case 'record': {
      if (!isObject(value)) return REFUSED;
      const record: Record<string, unknown> = {};
      for (const key of Object.keys(value)) {
        const read = readPlain(table, value[key], schema.value);
        if (read === REFUSED || key === '__proto__') return REFUSED;
        if (readPlain(table, key, schema.key) === REFUSED) return REFUSED;
        record[key] = read;
      }
      return record;
    }
    case 'object':
      return isObject(value) ? readObject(table, schema, value) : REFUSED;
    case 'union':
      return readUnion(table, schema, value);
    default:
      return REFUSED;
  }
}

function readObject(
  table: readonly PlainSchema[],
  { members }: ObjectSchema,
  value: Record<string, unknown>,
): unknown {
  const result: Record<string, unknown> = {};
  let known = 0;
  for (const key of Object.keys(members)) {
    const member = members[key]!;
    if (Object.hasOwn(value, key)) {
      const read = readPlain(table, value[key], member.schema);
      if (read === REFUSED) return REFUSED;
      result[key] = read;
      known += 1;
    } else if (member.input === true)
      result[key] = readPlain(table, member.fallback, member.schema);
    // Nobody's change of one spec may show in the next one.
    else if (member.fallback !== undefined) result[key] = shallowCopy(member.fallback);
    else if (member.optional !== true) return REFUSED;
  }
  return Object.keys(value).length === known ? result : REFUSED;
}

function readUnion(table: readonly PlainSchema[], schema: UnionSchema, value: unknown): unknown {
  const { discriminator, tags = {}, options } = schema;
  if (discriminator !== undefined) {
    const tag = isObject(value) ? value[discriminator] : undefined;
    if (typeof tag !== 'string' || !Object.hasOwn(tags, tag)) return REFUSED;
    return readPlain(table, value, tags[tag]);
  }
  for (const option of options) {
    const read = readPlain(table, value, option);
    if (read !== REFUSED) return read;
  }
  return REFUSED;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLength = ({ min = 0, max = Infinity }: { min?: number; max?: number }, length: number) =>
  length >= min && length <= max;

function isString(schema: StringSchema, value: string): boolean {
  if (!isLength(schema, value.length)) return false;
  if (schema.protocol !== undefined && !isUrl(value, schema.protocol)) return false;
  return (schema.patterns ?? []).every((source) => compiled(source).test(value));
}

/** Narrower than zod, which takes blanks around it away and knows other spellings. */
function isUrl(value: string, protocol: string): boolean {
  if (!/^[a-z]+:\/\/[^\s]+$/.test(value) || !URL.canParse(value)) return false;
  return compiled(protocol).test(new URL(value).protocol.slice(0, -1));
}

function isNumber(schema: NumberSchema, value: number): boolean {
  const { min = -Infinity, max = Infinity, above = -Infinity } = schema;
  if (schema.integer === true ? !Number.isSafeInteger(value) : !Number.isFinite(value))
    return false;
  return value >= min && value <= max && value > above;
}

const patterns = new Map<string, RegExp>();
function compiled(source: string): RegExp {
  let pattern = patterns.get(source);
  if (pattern === undefined) patterns.set(source, (pattern = new RegExp(source)));
  return pattern;
}

const shallowCopy = (value: unknown): unknown =>
  Array.isArray(value) ? [...(value as unknown[])] : isObject(value) ? { ...value } : value;
