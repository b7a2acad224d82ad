import type { Diagnostic } from '@plugwright/errors';
import type { ErrorCodeName } from '@plugwright/errors';

/** Collects what the checks of a spec find. */
export type Report = (
  code: ErrorCodeName,
  path: string,
  message: string,
  hint: string,
  severity?: Diagnostic['severity'],
) => void;

export function collector(): { report: Report; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    report: (code, path, message, hint, severity = 'error') => {
      diagnostics.push({ code, severity, message, hint, path });
    },
  };
}

/** `Did you mean "x"?`, or a sentence that names what there is. */
export function choices(meant: string | undefined, known: readonly string[], kind: string): string {
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  if (known.length === 0) return `Define it first: there is no ${kind} yet.`;
  const shown = known.slice(0, 8).join(', ');
  return `Use one of: ${shown}${known.length > 8 ? ', …' : ''}; or define it.`;
}
