import type { SourceKind } from '../code/value.js';

/** How bad a finding is; `high` and `critical` are errors, the others warnings. */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** One row of the table of rules; findings, SARIF and the documentation are made from it. */
export interface Rule {
  /** Stable, `PW-S-<number>`; never given to another rule. */
  readonly id: `PW-S-${number}`;
  /** The name used inside the scanner and in file names. */
  readonly name: string;
  readonly title: string;
  /** Numbers of the Common Weakness Enumeration, the closest first. */
  readonly cwe: readonly number[];
  readonly severity: Severity;
  /** For rules about data flow: how bad each kind of source is. What is not named is no matter. */
  readonly sources?: Readonly<Partial<Record<SourceKind, Severity>>>;
  /** What is wrong, in a sentence or two. */
  readonly text: string;
  readonly fix: string;
}
