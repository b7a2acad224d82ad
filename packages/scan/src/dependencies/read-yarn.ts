import semver from 'semver';
import { z } from 'zod';
import { type LockEdge, type LockNode, type LockSources, ownNode } from './lock-graph.js';
import { jsonOf, wantedBy } from './manifest-edges.js';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const ranges = z.record(z.string(), text).optional();
const entryShape = z.object({
  version: text,
  resolved: text.optional(),
  integrity: text.optional(),
  resolution: text.optional(),
  checksum: text.optional(),
  conditions: text.optional(),
  linkType: text.optional(),
  dependencies: ranges,
  optionalDependencies: ranges,
  dependenciesMeta: z.record(z.string(), z.object({ optional: text.optional() })).optional(),
});
type Entry = z.infer<typeof entryShape>;

/** `@a/b@npm:^1` is `@a/b` and `npm:^1`. */
const splitDescriptor = (descriptor: string): readonly [string, string] => {
  const at = descriptor.indexOf('@', 1);
  return at === -1 ? [descriptor, ''] : [descriptor.slice(0, at), descriptor.slice(at + 1)];
};

/** Reads `yarn.lock` of yarn 1 and of yarn 2 to 4; one parser knows both. */
export async function readYarn({ text: source, manifests }: LockSources): Promise<LockNode[]> {
  const { parseSyml } = await import('@yarnpkg/parsers');
  const value: unknown = parseSyml(source);
  const { __metadata: metadata, ...rest } = z.record(z.string(), z.unknown()).parse(value);
  const modern = metadata !== undefined;
  if (!modern && !/^# yarn lockfile v1$/m.test(source)) throw new Error('it has no version');
  const entries = Object.entries(rest).map(
    ([key, entry]) => [key, entryShape.parse(entry)] as const,
  );
  const keys = new Map<string, string>();
  for (const [key] of entries) for (const one of key.split(/,\s*/)) keys.set(one, key);
  const versions = new Map<string, { key: string; version: string }[]>();
  for (const [key, { version }] of entries)
    for (const name of new Set(key.split(/,\s*/).map((one) => splitDescriptor(one)[0])))
      versions.set(name, [...(versions.get(name) ?? []), { key, version }]);

  /** `resolutions` of the manifest put another version in the place of the one that was asked for. */
  const replaced = z
    .object({ resolutions: z.record(z.string(), z.string()) })
    .safeParse(jsonOf(manifests.get('package.json'))).success;
  const find = (name: string, wanted: string): string | undefined => {
    const base = /^patch:([^#]+)/.exec(wanted)?.[1];
    const spec = base === undefined ? wanted : splitDescriptor(decodeURIComponent(base))[1];
    const exact =
      keys.get(`${name}@${spec}`) ??
      keys.get(`${name}@npm:${spec}`) ??
      keys.get(`${name}@workspace:${spec}`);
    if (exact !== undefined || !replaced) return exact;
    const there = versions.get(name) ?? [];
    const fitting = there.find(({ version }) =>
      semver.satisfies(version, spec.replace(/^npm:/, '')),
    );
    return (fitting ?? there[0])?.key;
  };
  // The base of a patched package is in the lockfile too; what the patch changes is code of the project.
  const nodes = entries
    .filter(([, { resolution = '' }]) => !splitDescriptor(resolution)[1].startsWith('patch:'))
    .map(([key, entry]) => nodeOf(key, entry, modern, find, manifests));
  return modern ? nodes : [...nodes, ...projectOf(manifests, find)];
}

function nodeOf(
  key: string,
  entry: Entry,
  modern: boolean,
  find: (name: string, spec: string) => string | undefined,
  manifests: ReadonlyMap<string, string>,
): LockNode {
  const [descriptor = key] = key.split(/,\s*/);
  const [installedAs, range] = splitDescriptor(descriptor);
  const [resolvedName, reference] = splitDescriptor(entry.resolution ?? '');
  const workspace = /^workspace:(.*)$/.exec(reference)?.[1];
  const optional = new Set(
    Object.entries(entry.dependenciesMeta ?? {})
      .filter(([, meta]) => meta.optional === 'true')
      .map(([name]) => name),
  );
  const all = { ...entry.dependencies, ...entry.optionalDependencies };
  const manifest =
    workspace === undefined
      ? undefined
      : jsonOf(manifests.get(workspace === '.' ? 'package.json' : `${workspace}/package.json`));
  // The lockfile of yarn 2 and later does not say what is only for development; the manifest does.
  const wanted = manifest === undefined ? undefined : wantedBy(manifest);
  const edges = wanted
    ? wanted.map((one) => ({ ...one, to: find(one.name, one.spec) }))
    : Object.entries(all).map(([name, spec]): LockEdge => ({
        name,
        spec,
        type:
          optional.has(name) || entry.optionalDependencies?.[name] !== undefined
            ? 'optional'
            : 'prod',
        to: find(name, spec),
      }));
  const aliased = /^npm:((?:@[^/]+\/)?[^@]+)@/.exec(range)?.[1];
  return {
    location: modern ? key : descriptor,
    name: modern ? resolvedName || installedAs : (aliased ?? installedAs),
    installedAs,
    version: entry.version,
    resolved: modern ? placeOf(reference) : resolvedOf(entry, range),
    integrity: entry.integrity,
    ownDigest: modern && entry.checksum !== undefined,
    platformBound: entry.conditions !== undefined,
    hasInstallScript: false,
    own: workspace !== undefined,
    edges,
  };
}

/** Where yarn 1 took a package from: the digest behind `#` belongs to the archive, not to its address. */
function resolvedOf({ resolved }: Entry, range: string): string | undefined {
  if (resolved === undefined)
    return /^(?:file|link|portal):|^\.{0,2}\//.test(range) ? `file:${range}` : undefined;
  return resolved.startsWith('http') ? resolved.replace(/#.*$/, '') : resolved;
}

/** The reference of yarn 2 and later; a package of the registry, patched or not, has no address. */
const placeOf = (reference: string): string | undefined => {
  if (/^(?:npm|workspace):/.test(reference))
    return /__archiveUrl=([^&]+)/.exec(reference)?.[1]?.replace(/.*/, decodeURIComponent);
  return /^(?:file|link|portal):/.test(reference) ? `file:${reference}` : reference;
};

/** Yarn 1 writes nothing of the project itself: what it asks for stands in its manifests. */
function projectOf(
  manifests: ReadonlyMap<string, string>,
  find: (name: string, spec: string) => string | undefined,
): LockNode[] {
  const root = jsonOf(manifests.get('package.json'));
  const hasWorkspaces = z.object({ workspaces: z.unknown() }).safeParse(root).data?.workspaces;
  const parsed = [...manifests]
    .filter(([path]) => path === 'package.json' || hasWorkspaces !== undefined)
    .map(([path, source]) => ({ path, manifest: jsonOf(source) }));
  const named = new Map(
    parsed.flatMap(({ path, manifest }) => {
      const { data } = z.object({ name: z.string() }).safeParse(manifest);
      return data ? [[data.name, path] as const] : [];
    }),
  );
  return parsed.map(({ path, manifest }) =>
    ownNode(
      path,
      path,
      wantedBy(manifest).map((one) => ({
        ...one,
        to: find(one.name, one.spec) ?? named.get(one.name),
      })),
    ),
  );
}
