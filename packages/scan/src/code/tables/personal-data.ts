import type ts from 'typescript';
import { declarationsOf } from '../access-key.js';
import type { Analysis } from '../analysis.js';
import {
  isArrayLiteralExpression,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isFunctionLike,
  isIdentifier,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isStringLiteralLike,
  isTemplateExpression,
  isVariableDeclaration,
} from '../syntax.js';

/** Names of data about a person that the law or the person wants kept (GDPR Art. 4 and 9, PCI DSS). */
const PERSONAL =
  /^(?:(?:user|customer|member|contact|billing|home|work|personal|current)_?)?(?:e_?mails?|e_?mail_?address(?:es)?|phones?|phone_?numbers?|mobile_?(?:phone|number)|ssn|social_?security(?:_?number)?|credit_?cards?(?:_?number)?|card_?number|cvv|iban|bank_?account(?:_?number)?|account_?number|routing_?number|date_?of_?birth|birth_?da(?:te|y)|dob|passport_?(?:no|number)|drivers?_?licen[cs]e(?:_?number)?|tax_?id|national_?id|ip_?address|home_?address|postal_?address|street_?address|medical_?record|diagnosis)$/i;

const snake = (name: string): string => name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2');

/**
 * The first part of what is written out that is personal data by its name. Only what the text of the value can hold:
 * not what a condition or a comparison asks, and not what goes through another function, which may mask it.
 */
export function personalData(analysis: Analysis, node: ts.Node, depth = 0): ts.Node | undefined {
  const { typescript: ts } = analysis;
  if (depth > 8) return undefined;
  const inside = (...parts: readonly (ts.Node | undefined)[]) => {
    for (const part of parts) {
      const found = part && personalData(analysis, part, depth + 1);
      if (found) return found;
    }
    return undefined;
  };
  if (isPropertyAccessExpression(node))
    return PERSONAL.test(snake(node.name.text)) ? node : undefined;
  if (isIdentifier(node)) {
    const [declaration] = declarationsOf(analysis, node);
    const value =
      declaration && isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    if (value && (isStringLiteralLike(value) || isFunctionLike(value))) return undefined;
    if (PERSONAL.test(snake(node.text))) return node;
    return value && (isObjectLiteralExpression(value) || isTemplateExpression(value))
      ? inside(value)
      : undefined;
  }
  if (isTemplateExpression(node))
    return inside(...node.templateSpans.map((span) => span.expression));
  if (isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const { PlusToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
    return [PlusToken, BarBarToken, QuestionQuestionToken].includes(kind as typeof PlusToken)
      ? inside(node.left, node.right)
      : undefined;
  }
  if (isObjectLiteralExpression(node))
    return inside(
      ...node.properties.map((one) =>
        isPropertyAssignment(one)
          ? one.initializer
          : isShorthandPropertyAssignment(one)
            ? one.name
            : undefined,
      ),
    );
  if (isArrayLiteralExpression(node)) return inside(...node.elements);
  if (isConditionalExpression(node)) return inside(node.whenTrue, node.whenFalse);
  if (isParenthesizedExpression(node) || isAwaitExpression(node) || isAsExpression(node))
    return inside(node.expression);
  if (isCallExpression(node) && /^(?:String|JSON\.stringify)$/.test(node.expression.getText()))
    return inside(node.arguments[0]);
  return undefined;
}
