import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import { malwareIn, mayHoldMalware } from './tables/malware-texts.js';
import {
  Kind,
  isArrayLiteralExpression,
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isCaseClause,
  isElementAccessExpression,
  isFunctionExpression,
  isFunctionLike,
  isIdentifier,
  isNewExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isStringLiteralLike,
  isVariableStatement,
  lastNameOf,
} from './syntax.js';

/** Places of one kind that are named in one file. */
const SHOWN = 20;

/** What a file shows as a text: code out of sight, and what malicious programs say. */
export function checkFile(analysis: Analysis, source: ts.SourceFile): void {
  checkBlanks(analysis, source);
  if (!mayHoldMalware(source.text)) return;
  const { forEachChild } = analysis.typescript;
  const visit = (node: ts.Node): void => {
    const kind: number = node.kind;
    if (
      kind === Kind.StringLiteral ||
      (kind >= Kind.NoSubstitutionTemplateLiteral && kind <= Kind.TemplateTail)
    )
      checkLiteral(analysis, node as ts.LiteralLikeNode);
    else forEachChild(node, visit);
  };
  visit(source);
}

/** Asked for each landmark of a file: what obfuscators leave. */
export function shapeChecks(analysis: Analysis): (node: ts.Node) => void {
  let mangled = 0;
  return (node) => {
    switch (node.kind as number) {
      case Kind.PrefixUnaryExpression:
        if (mangled < SHOWN && isMangled(node as ts.PrefixUnaryExpression)) {
          mangled += 1;
          report(analysis, 'obfuscated-file', node, undefined, node.getText().slice(0, 40));
        }
        break;
      case Kind.FunctionDeclaration:
        if (isSelfRewriting(node as ts.FunctionDeclaration))
          report(
            analysis,
            'obfuscated-file',
            node,
            undefined,
            'table of texts that rewrites itself',
          );
        break;
      case Kind.CallExpression:
        checkInjector(analysis, node as ts.CallExpression);
        if (makesFunction(node as ts.CallExpression))
          report(analysis, 'hidden-name', node, undefined, 'constructor of a function', true);
        break;
      default:
    }
  };
}

/** `!![]`, `![]`, `+!!false`: constants in a form that no hand and no minifier writes. */
function isMangled(node: ts.PrefixUnaryExpression): boolean {
  if ((node.parent.kind as number) === Kind.PrefixUnaryExpression) return false;
  let operators = '';
  let at: ts.Expression = node;
  while ((at.kind as number) === Kind.PrefixUnaryExpression) {
    const operator: number = (at as ts.PrefixUnaryExpression).operator;
    operators += operator === Kind.ExclamationToken ? '!' : operator === Kind.PlusToken ? '+' : '-';
    at = (at as ts.PrefixUnaryExpression).operand;
  }
  if (isArrayLiteralExpression(at) && at.elements.length === 0) return operators.includes('!');
  const kind: number = at.kind;
  return (
    (kind === Kind.TrueKeyword || kind === Kind.FalseKeyword) &&
    operators.includes('!!') &&
    operators.startsWith('+')
  );
}

const FEWEST_TEXTS = 5;
/** `function a() { const b = ['…', …]; a = function () { return b; }; return a(); }`. */
function isSelfRewriting(node: ts.FunctionDeclaration): boolean {
  const [first, second, third] = node.body?.statements ?? [];
  if (!first || !second || !third || !isVariableStatement(first) || !isReturnStatement(third))
    return false;
  const list = first.declarationList.declarations[0]?.initializer;
  if (!list || !isArrayLiteralExpression(list) || list.elements.length < FEWEST_TEXTS) return false;
  if (!list.elements.every(isStringLiteralLike) || !node.name) return false;
  const assigned = (second as ts.ExpressionStatement).expression;
  return (
    assigned !== undefined &&
    isBinaryExpression(assigned) &&
    isIdentifier(assigned.left) &&
    assigned.left.text === node.name.text &&
    isFunctionExpression(assigned.right) &&
    isBlock(assigned.right.body)
  );
}

