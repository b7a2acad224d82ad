import type ts from 'typescript';
import { accessKey, bare } from './access-key.js';
import type { Analysis } from './analysis.js';
import { Environment, type Closure } from './environment.js';
import { bodyOf } from './node-note.js';
import { mark } from './proofs.js';
import { read } from './read-expression.js';
import { readStatements } from './read-statement.js';
import { change, refine } from './refine.js';
import { applyProven } from './refine-call.js';
import { callKey, Safe, type Value } from './value.js';
import {
  isBlock,
  isCallExpression,
  isClassLike,
  isFunctionLike,
  isIdentifier,
  isPropertyAccessExpression,
  isReturnStatement,
  isSpreadElement,
  isThrowStatement,
} from './syntax.js';

/** Functions that throw when their first argument is not true. */
const ASSERTS =
  /^(?:assert|invariant|ok|t\.assert|assert\.(?:ok|strict)|node:assert|precondition|tiny-invariant)$/;
/** Functions of others that throw when they do not like an argument, by their name. */
const THROWS =
  /^(?:assert|ensure|validate|verify)(?:Is|Are)?(?:Safe|Valid|Allowed|Trusted|Inside|Within|Path|Url|Host|Name|Id|Input|Command|Argument|Key)/;
/** Depth of calls inside which nothing more is proved; each level reads the body once more. */
const DEEPEST = 4;

/** Whether an expression is a variable or a member, of which something can be proved. */
const namesValue = (typescript: typeof ts, node: ts.Expression): boolean =>
  isIdentifier(node) || isPropertyAccessExpression(node);

/** What is proved by a call that would have thrown: `assert(OK.includes(x))`, `validate(x)`. */
export function refineByStatement(
  analysis: Analysis,
  expression: ts.Expression,
  scope: Environment,
): void {
  const { typescript: ts } = analysis;
  const node = bare(analysis, expression);
  if (!isCallExpression(node) || node.arguments.length === 0) return;
  const callee = bare(analysis, node.expression);
  const last = isPropertyAccessExpression(callee)
    ? callee.name.text
    : isIdentifier(callee)
      ? callee.text
      : '';
  const [first] = node.arguments;
  const asserts = /^(?:assert|invariant|ok|strict|precondition)$/.test(last);
  if (first && asserts && ASSERTS.test(callee.getText())) {
    refine(analysis, first, true, scope);
    return;
  }
  if (last === '' || !node.arguments.some((one) => namesValue(ts, one))) return;
  const values = node.arguments.map((one) =>
    isSpreadElement(one) ? undefined : read(analysis, one, scope),
  );
  if (!values.some((value) => value && value.taints.length > 0)) return;
  const [closure, more] = read(analysis, node.expression, scope).functions;
  if (!closure) {
    if (THROWS.test(last))
      for (const argument of node.arguments)
        change(analysis, argument, scope, mark(Safe.all | Safe.noDots | Safe.relative));
    return;
  }
  if (more || isClassLike(closure.node) || !('body' in closure.node)) return;
  const { body } = closure.node;
  if (!body || !isBlock(body) || !canThrow(analysis, body)) return;
  if (analysis.frames.length > DEEPEST || bodyOf(analysis, closure.node).underWay > 0) return;
  const pairs: [string, ts.Expression, Value][] = [];
  closure.node.parameters.forEach((parameter, index) => {
    const argument = node.arguments[index];
    const value = values[index];
    const key = isIdentifier(parameter.name) ? accessKey(analysis, parameter.name) : undefined;
    if (!argument || !value || key === undefined) return;
    pairs.push([key, argument, value]);
  });
  const memo = callKey(
    closure,
    pairs.map(([, , value]) => value),
  );
  let proven = analysis.proven.get(memo);
  if (proven === undefined) {
    proven = provenByBody(analysis, closure, body, pairs);
    analysis.proven.set(memo, proven);
  }
  applyProven(analysis, pairs, proven, scope);
}

/** What each argument is once a body has been passed without throwing; nothing where it may be left before its end. */
function provenByBody(
  analysis: Analysis,
  closure: Closure,
  body: ts.Block,
  pairs: readonly (readonly [string, ts.Expression, Value])[],
): readonly (Value | undefined)[] {
  const inside = new Environment(closure.scope);
  for (const [key, , value] of pairs) inside.set(key, value);
  const frame = { node: closure.node, returns: [], exits: [], guards: 0, later: false };
  const note = bodyOf(analysis, closure.node);
  analysis.frames.push(frame);
  note.underWay += 1;
  const end = body.statements.at(-1);
  readStatements(
    analysis,
    end && isReturnStatement(end) ? body.statements.slice(0, -1) : body.statements,
    inside,
  );
  note.underWay -= 1;
  analysis.frames.pop();
  // A way out in the middle may not have passed the check.
  if (inside.dead) return [];
  return pairs.map(([key, , before]) => {
    const now = inside.get(key);
    return now === before ? undefined : now;
  });
}

/** Whether a body throws, and never returns before its end. */
function canThrow(analysis: Analysis, body: ts.Block): boolean {
  let known = analysis.throwing.get(body);
  if (known === undefined) analysis.throwing.set(body, (known = findThrow(analysis, body)));
  return known;
}

function findThrow(analysis: Analysis, body: ts.Block): boolean {
  const { typescript: ts } = analysis;
  let throws = false;
  let returns = false;
  const visit = (node: ts.Node): void => {
    if (isThrowStatement(node)) throws = true;
    else if (isCallExpression(node) && ASSERTS.test(node.expression.getText())) throws = true;
    else if (isReturnStatement(node) && node.parent !== body) returns = true;
    if (!isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return throws && !returns;
}
