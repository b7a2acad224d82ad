import type ts from 'typescript';
import { bare, declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { read } from './read-expression.js';
import { textOf } from './value.js';
import {
  isArrayLiteralExpression,
  isBinaryExpression,
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteralLike,
  isVariableDeclaration,
} from './syntax.js';

/** A text of the code that a key is made of. */
export interface KeyText {
  readonly text: string;
  readonly written: ts.Node;
  /** What is taken when the environment has no key: `process.env.KEY || 'text'`. */
  readonly lastResort: boolean;
}

/** Functions that bring a text into another form: the bytes of a key, an object that holds it, its Base64. */
const ENCODES =
  /^(?:Buffer\.from|Uint8Array\.from|btoa|atob|String|\w*(?:encoder|TextEncoder\(\))\.encode|(?:[\w.]*\.)?(?:asKey|createSecretKey|utf8ToBytes|hexToBytes|stringToBytes|base64url\.(?:decode|encode)|enc\.\w+\.parse|(?:Utf8|Hex|Base64|Latin1)\.parse|decodeHex|encodeUtf8|createBuffer))$/i;
const OF_RECEIVER = /^(?:toString|trim|slice|toLowerCase|toUpperCase|padEnd|repeat)$/;
const DEEPEST = 6;

/** The texts in the code that the value at a node is made of, through encoders, lists and last resorts. */
export function keyTexts(
  analysis: Analysis,
  given: ts.Node,
  scope: Environment,
  lastResort = false,
  depth = 0,
): readonly KeyText[] {
  if (depth > DEEPEST) return [];
  const inner = (node: ts.Node | undefined, last = lastResort) =>
    node ? keyTexts(analysis, node, scope, last, depth + 1) : [];
  const node = isPropertyAssignment(given)
    ? bare(analysis, given.initializer)
    : bare(analysis, given as ts.Expression);
  if (isStringLiteralLike(node)) return [{ text: node.text, written: node, lastResort }];
  if (isArrayLiteralExpression(node)) return node.elements.flatMap((one) => inner(one));
  if (isBinaryExpression(node))
    return /^(?:\|\||\?\?)$/.test(node.operatorToken.getText()) ? inner(node.right, true) : [];
  if (isCallExpression(node)) {
    const callee = node.expression;
    const name = callee.getText().replaceAll(/\bnew\s+|\s+|\?/g, '');
    if (ENCODES.test(name)) return inner(node.arguments[0]);
    return isPropertyAccessExpression(callee) && OF_RECEIVER.test(callee.name.text)
      ? inner(callee.expression)
      : [];
  }
  if (isIdentifier(node)) {
    const [declaration, another] = declarationsOf(analysis, node);
    if (another || !declaration || !isVariableDeclaration(declaration)) return [];
    return inner(declaration.initializer);
  }
  const text = isPropertyAccessExpression(node) ? textOf(read(analysis, node, scope)) : undefined;
  return text === undefined ? [] : [{ text, written: node, lastResort }];
}
