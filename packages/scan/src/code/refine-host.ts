import type ts from 'typescript';
import { bare } from './access-key.js';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { mark } from './proofs.js';
import { change } from './refine.js';
import { Safe, type Value } from './value.js';

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

/** `url` of `url.host`. */
function hostOwner(analysis: Analysis, expression: ts.Expression): ts.Expression | undefined {
  const node = bare(analysis, expression);
  return analysis.typescript.isPropertyAccessExpression(node) &&
    /^(?:host|hostname|origin)$/.test(node.name.text)
    ? node.expression
    : undefined;
}
