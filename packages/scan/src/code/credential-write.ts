import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import { entropyOf } from '../secrets/secret-rules.js';
import { isSecretName } from './tables/sources.js';
import { textOf, type Value } from './value.js';
import {
  Kind,
  isBinaryExpression,
  isBindingElement,
  isParameter,
  isPropertyAssignment,
  isPropertyDeclaration,
  isStringLiteralLike,
  isVariableDeclaration,
} from './syntax.js';

/** Texts that stand for a secret and open nothing. */
const PLACEHOLDER =
  /example|placeholder|change[-_ ]?me|dummy|sample|redacted|^(?:your|my|the|some|enter|insert)[-_ ]|^<|^\[|\$\{|\{\{|\.\.\.|^(.)\1*$|^x{3,}|^(?:null|undefined|none|true|false)$/i;

/** `DISCORD_API_TOKEN`, `x-api-key`, `errors.password.short`, `passwordField`: names of secrets, not secrets. */
const isName = (text: string, name: string): boolean =>
  /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(text) ||
  /^[A-Z]?[a-z]+(?:[-._:/][a-z]+)*$/.test(text) ||
  /^arn:|^projects\/|^(?:ssm|vault|secretsmanager|op|env|file|kms):/.test(text) ||
  /^(?:\.{0,2}\/|https?:|[a-z]+:\/\/[^:@]*$)/.test(text) ||
  text.toLowerCase().replaceAll(/[-_ ]/g, '') === name.toLowerCase().replaceAll(/[-_]/g, '') ||
  /^[a-z]+(?:[A-Z][a-z]+)*(?:Password|Token|Secret|Key|Field|Label|Error|Invalid|Incorrect)$/.test(
    text,
  );

/** `request.body.password === 'Sup3rS3cret'`: the code itself says what opens it. */
export function checkCredentialComparison(
  analysis: Analysis,
  node: ts.BinaryExpression,
  left: Value,
  right: Value,
): void {
  if (analysis.learning || !left.constants === !right.constants) return;
  const operator: number = node.operatorToken.kind;
  if (operator < Kind.EqualsEqualsToken || operator > Kind.ExclamationEqualsEqualsToken) return;
  for (const [secret, place, value] of [
    [left, node.left, right],
    [right, node.right, left],
  ] as const) {
    const text = textOf(value);
    if (text === undefined || text.length > 200) continue;
    const taint = secret.taints.find((one) => one.kind === 'secret');
    const name = /[\w$]*$/.exec(place.getText())?.[0] ?? '';
    const login = name === 'authorization' && /^(?:Basic|Bearer|Token) \S{6,}$/.test(text);
    if (login || (taint && looksLive(text, name)))
      report(analysis, 'named-credential', node, undefined, name);
  }
}

/** Patterns, selectors, types of columns and variables of templates. */
const NOTATION =
  /^\^|\(\?[=!:<]|\\[dwsb]|^[#.][a-z][\w-]*$|\[[\w-]+[*^$~|]?=|^[A-Z]+\(\d+\)$|^\{\{.*\}\}$|^\$\w+$|^%\w+%$|^:\w+$/;

const looksLive = (text: string, name: string): boolean =>
  text.length >= 8 &&
  !/\s/.test(text) &&
  !PLACEHOLDER.test(text) &&
  !NOTATION.test(text) &&
  !isName(text, name) &&
  (/\d/.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text)) || /[^\w-]/.test(text)) &&
  entropyOf(text) > 2.5;

/** The text behind `process.env.X ||`. */
function lastResort(node: ts.Expression): ts.StringLiteralLike | undefined {
  const falls = isBinaryExpression(node) && /^(?:\|\||\?\?)$/.test(node.operatorToken.getText());
  return falls && isStringLiteralLike(node.right) ? node.right : undefined;
}

/** What signs or encrypts by itself: any text at all works as such a key, so that a placeholder is one that all know. */
const SIGNS =
  /^(?:.*_)?(?:jwt|session|cookie|signing|encryption|hmac|auth|app|token)_?(?:secret|key)(?:_key)?$|^secret_?key$/i;
const opensNothing = (text: string): boolean =>
  text.length < 4 || /^[*x.•<$[{]|^(?:none|null|undefined|test)$/i.test(text);

const TAKES_VALUE = [
  isVariableDeclaration,
  isPropertyAssignment,
  isPropertyDeclaration,
  isParameter,
  isBindingElement,
];
/** What is written at the right of a name. */
const givenTo = (node: ts.Node): ts.Expression | undefined => {
  if (isBinaryExpression(node)) return node.right;
  return TAKES_VALUE.some((is) => is(node))
    ? (node as ts.VariableDeclaration).initializer
    : undefined;
};

/** A constant text under the name of a secret, where it gets that name. */
export function checkCredentialWrite(
  analysis: Analysis,
  name: string,
  node: ts.Node,
  value: Value,
): void {
  if (!isSecretName(name)) return;
  const given = givenTo(node);
  const behind = given && lastResort(given);
  const written = behind ?? (given && isStringLiteralLike(given) ? given : undefined);
  const text = written?.text ?? textOf(value);
  if (!written || text === undefined || text.length > 200) return;
  const bare = text.replace(/^(?:Basic|Bearer|Token) /, '');
  const snake = name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2');
  if (looksLive(bare, name) || (behind && SIGNS.test(snake) && !opensNothing(text)))
    report(analysis, 'named-credential', written, undefined, name);
}
