import type ts from 'typescript';
import { accessKey, bare, setPath, declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import { Environment } from './environment.js';
import { refineCall } from './refine-call.js';
import { proveHost, refineHost } from './refine-host.js';
import { read } from './read-expression.js';
import {
  forbidKey,
  harmless,
  inObject,
  mark,
  notStarting,
  starting,
  type Change,
} from './proofs.js';
import { elementOf } from './read-member.js';
import {
  makeValue,
  elementTexts,
  isStrange,
  join,
  Safe,
  textOf,
  withBits,
  type Taint,
  withoutKinds,
  withTaints,
} from './value.js';
import {
  Kind,
  isBinaryExpression,
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isNumericLiteral,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isStringLiteralLike,
  isTypeOfExpression,
  isVariableDeclaration,
} from './syntax.js';

/** Applies what a condition proves, when it is true or false, to the variables it tests. */
export function refine(
  analysis: Analysis,
  expression: ts.Expression,
  truth: boolean,
  scope: Environment,
  depth = 0,
): void {
  const { typescript: ts } = analysis;
  const node = bare(analysis, expression);
  if (isPrefixUnaryExpression(node) && (node.operator as number) === Kind.ExclamationToken) {
    refine(analysis, node.operand, !truth, scope, depth);
    return;
  }
  if (isBinaryExpression(node)) {
    const operator: number = node.operatorToken.kind;
    const and = operator === Kind.AmpersandAmpersandToken;
    if (and || operator === Kind.BarBarToken) {
      if (and === truth) {
        refine(analysis, node.left, truth, scope, depth);
        refine(analysis, node.right, truth, scope, depth);
      } else {
        const [first, second] = [new Environment(scope), new Environment(scope)];
        refine(analysis, node.left, truth, first, depth);
        refine(analysis, node.left, !truth, second, depth);
        refine(analysis, node.right, truth, second, depth);
        scope.merge([first, second]);
        scope.dead = false;
      }
      return;
    }
    refineComparison(analysis, node, truth, scope);
    return;
  }
  if (isCallExpression(node)) {
    refineCall(analysis, node, truth, scope, depth);
    return;
  }
  // What is empty, 0 or missing does no harm.
  if (!truth && (isIdentifier(node) || isPropertyAccessExpression(node)))
    change(analysis, node, scope, harmless);
  if (isIdentifier(node) && depth < 3) {
    // `const ok = allowed.has(x); if (ok) …`
    const [declaration] = declarationsOf(analysis, node);
    if (
      declaration &&
      isVariableDeclaration(declaration) &&
      declaration.initializer &&
      declaration.parent.flags & ts.NodeFlags.Const
    )
      refine(analysis, declaration.initializer, truth, scope, depth + 1);
    return;
  }
  // A table of one's own that has something under the key knows the key.
  if (isElementAccessExpression(node) && truth) {
    change(analysis, node.argumentExpression, scope, mark(Safe.keyed));
    if (!isStrange(read(analysis, node.expression, scope)))
      proveHost(analysis, node.argumentExpression, scope);
  }
}

/** Changes the value of the variable, or access path, that an expression names. */
export function change(
  analysis: Analysis,
  expression: ts.Expression,
  scope: Environment,
  how: Change,
  inside = false,
): void {
  const node = bare(analysis, expression);
  const key = accessKey(analysis, node);
  if (key !== undefined) {
    const value = scope.get(key) ?? read(analysis, node, scope);
    if (value.taints.length > 0 || inside) setPath(analysis, scope, key, how(value));
    if (/^\d+$/.test(key)) changeBelow(analysis, key, scope, how);
    const origin = originOf(analysis, node);
    if (origin) change(analysis, origin, scope, how);
    return;
  }
  // What is proved of `x.trim()` or `String(x)` is proved of `x`.
  if (isCallExpression(node)) {
    if (
      isPropertyAccessExpression(node.expression) &&
      /^(?:trim|toLowerCase|toUpperCase|toString|trimEnd|trimStart)$/.test(
        node.expression.name.text,
      )
    )
      change(analysis, node.expression.expression, scope, how);
    else if (node.arguments[0] && isPathResolver(node.expression.getText()))
      change(analysis, node.arguments.at(-1) ?? node.arguments[0], scope, how);
  }
}

/** What is proved of a key is proved of what was found under it. */
function changeBelow(analysis: Analysis, key: string, scope: Environment, how: Change): void {
  for (const path of analysis.elementPaths.get(key) ?? []) {
    const value = scope.get(path);
    if (!value) continue;
    const proto = value.taints.filter((taint) => taint.kind === 'proto-key');
    if (proto.length === 0) continue;
    const rest = value.taints.filter((taint) => taint.kind !== 'proto-key');
    scope.set(
      path,
      withTaints(value, [
        ...rest,
        ...how(
          makeValue(
            proto,
            value.constants,
            value.prefix,
            value.paths,
            value.functions,
            value.objects,
          ),
        ).taints,
      ]),
    );
  }
}

const isPathResolver = (name: string): boolean =>
  /^(?:String|Number|parseInt|parseFloat|Number\.parse(?:Int|Float)|(?:[\w.]*\.)?(?:resolve|normalize|relative|join|realpathSync|basename|extname|dirname))$/.test(
    name,
  );

/** The variable that a `const` was computed from, when a test of the one says the same of the other. */
function originOf(analysis: Analysis, node: ts.Expression): ts.Expression | undefined {
  if (!isIdentifier(node)) return undefined;
  const [declaration] = declarationsOf(analysis, node);
  if (!declaration || !isVariableDeclaration(declaration) || !declaration.initializer)
    return undefined;
  const from = bare(analysis, declaration.initializer);
  if (!isCallExpression(from) || !isPropertyAccessExpression(from.expression)) return undefined;
  const name = from.expression.name.text;
  if (name === 'relative') return from.arguments[1];
  if (name === 'resolve' || name === 'extname' || name === 'realpath' || name === 'realpathSync')
    return from.arguments.length === 1 ? from.arguments[0] : undefined;
  if (/^(?:trim|toLowerCase|toUpperCase|indexOf)$/.test(name)) return from.expression.expression;
  return undefined;
}

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
    return;
  }
  refineHost(analysis, node, right, value, scope);
  if (isStrange(value)) return;
  if (value.constants?.some((one) => one === null || one === undefined || one === '')) return;
  // A message whose origin is one of ours comes from us.
  if (isPropertyAccessExpression(node) && node.name.text === 'origin')
    change(analysis, node.expression, scope, harmless);
  change(analysis, node, scope, harmless);
  proveHost(analysis, node, scope);
}

