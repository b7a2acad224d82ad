import type { Diagnostic } from '@plugwright/spec';
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

/** Prints findings to stderr: errors first, each with code, place, message and hint. */
export function printDiagnostics(context: Context, diagnostics: readonly Diagnostic[]): void {
  for (const severity of ['error', 'warning', 'info'] as const) {
    if (severity !== 'error' && context.flags.quiet) continue;
    if (severity === 'info' && !context.flags.debug) continue;
    const all = diagnostics.filter((one) => one.severity === severity);
    const shown = severity === 'warning' && !context.flags.debug ? 5 : shownAtMost;
    for (const one of all.slice(0, shown)) printDiagnostic(context, one);
    if (all.length > shown)
      context.complain(
        context.errorColours.dim(
          `  … and ${all.length - shown} more ${severity}s (--json has all of them)`,
        ),
      );
  }
}

function printDiagnostic(context: Context, diagnostic: Diagnostic): void {
  const c = context.errorColours;
  const { severity, code } = diagnostic;
  const paint = severity === 'error' ? c.red : severity === 'warning' ? c.yellow : c.blue;
  const place = placeOf(diagnostic);
  context.complain(
    `${paint(c.bold(severity))} ${c.bold(code)}${place ? `  ${c.cyan(visible(place))}` : ''}`,
  );
  context.complain(`  ${indent(visible(diagnostic.message))}`);
  if (diagnostic.hint !== undefined && severity !== 'info')
    context.complain(`  ${c.dim('hint:')} ${indent(visible(diagnostic.hint))}`);
}

const indent = (text: string) => text.replaceAll('\n', '\n  ');
