import type ts from 'typescript';
import { bare, declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { forbidKey, harmless, mark, notStarting, starting, type Change } from './proofs.js';
import { read } from './read-expression.js';
import { elementOf } from './read-member.js';
import { proveHost } from './refine-host.js';
import { refineRegex } from './refine-regex.js';
import { proveInside } from './refine-relative.js';
import { change } from './refine.js';
import {
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isVariableDeclaration,
} from './syntax.js';
import { elementTexts, isStrange, join, Safe, textOf, type Taint } from './value.js';

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

interface IndexCall {
  readonly receiver: ts.Expression;
  readonly wanted: ts.Expression;
}

export function indexCall(analysis: Analysis, expression: ts.Expression): IndexCall | undefined {
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
export function refineIndex(
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
  if (!(!truth && text?.startsWith('..') && proveInside(analysis, receiver, scope)))
    change(analysis, receiver, scope, how);
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
  // `x.search(/…/) !== -1`
  if (wanted.paths.includes('RegExp()')) {
    refineRegex(analysis, index.wanted, index.receiver, truth, scope);
    return;
  }
  const whole = !truth && text === '..' && splitPath(analysis, index.receiver, scope);
  if (whole) change(analysis, whole, scope, mark(Safe.noDots));
  if (isStrange(receiver) && !isStrange(wanted)) {
    if (text === undefined) return;
    if (!truth && (text === '/' || text === '\\'))
      change(analysis, index.receiver, scope, mark(Safe.relative | (text === '/' ? Safe.flat : 0)));
    if (!truth && /^\.{1,2}/.test(text)) {
      change(analysis, index.receiver, scope, mark(Safe.noDots));
      if (text.startsWith('..')) proveInside(analysis, index.receiver, scope);
    }
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
