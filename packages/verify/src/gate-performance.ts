import { benchFindings } from './bench/bench-findings.js';
import { benchPlugin, type BenchSubject, quickEffort } from './bench/bench-plugin.js';
import { failure, type GateFindings } from './gate.js';
import type { GateEvidence } from './report.js';

/** What the performance gate needs besides the workspace with the bundle in it. */
export interface PerformanceOptions extends Omit<BenchSubject, 'bundle'> {
  /** What the bundle gate said. */
  bundle: GateEvidence;
  timeoutMs: number;
  now: () => Date;
  signal?: AbortSignal | undefined;
}

/** The performance gate: a short benchmark against the budgets of the spec, leaks, and what is open after stop. */
export async function checkPerformance(options: PerformanceOptions): Promise<GateFindings> {
  const { bundle, timeoutMs, now, signal, ...subject } = options;
  const { bytes, digest } = bundle;
  if (typeof bytes !== 'number' || typeof digest !== 'string')
    return {
      diagnostics: [failure('PW_BENCH_NOT_MEASURED', 'there is no bundle to measure')],
      evidence: {},
    };
  const { report } = await benchPlugin(
    { ...subject, bundle: { bytes, digest } },
    { effort: quickEffort, timeoutMs, now, signal },
  );
  return { diagnostics: benchFindings(report, undefined), evidence: { bench: report } };
}
