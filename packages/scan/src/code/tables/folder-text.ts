import type ts from 'typescript';
import { declarationsOf } from '../access-key.js';
import type { Analysis } from '../analysis.js';
import {
  Kind,
  isBinaryExpression,
  isCallExpression,
  isIdentifier,
  isParenthesizedExpression,
  isStringLiteralLike,
  isTemplateExpression,
  isVariableDeclaration,
} from '../syntax.js';

/** Stands for the folder of the code, of the process or of the user. */
const ROOT = '\u00a7';

/**
 * The folder an expression names, with {@link ROOT} for places that are known only when the code runs; `undefined`
 * when parts of it come from elsewhere.
 */
function folderText(analysis: Analysis, node: ts.Expression, depth = 0): string | undefined {
  if (depth > 6) return undefined;
  const inner = (one: ts.Expression) => folderText(analysis, one, depth + 1);
  if (isStringLiteralLike(node)) return node.text;
  const text = node.getText();
  if (
    /^(?:__dirname|import\.meta\.dirname|process\.cwd\(\)|(?:os\.)?homedir\(\)|process\.env\.HOME)$/.test(
      text,
    )
  )
    return ROOT;
  if (isIdentifier(node)) {
    const [declaration] = declarationsOf(analysis, node);
    return declaration && isVariableDeclaration(declaration) && declaration.initializer
      ? inner(declaration.initializer)
      : undefined;
  }
  if (isParenthesizedExpression(node)) return inner(node.expression);
  if (isBinaryExpression(node) && (node.operatorToken.kind as number) === Kind.PlusToken)
    return joined([inner(node.left), inner(node.right)], '');
  if (isTemplateExpression(node))
    return joined(
      [
        node.head.text,
        ...node.templateSpans.flatMap((one) => [inner(one.expression), one.literal.text]),
      ],
      '',
    );
  if (
    isCallExpression(node) &&
    /(?:^|\.)(?:join|resolve|normalize)$/.test(node.expression.getText())
  )
    return joined(node.arguments.map(inner), '/');
  return undefined;
}

const joined = (parts: readonly (string | undefined)[], by: string): string | undefined =>
  parts.every((one) => one !== undefined) ? parts.join(by) : undefined;

/** Whether a folder holds what nobody outside should read: the project, the home folder, a package with its manifest. */
export function isPrivateFolder(analysis: Analysis, node: ts.Expression): boolean {
  const text = folderText(analysis, node);
  if (text === undefined) return false;
  const parts: string[] = [];
  for (const part of text.split(/[\\/]+/)) {
    if (part === '..') {
      // Above the folder of the code lies the project.
      const last = parts.pop();
      if (last === undefined || last === ROOT) parts.push(ROOT);
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  const whole = parts.join('/');
  return (
    /^\u00a7?$/.test(whole) ||
    whole.startsWith('~') ||
    /(?:^|\/)(?:node_modules(?:\/(?:@[\w-]+\/)?[\w.-]+)?|\.git|\.ssh|\.aws)$/.test(whole) ||
    /^(?:etc|root|home)$/.test(whole)
  );
}
