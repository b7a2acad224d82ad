import type ts from 'typescript';
import { declarationsOf } from '../access-key.js';
import type { Analysis } from '../analysis.js';
import type { CallSite } from '../read-call.js';
import type { ScannedObject, Value } from '../value.js';
import {
  isComputedPropertyName,
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isVariableDeclaration,
} from '../syntax.js';

/** Where a constant is written: the initialiser of the variable that an argument names. */
export function constantNode(analysis: Analysis, node: ts.Node): ts.Node {
  let at = node;
  if (isPropertyAssignment(at)) at = at.initializer;
  for (let step = 0; step < 4 && isIdentifier(at); step += 1) {
    const [declaration] = declarationsOf(analysis, at);
    if (!declaration || !isVariableDeclaration(declaration) || !declaration.initializer) return at;
    at = declaration.initializer;
  }
  return at;
}

/** The property of an object of options, wherever it was made. */
export const property = (value: Value | undefined, name: string): Value | undefined =>
  value?.objects.map((object) => object.properties.get(name)).find((found) => found !== undefined);

export const isConstant = (value: Value | undefined, ...wanted: readonly unknown[]): boolean =>
  value?.constants?.some((one) => wanted.includes(one)) === true;

/** All the constant texts a value can be. */
export const textsOf = (value: Value | undefined): readonly string[] =>
  value?.constants?.filter((one) => typeof one === 'string') ?? [];

/** Where a property of an object is written, when the object is written as one. */
export function propertyNode(
  { node }: ScannedObject,
  name: string,
): ts.ObjectLiteralElementLike | undefined {
  return isObjectLiteralExpression(node)
    ? node.properties.find(
        (one) => one.name && !isComputedPropertyName(one.name) && one.name.text === name,
      )
    : undefined;
}

/** The node of a property in an object literal given as an argument; the argument itself otherwise. */
export function nodeOf(
  analysis: Analysis,
  site: CallSite,
  position: number,
  name?: string,
): ts.Node {
  const argument = site.node.arguments?.[position] ?? site.node;
  if (name === undefined) return argument;
  for (const object of site.args[position]?.objects ?? []) {
    const node = propertyNode(object, name);
    if (node) return node;
  }
  return argument;
}
