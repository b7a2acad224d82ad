import type ts from 'typescript';
import { bare, declarationsOf } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { mark } from './proofs.js';
import { change } from './refine.js';
import { Safe, type Value } from './value.js';
import {
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isVariableDeclaration,
} from './syntax.js';

/** `url.host === base.host`: the one URL leads no further than the other, whose host no stranger chose. */
export function refineHost(
  analysis: Analysis,
  left: ts.Expression,
  right: ts.Expression,
  host: Value,
  scope: Environment,
): void {
  const url = hostOwner(analysis, left);
  if (!url || !hostOwner(analysis, right)) return;
  if (host.taints.some(({ kind }) => kind === 'remote' || kind === 'model')) return;
  change(analysis, url, scope, mark(Safe.url));
}

/** The host of a URL is one of ours: so is where the URL leads, and the text it was made of. */
export function proveHost(analysis: Analysis, host: ts.Expression, scope: Environment): void {
  const url = hostOwner(analysis, host);
  if (!url) return;
  change(analysis, url, scope, mark(Safe.url));
  let made = bare(analysis, url);
  if (isIdentifier(made)) {
    const [declaration] = declarationsOf(analysis, made);
    if (!declaration || !isVariableDeclaration(declaration) || !declaration.initializer) return;
    made = bare(analysis, declaration.initializer);
  }
  const text =
    (isNewExpression(made) || isCallExpression(made)) && made.arguments?.length === 1
      ? made.arguments[0]
      : undefined;
  if (
    text &&
    /^(?:URL|url\.parse|parse|\w+\.URL)$/.test((made as ts.NewExpression).expression.getText())
  )
    change(analysis, text, scope, mark(Safe.url));
}

/** `url` of `url.host`. */
function hostOwner(analysis: Analysis, expression: ts.Expression): ts.Expression | undefined {
  const node = bare(analysis, expression);
  return isPropertyAccessExpression(node) && /^(?:host|hostname|origin)$/.test(node.name.text)
    ? node.expression
    : undefined;
}
