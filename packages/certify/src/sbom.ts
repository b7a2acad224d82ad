/** A package that a plugin depends on, as a lockfile has it. */
export interface SbomPackage {
  name: string;
  version: string;
  /** `sha512-…` (SRI), as in a lockfile. */
  integrity?: string | undefined;
  licence?: string | undefined;
  scope: 'required' | 'optional' | 'excluded';
}

/** What the list is about. */
export interface SbomSubject {
  name: string;
  version: string;
  sha256: string;
  licence?: string | undefined;
}

/** The part of CycloneDX 1.6 that we write (ECMA-424). */
export interface Sbom {
  $schema: string;
  bomFormat: 'CycloneDX';
  specVersion: '1.6';
  version: 1;
  metadata: {
    timestamp: string;
    tools: { components: readonly { type: 'application'; name: string; version: string }[] };
    component: SbomComponent;
  };
  components: SbomComponent[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

interface SbomComponent {
  type: 'library';
  'bom-ref': string;
  name: string;
  group?: string;
  version: string;
  purl: string;
  scope?: 'required' | 'optional' | 'excluded';
  hashes?: { alg: string; content: string }[];
  licenses?: { expression: string }[] | { license: { name: string } }[];
}

/** A package URL (github.com/package-url/purl-spec): `pkg:npm/%40elizaos/core@1.7.2`. */
export const purlOf = ({ name, version }: { name: string; version: string }): string =>
  `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${encodeURIComponent(version)}`;

const algorithms: Readonly<Record<string, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** The components of a plugin as CycloneDX 1.6. The same input gives the same document. */
export function sbomOf(
  subject: SbomSubject,
  packages: readonly SbomPackage[],
  made: { at: string; tool: string; version: string },
): Sbom {
  const root: SbomComponent = {
    ...component({ ...subject, integrity: undefined, scope: 'required' }),
    hashes: [{ alg: 'SHA-256', content: subject.sha256 }],
  };
  delete root.scope;
  const components = [
    ...new Map(packages.map((one) => [purlOf(one), component(one)])).values(),
  ].sort((a, b) => (a.purl < b.purl ? -1 : 1));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: made.at,
      tools: { components: [{ type: 'application', name: made.tool, version: made.version }] },
      component: root,
    },
    components,
    dependencies: [
      { ref: root['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) },
      ...components.map((one) => ({ ref: one['bom-ref'] })),
    ],
  };
}

function component({ name, version, integrity, licence, scope }: SbomPackage): SbomComponent {
  const purl = purlOf({ name, version });
  const [group, own] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const hash = /^(?<alg>sha\d+)-(?<value>[A-Za-z0-9+/]+=*)/.exec(integrity ?? '')?.groups;
  return {
    type: 'library',
    'bom-ref': purl,
    name: own ?? name,
    ...(group === undefined ? {} : { group }),
    version,
    purl,
    scope,
    ...(hash && algorithms[hash['alg'] ?? '']
      ? {
          hashes: [
            {
              alg: algorithms[hash['alg'] ?? ''] as string,
              content: Buffer.from(hash['value'] ?? '', 'base64').toString('hex'),
            },
          ],
        }
      : {}),
    // What is no SPDX expression is a name; `expression` is held against the list by readers.
    ...(licence === undefined ? {} : { licenses: [{ license: { name: licence } }] }),
  };
}

/** Names and versions in a list that we or others have written. */
export function packagesIn(sbom: unknown): { name: string; version: string }[] {
  const { components } = (sbom ?? {}) as { components?: unknown };
  if (!Array.isArray(components)) return [];
  return components.flatMap((one: unknown) => {
    const { purl } = (one ?? {}) as { purl?: unknown };
    const match = /^pkg:npm\/(?<name>[^@?#]+)@(?<version>[^?#]+)/.exec(
      typeof purl === 'string' ? purl : '',
    );
    if (!match?.groups) return [];
    const { name = '', version = '' } = match.groups;
    return [{ name: decodeURIComponent(name), version: decodeURIComponent(version) }];
  });
}
