import type ts from 'typescript';
import { bare, declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { mark } from './proofs.js';
import { change } from './refine.js';
import { isCallExpression, isIdentifier, isVariableDeclaration } from './syntax.js';
import { Safe } from './value.js';

/** What is relative to a root without leading out of it is inside; `false` for what was not made by `path.relative`. */
export function proveInside(
  analysis: Analysis,
  relative: ts.Expression,
  scope: Environment,
): boolean {
  const target = relativeTarget(analysis, relative);
  if (!target) return false;
  const inside = mark(Safe.path | Safe.noDots | Safe.relative);
  change(analysis, target, scope, inside);
  change(analysis, relative, scope, inside);
  return true;
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
