import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { CallSite } from './read-call.js';
import { report } from './report-hit.js';
import { Safe, textOf, type Value } from './value.js';
import {
  Kind,
  isBinaryExpression,
  isConditionalExpression,
  isIfStatement,
  isPrefixUnaryExpression,
  isWhileStatement,
} from './syntax.js';

const PARAMETER =
  /^(?:http\.req\.(?:query|body|cookies)|koa\.ctx\.(?:request\.)?(?:query|body)|http\.req\.param\(\))(?:\.\w+)*$/;

/** Methods that mean one thing on text and another on a list. */
const AMBIGUOUS = new Set(['concat', 'includes', 'indexOf', 'lastIndexOf', 'slice']);

const isParameter = (value: Value): boolean =>
  value.paths.some((path) => PARAMETER.test(path)) &&
  value.taints.some((taint) => (taint.safe & Safe.nosql) === 0);

/** A parameter that is sent twice arrives as a list, and passes checks that are written for text. */
export function checkTypeConfusion(analysis: Analysis, site: CallSite, receiver: Value): void {
  if (!AMBIGUOUS.has(site.name) || !isParameter(receiver)) return;
  const { parent } = site.node;
  if (isBinaryExpression(parent)) {
    const other = parent.left === site.node ? parent.right : parent.left;
    const text = other.getText();
    if (site.name === 'indexOf' && text === '0') return;
    if (site.name === 'slice' && site.args[0]?.constants?.[0] === -1 && text.length === 3) return;
  }
  report(analysis, 'type-confusion', site.node, receiver.taints[0]);
}

/** `x.length` of a parameter, unless it only asks whether there is anything. */
export function checkLength(
  analysis: Analysis,
  node: ts.PropertyAccessExpression,
  base: Value,
): void {
  if (node.name.text !== 'length' || !isParameter(base)) return;
  const { parent } = node;
  if (
    isPrefixUnaryExpression(parent) ||
    isIfStatement(parent) ||
    isWhileStatement(parent) ||
    isConditionalExpression(parent)
  )
    return;
  if (isBinaryExpression(parent)) {
    const other = (parent.left === node ? parent.right : parent.left).getText();
    if (other === '0' || (other === '1' && /[<>]=?/.test(parent.operatorToken.getText()))) return;
    if (/^(?:&&|\|\|)$/.test(parent.operatorToken.getText())) return;
  }
  report(analysis, 'type-confusion', node, base.taints[0]);
}

/** `x === '__proto__'` is false for `['__proto__']`, which is the same key. */
export function checkComparison(
  analysis: Analysis,
  node: ts.BinaryExpression,
  left: Value,
  right: Value,
): void {
  if ((node.operatorToken.kind as number) !== Kind.EqualsEqualsEqualsToken) return;
  const text = textOf(right);
  if ((text === '__proto__' || text === 'constructor') && isParameter(left))
    report(analysis, 'type-confusion', node, left.taints[0]);
}
