import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { read } from './read-expression.js';
import { UNKNOWN, type Value } from './value.js';
import { isJsxExpression, isJsxSpreadAttribute } from './syntax.js';

/** Reads the expressions inside JSX; the element itself is of no interest here. */
export function readJsx(analysis: Analysis, node: ts.Node, scope: Environment): Value {
  const { typescript: ts } = analysis;
  const visit = (child: ts.Node): void => {
    if (isJsxExpression(child)) {
      if (child.expression) read(analysis, child.expression, scope);
    } else if (isJsxSpreadAttribute(child)) read(analysis, child.expression, scope);
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return UNKNOWN;
}
