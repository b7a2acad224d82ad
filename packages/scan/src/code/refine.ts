import type ts from 'typescript';
import { accessKey, bare, declarationsOf, setPath } from './access-key.js';
import type { Analysis } from './analysis.js';
import { Environment } from './environment.js';
import { harmless, mark, ofNormal, type Change } from './proofs.js';
import { named } from './named-value.js';
import { isSecretName } from './tables/sources.js';
import { read } from './read-expression.js';
import { refineCall } from './refine-call.js';
import { refineComparison } from './refine-comparison.js';
import { proveHost } from './refine-host.js';
import { contains, indexCall } from './refine-membership.js';
import {
  Kind,
  isBinaryExpression,
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isVariableDeclaration,
  lastNameOf,
} from './syntax.js';
import { validatedBy } from './validated.js';
import { makeValue, isStrange, Safe, withTaints } from './value.js';

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
  if (isPrefixUnaryExpression(node) && (node.operator as number) === Kind.TildeToken) {
    // `~list.indexOf(x)` is 0 where nothing was found.
    const index = indexCall(analysis, node.operand);
    if (index) contains(analysis, index, truth, scope);
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
  const validated = depth < 3 ? validatedBy(analysis, node, truth) : undefined;
  if (validated) change(analysis, validated, scope, mark(Safe.nosql | Safe.proto));
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
  if (isElementAccessExpression(node) && truth) proveKey(analysis, node, scope);
}

/** `TABLE[key]` is there: a table of ours has such a key, or every object has. */
export function proveKey(
  analysis: Analysis,
  { expression, argumentExpression }: ts.ElementAccessExpression,
  scope: Environment,
): void {
  const ours = !isStrange(read(analysis, expression, scope));
  change(analysis, argumentExpression, scope, mark(ours ? KNOWN_KEY : Safe.keyed));
  if (ours) proveHost(analysis, argumentExpression, scope);
}
const KNOWN_KEY =
  (Safe.all & ~Safe.key) | Safe.keyed | Safe.noDots | Safe.relative | Safe.query | Safe.option;

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
    // What is only known by its name, as a password is, has that when it is read.
    const known = scope.get(key);
    const value = known
      ? named(isSecretName(lastNameOf(node)), known, node)
      : read(analysis, node, scope);
    if (value.taints.length > 0 || inside) setPath(analysis, scope, key, how(value));
    if (/^\d+$/.test(key)) changeBelow(analysis, key, scope, how);
    const origin = originOf(analysis, node);
    if (origin) change(analysis, origin, scope, leadsTo(origin) ? ofNormal(how) : how);
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

/** Whether an expression is the path whose normal form was asked for. */
const leadsTo = ({ parent }: ts.Expression): boolean =>
  isCallExpression(parent) &&
  /(?:^|\.)(?:resolve|realpath(?:Sync)?)$/.test(parent.expression.getText());

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
