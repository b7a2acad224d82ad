import { type Diagnostic, PlugwrightError } from '@plugwright/errors';
import type { VerifyReport } from '@plugwright/verify';
import type { PluginJobResult } from './plugin-job.js';
import type { ReadOutcome } from './read-request.js';

/** Nothing could be read, or something is in the way: the error of the job is the first problem. */
export function problemFailure(diagnostics: readonly Diagnostic[]): PlugwrightError {
  const first = diagnostics.find((one) => one.severity === 'error');
  return new PlugwrightError({
    code: first?.code ?? 'PW_SOURCE_UNKNOWN_FORMAT',
    message: first?.message ?? 'The source could not be read.',
    hint: first?.hint,
    diagnostics,
  });
}

/** Nothing could be made of the source. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly outcome: Extract<ReadOutcome, { ok: false }>;
  constructor(outcome: Extract<ReadOutcome, { ok: false }>) {
    super('the source has problems');
    this.outcome = outcome;
  }
}

/** The plugin is written, and a gate does not let it pass. */
export class GatesFailed extends PlugwrightError {
  readonly report: VerifyReport;
  constructor(report: VerifyReport) {
    super({ code: 'PW_CREATE_GATES', message: gateVerdict(report), hint });
    this.report = report;
  }
}

const hint =
  'Look at the problems in the report, change the plugin, and run plugwright verify on it.';

/** Why the plan may not be applied; a person may say otherwise. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly result: Pick<PluginJobResult, 'files' | 'diff'>;
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic, result: Pick<PluginJobResult, 'files' | 'diff'>) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
    this.result = result;
  }
}

/** `types failed: src/actions/a.ts:3:1 TS2322 …`, one line. */
export function gateVerdict({ gates }: Pick<VerifyReport, 'gates'>): string {
  const failed = gates.filter((gate) => gate.status === 'failed');
  if (failed.length === 0) return 'The gates did not run to their end.';
  return failed
    .map(({ gate, diagnostics }) => {
      const first = diagnostics.find((one) => one.severity === 'error');
      if (first === undefined) return `${gate} failed`;
      const { file, line, column, message } = first;
      const place = file === undefined ? '' : `${[file, line, column].filter(Boolean).join(':')} `;
      return `${gate} failed: ${place}${message.split('\n')[0]}`;
    })
    .join('; ');
}
