import type { Severity } from '../rules/rule.js';
import type { Finding } from '../finding.js';

/** `unknown` is what is left when not every package was checked against complete and fresh data. */
export type AuditAnswer = 'clean' | 'vulnerable' | 'unknown';

/** `not-evaluated` is never a pass: nobody could tell. */
export type CheckStatus = 'pass' | 'fail' | 'not-evaluated';

/** What is asked about each package. */
export type DependencyCheck =
  | 'exists'
  | 'pinned'
  | 'source'
  | 'install-scripts'
  | 'native-code'
  | 'licence'
  | 'name'
  | 'age'
  | 'deprecation'
  | 'provenance'
  | 'vulnerabilities';

/** The answer to one check; `detail` is for people. */
export interface CheckAnswer {
  readonly status: CheckStatus;
  readonly detail?: string | undefined;
}

/** Where advisories come from, the first asked first. */
export type AdvisorySourceKind = 'npm' | 'osv' | 'archive' | 'seed';

/** Data that packages were checked against. */
export interface AdvisorySource {
  readonly kind: AdvisorySourceKind;
  /** sha256, hex, of what was used: the answer, or the archive. */
  readonly digest: string;
  /** ISO 8601; the moment the data speaks of. */
  readonly asOf: string;
  /** How many packages it answered for. */
  readonly packages: number;
}

/** A package with an exact version, as a lockfile or an SBOM names it. */
export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

/** A known vulnerability of a package at the version in use. */
export interface Vulnerability {
  /** `GHSA-…`, `MAL-…`, or the id of the source. */
  readonly id: string;
  /** Other ids of the same, as `CVE-2021-23337`. */
  readonly aliases: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  /** The whole package is malicious. */
  readonly malicious: boolean;
  readonly url?: string | undefined;
  readonly cwe: readonly number[];
  /** Vulnerable versions, in the notation of npm. */
  readonly range: string;
  /** The first version above the one in use that is not affected, where the data names one. */
  readonly fixed?: string | undefined;
  readonly source: AdvisorySourceKind;
}

/** One package of the lockfile with what is known of it. */
export interface AuditedPackage extends PackageVersion {
  /** `node_modules/a/node_modules/b`; `''` for a package of an SBOM. */
  readonly location: string;
  /** `name@version` of each package on the shortest way from the root, this one last. */
  readonly path: readonly string[];
  readonly direct: boolean;
  readonly dev: boolean;
  readonly optional: boolean;
  readonly integrity?: string | undefined;
  /** Whether the plugin's own code imports it by name; `undefined` when there is no code to look at. */
  readonly imported?: boolean | undefined;
  /** Whether its way from the root begins at a package that the plugin's own code imports. */
  readonly reached?: boolean | undefined;
  readonly checks: Readonly<Record<DependencyCheck, CheckAnswer>>;
  readonly vulnerabilities: readonly Vulnerability[];
}

/** How many packages were checked for vulnerabilities, by complete data, of any age. */
export interface AuditCoverage {
  readonly checked: number;
  readonly total: number;
}

/** What a check against advisories says, be it of a lockfile or an SBOM. */
export interface AdvisoryVerdict {
  readonly answer: AuditAnswer;
  /** The answer as a sentence: coverage, date of the data, age, limit. */
  readonly sentence: string;
  readonly coverage: AuditCoverage;
  /** ISO 8601; the oldest data that a package was checked against. Absent when none was. */
  readonly asOf?: string | undefined;
  /** Whole days between `asOf` and the audit. */
  readonly ageDays?: number | undefined;
  readonly limitDays: number;
  /** Older than the limit, or dated in the future. */
  readonly stale: boolean;
  readonly sources: readonly AdvisorySource[];
  /** What went wrong or was left out, a sentence each. */
  readonly notes: readonly string[];
}

/** What is known about the dependencies of a plugin. */
export interface AuditResult extends AdvisoryVerdict {
  /** `package-lock.json` or `npm-shrinkwrap.json`; absent when there is none. */
  readonly lockfile?: { readonly path: string; readonly sha256: string } | undefined;
  readonly packages: readonly AuditedPackage[];
  readonly findings: readonly Finding[];
}

/** An SBOM matched against advisories. */
export interface PackagesVerdict extends AdvisoryVerdict {
  /** Only the vulnerable ones. */
  readonly vulnerable: readonly (PackageVersion & {
    readonly vulnerabilities: readonly Vulnerability[];
  })[];
}
