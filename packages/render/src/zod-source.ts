import type { JsonSchema } from '@plugwright/spec';
import { combinedRefsOf, components, refsOf } from './schema-graph.js';
import { schemaExpression, type Emitting } from './zod-expression.js';

/** One named schema as TypeScript source. */
export interface ZodDefinition {
  /** Key in the spec's `schemas`. */
  name: string;
  /** `petSchema`; distinct from every other one. */
  identifier: string;
  /** A whole statement: `export const petSchema = z.looseObject({ … });` */
  code: string;
}

/** What {@link emitZod} made. */
export interface ZodSource {
  /** Dependencies first; only what the roots reach. */
  definitions: ZodDefinition[];
  /** `expressions[i]` is an expression for `roots[i]`; it uses `z` and identifiers of `definitions`. */
  expressions: string[];
  /** What the emitted code does not check, one sentence each. */
  warnings: string[];
}

/** `order.Item` → `orderItemSchema`. The ending keeps it off reserved words and off other names. */
function identifierFor(name: string, taken: Set<string>): string {
  const pascal = name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
  const camel = pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
  const base = /^[a-z]/.test(camel) ? camel : `t${camel}`;
  let identifier = `${base}Schema`;
  for (let n = 2; taken.has(identifier); n++) identifier = `${base}${n}Schema`;
  taken.add(identifier);
  return identifier;
}

/**
 * Zod 4 source for JSON Schemas: reviewable text, no code made at run time. Texts of the schemas only
 * become string literals, numbers are printed only when they are finite numbers.
 *
 * The checks follow JSON Schema 2020-12 with these differences: `format` is not checked; `oneOf` is
 * checked as `anyOf`, because alternatives in real documents overlap; a schema whose keywords all
 * speak of one type means that type; lengths count UTF-16 units; patterns that could run for ever
 * (CWE-1333) are left out with a warning.
 *
 * With `coerce`, number and boolean places also take their text (`"5"`, `"true"`), because language
 * models and query strings give text; never inside `anyOf`, `oneOf`, `allOf` or mixed types, where
 * the text could be meant.
 */
export function emitZod(
  roots: readonly JsonSchema[],
  schemas: Readonly<Record<string, JsonSchema>>,
  options: { coerce?: boolean } = {},
): ZodSource {
  const lookUp = (name: string) => (Object.hasOwn(schemas, name) ? schemas[name] : undefined);
  const edges = (deep: boolean) => (name: string) =>
    refsOf(lookUp(name) ?? {}, deep).filter((next) => lookUp(next) !== undefined);
  const starts = [...new Set(roots.flatMap((root) => refsOf(root, true)))].filter(
    (name) => lookUp(name) !== undefined,
  );
  const groups = components(starts, edges(true));
  const order = groups.flat();
  const isLoop = (group: readonly string[], deep: boolean) =>
    group.length > 1 || (group[0] !== undefined && edges(deep)(group[0]).includes(group[0]));
  const cyclic = new Set(groups.filter((group) => isLoop(group, true)).flat());
  // A schema that is defined as itself: following it would never end.
  const endless = new Map<string, readonly string[]>();
  for (const group of components(order, edges(false))) {
    if (isLoop(group, false)) for (const name of group) endless.set(name, group);
  }

  // What stands in a combination must leave values as they are, and so must all that it reaches.
  const combined = [...roots, ...order.map((name) => lookUp(name) ?? {})].flatMap(combinedRefsOf);
  const strict = new Set(components(combined, edges(true)).flat());
  const taken = new Set<string>();
  const identifiers = new Map(order.map((name) => [name, identifierFor(name, taken)]));
  const written = new Set<string>();
  const warnings = new Set<string>();
  const emitting = (inside: string | undefined): Emitting => ({
    coerce: options.coerce === true && (inside === undefined || !strict.has(inside)),
    coerced: (name) => options.coerce === true && !strict.has(name),
    warn: (message) => void warnings.add(message),
    target: lookUp,
    reference: (name, nested) => {
      const identifier = identifiers.get(name);
      if (identifier === undefined) {
        warnings.add(
          `There is no schema named ${JSON.stringify(name)}; its place takes any value.`,
        );
        return undefined;
      }
      if (!nested && inside !== undefined && endless.get(inside)?.includes(name)) {
        warnings.add(
          `The schema ${JSON.stringify(name)} is defined as itself; that part is not checked.`,
        );
        return undefined;
      }
      return written.has(name) ? identifier : `z.lazy(() => ${identifier})`;
    },
  });

  const definitions = order.map((name) => {
    const identifier = identifiers.get(name) ?? name;
    const expression = schemaExpression(lookUp(name) ?? {}, emitting(name));
    written.add(name);
    // Without the annotation TypeScript would have to infer the type from itself.
    const annotation = cyclic.has(name) ? ': z.ZodType' : '';
    return { name, identifier, code: `export const ${identifier}${annotation} = ${expression};` };
  });
  const expressions = roots.map((root) => schemaExpression(root, emitting(undefined)));
  return { definitions, expressions, warnings: [...warnings] };
}
