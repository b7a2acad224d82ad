import type { Severity } from './rules/rule.js';

/** Something a rule found at a place; lines and columns begin at 1. */
export interface Finding {
  /** `PW-S-101`; stable over versions. */
  readonly id: string;
  /** `command-injection`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly cwe: readonly number[];
  /** Relative to the root of the scan, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Where the data comes from, for rules about data flow. */
  readonly source?:
    | { readonly kind: string; readonly path: string; readonly line: number }
    | undefined;
  /** The same for the same text under the same rule, wherever in the file it moves. */
  readonly fingerprint: string;
  /** Why the finding does not count, and who says so. */
  readonly waived?:
    | { readonly reason: string; readonly author: string; readonly expires: string }
    | undefined;
}

/** What one scan found and what it could not look at. */
export interface ScanResult {
  readonly findings: readonly Finding[];
  /** Files that were read for code, secrets or text. */
  readonly files: number;
  readonly lines: number;
  /** Files the scan said nothing about, with the reason. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** Whether all code was read to its end within the limits. */
  readonly complete: boolean;
}

const ORDER: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** Whether a severity is at least as bad as another. */
export const isAtLeast = (severity: Severity, limit: Severity): boolean =>
  ORDER.indexOf(severity) >= ORDER.indexOf(limit);

export const SEVERITIES = ORDER;
