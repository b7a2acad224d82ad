import type { Diagnostic, SourcePosition } from '@plugwright/errors';
import type { Context } from './context.js';
import { visible } from './visible.js';

/** More than this many of one severity are counted, not shown; `--json` has them all. */
const shownAtMost = 20;

/** `file:line:column`, or as much of it as is known. */
export function placeOf({ position, path }: Diagnostic): string {
  if (position === undefined) return path === '' ? '' : `at ${path}`;
  const { source, line, column } = position;
  return source === undefined ? `line ${line}:${column}` : `${source}:${line}:${column}`;
}

/**
 * Prints findings to stderr: errors first, each with code, place, message and hint; and with the line it is
 * about when `loaded` is the text that it was found in.
 */
export function printDiagnostics(
  context: Context,
  diagnostics: readonly Diagnostic[],
  loaded?: { text: string; source: string },
): void {
  for (const severity of ['error', 'warning', 'info'] as const) {
    if (severity !== 'error' && context.flags.quiet) continue;
    if (severity === 'info' && !context.flags.debug) continue;
    const all = diagnostics.filter((one) => one.severity === severity);
    const shown = severity === 'warning' && !context.flags.debug ? 5 : shownAtMost;
    for (const one of all.slice(0, shown)) printDiagnostic(context, one, loaded);
    if (all.length > shown)
      context.complain(
        context.errorColours.dim(
          `  … and ${all.length - shown} more ${severity}s (--json has all of them)`,
        ),
      );
  }
}

function printDiagnostic(
  context: Context,
  diagnostic: Diagnostic,
  loaded: { text: string; source: string } | undefined,
): void {
  const c = context.errorColours;
  const { severity, code } = diagnostic;
  const paint = severity === 'error' ? c.red : severity === 'warning' ? c.yellow : c.blue;
  const place = placeOf(diagnostic);
  context.complain(
    `${paint(c.bold(severity))} ${c.bold(code)}${place ? `  ${c.cyan(visible(place))}` : ''}`,
  );
  context.complain(`  ${indent(visible(diagnostic.message))}`);
  const { position } = diagnostic;
  if (loaded !== undefined && position !== undefined && position.source === loaded.source)
    for (const line of excerpt(loaded.text, position)) context.complain(c.dim(`  ${line}`));
  if (diagnostic.hint !== undefined && severity !== 'info')
    context.complain(`  ${c.dim('hint:')} ${indent(visible(diagnostic.hint))}`);
}

const indent = (text: string) => text.replaceAll('\n', '\n  ');

/** Characters; what is longer was not written by a person. */
const excerptWidth = 100;

/** The line at `position` and a mark below the column; nothing for lines too long to read. */
function excerpt(text: string, { line, column }: SourcePosition): string[] {
  const found = text.split('\n', line)[line - 1]?.trimEnd();
  if (found === undefined || found.trim() === '' || found.length > excerptWidth) return [];
  const gutter = String(line);
  return [
    `${gutter} │ ${visible(found.replaceAll('\t', ' '))}`,
    `${' '.repeat(gutter.length)} │ ${' '.repeat(Math.max(0, column - 1))}^`,
  ];
}
