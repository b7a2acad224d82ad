import type { Diagnostic } from '@plugwright/errors';

/** An edit that cannot be done safely. `path` of a diagnostic is a JSON pointer; here the file is the position's source. */
export function problem(
  code: `PW_EDIT_${string}`,
  message: string,
  hint: string,
  where: { file?: string; line?: number; column?: number; pointer?: string } = {},
): Diagnostic {
  return {
    code,
    severity: 'error',
    message,
    hint,
    path: where.pointer ?? '',
    ...(where.file === undefined
      ? {}
      : {
          position: { source: where.file, line: where.line ?? 1, column: where.column ?? 1 },
        }),
  };
}

/** Something that was left out on purpose and that the reader should know. */
export function note(
  code: `PW_EDIT_${string}`,
  message: string,
  hint: string,
  file?: string,
): Diagnostic {
  return { ...problem(code, message, hint, file === undefined ? {} : { file }), severity: 'info' };
}

/** Ends an edit from deep inside; `add` turns it into diagnostics, so callers never see it. */
export class EditRefused extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(...diagnostics: Diagnostic[]) {
    super(diagnostics.map((one) => one.message).join('; '));
    this.diagnostics = diagnostics;
  }
}
