import { writeSpec } from '../write-spec.js';
import type { PluginSpec } from '../plugin-spec.js';

/** Lines around a change. */
const CONTEXT = 2;

/** What changed between two specs, as YAML lines with `+` and `-`; empty when nothing did. */
export function specDiff(before: PluginSpec, after: PluginSpec): string {
  return lineDiff(writeSpec(before).split('\n'), writeSpec(after).split('\n'));
}

/** Longest common subsequence; specs have at most some thousand lines. */
export function lineDiff(before: readonly string[], after: readonly string[]): string {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  if (old.length === 0 && now.length === 0) return '';
  const lines = [
    ...before.slice(Math.max(0, head - CONTEXT), head).map((line) => `  ${line}`),
    ...middle(old, now),
    ...before
      .slice(before.length - tail, before.length - tail + CONTEXT)
      .map((line) => `  ${line}`),
  ];
  return `${shortened(lines).join('\n')}\n`;
}

function middle(old: readonly string[], now: readonly string[]): string[] {
  const width = now.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      table[i * width + j] =
        old[i] === now[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(`  ${old[i]}`);
      i++;
      j++;
    } else if (
      j >= now.length ||
      (i < old.length && (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))
    )
      lines.push(`- ${old[i++] ?? ''}`);
    else lines.push(`+ ${now[j++] ?? ''}`);
  }
  return lines;
}

/** Long runs of unchanged lines become `…`. */
function shortened(lines: readonly string[]): string[] {
  const near = (at: number) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((line) => !line.startsWith(' '));
  const kept: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (near(at)) kept.push(line);
    else if (kept.at(-1) !== '  …') kept.push('  …');
  }
  return kept;
}
