import { visible, type TextColours } from '../report/text.js';
import type { AuditResult, DependencyCheck } from './audit-result.js';
import { DEPENDENCY_RULES } from './dependency-rules.js';

const plain = (text: string): string => text;
const PLAIN: TextColours = { bold: plain, dim: plain, red: plain, yellow: plain };
const FIX = new Map<string, string>(DEPENDENCY_RULES.map(({ name, fix }) => [name, fix]));

/** Findings, what could not be evaluated, and notes, for people; the sentence of the answer is left to the caller. */
export function auditText(result: AuditResult, colours: TextColours = PLAIN): string {
  const parts = result.findings.map((finding) => {
    const mark = /^(?:high|critical)$/.test(finding.severity) ? colours.red : colours.yellow;
    const after = finding.waived
      ? `waived until ${finding.waived.expires} by ${visible(finding.waived.author)}: ${visible(finding.waived.reason)}`
      : (FIX.get(finding.rule) ?? '');
    return [
      `${mark(finding.severity)} ${colours.bold(visible(finding.message))} ${colours.dim(finding.id)}`,
      `  ${visible(finding.path)}:${finding.line}`,
      colours.dim(`  ${after}`),
    ].join('\n');
  });
  const open = openChecks(result);
  if (open.length > 0) parts.push(colours.dim(`not evaluated: ${open.join(', ')}`));
  for (const note of result.notes) parts.push(colours.dim(visible(note)));
  return parts.join('\n\n');
}

/** Each check that was not evaluated for some packages, with how many. */
function openChecks({ packages }: AuditResult): string[] {
  const counts = new Map<DependencyCheck, number>();
  for (const { checks } of packages)
    for (const [name, { status }] of Object.entries(checks) as [
      DependencyCheck,
      { status: string },
    ][])
      if (status === 'not-evaluated') counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) =>
    count === packages.length ? `${name} (of all packages)` : `${name} (of ${count} packages)`,
  );
}
