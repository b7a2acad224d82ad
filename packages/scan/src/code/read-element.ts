import type ts from 'typescript';
import { accessKey } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { checkMember } from './hidden-names.js';
import { named, TEXTS_FOR } from './named-value.js';
import { isWeakKey, protoKey } from './property-write.js';
import { read } from './read-expression.js';
import { elementOf, memberOf } from './read-member.js';
import { lastNameOf } from './syntax.js';
import { isSecretName } from './tables/sources.js';
import {
  joinAll,
  joinTaints,
  makeTaint,
  makeValue,
  mapped,
  Safe,
  withTaints,
  type Value,
} from './value.js';

/** `base[index]`. */
export function readElement(
  analysis: Analysis,
  node: ts.ElementAccessExpression,
  scope: Environment,
): Value {
  const base = read(analysis, node.expression, scope);
  const index = read(analysis, node.argumentExpression, scope);
  checkMember(analysis, node, base, index);
  const key = accessKey(analysis, node);
  const known = key === undefined ? undefined : scope.get(key);
  if (known) return known;
  const names = index.constants;
  if (names && names.length > 0) {
    const value = joinAll(names.map((name) => memberOf(analysis, base, String(name), node)));
    const [name] = names;
    return names.length === 1 &&
      typeof name === 'string' &&
      !TEXTS_FOR.test(lastNameOf(node.expression))
      ? named(isSecretName(name), value, node)
      : value;
  }
  return underKey(node, base, index);
}

/** One variable of the environment is not the whole of it, unless all its names are gone through. */
function oneVariable(value: Value, index: Value): Value {
  // `if (name.startsWith('APP_'))`: the names have been chosen.
  if (index.taints.some(({ kind, safe }) => kind === 'own-key' && (safe & Safe.relative) === 0))
    return value;
  if (!value.taints.some((taint) => taint.kind === 'environment')) return value;
  const taints = mapped(value.taints, (taint) =>
    taint.kind === 'environment' ? makeTaint('env', taint.at, taint.safe, taint.strange) : taint,
  );
  return withTaints(value, taints);
}

/** What is found under a stranger's key can be the prototype of all objects. */
function underKey(node: ts.Node, base: Value, index: Value): Value {
  let value = oneVariable(elementOf(base), index);
  // `letters[Math.floor(Math.random() * n)]` is as easy to guess as the number.
  const drawn = index.taints.filter((taint) => taint.kind === 'random');
  if (drawn.length > 0)
    value = makeValue(
      joinTaints(value.taints, drawn),
      undefined,
      value.prefix,
      value.paths,
      value.functions,
      value.objects,
    );
  const key = protoKey(index);
  if (!key || base.paths.some((path) => /^(?:Object\.create|Map|WeakMap)\(\)$/.test(path)))
    return value;
  // A key taken from the object itself is one of its own.
  if (key.kind === 'own-key' && enumerates(key.at, node)) return value;
  const proto = makeTaint('proto-key', node, key.safe, !isWeakKey(key));
  return makeValue(
    joinTaints(value.taints, [proto]),
    undefined,
    value.prefix,
    value.paths,
    value.functions,
    value.objects,
  );
}

/** Whether a key came from listing the same object that it is now used on. */
function enumerates(at: ts.Node, access: ts.Node): boolean {
  const listed = at.getText();
  const base = (access as ts.ElementAccessExpression).expression.getText();
  return listed === base || listed.includes(`(${base})`);
}
