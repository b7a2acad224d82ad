import type { Evidence } from './evidence-schema.js';

/** The document without what differs between two runs of the same: times, and what was measured. */
export function withoutTimes(evidence: Evidence): unknown {
  const { startedAt: _at, durationMs: _ms, performance: _bench, gates, ...rest } = evidence;
  return {
    ...rest,
    gates: gates.map(({ durationMs: _gateMs, measured: _measured, ...gate }) => gate),
  };
}
