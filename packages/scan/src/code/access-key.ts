import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { noteOf } from './node-note.js';
import { resolveName } from './resolve-name.js';
import { isSecretName } from './tables/sources.js';
import { numberOf } from './value.js';
import {
  Kind,
  isAsExpression,
  isAwaitExpression,
  isElementAccessExpression,
  isIdentifier,
  isNonNullExpression,
  isNumericLiteral,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isSatisfiesExpression,
  isStringLiteralLike,
  isTypeAssertionExpression,
} from './syntax.js';

/** Strips what does not change a value: parentheses, `as`, `!`, `await`, `satisfies`. */
export function bare(analysis: Analysis, node: ts.Expression): ts.Expression {
  for (;;) {
    if (
      isParenthesizedExpression(node) ||
      isAsExpression(node) ||
      isNonNullExpression(node) ||
      isSatisfiesExpression(node) ||
      isTypeAssertionExpression(node) ||
      isAwaitExpression(node)
    )
      node = node.expression;
    else return node;
  }
}

/** What is known of an identifier wherever it is read. */
export interface LookedUp {
  /** The number of the variable it stands for; `undefined` for what is declared nowhere. */
  readonly key: string | undefined;
  readonly declarations: readonly ts.Declaration[];
}

const NOWHERE: readonly ts.Declaration[] = [];

export function lookUp(analysis: Analysis, node: ts.MemberName): LookedUp {
  const note = noteOf(analysis, node);
  return (note.name ??= declaredName(analysis, node));
}

function declaredName(analysis: Analysis, node: ts.MemberName): LookedUp {
  const name = resolveName(analysis.scopes, node);
  return {
    key: name && String(numberOf(name)),
    declarations: name?.declarations ?? NOWHERE,
  };
}

/** Whether what is called so is a secret. */
export function isCalledSecret(analysis: Analysis, node: ts.MemberName): boolean {
  const note = noteOf(analysis, node);
  return (note.isSecret ??= isSecretName(node.text));
}

/** The number of the variable an identifier stands for; `undefined` for what is declared nowhere. */
export const symbolKey = (analysis: Analysis, node: ts.Node): string | undefined =>
  isIdentifier(node) ? lookUp(analysis, node).key : undefined;

/** The declarations of the name that stands at a node. */
export const declarationsOf = (analysis: Analysis, node: ts.Node): readonly ts.Declaration[] =>
  isIdentifier(node) ? lookUp(analysis, node).declarations : NOWHERE;

/** The access path of an expression, such as `12.query.id`, when it has one. */
export function accessKey(analysis: Analysis, expression: ts.Expression): string | undefined {
  const note = noteOf(analysis, expression);
  const path = (note.path ??= findKey(analysis, expression) ?? '');
  return path === '' ? undefined : path;
}

function findKey(analysis: Analysis, expression: ts.Expression): string | undefined {
  const node = bare(analysis, expression);
  if (isIdentifier(node)) return symbolKey(analysis, node);
  if ((node.kind as number) === Kind.ThisKeyword) return 'this';
  if (isPropertyAccessExpression(node)) {
    const base = accessKey(analysis, node.expression);
    return base === undefined ? undefined : `${base}.${node.name.text}`;
  }
  if (isElementAccessExpression(node)) {
    const base = accessKey(analysis, node.expression);
    if (base === undefined) return undefined;
    const index = bare(analysis, node.argumentExpression);
    if (isStringLiteralLike(index) || isNumericLiteral(index)) return `${base}.${index.text}`;
    const variable = isIdentifier(index) ? symbolKey(analysis, index) : undefined;
    return variable === undefined ? undefined : `${base}[${variable}]`;
  }
  return undefined;
}

/** What stands before the first `.` or `[`. */
function rootOf(key: string): string {
  const [dot, bracket] = [key.indexOf('.'), key.indexOf('[')];
  const end = dot === -1 ? bracket : bracket === -1 ? dot : Math.min(dot, bracket);
  return end === -1 ? key : key.slice(0, end);
}

/** Sets what is known under an access path. */
export function setPath(
  analysis: Analysis,
  scope: Environment,
  key: string,
  value: Parameters<Environment['set']>[1],
): void {
  const root = rootOf(key);
  if (root !== key) {
    const known = analysis.accessPaths.get(root);
    if (known) known.add(key);
    else analysis.accessPaths.set(root, new Set([key]));
    for (const [, variable = ''] of key.matchAll(/\[(\d+)\]/g)) {
      const paths = analysis.elementPaths.get(variable);
      if (paths) paths.add(key);
      else analysis.elementPaths.set(variable, new Set([key]));
    }
  }
  scope.set(key, value);
}

/** Forgets what was known below an access path, because it was assigned. */
export function forgetBelow(analysis: Analysis, scope: Environment, key: string): void {
  const paths = analysis.accessPaths.get(rootOf(key));
  if (!paths) return;
  const element = `[${key}]`;
  for (const path of paths) {
    const below = path.startsWith(key) && (path[key.length] === '.' || path[key.length] === '[');
    if ((below || path.includes(element)) && scope.get(path)) scope.set(path, undefined);
  }
}
