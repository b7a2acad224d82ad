import { PlugwrightError } from '@plugwright/errors';
import type { GateDiagnostic, GateEvidence, GateName, GateResult } from './report.js';

/** What a gate found, before it is timed and judged. */
export interface GateFindings {
  diagnostics: GateDiagnostic[];
  evidence: GateEvidence;
}

/** Short form of an error finding. */
export const failure = (
  code: string,
  message: string,
  more: Partial<GateDiagnostic> = {},
): GateDiagnostic => ({ code, severity: 'error', message, path: '', ...more });

/** Short form of a warning. */
export const warning = (
  code: string,
  message: string,
  more: Partial<GateDiagnostic> = {},
): GateDiagnostic => ({ code, severity: 'warning', message, path: '', ...more });

/**
 * Runs one gate: takes the time, and turns what it throws into a finding. It passes when no finding
 * is an error. Only cancelling leaves as an exception.
 */
export async function runGate(
  gate: GateName,
  signal: AbortSignal | undefined,
  work: () => Promise<GateFindings>,
): Promise<GateResult> {
  const startedAt = performance.now();
  let found: GateFindings;
  try {
    signal?.throwIfAborted();
    found = await work();
    signal?.throwIfAborted();
  } catch (error) {
    if (signal?.aborted) throw error;
    found = { diagnostics: [fromError(error)], evidence: {} };
  }
  return {
    gate,
    status: found.diagnostics.some((d) => d.severity === 'error') ? 'failed' : 'passed',
    durationMs: performance.now() - startedAt,
    ...found,
  };
}

/** A gate that did not run, and why. */
export const skipGate = (gate: GateName, reason: string): GateResult => ({
  gate,
  status: 'skipped',
  durationMs: 0,
  diagnostics: [],
  evidence: {},
  skipped: reason,
});

function fromError(error: unknown): GateDiagnostic {
  if (PlugwrightError.isInstance(error)) {
    return failure(error.code, error.message, error.hint ? { hint: error.hint } : {});
  }
  return failure('PW_VERIFY_INTERNAL', error instanceof Error ? error.message : String(error), {
    hint: 'This is a fault of Plugwright; please report it with this message.',
  });
}
