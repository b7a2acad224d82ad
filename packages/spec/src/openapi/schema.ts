import { pointerTo } from '../json-pointer.js';
import type { JsonSchema, JsonType } from '../json-schema.js';
import { plainText, shortenText } from './plain-text.js';
import { fitsSchema } from '../fits-schema.js';
import type { Located } from './reference.js';
import {
  adapt,
  choices,
  exampleOf,
  formatOf,
  isNullable,
  limits,
  patternOf,
  typesOf,
} from './schema-keywords.js';
import { isRaw, isUsableKey, own, ownList, ownRecord, ownText, type Raw } from './value.js';

/** A request leaves out what is read only, an answer what is write only. */
export type Direction = 'input' | 'output';

/** One conversion of one schema, with its limits. */
export interface Conversion {
  direction: Direction;
  /** Levels below this one that are written out; deeper ones are left open. */
  depth: number;
  /** Schemas that may still be written. Below zero: give up and try with less depth. */
  nodes: number;
  /** Properties of one object that are kept at most. */
  properties: number;
  /** Longest description. */
  text: number;
  /** Set when something was left open. */
  cut: boolean;
  /** What stands for a reference: a name of its own, or the target written out. */
  refer(ref: string, at: Located, conversion: Conversion): JsonSchema;
}

const MAX_BRANCHES = 32;

/** An OpenAPI schema of any version in our subset of JSON Schema. Never throws; what has no place is left out. */
export function convertSchema(at: Located, conversion: Conversion): JsonSchema {
  const raw = at.value;
  conversion.nodes--;
  if (!isRaw(raw) || conversion.nodes < 0) return {};
  const ref = ownText(raw, '$ref');
  if (ref !== undefined) {
    const schema = conversion.refer(ref, at, conversion);
    const note = describe(raw, conversion);
    const noted =
      note === undefined || Object.keys(schema).length === 0
        ? schema
        : { ...schema, description: note };
    return isNullable(raw) ? orNull(noted) : noted;
  }
  const types = typesOf(raw);
  const description = describe(raw, conversion);
  const schema: JsonSchema = {
    ...(types.length === 0 ? {} : { type: types.length === 1 ? (types[0] as JsonType) : types }),
    ...(description === undefined ? {} : { description }),
    ...choices(raw, types),
    ...limits(raw, types),
  };
  const format = formatOf(raw, types);
  const pattern = patternOf(raw, types);
  const preset = adapt(own(raw, 'default'), types);
  const example = exampleOf(raw, types);
  if (format !== undefined) schema.format = format;
  if (pattern !== undefined) schema.pattern = pattern;
  // Documents show values that their own rules refuse; those are no help to anybody.
  const bare = { ...schema };
  if (preset !== undefined && preset !== null && types.length > 0 && fitsSchema(preset, bare))
    schema.default = preset;
  if (example !== undefined && fitsSchema(example, bare)) schema.examples = [example];
  if (types.includes('array')) addItems(schema, raw, at, conversion);
  if (types.includes('object')) addProperties(schema, raw, at, conversion);
  // `required` alone still narrows the other branches of an allOf.
  if (types.length === 0) addRequired(schema, raw, undefined);
  addBranches(schema, raw, at, conversion);
  if (schema.allOf !== undefined || schema.anyOf !== undefined) {
    // The branches may refuse a value that stands here.
    delete schema.default;
    delete schema.examples;
  }
  return isNullable(raw) ? orNull(schema) : schema;
}

const below = (at: Located, ...keys: (string | number)[]): Located => {
  let { value, pointer } = at;
  for (const key of keys) {
    value = own(value, String(key));
    pointer = pointerTo(pointer, key);
  }
  return { value, pointer, file: at.file };
};

function describe(raw: Raw, { text }: Conversion): string | undefined {
  const written = ownText(raw, 'description');
  if (written === undefined || text === 0) return undefined;
  return shortenText(plainText(written), text) || undefined;
}

/** Converts one level deeper, or leaves it open at the limit. */
function inner(at: Located, conversion: Conversion): JsonSchema {
  if (conversion.depth <= 0) {
    const types = isRaw(at.value) ? typesOf(at.value) : [];
    const container = types.length === 0 || types.includes('object') || types.includes('array');
    if (container) {
      conversion.cut = true;
      conversion.nodes--;
      return types.length === 1 && types[0] !== undefined ? { type: types[0] } : {};
    }
  }
  conversion.depth--;
  const schema = convertSchema(at, conversion);
  conversion.depth++;
  return schema;
}

function addItems(schema: JsonSchema, raw: Raw, at: Located, conversion: Conversion): void {
  const items = own(raw, 'items');
  if (!isRaw(items)) return;
  const converted = inner(below(at, 'items'), conversion);
  if (Object.keys(converted).length > 0) schema.items = converted;
  if (own(raw, 'uniqueItems') === true) schema.uniqueItems = true;
}

