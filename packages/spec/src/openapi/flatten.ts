import { pointerTo } from '../json-pointer.js';
import type { Located, References } from './reference.js';
import { typesOf } from './schema-keywords.js';
import { isRaw, isUsableKey, own, ownList, ownRecord } from './value.js';

/** The properties of an object schema, its references and `allOf` followed. */
export interface FlatObject {
  properties: { name: string; at: Located; required: boolean }[];
}

/** More properties than this read better as one object. */
export const MAX_FLAT = 24;

/**
 * The properties of a body that can be parameters of their own: an object with few properties and no
 * alternatives at its root. `undefined`: it is something else, and stays one parameter.
 */
export function flattenObject(
  references: References,
  schema: Located,
  limit = MAX_FLAT,
): FlatObject | undefined {
  const properties = new Map<string, Located>();
  const required = new Set<string>();
  const visited = new Set<unknown>();
  const visit = (start: Located): boolean => {
    const at = references.follow(start);
    if (at === undefined || !isRaw(at.value) || visited.has(at.value))
      return at !== undefined && visited.has(at.value);
    visited.add(at.value);
    const types = typesOf(at.value);
    if (types.some((type) => type !== 'object' && type !== 'null')) return false;
    if (own(at.value, 'anyOf') !== undefined || own(at.value, 'oneOf') !== undefined) return false;
    if (own(at.value, 'nullable') === true && start === schema) return false;
    if (isRaw(own(at.value, 'additionalProperties'))) return false;
    for (const name of ownList(at.value, 'required'))
      if (typeof name === 'string') required.add(name);
    for (const [name, value] of Object.entries(ownRecord(at.value, 'properties'))) {
      if (!isUsableKey(name) || value === false || own(value, 'readOnly') === true) continue;
      const pointer = pointerTo(pointerTo(at.pointer, 'properties'), name);
      properties.set(name, { value, pointer, file: at.file });
    }
    return ownList(at.value, 'allOf').every((value, index) =>
      visit({ value, pointer: pointerTo(pointerTo(at.pointer, 'allOf'), index), file: at.file }),
    );
  };
  if (!visit(schema) || properties.size === 0 || properties.size > limit) return undefined;
  return {
    properties: [...properties].map(([name, at]) => ({ name, at, required: required.has(name) })),
  };
}
