import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import type { Value } from './value.js';
import { Kind, isCallExpression } from './syntax.js';

const BYTE =
  /^(?:crypto\.randomBytes|secure-random|crypto\.getRandomValues|secureRandom)\(\)\.(?:\[\]|\d+)$/;
const isByte = (value: Value): boolean => value.paths.some((path) => BYTE.test(path));
const isPowerOfTwo = (value: number): boolean => value > 0 && (value & (value - 1)) === 0;

/** Arithmetic that makes some results of random bytes more likely than others. */
export function checkRandomBytes(
  analysis: Analysis,
  node: ts.BinaryExpression,
  left: Value,
  right: Value,
): void {
  if (analysis.learning) return;
  const operator: number = node.operatorToken.kind;
  const [by] = right.constants ?? [];
  let biased = false;
  if (isByte(left) && typeof by === 'number') {
    if (operator === Kind.PercentToken) biased = !isPowerOfTwo(by);
    if (operator === Kind.SlashToken)
      biased = by !== 255 && !isPowerOfTwo(by) && isRounded(analysis, node);
  }
  if (operator === Kind.PlusToken || operator === Kind.AsteriskToken)
    biased = isByte(left) && isByte(right);
  if (biased && !isBounded(node)) report(analysis, 'biased-random', node);
}

const isRounded = (analysis: Analysis, node: ts.Node): boolean => {
  for (let at = node.parent; at && !analysis.typescript.isStatement(at); at = at.parent)
    if (isCallExpression(at) && /^Math\.(?:floor|round|ceil|trunc)$/.test(at.expression.getText()))
      return true;
  return false;
};

/** A byte that is compared with a bound before, so that the uneven rest is thrown away. */
function isBounded(node: ts.BinaryExpression): boolean {
  const text = node.left.getText();
  let at: ts.Node = node;
  for (let up = 0; up < 8 && at.parent; up += 1) at = at.parent;
  const before = at.getText().slice(0, node.pos - at.pos);
  return before.includes(`${text} < 2`) || before.includes(`${text} >= 2`);
}
