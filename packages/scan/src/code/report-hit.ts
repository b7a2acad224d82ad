import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { Severity } from '../rules/rule.js';
import { RULES_BY_NAME } from '../rules/rules.js';
import type { SourceKind, Taint } from './value.js';

/** Remembers that a rule answered at a place; of several sources the worst is kept. */
export function report(
  analysis: Analysis,
  rule: string,
  node: ts.Node,
  taint?: Taint,
  detail?: string,
  mild?: boolean | Severity,
): void {
  if (analysis.learning) return;
  const key = `${rule}@${node.getSourceFile().fileName}:${node.pos}:${node.end}`;
  const known = analysis.hits.get(key);
  if (known && (!taint || rank(known.taint?.kind) <= rank(taint.kind))) return;
  analysis.hits.set(key, { rule, node, taint, detail, mild });
}

const ORDER: readonly SourceKind[] = ['remote', 'model', 'response', 'environment', 'secret'];
const rank = (kind: SourceKind | undefined): number => {
  const at = kind === undefined ? -1 : ORDER.indexOf(kind);
  return at === -1 ? ORDER.length : at;
};

/** The first source in a value that a rule minds and that nothing has made safe. */
export function unsafe(rule: string, taints: readonly Taint[], bit: number): Taint | undefined {
  if (taints.length === 0) return undefined;
  const kinds = RULES_BY_NAME.get(rule)?.sources;
  if (!kinds) return undefined;
  return taints
    .filter((taint) => kinds[taint.kind] !== undefined && (taint.safe & bit) === 0)
    .toSorted((left, right) => rank(left.kind) - rank(right.kind))[0];
}
