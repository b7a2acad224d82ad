import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import { Safe, type Taint, type Value } from './value.js';
import { isElementAccessExpression, isIdentifier } from './syntax.js';

const KEY_KINDS = new Set(['remote', 'model', 'own-key', 'library']);
/** Keys that nobody outside wrote by hand: it takes two of them, one below the other, to do harm. */
export const isWeakKey = ({ kind }: Taint): boolean => kind === 'own-key' || kind === 'library';

/** A stranger's key needs only "__proto__"; a copied key can go through "constructor" as well. */
const isOpen = (taint: Taint): boolean => {
  const needed = taint.strange === true || taint.kind === 'remote' ? Safe.proto : Safe.key;
  return (taint.safe & needed) !== needed;
};

/** A source that can be `__proto__` as a key, among the taints of an index. */
export const protoKey = (index: Value | undefined): Taint | undefined =>
  index && canBeSpecial(index)
    ? index.taints.find((taint) => KEY_KINDS.has(taint.kind) && isOpen(taint))
    : undefined;

/** `item_${x}` is neither `__proto__` nor `constructor`. */
const canBeSpecial = ({ prefix = '' }: Value): boolean =>
  ['__proto__', 'constructor', 'prototype'].some((name) => name.startsWith(prefix));

/** Writing to something that was found under a stranger's key can write to the prototype of all objects. */
export function checkPropertyWrite(
  analysis: Analysis,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  base: Value,
  name: string | undefined,
  index: Value | undefined,
): void {
  if (analysis.learning) return;
  const proto = base.taints.find((taint) => taint.kind === 'proto-key' && isOpen(taint));
  const key = protoKey(index);
  // A fixed name, or a constant value, does nobody harm unless a stranger chose the key before it.
  const chosen =
    proto && (key || (name !== undefined && proto.strange === true && !/^\d+$/.test(name)));
  if (proto && chosen) {
    const [kind] = base.taints.filter(
      (taint) => taint.kind !== 'proto-key' && taint.kind !== 'own-key',
    );
    report(analysis, 'prototype-pollution', node, kind ?? proto);
    return;
  }
  if (key && name === undefined && !isWeakKey(key) && base.paths.length === 0) {
    report(analysis, 'property-injection', node, key);
  }
}

/** `at = at[key]` in a loop walks down to the prototype when a key can be `__proto__`. */
export function checkStep(analysis: Analysis, node: ts.BinaryExpression, value: Value): void {
  if (!isIdentifier(node.left)) return;
  const proto = value.taints.find((taint) => taint.kind === 'proto-key' && isOpen(taint));
  if (!proto || !isElementAccessExpression(proto.at)) return;
  const base = proto.at.expression;
  if (!isIdentifier(base) || base.text !== node.left.text || proto.at.pos < node.pos) return;
  if (proto.at.end <= node.end) report(analysis, 'prototype-pollution', node, proto);
}
