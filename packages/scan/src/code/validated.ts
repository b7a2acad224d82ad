import type ts from 'typescript';
import { bare, declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import {
  isBindingElement,
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isVariableDeclaration,
} from './syntax.js';

const VALIDATES = /(?:^|\.)(?:validate|validateSync|safeParse|validateBody|checkSchema)$/;

/**
 * What has the shape of a schema when this holds: `x` of `const { error } = schema.validate(x)` where `error` is not
 * there, of `const result = schema.safeParse(x)` where `result.success` is.
 */
export function validatedBy(
  analysis: Analysis,
  node: ts.Expression,
  truth: boolean,
): ts.Expression | undefined {
  const [name, asked] = isPropertyAccessExpression(node)
    ? [node.expression, node.name.text]
    : [node, undefined];
  if (!isIdentifier(name)) return undefined;
  const [declaration] = declarationsOf(analysis, name);
  if (!declaration) return undefined;
  const picked = isBindingElement(declaration) ? declaration.parent.parent : undefined;
  const what = picked
    ? (
        (declaration as ts.BindingElement).propertyName ?? (declaration as ts.BindingElement).name
      ).getText()
    : asked;
  if (what === undefined || !(truth ? what === 'success' : /^errors?$/.test(what)))
    return undefined;
  const variable = picked ?? declaration;
  if (!isVariableDeclaration(variable) || !variable.initializer) return undefined;
  const call = bare(analysis, variable.initializer);
  return isCallExpression(call) && VALIDATES.test(call.expression.getText())
    ? call.arguments[0]
    : undefined;
}
