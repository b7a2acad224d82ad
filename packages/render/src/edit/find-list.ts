import type { ArrayLiteralExpression, Expression, ObjectLiteralExpression } from 'ts-morph';
import { at, shortText } from './find-plugin.js';
import { follow, valueOfName } from './follow.js';
import { EditRefused, problem } from './problem.js';
import type { Sources } from './sources.js';
import { tsMorph } from './ts-morph.js';

/** What a key of an object literal leads to. */
export type Slot =
  | { kind: 'array'; node: ArrayLiteralExpression }
  | { kind: 'object'; node: ObjectLiteralExpression }
  /** The key is not there and can be added to this object. */
  | { kind: 'missing'; owner: ObjectLiteralExpression };

const HINT = 'Write the list as an array literal, or register the component by hand.';

/**
 * The literal behind `object.<key>`: in place, in a variable, in another file, or in a spread part.
 * The last of several wins, as it does when the code runs. Refuses what only running the code would tell.
 */
export function findSlot(sources: Sources, object: ObjectLiteralExpression, key: string): Slot {
  const { Node } = tsMorph();
  for (const property of object.getProperties().toReversed()) {
    if (Node.isSpreadAssignment(property)) {
      const part = follow(sources, property.getExpression());
      if (!Node.isObjectLiteralExpression(part)) {
        throw computed(key, part, 'may come from a spread part that cannot be looked into');
      }
      const slot = findSlot(sources, part, key);
      if (slot.kind !== 'missing') return slot;
      continue;
    }
    const name = keyOf(property.getNameNode());
    if (name === undefined)
      throw computed(key, property.getNameNode() as Expression, 'may hide behind a computed key');
    if (name !== key) continue;
    if (Node.isPropertyAssignment(property)) {
      return literal(sources, property.getInitializerOrThrow(), key);
    }
    if (Node.isShorthandPropertyAssignment(property)) {
      const value = valueOfName(sources, property, key);
      if (value) return literal(sources, value, key);
    }
    throw computed(key, property.getNameNode() as Expression, 'is computed');
  }
  return { kind: 'missing', owner: object };
}

function literal(sources: Sources, expression: Expression, key: string): Slot {
  const { Node } = tsMorph();
  const end = follow(sources, expression);
  if (Node.isArrayLiteralExpression(end)) return { kind: 'array', node: end };
  if (Node.isObjectLiteralExpression(end)) return { kind: 'object', node: end };
  throw computed(key, end, 'is computed');
}

/** `key`, `'key'`, `[EventType.KEY]` and `['KEY']` → `KEY`; any other computed key → `undefined`. */
export function keyOf(name: unknown): string | undefined {
  const { Node } = tsMorph();
  const node = name as Expression;
  if (Node.isComputedPropertyName(node)) {
    const inner = node.getExpression();
    if (Node.isPropertyAccessExpression(inner)) return inner.getName();
    return Node.isStringLiteral(inner) ? inner.getLiteralValue() : undefined;
  }
  return Node.isStringLiteral(node) || Node.isNumericLiteral(node)
    ? String(node.getLiteralValue())
    : node.getText();
}

function computed(key: string, node: Expression, why: string): EditRefused {
  return new EditRefused(
    problem(
      'PW_EDIT_LIST_COMPUTED',
      `The plugin's ${key} ${why}: ${shortText(node)}`,
      HINT,
      at(node),
    ),
  );
}
