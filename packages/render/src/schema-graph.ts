import type { JsonSchema } from '@plugwright/spec';

/** The parts of a schema that speak about the same value. */
const samePlace = (schema: JsonSchema): JsonSchema[] => [
  ...(schema.allOf ?? []),
  ...(schema.anyOf ?? []),
  ...(schema.oneOf ?? []),
];

const inside = (schema: JsonSchema): JsonSchema[] => [
  ...Object.values(schema.properties ?? {}),
  ...(schema.items ? [schema.items] : []),
  ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
];

const nameOf = (ref: string) => ref.slice('#/schemas/'.length);

/** Names of the schemas that `schema` refers to; with `deep`, also from within its properties and items. */
export function refsOf(schema: JsonSchema, deep: boolean): string[] {
  const own = schema.$ref === undefined ? [] : [nameOf(schema.$ref)];
  const parts = deep ? [...samePlace(schema), ...inside(schema)] : samePlace(schema);
  return [...new Set([...own, ...parts.flatMap((part) => refsOf(part, deep))])];
}

/** Names that `schema` refers to from within a combination (`allOf`, `anyOf`, `oneOf`), at any depth. */
export function combinedRefsOf(schema: JsonSchema): string[] {
  const parts = samePlace(schema);
  // A reference with keywords beside it is a combination too.
  const beside = schema.$ref !== undefined && (parts.length > 0 || schema.type !== undefined);
  return [
    ...(beside ? [nameOf(schema.$ref ?? '')] : []),
    ...parts.flatMap((part) => refsOf(part, true)),
    ...inside(schema).flatMap(combinedRefsOf),
  ];
}

/**
 * Strongly connected components, dependencies first (R. Tarjan, "Depth-first search and linear graph
 * algorithms", 1972).
 */
export function components(
  starts: readonly string[],
  edges: (name: string) => readonly string[],
): string[][] {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (name: string): number => {
    const at = index.size;
    index.set(name, at);
    low.set(name, at);
    stack.push(name);
    for (const next of edges(name)) {
      const seen = index.get(next);
      const reach = seen === undefined ? visit(next) : stack.includes(next) ? seen : at;
      low.set(name, Math.min(low.get(name) ?? at, reach));
    }
    if (low.get(name) === at) found.push(stack.splice(stack.indexOf(name)));
    return low.get(name) ?? at;
  };
  for (const start of starts) if (!index.has(start)) visit(start);
  return found;
}
