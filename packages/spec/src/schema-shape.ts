import type { z } from 'zod';
import { memberOf } from './member-of.js';

/** The parts of zod's definitions that are walked here; zod documents `_zod.def` for library authors. */
export interface SchemaDef {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  innerType?: z.core.$ZodType;
  element?: z.core.$ZodType;
  valueType?: z.core.$ZodType;
  options?: readonly z.core.$ZodType[];
  discriminator?: string;
  defaultValue?: unknown;
}
const defOf = (schema: z.core.$ZodType): SchemaDef => schema._zod.def as unknown as SchemaDef;

/** What is under `optional`, `default`, `prefault` and `lazy`. */
export interface Unwrapped {
  def: SchemaDef;
  /** `def`, or the member of the union that the data belongs to. */
  option: SchemaDef;
  /** The value that stands for a missing one. */
  fallback?: { value: unknown };
}

export function unwrapLayers(schema: z.core.$ZodType, value: unknown): Unwrapped {
  let def = defOf(schema);
  let inner: z.core.$ZodType | undefined = schema;
  let fallback: Unwrapped['fallback'];
  for (;;) {
    if (def.type === 'default' || def.type === 'prefault') fallback = { value: def.defaultValue };
    inner = innerOf(inner, def);
    if (!inner) break;
    def = defOf(inner);
  }
  const option = chooseOption(def, value);
  return fallback ? { def, option, fallback } : { def, option };
}

/** `lazy` keeps what it made in `_zod`; calling its getter would build the whole schema again. */
const innerOf = (schema: z.core.$ZodType, def: SchemaDef) =>
  def.type === 'lazy' ? (schema as z.core.$ZodLazy)._zod.innerType : def.innerType;

function chooseOption(def: SchemaDef, value: unknown): SchemaDef {
  const { options, discriminator } = def;
  if (!options) return def;
  const tag = discriminator === undefined ? undefined : memberOf(value, discriminator);
  for (const candidate of options) {
    const inner = unwrapLayers(candidate, value).option;
    const values = discriminator && inner.shape?.[discriminator]?._zod.values;
    if (values ? values.has(tag as z.core.util.Primitive) : !discriminator && inner.shape)
      return inner;
  }
  return def;
}

/**
 * The keys that an object may have at `path`, the kind of each union taken from the data; empty where
 * keys are free. For "did you mean".
 */
export function allowedKeys(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  data: unknown,
): string[] {
  let { option } = unwrapLayers(schema, data);
  let value = data;
  for (const segment of path) {
    const next = option.shape
      ? (memberOf(option.shape, segment) as z.core.$ZodType | undefined)
      : (option.element ?? option.valueType);
    if (!next) return [];
    value = memberOf(value, segment);
    ({ option } = unwrapLayers(next, value));
  }
  return Object.keys(option.shape ?? {});
}
