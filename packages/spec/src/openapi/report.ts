import type { Diagnostic, SourcePosition } from '@plugwright/errors';

/** What a problem is, without the place that the reporter fills in. */
export interface Finding {
  code: string;
  message: string;
  hint?: string;
  severity?: Diagnostic['severity'];
}

/** Collects diagnostics while a document is read. */
export interface Report {
  /** `file`: which of several documents the pointer is for; absent: the main one. */
  add(finding: Finding, pointer: string, file?: Locator): void;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Locator {
  locate(pointer: string): SourcePosition | undefined;
}

/** More than anybody reads; what is left out is counted. */
const MAX_DIAGNOSTICS = 200;

export function createReport(main: Locator): Report & { finish(): Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  let leftOut = 0;
  return {
    diagnostics,
    add({ code, message, hint, severity = 'warning' }, path, file = main) {
      const key = `${code} ${path} ${message}`;
      if (seen.has(key)) return;
      seen.add(key);
      if (severity !== 'error' && diagnostics.length >= MAX_DIAGNOSTICS) {
        leftOut++;
        return;
      }
      const position = file.locate(path);
      diagnostics.push({
        code,
        severity,
        message,
        ...(hint === undefined ? {} : { hint }),
        path,
        ...(position === undefined ? {} : { position }),
      });
    },
    finish() {
      if (leftOut > 0) {
        diagnostics.push({
          code: 'PW_OPENAPI_MORE',
          severity: 'info',
          message: `${leftOut} more findings of the same kinds are not listed.`,
          path: '',
        });
        leftOut = 0;
      }
      return diagnostics;
    },
  };
}
