import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import { READS, WRITES } from './tables/component-text.js';
import { checkTexts, isTool, type Properties } from './tool-texts.js';
import {
  Kind,
  isAsExpression,
  isComputedPropertyName,
  isFunctionLike,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAssignment,
  isSatisfiesExpression,
  isSpreadAssignment,
  isStringLiteralLike,
  isThrowStatement,
  isTryStatement,
  isTypeReferenceNode,
  isVariableDeclaration,
} from './syntax.js';

function propertiesOf(analysis: Analysis, node: ts.ObjectLiteralExpression): Properties {
  return new Map(
    node.properties.flatMap((property) =>
      property.name && !isComputedPropertyName(property.name)
        ? [[property.name.text, property] as const]
        : [],
    ),
  );
}

const declaredType = (analysis: Analysis, node: ts.ObjectLiteralExpression): string => {
  let at: ts.Node = node.parent;
  while (isSatisfiesExpression(at) || isAsExpression(at) || isParenthesizedExpression(at)) {
    if ((isSatisfiesExpression(at) || isAsExpression(at)) && isTypeReferenceNode(at.type))
      return at.type.typeName.getText();
    at = at.parent;
  }
  return isVariableDeclaration(at) && at.type ? at.type.getText() : '';
};

/** What the model reads of a component, and what the runtime does with its results. */
export function checkComponent(analysis: Analysis, node: ts.ObjectLiteralExpression): void {
  const properties = propertiesOf(analysis, node);
  const type = declaredType(analysis, node);
  const isAction = properties.has('handler') && properties.has('validate');
  const isProvider = properties.has('get') && (properties.has('name') || type === 'Provider');
  // Generated actions keep what the model reads in a definition of its own.
  const isDefinition =
    properties.has('description') && (properties.has('similes') || properties.has('examples'));
  const isComponent = (isAction || isProvider || isDefinition) && properties.has('name');
  if (isComponent || isTool(properties)) checkTexts(analysis, properties);
  if (!isComponent) return;
  const nameProperty = properties.get('name');
  const handler = properties.get('handler');
  const label =
    nameProperty &&
    isPropertyAssignment(nameProperty) &&
    isStringLiteralLike(nameProperty.initializer)
      ? nameProperty.initializer.text
      : '';
  if (handler && nameProperty && READS.test(label) && WRITES.test(handler.getText()))
    report(analysis, 'tool-misnamed', nameProperty);
  if (isAction && type === 'Evaluator' && !properties.has('examples'))
    report(analysis, 'evaluator-without-examples', nameProperty ?? node);
  if (isAction && handler) checkFailures(analysis, handler);
  const get = properties.get('get');
  if (isProvider && get) checkThrows(analysis, get, 'throwing-provider');
}

/** `{ success: false }` that says nothing else. */
function checkFailures(analysis: Analysis, node: ts.Node): void {
  const { typescript: ts } = analysis;
  const visit = (child: ts.Node): void => {
    if (isObjectLiteralExpression(child) && !child.properties.some(isSpreadAssignment)) {
      const properties = propertiesOf(analysis, child);
      const success = properties.get('success');
      const failed =
        success &&
        isPropertyAssignment(success) &&
        (success.initializer.kind as number) === Kind.FalseKeyword;
      if (failed && !['text', 'values', 'data'].some((name) => properties.has(name)))
        report(analysis, 'failure-as-success', child);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
}

/** A `throw` that no `try` of the same function catches. */
export function checkThrows(analysis: Analysis, node: ts.Node, rule: string): void {
  const { typescript: ts } = analysis;
  const visit = (child: ts.Node): void => {
    if (isThrowStatement(child)) report(analysis, rule, child);
    if (isTryStatement(child) && child.catchClause) {
      visit(child.catchClause.block);
      if (child.finallyBlock) visit(child.finallyBlock);
      return;
    }
    if (child !== node && isFunctionLike(child) && !isPropertyAssignment(child.parent)) return;
    ts.forEachChild(child, visit);
  };
  visit(node);
}