/** Texts that are compared with, or stand in a list of such texts, are looked for and not used. */
function isOnlyLookedFor(node: ts.Node): boolean {
  const { parent } = node;
  if (isCaseClause(parent)) return true;
  if (isBinaryExpression(parent))
    return (parent.operatorToken.kind as number) !== Kind.PlusToken && !isAssigned(parent, node);
  if (isArrayLiteralExpression(parent)) {
    const { elements } = parent;
    const list = parent.parent;
    return (
      elements.length > 1 &&
      elements.every(isStringLiteralLike) &&
      !(isCallExpression(list) && !isSet(list))
    );
  }
  if (isNewExpression(parent)) return /^RegExp$/.test(parent.expression.getText());
  return (
    isCallExpression(parent) &&
    isPropertyAccessExpression(parent.expression) &&
    /^(?:includes|indexOf|startsWith|endsWith|match|search|has|test|split|replace|replaceAll|contains|log|info|warn|error|debug)$/.test(
      parent.expression.name.text,
    )
  );
}
const isAssigned = (parent: ts.BinaryExpression, node: ts.Node): boolean =>
  ((parent.operatorToken.kind as number) === Kind.EqualsToken && parent.right === node) ||
  (parent.operatorToken.kind as number) === Kind.PlusEqualsToken ||
  (parent.operatorToken.kind as number) === Kind.BarBarToken ||
  (parent.operatorToken.kind as number) === Kind.QuestionQuestionToken ||
  (parent.operatorToken.kind as number) === Kind.CommaToken;
const isSet = (node: ts.Node): boolean => /^new\s+Set\b/.test(node.getText());

function checkLiteral(analysis: Analysis, node: ts.LiteralLikeNode): void {
  const found = malwareIn(node.text);
  if (found && !isOnlyLookedFor(node))
    report(analysis, found.rule, node, undefined, found.what, found.severity);
}

/** `injector.inject(process, 'x.dll')`. */
function checkInjector(analysis: Analysis, node: ts.CallExpression): void {
  const name = lastNameOf(node.expression);
  if (!/inject/i.test(name)) return;
  const library = node.arguments.find(
    (one) => isStringLiteralLike(one) && /\.(?:dll|so|dylib)$/i.test(one.text),
  );
  if (library) report(analysis, 'library-injection', node, undefined, name);
}

/** `(() => {}).constructor('…')`, `[].filter['constructor']('…')`: `Function` under another name. */
function makesFunction({ expression: target, arguments: args }: ts.CallExpression): boolean {
  const code = args.at(-1);
  if (!code || !isStringLiteralLike(code) || code.text === 'return this') return false;
  const named = isPropertyAccessExpression(target)
    ? target.name.text
    : isElementAccessExpression(target) && isStringLiteralLike(target.argumentExpression)
      ? target.argumentExpression.text
      : '';
  if (named !== 'constructor') return false;
  let at = (target as ts.PropertyAccessExpression).expression;
  if (isPropertyAccessExpression(at) || isElementAccessExpression(at)) {
    at = at.expression;
    return isArrayLiteralExpression(at) || isStringLiteralLike(at);
  }
  return isParenthesizedExpression(at) && isFunctionLike(at.expression);
}

const FEWEST_BLANKS = 200;
/** Code behind so many blanks that an editor does not show it. */
function checkBlanks(analysis: Analysis, source: ts.SourceFile): void {
  const { text } = source;
  let shown = 0;
  for (const match of text.matchAll(/[^\S\r\n]{200,}/g)) {
    if (/^(?:\s|$)/.test(text.charAt(match.index + match[0].length))) continue;
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    // Deep indentation alone is what generators write.
    if (match.index === lineStart && match[0].length < 2 * FEWEST_BLANKS) continue;
    const end = match.index + match[0].length;
    const token = tokenAt(analysis, source, end);
    if (
      !token ||
      token.getStart(source) !== end ||
      isInComment(analysis, source, token, match.index)
    )
      continue;
    report(analysis, 'out-of-sight', token, undefined, `${match[0].length} blanks`);
    shown += 1;
    if (shown >= SHOWN) return;
  }
}

function tokenAt(
  { typescript: ts }: Analysis,
  source: ts.SourceFile,
  position: number,
): ts.Node | undefined {
  const { FirstJSDocNode, LastJSDocNode } = ts.SyntaxKind;
  let at: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = at
      .getChildren(source)
      .find(
        ({ pos, end, kind }) =>
          pos <= position && position < end && (kind < FirstJSDocNode || kind > LastJSDocNode),
      );
    if (!inner) return at === source ? undefined : at;
    at = inner;
  }
}
function isInComment(
  analysis: Analysis,
  source: ts.SourceFile,
  token: ts.Node,
  position: number,
): boolean {
  const { typescript: ts } = analysis;
  const { text } = source;
  const comments = [
    ...(ts.getLeadingCommentRanges(text, token.pos) ?? []),
    ...(ts.getTrailingCommentRanges(text, token.pos) ?? []),
  ];
  // Inside a text the blanks belong to the token itself.
  return (
    token.getStart(source) < position ||
    comments.some(({ pos, end }) => pos <= position && position < end)
  );
}
