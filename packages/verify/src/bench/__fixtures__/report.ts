import { machineFacts } from '../machine-facts.js';
import { benchVersion, type BenchReport } from '../bench-report.js';
import { measureOf } from '../summarise.js';

/** Samples around a value, as of nine processes on a busy machine. */
export const around = (value: number, noise = 0.03): number[] =>
  [-1, 0.6, -0.3, 0.1, 0, 1.4, -0.8, 0.4, -0.5].map((step) => value * (1 + step * noise));

/** A report with one action and one provider; `change` goes over it. */
export function reportOf(change: Partial<BenchReport> = {}): BenchReport {
  return {
    benchVersion,
    plugin: { name: 'plugin-tide', version: '1.0.0', bundleDigest: `sha256:${'0'.repeat(64)}` },
    machine: machineFacts({ level: 'sandbox', driver: 'bubblewrap' }),
    processes: 9,
    load: {
      importMs: measureOf(around(8)),
      registerMs: measureOf(around(2)),
      totalMs: measureOf(around(10)),
      relative: measureOf(around(0.4)),
    },
    components: [
      component('action', 'TIDE_GET', 0.05, 1.2),
      component('provider', 'TIDE_NOW', 0.5, 12),
    ],
    notEvaluated: [],
    bundle: { bytes: 60_000 },
    dependencies: { count: 0, bytes: 0, missing: [] },
    memory: { calls: 1000, components: ['action TIDE_GET', 'provider TIDE_NOW'], growthBytes: measureOf([20_000, 30_000, 40_000]), share: 0.001, leak: false },
    handles: { left: [] },
    spent: { bundleBytes: 60_000, bootMs: 300, actionMs: 0.15, memoryBytes: 150_000_000 },
    budgets: [],
    referenceMs: measureOf(around(0.04)),
    measuredAt: '2026-01-01T00:00:00.000Z',
    durationMs: 20_000,
    ...change,
  };
}

/** A component that takes `ms`, which is `relative` times the reference work. */
export const component = (
  kind: 'action' | 'provider',
  name: string,
  ms: number,
  relative: number,
  waits = false,
): BenchReport['components'][number] => ({
  kind,
  name,
  calls: 1000,
  p50: measureOf(around(ms)),
  p95: measureOf(around(ms * 3)),
  relative: measureOf(around(relative)),
  waits,
});
