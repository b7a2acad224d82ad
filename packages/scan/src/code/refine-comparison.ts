import type ts from 'typescript';
import { accessKey, bare, declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import {
  forbidKey,
  harmless,
  inObject,
  mark,
  noSecret,
  notStarting,
  ownSecret,
  single,
} from './proofs.js';
import { read } from './read-expression.js';
import { proveHost, refineHost } from './refine-host.js';
import { change, proveKey, refine } from './refine.js';
import {
  Kind,
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isNumericLiteral,
  isPropertyAccessExpression,
  isStringLiteralLike,
  isTypeOfExpression,
  isVariableDeclaration,
  lastNameOf,
} from './syntax.js';
import { isStrange, Safe, textOf, withBits, withTaints, mapped } from './value.js';
import { contains, indexCall, refineIndex } from './refine-membership.js';
import { proveInside } from './refine-relative.js';

/** One case of a `switch`, or `x === 'a'`. */
export function refineEqual(
  analysis: Analysis,
  left: ts.Expression,
  right: ts.Expression,
  scope: Environment,
): void {
  const value = read(analysis, right, scope);
  const node = bare(analysis, left);
  if (isTypeOfExpression(node)) {
    const type = textOf(value);
    const bits =
      type === 'string'
        ? Safe.nosql
        : type === 'number' || type === 'boolean'
          ? Safe.all
          : type === 'function'
            ? Safe.proto
            : type === 'object'
              ? Safe.builder
              : 0;
    if (bits) change(analysis, node.expression, scope, mark(bits));
    if (/^(?:undefined|boolean|function|symbol)$/.test(type ?? ''))
      change(analysis, node.expression, scope, noSecret);
    return;
  }
  refineHost(analysis, node, right, value, scope);
  if (isStrange(value)) return;
  // `x.length === 0`: there is nothing in it.
  if (isPropertyAccessExpression(node) && node.name.text === 'length' && value.constants?.[0] === 0)
    change(analysis, node.expression, scope, harmless);
  if (value.constants?.some((one) => one === null || one === undefined || one === '')) {
    change(analysis, node, scope, noSecret);
    return;
  }
  // A message whose origin is one of ours comes from us.
  if (isPropertyAccessExpression(node) && node.name.text === 'origin')
    change(analysis, node.expression, scope, harmless);
  const secret = value.taints.some(({ kind }) => kind === 'secret');
  change(analysis, node, scope, secret ? ownSecret : harmless);
  proveHost(analysis, node, scope);
}

export function refineComparison(
  analysis: Analysis,
  node: ts.BinaryExpression,
  truth: boolean,
  scope: Environment,
): void {
  const operator: number = node.operatorToken.kind;
  if (operator === Kind.InstanceOfKeyword) {
    if (truth) change(analysis, node.left, scope, mark(Safe.proto));
    return;
  }
  if (operator === Kind.InKeyword) {
    const over = node.right.getText();
    change(analysis, node.left, scope, (value) => inObject(value, over, truth));
    return;
  }
  if (refineByNull(analysis, node, truth, scope)) return;
  const [equal, unequal] = [isEqual(operator), isUnequal(operator)];
  if (equal || unequal) {
    const same = truth === equal;
    if (refineIndex(analysis, node.left, node.right, same, scope)) return;
    if (same) {
      refineUnchanged(analysis, node.left, node.right, scope);
      refineUnchanged(analysis, node.right, node.left, scope);
      refineEqual(analysis, node.left, node.right, scope);
      if (!isTypeOfExpression(bare(analysis, node.right)))
        refineEqual(analysis, node.right, node.left, scope);
    } else refineUnequal(analysis, node, scope);
    return;
  }
  if (refineLength(analysis, node, truth, scope)) return;
  const index = indexCall(analysis, node.left);
  if (!index) return;
  const bound = read(analysis, node.right, scope).constants?.[0];
  const found =
    (operator === Kind.GreaterThanToken && bound === -1) ||
    (operator === Kind.GreaterThanEqualsToken && bound === 0);
  const missing = operator === Kind.LessThanToken && bound === 0;
  if (found || missing) contains(analysis, index, found === truth, scope);
}

const isEqual = (operator: number): boolean =>
  operator === Kind.EqualsEqualsEqualsToken || operator === Kind.EqualsEqualsToken;
const isUnequal = (operator: number): boolean =>
  operator === Kind.ExclamationEqualsEqualsToken || operator === Kind.ExclamationEqualsToken;

/** `undefined` or `void 0`. */
const isUndefined = (node: ts.Expression): boolean =>
  isIdentifier(node) ? node.text === 'undefined' : node.getText() === 'void 0';

/** `x.match(/…/) === null`, `indexOf` apart: what a call that found nothing, or said no, proves. */
function refineByNull(
  analysis: Analysis,
  node: ts.BinaryExpression,
  truth: boolean,
  scope: Environment,
): boolean {
  const call = bare(analysis, node.left);
  if (!isCallExpression(call) && !isElementAccessExpression(call)) return false;
  const operator: number = node.operatorToken.kind;
  const [equal, unequal] = [isEqual(operator), isUnequal(operator)];
  if (!equal && !unequal) return false;
  const right: number = node.right.kind;
  if (isCallExpression(call) && (right === Kind.TrueKeyword || right === Kind.FalseKeyword)) {
    // `isValid(x) === false`
    refine(analysis, call, (equal === truth) === (right === Kind.TrueKeyword), scope);
    return true;
  }
  if (right !== Kind.NullKeyword && !isUndefined(node.right)) return false;
  if (isElementAccessExpression(call)) {
    if (equal === truth) return false;
    proveKey(analysis, call, scope);
    return true;
  }
  if (!isCallExpression(call)) return false;
  if (!/^(?:match|exec|find)$/.test(lastNameOf(call.expression))) return false;
  refine(analysis, call, equal !== truth, scope);
  return true;
}

/** `path.basename(x) === x`: the text is as harmless as what a function makes of it. */
function refineUnchanged(
  analysis: Analysis,
  made: ts.Expression,
  from: ts.Expression,
  scope: Environment,
): void {
  const call = bare(analysis, made);
  if (!isCallExpression(call) || accessKey(analysis, bare(analysis, from)) === undefined) return;
  const text = from.getText();
  const [first] = call.arguments;
  const receiver = isPropertyAccessExpression(call.expression)
    ? call.expression.expression
    : undefined;
  if (first?.getText() !== text && receiver?.getText() !== text) return;
  const result = read(analysis, call, scope);
  change(analysis, from, scope, (value) =>
    withTaints(
      value,
      mapped(value.taints, (taint) => {
        const after = result.taints.find(({ at, kind }) => at === taint.at && kind === taint.kind);
        return after ? withBits(taint, taint.safe | after.safe) : taint;
      }),
    ),
  );
}

/** What a `const` was made, behind its name. */
function initialOf(analysis: Analysis, node: ts.Expression): ts.Expression {
  if (!isIdentifier(node)) return node;
  const [declaration] = declarationsOf(analysis, node);
  return declaration && isVariableDeclaration(declaration) && declaration.initializer
    ? bare(analysis, declaration.initializer)
    : node;
}

/** `x.length < 100`: what a slow pattern is given is short. */
function refineLength(
  analysis: Analysis,
  node: ts.BinaryExpression,
  truth: boolean,
  scope: Environment,
): boolean {
  const operator: number = node.operatorToken.kind;
  const less = operator === Kind.LessThanToken || operator === Kind.LessThanEqualsToken;
  const more = operator === Kind.GreaterThanToken || operator === Kind.GreaterThanEqualsToken;
  if (!less && !more) return false;
  for (const [side, small] of [
    [node.left, less],
    [node.right, more],
  ] as const) {
    const length = initialOf(analysis, bare(analysis, side));
    if (!isPropertyAccessExpression(length) || length.name.text !== 'length') continue;
    if (small === truth) change(analysis, length.expression, scope, mark(Safe.short));
    return true;
  }
  return false;
}

/** `x !== '__proto__'`, `x[0] !== '/'`: what a single forbidden value proves. */
function refineUnequal(analysis: Analysis, node: ts.BinaryExpression, scope: Environment): void {
  const { typescript: ts } = analysis;
  const text = textOf(read(analysis, node.right, scope));
  const left = bare(analysis, node.left);
  if (isTypeOfExpression(left)) {
    if (text === 'object') change(analysis, left.expression, scope, mark(Safe.key | Safe.nosql));
    if (text === 'function') change(analysis, left.expression, scope, mark(Safe.builder));
    // Settings and variables are texts: what is none was made of one, as an account of a key.
    if (text === 'string') change(analysis, left.expression, scope, noSecret);
    return;
  }
  if (text === '__proto__' || text === 'constructor' || text === 'prototype') {
    change(analysis, left, scope, forbidKey(text));
    return;
  }
  // One part of a path that is not `..` leads nowhere else.
  if (text === '..') change(analysis, left, scope, single);
  // `path.relative(root, x).split(path.sep)[0] !== '..'`
  if (isElementAccessExpression(left) && text === '..') {
    const list = bare(analysis, left.expression);
    if (isCallExpression(list) && isPropertyAccessExpression(list.expression))
      proveInside(analysis, list.expression.expression, scope);
  }
  const first =
    (isElementAccessExpression(left) &&
      textOrNumber(ts, left.argumentExpression) === '0' &&
      left.expression) ||
    (isCallExpression(left) &&
      isPropertyAccessExpression(left.expression) &&
      left.expression.name.text === 'charAt' &&
      left.expression.expression);
  if (first && text !== undefined) change(analysis, first, scope, notStarting(text));
}

const textOrNumber = (typescript: typeof ts, node: ts.Expression): string | undefined =>
  isStringLiteralLike(node) || isNumericLiteral(node) ? node.text : undefined;
