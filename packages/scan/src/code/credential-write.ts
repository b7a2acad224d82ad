import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import { entropyOf } from '../secrets/secret-rules.js';
import { isSecretName } from './tables/sources.js';
import { textOf, type Value } from './value.js';
import {
  Kind,
  isBinaryExpression,
  isPropertyAssignment,
  isStringLiteralLike,
  isVariableDeclaration,
} from './syntax.js';

/** Texts that stand for a secret and open nothing. */
const PLACEHOLDER =
  /example|placeholder|change[-_ ]?me|dummy|sample|redacted|^(?:your|my|the|some|enter|insert)[-_ ]|^<|^\[|\$\{|\{\{|\.\.\.|^(.)\1*$|^x{3,}|^(?:null|undefined|none|true|false)$/i;

/** `DISCORD_API_TOKEN`, `x-api-key`, `errors.password.short`, `passwordField`: names of secrets, not secrets. */
const isName = (text: string, name: string): boolean =>
  /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(text) ||
  /^[a-z]+(?:[-._:/][a-z]+)*$/.test(text) ||
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

/** The text itself, or that behind `process.env.X ||`. */
function literalIn(node: ts.Expression): ts.Expression | undefined {
  if (isStringLiteralLike(node)) return node;
  const falls = isBinaryExpression(node) && /^(?:\|\||\?\?)$/.test(node.operatorToken.getText());
  return falls && isStringLiteralLike(node.right) ? node.right : undefined;
}

/** A constant text under the name of a secret, where it gets that name. */
export function checkCredentialWrite(
  analysis: Analysis,
  name: string,
  node: ts.Node,
  value: Value,
): void {
  if (!isSecretName(name)) return;
  const given =
    isVariableDeclaration(node) || isPropertyAssignment(node)
      ? node.initializer
      : isBinaryExpression(node)
        ? node.right
        : undefined;
  const written = given && literalIn(given);
  const text = written && isStringLiteralLike(written) ? written.text : textOf(value);
  if (text === undefined || text.length < 8 || text.length > 200) return;
  if (written && looksLive(text, name))
    report(analysis, 'named-credential', written, undefined, name);
}
