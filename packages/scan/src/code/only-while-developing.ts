import type ts from 'typescript';
import { declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import {
  isBinaryExpression,
  isBlock,
  isConditionalExpression,
  isFunctionLike,
  isIdentifier,
  isIfStatement,
  isReturnStatement,
  isThrowStatement,
  isVariableDeclaration,
} from './syntax.js';

const ENVIRONMENT = /(?:NODE_ENV|get\(['"`]env['"`]\))/;
/** Conditions that hold while somebody develops, and those that hold only in production. */
const DEVELOPS =
  /^(?:!!?)?[\w.]*(?:isDev|DEBUG|(?:^|\.)dev(?:elopment|Mode)?$|(?:show|print|include|expose|send|with)_?(?:stack|trace)|verbose)\w*$|^!\(*[\w.]*[iI]sProd\w*\)*$/i;
const PRODUCES = /^[\w.]*[iI]s_?Prod\w*$|^[\w.]*\.production$/i;

/** What a condition asks: whether somebody develops, whether this is production, or something else. */
function askedFor(
  analysis: Analysis,
  condition: ts.Expression,
): 'develops' | 'produces' | undefined {
  let text = condition.getText();
  if (isIdentifier(condition)) {
    // `const verbose = process.env.NODE_ENV !== 'production'`
    const [declaration] = declarationsOf(analysis, condition);
    if (declaration && isVariableDeclaration(declaration) && declaration.initializer)
      text = ENVIRONMENT.test(declaration.initializer.getText())
        ? declaration.initializer.getText()
        : text;
  }
  if (ENVIRONMENT.test(text)) {
    const names = /['"`](?:dev|test|local|prod)/.exec(text)?.[0].slice(1);
    if (names === undefined) return undefined;
    const denies = /!==?/.test(text) || /^!\s*[[\w(]/.test(text);
    return (names === 'prod') === denies ? 'develops' : 'produces';
  }
  return DEVELOPS.test(text) ? 'develops' : PRODUCES.test(text) ? 'produces' : undefined;
}

/** `if (production) return …` before a statement of the same block. */
function comesAfterProduction(analysis: Analysis, block: ts.Block, at: ts.Node): boolean {
  for (const statement of block.statements) {
    if (statement === at) return false;
    if (!isIfStatement(statement) || statement.elseStatement) continue;
    const then = statement.thenStatement;
    const last = isBlock(then) ? then.statements.at(-1) : then;
    const leaves = last !== undefined && (isReturnStatement(last) || isThrowStatement(last));
    if (leaves && askedFor(analysis, statement.expression) === 'produces') return true;
  }
  return false;
}

/** Whether a place is reached only while somebody develops: `if (process.env.NODE_ENV !== 'production')`. */
export function onlyWhileDeveloping(analysis: Analysis, node: ts.Node): boolean {
  for (let at = node; at.parent && !isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    const [condition, yes, no] = isIfStatement(parent)
      ? [parent.expression, parent.thenStatement, parent.elseStatement]
      : isConditionalExpression(parent)
        ? [parent.condition, parent.whenTrue, parent.whenFalse]
        : isBinaryExpression(parent) && parent.operatorToken.getText() === '&&'
          ? [parent.left, parent.right]
          : [];
    const asked = condition && (at === yes || at === no) && askedFor(analysis, condition);
    if (asked === (at === yes ? 'develops' : 'produces')) return true;
    if (isBlock(parent) && comesAfterProduction(analysis, parent, at)) return true;
  }
  return false;
}
