import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import { Safe, UNKNOWN, type Taint, type Value } from './value.js';

const KEY_KINDS = new Set(['remote', 'model', 'response', 'own-key', 'param', 'library']);

/** A source that can be `__proto__` as a key, among the taints of an index. */
export const protoKey = (index: Value | undefined): Taint | undefined =>
  index?.taints.find(
    (taint) => KEY_KINDS.has(taint.kind) && (taint.safe & Safe.proto) === 0,
  );

/** Writing to something that was found under a stranger's key can write to the prototype of all objects. */
export function checkPropertyWrite(
  analysis: Analysis,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  base: Value,
  name: string | undefined,
  index: Value | undefined,
  value: Value,
): void {
  const proto = base.taints.find(
    (taint) => taint.kind === 'proto-key' && (taint.safe & Safe.proto) === 0,
  );
  const key = protoKey(index);
  if (proto && (name !== undefined || key)) {
    const [kind] = base.taints.filter((taint) => taint.kind !== 'proto-key' && taint.kind !== 'own-key');
    report(analysis, 'prototype-pollution', node, kind ?? proto);
    return;
  }
  if (key && name === undefined && key.kind !== 'own-key' && base.paths.length === 0) {
    const plain = value === UNKNOWN || value.constants === undefined;
    if (plain) report(analysis, 'property-injection', node, key);
  }
}
