import type ts from 'typescript';
import { declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import { checkComponent, checkThrows } from './component-checks.js';
import type { Landmarks } from './program.js';
import { report } from './report-hit.js';
import { checkFile, shapeChecks } from './shape-checks.js';
import { checkRegistration } from './tool-texts.js';
import {
  Kind,
  isBreakStatement,
  isCallExpression,
  isClassLike,
  isDoStatement,
  isForStatement,
  isFunctionLike,
  isIdentifier,
  isMethodDeclaration,
  isNumericLiteral,
  isObjectLiteralExpression,
  isReturnStatement,
  isSpreadAssignment,
  isThrowStatement,
  isWhileStatement,
  isYieldExpression,
} from './syntax.js';

/** Rules that look at the shape of the code alone. */
export function checkTree(analysis: Analysis, files: Landmarks): void {
  for (const [source, landmarks] of files) {
    checkFile(analysis, source);
    const checkShape = shapeChecks(analysis);
    for (const node of landmarks) {
      checkShape(node);
      if (isObjectLiteralExpression(node)) checkComponent(analysis, node);
      else if (isClassLike(node)) checkService(analysis, node);
      else if (isWhileStatement(node) || isDoStatement(node) || isForStatement(node))
        checkLoop(analysis, node);
      else if (isCallExpression(node)) {
        checkFetch(analysis, node);
        checkRegistration(analysis, node);
      }
    }
  }
}

/** How each thing that a service starts is ended. */
const RELEASES: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /\bsetInterval\s*\(/,
    /\bclearInterval\s*\(|\bclearTimeout\s*\(|\.(?:unref|abort|dispose)\s*\(/,
    'setInterval',
  ],
  [
    /\.(?:on|addListener|addEventListener)\s*\(\s*['"`]/,
    /\.(?:off|removeListener|removeAllListeners|removeEventListener|close|destroy|disconnect|end|stop|abort|terminate|logout)\s*\(/,
    'listener',
  ],
  [
    /\bnew\s+WebSocket\s*\(|\bcreateServer\s*\(|\.listen\s*\(/,
    /\.(?:close|terminate|destroy|end|stop|shutdown|abort)\s*\(/,
    'socket',
  ],
];

function checkService(analysis: Analysis, node: ts.ClassLikeDeclaration): void {
  const heritage =
    node.heritageClauses?.some((clause) => /\bService\b/.test(clause.getText())) === true;
  if (!heritage) return;
  const members = node.members.filter(isMethodDeclaration);
  const named = (name: string) => members.filter((one) => one.name.getText() === name);
  const start = named('start').find((one) =>
    one.modifiers?.some((word) => (word.kind as number) === Kind.StaticKeyword),
  );
  if (start?.body) checkThrows(analysis, start.body, 'throwing-start');
  const stop = named('stop')[0];
  // What `stop` calls counts as its own.
  const called = [...(stop?.getText() ?? '').matchAll(/this\.(?<name>\w+)\s*\(/g)].map(
    (match) => match.groups?.name ?? '',
  );
  const ends = [
    stop?.getText() ?? '',
    ...called.flatMap((name) => named(name).map((one) => one.getText())),
  ].join('\n');
  for (const [begins, release, what] of RELEASES) {
    const culprit = members.find(
      (one) => one !== stop && begins.test(one.getText()) && !release.test(one.getText()),
    );
    if (culprit && !release.test(ends))
      report(analysis, 'not-released', culprit.name, undefined, what);
  }
}

/** `while (true)` with nothing inside that leaves it. */
function checkLoop(
  analysis: Analysis,
  node: ts.WhileStatement | ts.DoStatement | ts.ForStatement,
): void {
  const { typescript: ts } = analysis;
  const condition = isForStatement(node) ? node.condition : node.expression;
  const endless =
    condition === undefined ||
    (condition.kind as number) === Kind.TrueKeyword ||
    (isNumericLiteral(condition) && condition.text !== '0');
  if (!endless) return;
  let leaves = false;
  const visit = (child: ts.Node): void => {
    if (
      isBreakStatement(child) ||
      isReturnStatement(child) ||
      isThrowStatement(child) ||
      isYieldExpression(child)
    )
      leaves = true;
    if (!isFunctionLike(child)) ts.forEachChild(child, visit);
  };
  visit(node.statement);
  if (!leaves) report(analysis, 'endless-loop', node);
}

/** The global `fetch` waits for ever when nobody tells it to stop. */
function checkFetch(analysis: Analysis, node: ts.CallExpression): void {
  if (!isIdentifier(node.expression) || node.expression.text !== 'fetch') return;
  if (declarationsOf(analysis, node.expression).length > 0) return;
  const [, options] = node.arguments;
  if (options && !isObjectLiteralExpression(options)) return;
  const named = options?.properties.some(
    (property) => isSpreadAssignment(property) || (property.name?.getText() ?? '') === 'signal',
  );
  if (!named) report(analysis, 'no-timeout', node);
}
