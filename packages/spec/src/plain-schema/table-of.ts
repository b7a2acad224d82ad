import type { z } from 'zod';
import type { SchemaDef } from '../schema-shape.js';
import type { Member, NumberSchema, PlainSchema, StringSchema } from './plain-schema.js';

type Zod = z.core.$ZodType;
interface Check {
  check?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  value?: number;
  inclusive?: boolean;
  pattern?: RegExp;
  protocol?: RegExp;
}
type Def = SchemaDef &
  Check & {
    keyType?: Zod;
    entries?: Record<string, string | number>;
    values?: (string | number | boolean | null)[];
    checks?: readonly { _zod: { def: Check } }[];
    catchall?: Zod;
  };
const defOf = (schema: Zod) => schema._zod.def as unknown as Def;

/**
 * The table for `schema`, whose row is the first. Runs when the package is built, and in the tests.
 *
 * @throws Error for what the table has no words for: what is read by it must mean the same as in zod.
 */
export function tableOf(schema: Zod): PlainSchema[] {
  const rows: PlainSchema[] = [];
  const known = new Map<Zod, number>();
  const equal = new Map<string, number>();

  const rowOf = (zod: Zod): number => {
    const found = known.get(zod);
    if (found !== undefined) return found;
    const def = defOf(zod);
    if (def.type !== 'lazy') {
      const row = plain(def, rowOf);
      const text = JSON.stringify(row);
      const index = equal.get(text) ?? rows.push(row) - 1;
      equal.set(text, index);
      known.set(zod, index);
      return index;
    }
    // It may hold itself, so it has its place before it is read.
    const index = rows.push({ type: 'unknown' }) - 1;
    known.set(zod, index);
    rows[index] = plain(defOf((zod as z.core.$ZodLazy)._zod.innerType), rowOf);
    return index;
  };

  rows.push({ type: 'unknown' });
  rows[0] = plain(defOf(schema), rowOf);
  return rows;
}

function plain(def: Def, rowOf: (zod: Zod) => number): PlainSchema {
  switch (def.type) {
    case 'unknown':
    case 'boolean':
      noChecks(def);
      return { type: def.type };
    case 'string':
      return stringRow(def);
    case 'number':
      return numberRow(def);
    case 'enum':
      return { type: 'literal', values: Object.values(def.entries ?? {}) };
    case 'literal':
      return { type: 'literal', values: def.values ?? [] };
    case 'array':
      return { type: 'array', element: rowOf(must(def.element)), ...lengths(def) };
    case 'record':
      noChecks(def);
      return { type: 'record', key: rowOf(must(def.keyType)), value: rowOf(must(def.valueType)) };
    case 'union':
      return unionRow(def, rowOf);
    case 'object': {
      noChecks(def);
      if (def.catchall === undefined || defOf(def.catchall).type !== 'never')
        throw new Error('an object of a spec is strict');
      const members = Object.entries(must(def.shape)).map(
        ([key, zod]) => [key, memberRow(zod, rowOf)] as const,
      );
      return { type: 'object', members: Object.fromEntries(members) };
    }
    default:
      throw new Error(`a table of schemas has no ${def.type}`);
  }
}

/** What lies around a member: it may be missing, and then something stands for it. */
function memberRow(zod: Zod, rowOf: (zod: Zod) => number): Member {
  let inner = zod;
  let layer: Omit<Member, 'schema'> | undefined;
  for (let def = defOf(inner); def.innerType !== undefined; def = defOf(inner)) {
    if (layer !== undefined) throw new Error(`${def.type} lies inside another layer`);
    if (def.type === 'optional') layer = { optional: true };
    else if (def.type === 'default') layer = { fallback: def.defaultValue };
    else if (def.type === 'prefault') layer = { fallback: def.defaultValue, input: true };
    else throw new Error(`a table of schemas has no ${def.type}`);
    inner = def.innerType;
  }
  return { schema: rowOf(inner), ...layer };
}

function unionRow(def: Def, rowOf: (zod: Zod) => number): PlainSchema {
  const { discriminator, options = [] } = def;
  const row = { type: 'union', options: options.map(rowOf) } as const;
  if (discriminator === undefined) return row;
  const tags = options.flatMap((option, index) => {
    const tag = must(must(defOf(option).shape)[discriminator]);
    return (defOf(tag).values ?? []).map((value) => [String(value), row.options[index]] as const);
  });
  return { ...row, discriminator, tags: Object.fromEntries(tags) as Record<string, number> };
}

function stringRow(def: Def): PlainSchema {
  const row: StringSchema = { type: 'string', ...lengths(def) };
  const formats = [def, ...checksOf(def)].filter(({ check }) => check === 'string_format');
  const patterns = formats.flatMap(({ format, pattern, protocol }) => {
    if (format === 'url') {
      row.protocol = source(must(protocol));
      return [];
    }
    return source(must(pattern));
  });
  return patterns.length === 0 ? row : { ...row, patterns };
}

function numberRow(def: Def): PlainSchema {
  const row: NumberSchema = { type: 'number' };
  if (def.format !== undefined) {
    if (def.format !== 'safeint') throw new Error(`a table of schemas has no ${def.format}`);
    row.integer = true;
  }
  for (const { check, value, inclusive } of checksOf(def)) {
    if (check === 'less_than' && inclusive === true)
      row.max = Math.min(row.max ?? Infinity, must(value));
    else if (check === 'greater_than' && inclusive === true)
      row.min = Math.max(row.min ?? -Infinity, must(value));
    else if (check === 'greater_than') row.above = Math.max(row.above ?? -Infinity, must(value));
    else throw new Error(`a table of schemas has no ${check} of a number`);
  }
  return row;
}

function lengths(def: Def): { min?: number; max?: number } {
  const row: { min?: number; max?: number } = {};
  for (const { check, minimum, maximum } of checksOf(def)) {
    if (check === 'min_length') row.min = must(minimum);
    else if (check === 'max_length') row.max = must(maximum);
    else if (check !== 'string_format') throw new Error(`a table of schemas has no ${check}`);
  }
  return row;
}

const checksOf = (def: Def) => (def.checks ?? []).map((check) => check._zod.def);

function noChecks(def: Def): void {
  if (checksOf(def).length > 0) throw new Error(`a ${def.type} of a spec has no checks`);
}

function source(pattern: RegExp): string {
  if (pattern.flags !== '') throw new Error(`${String(pattern)} has flags`);
  return pattern.source;
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('zod says something of a schema in another way');
  return value;
}
