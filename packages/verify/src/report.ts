import type { Diagnostic } from '@plugwright/errors';
import type { DriverName, IsolationLevel } from '@plugwright/sandbox';
import type { Evidence } from './evidence/evidence-schema.js';

/** The gates, cheapest first. */
export const gateNames = ['parse', 'types', 'bundle', 'boot', 'tests', 'performance'] as const;
export type GateName = (typeof gateNames)[number];

/** A finding of a gate. `file` is relative to the plugin, lines and columns count from 1. */
export interface GateDiagnostic extends Diagnostic {
  file?: string;
  line?: number;
  column?: number;
  /** What the tool behind the gate calls it: `TS2322`. */
  rule?: string;
}

/** Plain JSON that backs the verdict of a gate: versions, sizes, times, what every component answered. */
export type GateEvidence = Record<string, unknown>;

/** What one gate found. */
export interface GateResult {
  gate: GateName;
  status: 'passed' | 'failed' | 'skipped';
  /** Wall time in ms; 0 when skipped. */
  durationMs: number;
  diagnostics: GateDiagnostic[];
  evidence: GateEvidence;
  /** Why it did not run. */
  skipped?: string;
}

/** How far from the machine the plugin was run. */
export interface VerifyIsolation {
  level: IsolationLevel;
  driver: DriverName;
  /** Why the level is not `sandbox`. */
  reason?: string;
  /** What the level does not protect from. */
  warning?: string;
  /** How to get a sandbox. */
  hint?: string;
}

/** The whole verdict, plain JSON. */
export interface VerifyReport {
  /** Every gate that was asked for passed. */
  ok: boolean;
  cancelled: boolean;
  plugin: { name: string; version?: string; files: number; bytes: number; generated: boolean };
  gates: GateResult[];
  /** Holds for the gates that run the plugin: `boot`, `tests` and `performance`. */
  isolation: VerifyIsolation;
  durationMs: number;
  /** The document of the whole run, when it was asked for. */
  evidence?: Evidence;
}

/** A text file of a plugin; `path` is relative, with `/`. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Told while the gates run. */
export type VerifyProgress =
  | { type: 'gate-started'; gate: GateName }
  | { type: 'gate-ended'; gate: GateName; result: GateResult };
