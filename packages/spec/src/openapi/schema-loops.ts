import type { JsonSchema } from '../json-schema.js';

const nameOf = (schema: JsonSchema): string | undefined => schema.$ref?.slice('#/schemas/'.length);

/** References that are followed without going into a property or an item. */
function directRefs(schema: JsonSchema): string[] {
  const here = nameOf(schema);
  const branches = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [...(here === undefined ? [] : [here]), ...branches.flatMap(directRefs)];
}

/** Leaves out what leads straight to `name`; an alternative that is left open leaves all of them open. */
function without(schema: JsonSchema, name: string): JsonSchema {
  const out: JsonSchema = { ...schema };
  if (nameOf(schema) === name) delete out.$ref;
  if (schema.allOf !== undefined) {
    const rest = schema.allOf
      .map((part) => without(part, name))
      .filter((part) => Object.keys(part).length > 0);
    if (rest.length > 0) out.allOf = rest;
    else delete out.allOf;
  }
  for (const key of ['anyOf', 'oneOf'] as const) {
    const list = schema[key]?.map((part) => without(part, name));
    if (list?.some((part) => Object.keys(part).length === 0) === true) delete out[key];
    else if (list !== undefined) out[key] = list;
  }
  return out;
}

/**
 * Cuts cycles that no property or item lies on: a base whose `anyOf` lists the variants, each of which
 * is `allOf` the base. Taken literally such a schema never ends.
 */
export function breakLoops(
  schemas: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const out: Record<string, JsonSchema> = { ...schemas };
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (name: string): void => {
    if (done.has(name)) return;
    open.push(name);
    for (const next of directRefs(out[name] ?? {})) {
      const schema = out[name];
      if (schema === undefined || !Object.hasOwn(out, next)) continue;
      if (open.includes(next)) out[name] = without(schema, next);
      else visit(next);
    }
    open.pop();
    done.add(name);
  };
  for (const name of Object.keys(schemas)) visit(name);
  return out;
}
