import semver from 'semver';
import type { CheckAnswer, DependencyCheck } from './audit-result.js';
import { lookalikeOf } from './lookalike.js';
import type { PackageSource } from './package-source.js';
import type { LockedPackage } from './read-lockfile.js';
import type { PackageMetadata, VersionMetadata } from './registry-metadata.js';

/** Days; most malicious versions are taken down sooner. */
export const YOUNG_DAYS = 7;

/** What is known of a package besides the lockfile. */
export interface CheckedPackage {
  readonly locked: LockedPackage;
  readonly source: PackageSource;
  /** Absent when the registry was not asked. */
  readonly metadata: PackageMetadata | undefined;
  readonly now: Date;
}

const pass = (detail?: string): CheckAnswer => ({ status: 'pass', ...(detail && { detail }) });
const fail = (detail: string): CheckAnswer => ({ status: 'fail', detail });
const open = (detail: string): CheckAnswer => ({ status: 'not-evaluated', detail });

/** The checks of one package, all but that for vulnerabilities. What nobody can tell is `not-evaluated`. */
export function packageChecks(
  checked: CheckedPackage,
): Record<Exclude<DependencyCheck, 'vulnerabilities'>, CheckAnswer> {
  const { locked, source, metadata, now } = checked;
  const known =
    metadata?.problem === undefined ? metadata?.versions.get(locked.version) : undefined;
  const nobody = open(
    source === 'registry'
      ? metadata?.problem === undefined
        ? 'the registry was not asked'
        : `the registry: ${metadata.problem}`
      : 'it is not from the registry that was asked',
  );
  const there = known?.exists === true ? known : undefined;
  return {
    exists: existence(metadata, known, nobody),
    pinned: pinning(checked, there),
    source: origin(locked, source),
    'install-scripts': scripts(locked, there),
    'native-code': native(locked, there),
    licence: licence(locked.licence ?? there?.licence, there !== undefined),
    name: resemblance(locked.name),
    age: there ? age(there, now) : nobody,
    deprecation: there ? deprecation(there) : nobody,
    provenance: there ? provenance(there) : nobody,
  };
}

function existence(
  metadata: PackageMetadata | undefined,
  known: VersionMetadata | undefined,
  nobody: CheckAnswer,
): CheckAnswer {
  if (metadata?.problem !== undefined)
    return metadata.missing ? fail('the registry has no package of this name') : nobody;
  if (!known) return nobody;
  return known.exists ? pass() : fail('the registry has no such version');
}

function pinning({ locked }: CheckedPackage, there: VersionMetadata | undefined): CheckAnswer {
  if (locked.bundled) return open('it comes inside another package');
  if (semver.valid(locked.version) === null) return fail('no exact version');
  if (locked.integrity === undefined)
    return locked.ownDigest === true
      ? pass("by the digest of yarn's own archive")
      : fail('no digest');
  // Both may hold several digests; an older algorithm on one side says nothing.
  const digests = (text: string): string[] =>
    text.split(/\s+/).filter((one) => one.startsWith('sha512-'));
  const ours = digests(locked.integrity);
  const theirs = digests(there?.integrity ?? '');
  if (ours.length > 0 && theirs.length > 0 && !ours.some((one) => theirs.includes(one)))
    return fail('another digest than that of the registry');
  return ours.length > 0 ? pass() : fail('no sha512 digest');
}

const ORIGIN: Readonly<Record<Exclude<PackageSource, 'registry' | 'bundled'>, string>> = {
  'other-registry': 'another registry',
  git: 'a git repository',
  url: 'an address',
  file: 'a file',
};

function origin({ resolved }: LockedPackage, source: PackageSource): CheckAnswer {
  if (source === 'bundled') return open('it comes inside another package');
  if (source === 'registry') return pass();
  return fail(`${ORIGIN[source]}${resolved === undefined ? '' : `: ${shownAddress(resolved)}`}`);
}

/** Without credentials and query: they may be secrets. */
export const shownAddress = (text: string): string =>
  text
    .replace(/\/\/[^/@]*@/, '//')
    .replace(/[?#].*$/s, '')
    .slice(0, 120);

function scripts(
  { hasInstallScript }: LockedPackage,
  there: VersionMetadata | undefined,
): CheckAnswer {
  if (there && there.installScripts.length > 0) return fail(there.installScripts.join(', '));
  if (hasInstallScript) return fail('by the lockfile');
  // The lockfile of somebody else may leave it out.
  return there ? pass() : open('only the registry can tell');
}

function native({ platformBound }: LockedPackage, there: VersionMetadata | undefined): CheckAnswer {
  if (there?.native !== undefined) return fail(there.native);
  if (platformBound) return fail('for some platforms only');
  // A binary can lie in any tarball; without one there is no pass.
  return open('the tarball was not read');
}

function licence(text: string | undefined, asked: boolean): CheckAnswer {
  if (text === undefined) return asked ? fail('none') : open('the lockfile names none');
  if (/^\s*(?:UNLICENSED|none)?\s*$/i.test(text)) return fail(text.trim() || 'none');
  if (/^SEE LICEN[CS]E/i.test(text)) return open(text);
  return pass(text);
}

function resemblance(name: string): CheckAnswer {
  const twin = lookalikeOf(name);
  return twin === undefined ? pass() : fail(twin);
}

function age({ published }: VersionMetadata, now: Date): CheckAnswer {
  if (published === undefined) return open('the registry tells no time that can be believed');
  const days = Math.floor((now.getTime() - Date.parse(published)) / 86_400_000);
  if (days < 0) return open('the registry tells a time in the future');
  const detail = `${days} ${days === 1 ? 'day' : 'days'}, of ${published.slice(0, 10)}`;
  return days < YOUNG_DAYS ? fail(detail) : pass(detail);
}

function deprecation({ deprecated, signed }: VersionMetadata): CheckAnswer {
  if (deprecated !== undefined) return fail(deprecated);
  return signed ? pass() : open('the registry passes on incomplete documents');
}

function provenance({ attested, attestedBefore, signed }: VersionMetadata): CheckAnswer {
  if (attested) return pass('stated; its signature was not verified');
  if (!signed) return open('the registry passes on incomplete documents');
  return attestedBefore
    ? fail('versions before it have one')
    : open('none was ever published, as for most packages');
}
