import { builtinModules } from 'node:module';
import type ts from 'typescript';
import { bare, symbolKey } from './access-key.js';
import type { Analysis } from './analysis.js';
import { isDecoded } from './decoded-text.js';
import type { Environment } from './environment.js';
import { read } from './read-expression.js';
import { report } from './report-hit.js';
import { constantNode } from './tables/check-tools.js';
import { textOf, type Value } from './value.js';
import {
  Kind,
  isArrayLiteralExpression,
  isBinaryExpression,
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isNumericLiteral,
  isPropertyAccessExpression,
  isStringLiteralLike,
} from './syntax.js';

const MODULES = new Set([...builtinModules, 'fs.promises']);
/** Modules whose functions reach other programs, other machines or the facts of this one. */
const REACHING = new Set(
  'child_process cluster dgram dns fs fs.promises http http2 https inspector module net os tls vm worker_threads'.split(
    ' ',
  ),
);

const isBuiltin = (path: string): boolean =>
  path === 'globalThis' || path === 'process' || MODULES.has(path);

/** `object[name]`: what a name is hidden for when it could have been written with a dot. */
export function checkMember(
  analysis: Analysis,
  node: ts.ElementAccessExpression,
  base: Value,
  index: Value,
): void {
  if (analysis.learning || isNumericLiteral(node.argumentExpression)) return;
  const written = bare(analysis, node.argumentExpression);
  if (isEscaped(written)) report(analysis, 'hidden-name', node, undefined, 'escaped');
  const path = base.paths.find(isBuiltin);
  if (path === undefined) return;
  const [how, weak] = hiding(analysis, written, index);
  if (how !== undefined) report(analysis, 'hidden-name', node, undefined, how, weak);
  else if (REACHING.has(path) && isCalled(node) && isFixedName(analysis, written, index))
    report(analysis, 'name-in-brackets', node, undefined, path);
}

/** How a name is hidden, and whether that may have another reason. */
function hiding(
  analysis: Analysis,
  written: ts.Expression,
  index: Value,
): readonly [string | undefined, boolean] {
  if (isDecoded(index)) return ['decoded', false];
  const source = bare(analysis, constantNode(analysis, written) as ts.Expression);
  if (isEscaped(source)) return ['escaped', false];
  if (isPieces(source)) return ['put together of pieces', false];
  if (!isCallExpression(source)) return [undefined, false];
  const text = source.getText();
  if (/^(?:Object\.(?:keys|getOwnPropertyNames)|Reflect\.ownKeys)\(.*\.find\(/s.test(text))
    return ['looked up among all names', true];
  if (/^(?<quote>['"`]).*\k<quote>\s*\.split\(.{2}\)\s*\.reverse\(\)\s*\.join\(.{2}\)$/s.test(text))
    return ['written backwards', false];
  return [undefined, false];
}

/** Letters that are written as numbers, which no editor does. */
const isEscaped = (node: ts.Node): boolean =>
  isStringLiteralLike(node) &&
  node.end - node.pos > node.text.length + 5 &&
  (node.getText().match(/\\(?:x[4-7]|u00[4-7]|u\{0*[4-7])[\da-f]\}?/gi)?.length ?? 0) > 1;

/** `'host' + 'name'`, `'host'.concat('name')`, `['host', 'name'].join('')`. */
export function isPieces(node: ts.Node): boolean {
  if (isBinaryExpression(node))
    return (
      (node.operatorToken.kind as number) === Kind.PlusToken &&
      isStringLiteralLike(node.right) &&
      (isStringLiteralLike(node.left) || isPieces(node.left))
    );
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return false;
  const { expression: base, name } = node.expression;
  const texts =
    name.text === 'concat'
      ? [base]
      : name.text === 'join' && isArrayLiteralExpression(base)
        ? base.elements
        : [];
  return texts.length > 0 && [...texts, ...node.arguments].every(isStringLiteralLike);
}

/** A name that is written here, or in a variable that only holds it. */
function isFixedName(analysis: Analysis, written: ts.Expression, index: Value): boolean {
  if (isStringLiteralLike(written)) return true;
  if (!isIdentifier(written) || textOf(index) === undefined) return false;
  const source = constantNode(analysis, written);
  return isStringLiteralLike(source) || symbolKey(analysis, written) === undefined;
}

/** `node(…)`, `node.call(…)`, `node.bind(…)`. */
function isCalled(node: ts.Expression): boolean {
  const { parent } = node;
  if (isCallExpression(parent)) return parent.expression === node;
  return (
    isPropertyAccessExpression(parent) &&
    /^(?:call|apply|bind)$/.test(parent.name.text) &&
    isCallExpression(parent.parent) &&
    parent.parent.expression === parent
  );
}

/**
 * A function of a builtin module that is fetched by a detour and called: `Reflect.get(os, 'x')()`,
 * `Object.getOwnPropertyDescriptor(os, 'x').value()`, `Object.entries(os).find(…)[1]()`.
 */
export function checkDetour(
  analysis: Analysis,
  call: ts.CallExpression | ts.NewExpression,
  target: ts.Expression,
  scope: Environment,
): void {
  if (analysis.learning || isIdentifier(target)) return;
  let at = target;
  if (isPropertyAccessExpression(at) && /^(?:call|apply|bind)$/.test(at.name.text))
    at = bare(analysis, at.expression);
  if (isPropertyAccessExpression(at)) {
    if (at.name.text !== 'value') return;
    at = bare(analysis, at.expression);
  } else {
    while (isElementAccessExpression(at)) at = bare(analysis, at.expression);
    if (isCallExpression(at)) at = beforeSearch(analysis, at);
  }
  if (!isCallExpression(at) || at === call || !at.arguments[0]) return;
  if (
    !/^(?:Reflect\.get|Object\.(?:getOwnPropertyDescriptor|entries))$/.test(at.expression.getText())
  )
    return;
  const object = read(analysis, at.arguments[0], scope);
  if (object.paths.some(isBuiltin))
    report(analysis, 'hidden-name', call, undefined, at.expression.getText(), true);
}

/** `list` of `list.find(…)` and `list.filter(…)`. */
const beforeSearch = (analysis: Analysis, node: ts.CallExpression): ts.Expression => {
  const { expression } = node;
  return isPropertyAccessExpression(expression) && /^(?:find|filter)$/.test(expression.name.text)
    ? bare(analysis, expression.expression)
    : node;
};