function addProperties(schema: JsonSchema, raw: Raw, at: Located, conversion: Conversion): void {
  const hidden = conversion.direction === 'input' ? 'readOnly' : 'writeOnly';
  const properties: [string, JsonSchema][] = [];
  const left = new Set<string>();
  const required = new Set(ownList(raw, 'required'));
  const written = Object.entries(ownRecord(raw, 'properties'));
  // Required ones matter most where not all can be kept.
  const all =
    written.length <= conversion.properties
      ? written
      : written.sort(([a], [b]) => Number(required.has(b)) - Number(required.has(a)));
  for (const [name, value] of all) {
    if (!isUsableKey(name) || value === false) left.add(name);
    else if (own(value, hidden) === true) left.add(name);
    else if (properties.length >= conversion.properties) {
      conversion.cut = true;
      left.add(name);
    } else properties.push([name, inner(below(at, 'properties', name), conversion)]);
    if (conversion.nodes < 0) return;
  }
  if (properties.length > 0) schema.properties = Object.fromEntries(properties);
  addRequired(schema, raw, left);
  const rest = own(raw, 'additionalProperties');
  // `false` is left out: beside allOf it refuses what the other branches bring, and APIs grow new fields.
  if (isRaw(rest)) {
    const converted = inner(below(at, 'additionalProperties'), conversion);
    if (Object.keys(converted).length > 0) schema.additionalProperties = converted;
  }
}

function addRequired(schema: JsonSchema, raw: Raw, left: ReadonlySet<string> | undefined): void {
  const combined = ['allOf', 'anyOf', 'oneOf'].some((key) => own(raw, key) !== undefined);
  const names = new Set(
    ownList(raw, 'required').filter((name): name is string => typeof name === 'string'),
  );
  const known = [...names].filter((name) =>
    schema.properties !== undefined && !combined
      ? Object.hasOwn(schema.properties, name)
      : isUsableKey(name) && !left?.has(name),
  );
  if (known.length > 0) schema.required = known.slice(0, 256);
}

function addBranches(schema: JsonSchema, raw: Raw, at: Located, conversion: Conversion): void {
  const branches = (key: string): JsonSchema[] =>
    ownList(raw, key)
      .slice(0, MAX_BRANCHES)
      .map((_, index) => inner(below(at, key, index), conversion));
  const all = branches('allOf').filter((branch) => Object.keys(branch).length > 0);
  // Branches of oneOf overlap in practice ("exactly one" would refuse what the API takes), so any of them will do.
  const anyOf = [...branches('anyOf'), ...branches('oneOf')];
  const cutShort = ['anyOf', 'oneOf'].some((key) => ownList(raw, key).length > MAX_BRANCHES);
  const open = cutShort || anyOf.some((branch) => Object.keys(branch).length === 0);
  if (cutShort) conversion.cut = true;
  const which = open ? [] : distinct(anyOf);
  if (which.length === 1 && which[0] !== undefined) all.push(which[0]);
  else if (which.length > 1) schema.anyOf = which;
  const parts = distinct(all).slice(0, 64);
  const [only] = parts;
  if (
    parts.length === 1 &&
    only !== undefined &&
    Object.keys(schema).every((key) => key === 'description')
  ) {
    Object.assign(schema, only, schema);
  } else if (parts.length > 0) schema.allOf = parts;
  const property =
    ownText(own(raw, 'discriminator'), 'propertyName') ?? ownText(raw, 'discriminator');
  if (
    property !== undefined &&
    schema.anyOf !== undefined &&
    schema.description === undefined &&
    conversion.text > 0
  ) {
    const values = Object.keys(ownRecord(own(raw, 'discriminator'), 'mapping')).slice(0, 20);
    const list = values.length === 0 ? '' : `: ${values.join(', ')}`;
    schema.description = shortenText(
      plainText(`"${property}" says which one it is${list}`),
      conversion.text,
    );
  }
}

function distinct(schemas: readonly JsonSchema[]): JsonSchema[] {
  const seen = new Set<string>();
  return schemas.filter((schema) => {
    const key = JSON.stringify(schema);
    return !seen.has(key) && seen.add(key);
  });
}

function orNull(schema: JsonSchema): JsonSchema {
  if (Object.keys(schema).every((key) => key === 'description')) return schema;
  const { type, description, ...rest } = schema;
  const fixed = [schema.const, schema.allOf, schema.anyOf, schema.$ref].some(
    (part) => part !== undefined,
  );
  if (type === undefined || fixed) {
    const either = [type === undefined ? rest : { type, ...rest }, { type: 'null' as const }];
    return { ...(description === undefined ? {} : { description }), anyOf: either };
  }
  const types = [type].flat();
  return {
    ...schema,
    type: types.includes('null') ? type : [...types, 'null'],
    ...(schema.enum === undefined || schema.enum.includes(null)
      ? {}
      : { enum: [...schema.enum, null] }),
  };
}

/** A schema without structure, small enough to be written where it is used instead of getting a name. */
export function isSimple(value: unknown): boolean {
  if (!isRaw(value)) return true;
  const structured = [
    '$ref',
    'properties',
    'items',
    'allOf',
    'anyOf',
    'oneOf',
    'additionalProperties',
  ];
  return (
    structured.every((key) => own(value, key) === undefined) && ownList(value, 'enum').length <= 12
  );
}
