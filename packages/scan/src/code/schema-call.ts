import { newObject, type Analysis } from './analysis.js';
import { isWholeMatch } from './regex-shape.js';
import type { CallSite } from './read-call.js';
import { memberOf } from './read-member.js';
import { isRegularExpressionLiteral } from './syntax.js';
import {
  makeValue,
  NONE,
  ofObject,
  ofPath,
  PLAIN,
  Safe,
  UNKNOWN,
  withSafe,
  type Value,
} from './value.js';

/** A schema that lets through only what does no harm: a choice of ours, a number, an identifier. */
const CHOICE = 'zod.choice';
const CHOOSES =
  /^(?:enum|literal|nativeEnum|number|boolean|bigint|date|int|uuid|guid|cuid2?|ulid|nanoid|ipv?[46]?|datetime)$/;
/** What leaves a schema what it is. */
const KEEPS =
  /^(?:optional|nullable|nullish|default|catch|describe|brand|readonly|strict|passthrough|strip|loose|min|max|length|nonempty|trim|toLowerCase|toUpperCase|refine|superRefine|meta|partial|required|array|array_)$/;
const PARSES = /^(?:safeParse|parse|safeParseAsync|parseAsync|spa)$/;

/** Schemas of zod, and what they let through: an object keeps the schema of each property. */
export function schemaCall(analysis: Analysis, site: CallSite, path: string): Value | undefined {
  if (!path.startsWith('zod')) return undefined;
  const { args, receiver, name, node } = site;
  const [first = UNKNOWN] = args;
  const schema = receiver?.paths.some((one) => /^zod\.(?:schema|choice)$/.test(one)) === true;
  if (schema && PARSES.test(name)) {
    const parsed = parse(analysis, receiver ?? UNKNOWN, first, site, 3);
    if (!name.toLowerCase().startsWith('safe') && name !== 'spa') return parsed;
    const result = newObject(node, 'object');
    result.properties.set('data', parsed);
    return ofObject(result);
  }
  if (name === 'object' || name === 'strictObject' || name === 'looseObject')
    return makeValue(NONE, undefined, undefined, ['zod.schema'], NONE, first.objects);
  if (CHOOSES.test(name)) return ofPath(CHOICE);
  if (name === 'regex') {
    const pattern = first.objects
      .find((one) => isRegularExpressionLiteral(one.node))
      ?.node.getText();
    const body = pattern?.slice(1, pattern.lastIndexOf('/'));
    return body !== undefined && isWholeMatch(body) ? ofPath(CHOICE) : ofPath('zod.schema');
  }
  return schema && KEEPS.test(name) ? receiver : undefined;
}

function parse(
  analysis: Analysis,
  schema: Value,
  given: Value,
  site: CallSite,
  depth: number,
): Value {
  if (schema.paths.every((one) => one === CHOICE) && schema.paths.length > 0) return PLAIN;
  const data = withSafe(given, Safe.nosql | Safe.proto);
  if (schema.objects.length === 0 || depth === 0) return data;
  const object = newObject(site.node, 'object');
  for (const { properties } of schema.objects)
    for (const [name, inner] of properties)
      object.properties.set(
        name,
        parse(analysis, inner, memberOf(analysis, data, name, site.node), site, depth - 1),
      );
  return ofObject(object);
}
