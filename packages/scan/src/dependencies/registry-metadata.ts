import semver from 'semver';
import { z } from 'zod';
import { askJson, type AuditNetwork, inParallel } from './ask-json.js';

const manifest = z.object({
  deprecated: z.union([z.string(), z.boolean()]).nullish(),
  license: z.unknown().optional(),
  scripts: z.record(z.string(), z.unknown()).nullish(),
  gypfile: z.unknown().optional(),
  binary: z.unknown().optional(),
  dependencies: z.record(z.string(), z.unknown()).nullish(),
  os: z.unknown().optional(),
  cpu: z.unknown().optional(),
  dist: z
    .object({
      integrity: z.string().nullish(),
      signatures: z.unknown().optional(),
      attestations: z.unknown().optional(),
    })
    .nullish(),
});
const packument = z.object({
  name: z.string(),
  versions: z.record(z.string(), manifest),
  time: z.record(z.string(), z.unknown()).nullish(),
});

/** What the registry says of one version. */
export interface VersionMetadata {
  readonly exists: boolean;
  readonly integrity?: string | undefined;
  readonly deprecated?: string | undefined;
  readonly licence?: string | undefined;
  readonly installScripts: readonly string[];
  /** What shows that native code is built or loaded. */
  readonly native?: string | undefined;
  /** ISO 8601; absent where the registry tells none or none that can be believed. */
  readonly published?: string | undefined;
  readonly attested: boolean;
  /** A version before it was published with a statement of where it was built. */
  readonly attestedBefore: boolean;
  /**
   * Whether the registry passes on signatures. One that does not (a proxy, often) may have dropped deprecation and
   * attestations as well.
   */
  readonly signed: boolean;
}

/** What the registry says of the versions of a package; or why nothing is known. */
export type PackageMetadata =
  | { readonly versions: ReadonlyMap<string, VersionMetadata>; readonly problem?: undefined }
  | { readonly problem: string; readonly missing: boolean };

const SCRIPTS = ['preinstall', 'install', 'postinstall'] as const;
const NATIVE =
  /^(?:node-gyp|node-gyp-build|node-pre-gyp|@mapbox\/node-pre-gyp|prebuild-install|bindings|nan|node-addon-api|napi-macros|cmake-js)$/;

/** Asks the registry for the documents of packages, a few at a time. */
export async function registryMetadata(
  wanted: ReadonlyMap<string, readonly string[]>,
  network: AuditNetwork,
): Promise<ReadonlyMap<string, PackageMetadata>> {
  const names = [...wanted.keys()].toSorted();
  const found = await inParallel(names, 8, async (name) => {
    const answer = await askJson(
      network,
      `${network.registry.replace(/\/+$/, '')}/${encodeURIComponent(name).replace(/^%40/, '@')}`,
    );
    if (answer.problem !== undefined)
      return { problem: answer.problem, missing: answer.status === 404 };
    const read = packument.safeParse(answer.value);
    if (!read.success || read.data.name !== name)
      return { problem: 'its answer is not the document of a package', missing: false };
    return { versions: versionsOf(read.data, wanted.get(name) ?? []) };
  });
  return new Map(names.map((name, index) => [name, found[index] as PackageMetadata]));
}

type Packument = z.infer<typeof packument>;

function versionsOf(document: Packument, wanted: readonly string[]): Map<string, VersionMetadata> {
  const believable = hasPlausibleTimes(document);
  return new Map(
    wanted.map((version) => {
      const one = document.versions[version];
      return [version, one ? metadataOf(document, version, one, believable) : ABSENT];
    }),
  );
}

const ABSENT: VersionMetadata = {
  exists: false,
  installScripts: [],
  attested: false,
  attestedBefore: false,
  signed: false,
};

function metadataOf(
  { versions, time }: Packument,
  version: string,
  one: z.infer<typeof manifest>,
  believable: boolean,
): VersionMetadata {
  const published = believable ? dateOf(time?.[version]) : undefined;
  const builds = Object.keys(one.dependencies ?? {}).find((name) => NATIVE.test(name));
  const license = one.license as { type?: unknown } | string | null | undefined;
  const licence = typeof license === 'object' && license !== null ? license.type : license;
  return {
    exists: true,
    integrity: one.dist?.integrity ?? undefined,
    deprecated:
      typeof one.deprecated === 'string' && one.deprecated !== ''
        ? one.deprecated.replaceAll(/\s+/g, ' ').slice(0, 200)
        : one.deprecated === true
          ? 'deprecated'
          : undefined,
    licence: typeof licence === 'string' ? licence.slice(0, 100) : undefined,
    installScripts: SCRIPTS.filter((name) => typeof one.scripts?.[name] === 'string'),
    native:
      one.gypfile === true
        ? 'binding.gyp'
        : (builds ??
          (one.binary !== undefined && one.binary !== null
            ? 'binary'
            : one.cpu !== undefined
              ? 'for some processors only'
              : undefined)),
    published,
    attested: Boolean(one.dist?.attestations),
    attestedBefore: Object.entries(versions).some(
      ([other, { dist }]) =>
        semver.valid(other) !== null &&
        semver.valid(version) !== null &&
        semver.lt(other, version) &&
        Boolean(dist?.attestations),
    ),
    signed: Array.isArray(one.dist?.signatures) && one.dist.signatures.length > 0,
  };
}

const dateOf = (value: unknown): string | undefined =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? new Date(value).toISOString()
    : undefined;

/**
 * Whether the times can be those of publication: there is a creation, nothing lies before it, and within each major
 * version they rise. A proxy that fills in the day on which it first fetched a version breaks that.
 */
export function hasPlausibleTimes({
  versions,
  time,
}: Pick<Packument, 'versions' | 'time'>): boolean {
  const created = Date.parse(String(time?.['created']));
  if (!time || Number.isNaN(created)) return false;
  const last = new Map<number, number>();
  const ordered = Object.keys(versions)
    .filter((version) => semver.valid(version) !== null && !semver.prerelease(version))
    .toSorted(semver.compare);
  for (const version of ordered) {
    const at = Date.parse(String(time[version]));
    if (Number.isNaN(at) || at < created - 1000) return false;
    // Patches of an older minor version come later than the next minor version; the first of each minor rise.
    if (semver.patch(version) !== 0) continue;
    const major = semver.major(version);
    if (at < (last.get(major) ?? 0)) return false;
    last.set(major, at);
  }
  return true;
}
