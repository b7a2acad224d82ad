import type { CreateResult } from '@plugwright/engine';
import { readingJson } from './print-reading.js';

/** The result as `--json` shows it: what happened, without the texts of the files. */
export function createJson(result: CreateResult): object {
  const { outcome, kind, spec, directory, plan, applied, report, diff } = result;
  const error = result.diagnostics.find((one) => one.severity === 'error');
  return {
    ok: outcome === 'planned' || outcome === 'written' || outcome === 'verified',
    outcome,
    kind,
    name: spec?.name,
    directory,
    ...(error === undefined
      ? {}
      : { error: { code: error.code, message: error.message, hint: error.hint } }),
    files: plan?.files.map(({ path, action, owner }) => ({ path, action, owner })),
    written: applied?.written,
    unchanged: applied?.unchanged,
    actions: spec?.actions.map((action) => action.name),
    operations: result.operations,
    ...readingJson(result.reading),
    report,
    diff,
    diagnostics: result.diagnostics,
  };
}