function refineComparison(
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
  const equal = operator === Kind.EqualsEqualsEqualsToken || operator === Kind.EqualsEqualsToken;
  const unequal =
    operator === Kind.ExclamationEqualsEqualsToken || operator === Kind.ExclamationEqualsToken;
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

/** `x.match(/…/) === null`, `indexOf` apart: what a call that found nothing, or said no, proves. */
function refineByNull(
  analysis: Analysis,
  node: ts.BinaryExpression,
  truth: boolean,
  scope: Environment,
): boolean {
  const operator = node.operatorToken.getText();
  if (!/^[!=]==?$/.test(operator)) return false;
  const right = node.right.getText();
  const call = bare(analysis, node.left);
  if (/^(?:true|false)$/.test(right) && isCallExpression(call)) {
    // `isValid(x) === false`
    if (operator.startsWith('=') === truth) refine(analysis, call, right === 'true', scope);
    else refine(analysis, call, right !== 'true', scope);
    return true;
  }
  if (!/^(?:null|undefined)$/.test(right)) return false;
  if (!isCallExpression(call) || !/\b(?:match|exec|find)\s*$/.test(call.expression.getText()))
    return false;
  refine(analysis, call, operator.startsWith('=') !== truth, scope);
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
  const text = from.getText();
  if (!isCallExpression(call) || accessKey(analysis, bare(analysis, from)) === undefined) return;
  const [first] = call.arguments;
  const receiver = isPropertyAccessExpression(call.expression)
    ? call.expression.expression
    : undefined;
  if (first?.getText() !== text && receiver?.getText() !== text) return;
  const result = read(analysis, call, scope);
  change(analysis, from, scope, (value) =>
    withTaints(
      value,
      value.taints.map((taint) => {
        const after = result.taints.find(({ at, kind }) => at === taint.at && kind === taint.kind);
        return after ? withBits(taint, taint.safe | after.safe) : taint;
      }),
    ),
  );
}

/** `x` of `x.split('/')` and `x.split(path.sep)`. */
export function splitPath(
  analysis: Analysis,
  list: ts.Expression,
  scope: Environment,
): ts.Expression | undefined {
  const node = bare(analysis, list);
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return undefined;
  if (node.expression.name.text !== 'split') return undefined;
  const parts = elementOf(read(analysis, node, scope));
  return parts.taints.some(({ safe }) => safe & Safe.flat) ? node.expression.expression : undefined;
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
    const length = bare(analysis, side);
    if (!isPropertyAccessExpression(length) || length.name.text !== 'length') continue;
    if (small === truth) change(analysis, length.expression, scope, mark(Safe.regex));
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
    if (text === 'string')
      change(analysis, left.expression, scope, (value) => withoutKinds(value, ['secret']));
    return;
  }
  if (text === '__proto__' || text === 'constructor' || text === 'prototype') {
    change(analysis, left, scope, forbidKey(text));
    return;
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

interface IndexCall {
  readonly receiver: ts.Expression;
  readonly wanted: ts.Expression;
}

function indexCall(analysis: Analysis, expression: ts.Expression): IndexCall | undefined {
  let node = bare(analysis, expression);
  if (isIdentifier(node)) {
    // `const at = OURS.indexOf(x); if (at === -1) …`
    const [declaration] = declarationsOf(analysis, node);
    if (
      declaration &&
      isVariableDeclaration(declaration) &&
      declaration.initializer &&
      declaration.parent.flags & analysis.typescript.NodeFlags.Const
    )
      node = bare(analysis, declaration.initializer);
  }
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return undefined;
  const [wanted] = node.arguments;
  const { name, expression: receiver } = node.expression;
  return wanted && /^(?:indexOf|lastIndexOf|search)$/.test(name.text)
    ? { receiver, wanted }
    : undefined;
}

/** `x.indexOf(y) === 0`, `x.slice(0, n) === y`, `x.indexOf(y) !== -1`. */
function refineIndex(
  analysis: Analysis,
  left: ts.Expression,
  right: ts.Expression,
  same: boolean,
  scope: Environment,
): boolean {
  const index = indexCall(analysis, left);
  if (index) {
    const bound = read(analysis, right, scope).constants?.[0];
    if (bound === 0) starts(analysis, index.receiver, index.wanted, same, scope);
    else if (bound === -1) contains(analysis, index, !same, scope);
    return true;
  }
  const node = bare(analysis, left);
  if (
    isCallExpression(node) &&
    isPropertyAccessExpression(node.expression) &&
    /^(?:slice|substring|substr)$/.test(node.expression.name.text) &&
    node.arguments[0]?.getText() === '0'
  ) {
    starts(analysis, node.expression.expression, right, same, scope);
    return true;
  }
  return false;
}

export function starts(
  analysis: Analysis,
  receiver: ts.Expression,
  wanted: ts.Expression,
  truth: boolean,
  scope: Environment,
): void {
  const value = read(analysis, wanted, scope);
  if (isStrange(value)) return;
  const text = textOf(value) ?? value.prefix;
  const texts = value.constants?.map(String) ?? [];
  const how: Change =
    texts.length > 1
      ? // One of several, and nobody knows which: what each of them proves.
        (given) => (truth ? texts.map((one) => starting(one)(given)).reduce(join) : given)
      : truth
        ? starting(text)
        : notStarting(text ?? 'x');
  const relative = relativeTarget(analysis, receiver);
  if (relative && text !== undefined && text.startsWith('..') && !truth) {
    const inside = mark(Safe.path | Safe.noDots | Safe.relative);
    change(analysis, relative, scope, inside);
    change(analysis, receiver, scope, inside);
  } else change(analysis, receiver, scope, how);
}

/** `path.relative(root, x)` behind a name: not starting with `..` proves that x is inside. */
function relativeTarget(analysis: Analysis, expression: ts.Expression): ts.Expression | undefined {
  let node = bare(analysis, expression);
  if (isIdentifier(node)) {
    const declarations = declarationsOf(analysis, node);
    const declaration = declarations.findLast(
      (one) => isVariableDeclaration(one) && one.pos < node.pos,
    );
    if (!declaration || !isVariableDeclaration(declaration) || !declaration.initializer)
      return undefined;
    node = bare(analysis, declaration.initializer);
  }
  if (!isCallExpression(node)) return undefined;
  const name = node.expression.getText();
  if (/(?:^|\.)normalize$/.test(name) && node.arguments[0])
    return relativeTarget(analysis, node.arguments[0]);
  return /(?:^|\.)relative$/.test(name) ? node.arguments[1] : undefined;
}

const isListed = ({ kind, safe }: Taint): boolean => kind === 'file' && (safe & Safe.path) !== 0;

/** Membership: of a value in a list of ours, or of a text in the value. */
export function contains(
  analysis: Analysis,
  index: IndexCall,
  truth: boolean,
  scope: Environment,
): void {
  const receiver = read(analysis, index.receiver, scope);
  const wanted = read(analysis, index.wanted, scope);
  const text = textOf(wanted);
  const whole = !truth && text === '..' && splitPath(analysis, index.receiver, scope);
  if (whole) change(analysis, whole, scope, mark(Safe.noDots));
  if (isStrange(receiver) && !isStrange(wanted)) {
    if (text === undefined) return;
    if (!truth && (text === '/' || text === '\\'))
      change(analysis, index.receiver, scope, mark(Safe.relative | (text === '/' ? Safe.flat : 0)));
    if (!truth && /^\.{1,2}/.test(text)) change(analysis, index.receiver, scope, mark(Safe.noDots));
    if (!truth && text.includes('__proto__'))
      change(analysis, index.receiver, scope, mark(Safe.key));
    return;
  }
  // What stands in a folder has a name without separators.
  const isListing = receiver.taints.length === 0 && elementOf(receiver).taints.some(isListed);
  if (truth && (isListing || (receiver.taints.every(isListed) && receiver.taints.length > 0))) {
    change(analysis, index.wanted, scope, mark(Safe.path | Safe.relative | Safe.noDots));
    return;
  }
  if (isStrange(receiver)) return;
  const names = receiver.objects.flatMap((object) => [
    ...elementTexts(object),
    ...(object.rest?.constants ?? []).map(String),
  ]);
  if (
    names.length === 0 &&
    /black|deny|forbid|block|unsafe|dangerous|illegal|reserved/i.test(index.receiver.getText())
  ) {
    if (!truth) change(analysis, index.wanted, scope, mark(Safe.all));
    return;
  }
  const forbids = names.some((name) => name === '__proto__' || name === 'constructor');
  if (forbids) {
    if (!truth) for (const name of names) change(analysis, index.wanted, scope, forbidKey(name));
  } else if (truth) {
    change(analysis, index.wanted, scope, harmless);
    proveHost(analysis, index.wanted, scope);
  }
}
