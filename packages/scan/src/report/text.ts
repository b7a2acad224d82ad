import type { Finding, ScanResult } from '../finding.js';
import { RULES_BY_NAME } from '../rules/rules.js';

/** Ways to colour parts of the text; without them it is plain. */
export interface TextColours {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
}
const plain = (text: string): string => text;
const PLAIN: TextColours = { bold: plain, dim: plain, red: plain, yellow: plain };

const SHOWN = 160;
/** What a terminal would obey, and what nobody can see, written out. */
export const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, (char) =>
    char === '\t' ? '  ' : `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`,
  );

/** The line a finding stands on, with marks under the place; cut around it when it is long. */
export function codeFrame(text: string, finding: Finding): string {
  const line = text.split('\n', finding.line)[finding.line - 1] ?? '';
  const from = Math.max(0, finding.column - 1 - (line.length > SHOWN ? 40 : finding.column));
  const part = line.slice(from, from + SHOWN).replace(/\r$/, '');
  const start = finding.column - 1 - from;
  const end = finding.endLine === finding.line ? finding.endColumn - 1 - from : part.length;
  const shown = visible(part);
  const before = visible(part.slice(0, start)).length;
  const width = Math.max(1, visible(part.slice(start, end)).length);
  const number = String(finding.line);
  return `  ${number} | ${shown}\n  ${' '.repeat(number.length)} | ${' '.repeat(before)}${'^'.repeat(Math.min(width, SHOWN))}`;
}

/** Findings as text for people, the worst first, each with the line it stands on. */
export function toText(
  result: ScanResult,
  textOf: (path: string) => string | undefined,
  colours: TextColours = PLAIN,
): string {
  const parts: string[] = [];
  for (const finding of result.findings) {
    const mark = /^(?:high|critical)$/.test(finding.severity) ? colours.red : colours.yellow;
    const rule = RULES_BY_NAME.get(finding.rule);
    const lines = [
      `${mark(finding.severity)} ${colours.bold(visible(finding.message))} ${colours.dim(finding.id)}`,
      `  ${visible(finding.path)}:${finding.line}:${finding.column}`,
    ];
    const text = textOf(finding.path);
    if (text !== undefined) lines.push(codeFrame(text, finding));
    if (finding.source)
      lines.push(colours.dim(`  from ${visible(finding.source.path)}:${finding.source.line}`));
    if (finding.waived)
      lines.push(
        colours.dim(
          `  waived until ${finding.waived.expires} by ${visible(finding.waived.author)}: ${visible(finding.waived.reason)}`,
        ),
      );
    else if (rule) lines.push(colours.dim(`  ${rule.fix}`));
    parts.push(lines.join('\n'));
  }
  for (const { path, reason } of result.skipped)
    parts.push(colours.dim(`not read: ${visible(path)}, because ${reason}`));
  return parts.join('\n\n');
}
