import type ts from 'typescript';
import { bare, declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { keyTexts } from './key-text.js';
import {
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isNumericLiteral,
  isPropertyAssignment,
  isVariableDeclaration,
} from './syntax.js';

/** Whether bytes are the same at each run: zeros, or a text of the code. */
export function areFixed(analysis: Analysis, given: ts.Node, scope: Environment): boolean {
  const node = isPropertyAssignment(given)
    ? bare(analysis, given.initializer)
    : bare(analysis, given as ts.Expression);
  const texts = keyTexts(analysis, node, scope);
  if (texts.some(({ text, lastResort }) => text.length > 0 && !lastResort)) return true;
  if (areZeros(node)) return true;
  if (!isIdentifier(node)) return false;
  const [declaration, another] = declarationsOf(analysis, node);
  if (another || !declaration || !isVariableDeclaration(declaration)) return false;
  return (
    declaration.initializer !== undefined &&
    areZeros(bare(analysis, declaration.initializer)) &&
    !isFilled(node)
  );
}

/** `Buffer.alloc(16)`, `new Uint8Array(16)`, `Buffer.alloc(16, 0)`. */
function areZeros(node: ts.Node): boolean {
  if (!isCallExpression(node) && !isNewExpression(node)) return false;
  const [length, filling] = node.arguments ?? [];
  return (
    /^(?:Buffer\.alloc|Uint8Array)$/.test(node.expression.getText()) &&
    length !== undefined &&
    isNumericLiteral(length) &&
    (filling === undefined || isNumericLiteral(filling))
  );
}

/** Whether the file writes into bytes that began as zeros. */
function isFilled(node: ts.Identifier): boolean {
  const name = node.text.replaceAll('$', String.raw`\$`);
  return new RegExp(
    String.raw`(?:randomFill|randomFillSync|getRandomValues|copy|set)\(\s*${name}\b|\b${name}\.(?:set|fill|write|copy)|\b${name}\[[^\]]*\]\s*[-+^|]?=`,
  ).test(node.getSourceFile().text);
}
