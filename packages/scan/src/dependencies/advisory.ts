import semver from 'semver';
import type { Severity } from '../rules/rule.js';
import type { AdvisorySourceKind, Vulnerability } from './audit-result.js';

/** What is known to be wrong with some versions of a package, whoever said it. */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly package: string;
  readonly title: string;
  readonly severity: Severity;
  readonly url?: string | undefined;
  readonly cwe: readonly number[];
  /** In the notation of npm; `''` when only {@link versions} counts. */
  readonly range: string;
  /** Versions that are affected besides. */
  readonly versions?: readonly string[] | undefined;
}

const LOOSE = { includePrerelease: true, loose: true } as const;

/** Whether a version is affected; a range that cannot be read affects every version, as nobody can rule it out. */
export function isAffected(advisory: Advisory, version: string): boolean {
  if (advisory.versions?.includes(version)) return true;
  if (advisory.range === '') return false;
  return (
    semver.validRange(advisory.range, LOOSE) === null ||
    semver.satisfies(version, advisory.range, LOOSE)
  );
}

/** The upper bound of the part of the range that the version is in, when that bound is a version without the flaw. */
export function fixedVersion({ range }: Advisory, version: string): string | undefined {
  if (semver.validRange(range, LOOSE) === null) return undefined;
  const parts = new semver.Range(range, LOOSE).set.filter((comparators) =>
    semver.satisfies(version, comparators.map(({ value }) => value).join(' '), LOOSE),
  );
  const bounds = parts.flatMap((comparators) =>
    comparators.flatMap(({ operator, semver: bound }) => (operator === '<' ? bound : [])),
  );
  const [highest] = bounds.toSorted((a, b) => semver.rcompare(a, b));
  // A bound such as `<2.0.0-0` is how `1.x` is written out; it names no release.
  if (highest === undefined || highest.version.endsWith('-0')) return undefined;
  return semver.satisfies(highest.version, range, LOOSE) ? undefined : highest.version;
}

/** The advisory as it concerns one version. */
export function vulnerabilityOf(
  advisory: Advisory,
  version: string,
  source: AdvisorySourceKind,
): Vulnerability {
  const { id, aliases, title, severity, url, cwe, range, versions } = advisory;
  return {
    id,
    aliases,
    title,
    severity,
    malicious: isMalicious(advisory),
    url,
    cwe,
    range: range === '' ? (versions ?? []).join(' || ') : range,
    fixed: fixedVersion(advisory, version),
    source,
  };
}

/** Reports of malicious packages have ids of their own (OpenSSF), or the CWE of embedded malicious code. */
const isMalicious = ({ id, aliases, cwe }: Advisory): boolean =>
  [id, ...aliases].some((one) => one.startsWith('MAL-')) || cwe.includes(506);

/** The words of npm, GitHub and CVSS for how bad it is; what is not rated counts as high. */
export function severityOf(word: unknown): Severity {
  switch (typeof word === 'string' ? word.toLowerCase() : '') {
    case 'critical':
      return 'critical';
    case 'moderate':
    case 'medium':
      return 'medium';
    case 'low':
    case 'info':
    case 'none':
      return 'low';
    default:
      return 'high';
  }
}

/** `CWE-79` to 79; others are left out. */
export const cweNumbers = (values: unknown): number[] =>
  (Array.isArray(values) ? values : [])
    .map((one) => Number(/^CWE-(\d{1,5})$/.exec(String(one))?.[1] ?? Number.NaN))
    .filter((one) => Number.isInteger(one));

/** Text of others that people will read: one line, of a bounded length. */
export const oneLine = (value: unknown, longest = 300): string =>
  typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim().slice(0, longest) : '';

/** An address that may be shown as a link. */
export const webAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length < 500 && /^https:\/\/[^\s"'<>]+$/.test(value)
    ? value
    : undefined;
