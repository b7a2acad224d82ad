import { posix } from 'node:path';
import { z } from 'zod';
import { type LockEdge, type LockNode, type LockSources, ownNode } from './lock-graph.js';
import { jsonOf, wantedBy } from './manifest-edges.js';

const ranges = z.record(z.string(), z.string()).optional();
/** Since version 6 with the range that was asked for beside the version. */
const pinned = z
  .record(
    z.string(),
    z.union([z.string(), z.object({ specifier: z.string(), version: z.string() })]),
  )
  .optional();
const importerShape = z.object({
  specifiers: ranges,
  dependencies: pinned,
  devDependencies: pinned,
  optionalDependencies: pinned,
});
const packageShape = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  resolution: z
    .object({
      integrity: z.string().optional(),
      tarball: z.string().optional(),
      repo: z.string().optional(),
      commit: z.string().optional(),
      directory: z.string().optional(),
    })
    .optional(),
  requiresBuild: z.string().optional(),
  os: z.unknown().optional(),
  cpu: z.unknown().optional(),
  libc: z.unknown().optional(),
  dependencies: ranges,
  optionalDependencies: ranges,
});
const lockShape = importerShape.extend({
  lockfileVersion: z.string(),
  importers: z.record(z.string(), importerShape).optional(),
  packages: z.record(z.string(), packageShape).optional(),
  snapshots: z
    .record(z.string(), z.object({ dependencies: ranges, optionalDependencies: ranges }).catch({}))
    .optional(),
  overrides: z.record(z.string(), z.string()).optional(),
});
type PnpmLock = z.infer<typeof lockShape>;

/** Without the peers that a package was installed with: `a@1.0.0(b@2.0.0)`; before version 6 `/a/1.0.0_b@2.0.0`. */
const baseOf = (key: string, old: boolean): string =>
  old ? key.replace(/^(\/(?:@[^/]+\/)?[^/]+\/[^/_]+)_.*$/, '$1') : key.replace(/\(.*$/s, '');

/** Reads `pnpm-lock.yaml` of the versions 5, 6 and 9. */
export async function readPnpm({ text, manifests }: LockSources): Promise<LockNode[]> {
  const { parse } = await import('yaml');
  // All scalars as text: `1.10` is a version, not a number.
  const lock = lockShape.parse(parse(text, { schema: 'failsafe' }));
  const major = Number.parseInt(lock.lockfileVersion, 10);
  if (![5, 6, 9].includes(major)) throw new Error('it has no lockfileVersion of 5, 6 or 9');
  const old = major === 5;
  const entries = new Map(
    Object.entries(lock.packages ?? {}).map(([key, entry]) => [baseOf(key, old), entry] as const),
  );
  const find = (name: string, reference: string): string | undefined =>
    [
      reference,
      `${name}@${reference}`,
      `/${name}@${reference}`,
      `/${name}/${reference}`,
      `/${reference}`,
    ]
      .map((key) => baseOf(key, old))
      .find((key) => entries.has(key));
  const edgesOf = (part: z.infer<typeof packageShape> | undefined): LockEdge[] =>
    (['dependencies', 'optionalDependencies'] as const).flatMap((list) =>
      Object.entries(part?.[list] ?? {}).map(([name, reference]) => ({
        name,
        spec: reference,
        type: list === 'dependencies' ? ('prod' as const) : ('optional' as const),
        to: find(name, reference),
      })),
    );
  const snapshots = new Map<string, LockEdge[]>();
  const parts = [...Object.entries(lock.packages ?? {}), ...Object.entries(lock.snapshots ?? {})];
  for (const [key, part] of parts) {
    const base = baseOf(key, old);
    snapshots.set(base, [...(snapshots.get(base) ?? []), ...edgesOf(part)]);
  }
  const packages = [...entries].map(([key, entry]) =>
    nodeOf(key, entry, old, snapshots.get(key) ?? []),
  );
  return [...packages, ...projectOf(lock, manifests, find)];
}

function nodeOf(
  key: string,
  entry: z.infer<typeof packageShape>,
  old: boolean,
  edges: readonly LockEdge[],
): LockNode {
  const form = old ? /^\/((?:@[^/]+\/)?[^/]+)\/([^/]+)$/ : /^\/?((?:@[^/]+\/)?[^@/]+)@(.+)$/;
  const [, named, reference = ''] = form.exec(key) ?? [];
  const elsewhere = /^(?:file|link|git|https?|ssh|github)[+:]/.test(reference) || !named;
  const { integrity, tarball, repo, commit, directory } = entry.resolution ?? {};
  const name = entry.name ?? named ?? key;
  return {
    location: key,
    name,
    installedAs: name,
    version: entry.version ?? (elsewhere ? '' : reference),
    resolved:
      tarball ??
      (repo === undefined ? undefined : `git+${repo}#${commit ?? ''}`) ??
      (directory === undefined ? undefined : `file:${directory}`) ??
      (elsewhere ? reference || key : undefined),
    integrity,
    ownDigest: false,
    platformBound: [entry.os, entry.cpu, entry.libc].some((one) => one !== undefined),
    hasInstallScript: entry.requiresBuild === 'true',
    own: false,
    edges,
  };
}

const LISTS = [
  ['dependencies', 'prod'],
  ['devDependencies', 'dev'],
  ['optionalDependencies', 'optional'],
] as const;

function projectOf(
  lock: PnpmLock,
  manifests: ReadonlyMap<string, string>,
  find: (name: string, reference: string) => string | undefined,
): LockNode[] {
  const importers = lock.importers ?? { '.': lock };
  const nodeAt = (path: string): string => `importer ${path}`;
  return Object.entries(importers).map(([path, importer]) => {
    const edges = LISTS.flatMap(([list, type]) =>
      Object.entries(importer[list] ?? {}).map(([name, one]): LockEdge => {
        const reference = typeof one === 'string' ? one : one.version;
        const spec = typeof one === 'string' ? (importer.specifiers?.[name] ?? one) : one.specifier;
        const linked = /^link:(.*)$/.exec(reference)?.[1];
        return {
          name,
          spec,
          type,
          to: linked === undefined ? find(name, reference) : nodeAt(posix.join(path, linked)),
        };
      }),
    );
    const manifest = jsonOf(manifests.get(posix.join(path, 'package.json')));
    const own = manifest === undefined ? edges : held(edges, manifest, lock.overrides ?? {});
    return ownNode(nodeAt(path), path, own);
  });
}

/** What the manifest asks for decides; what the lockfile pins for another range is out of step. */
function held(
  edges: readonly LockEdge[],
  manifest: unknown,
  overrides: Readonly<Record<string, string>>,
): LockEdge[] {
  const known = new Map(edges.map((edge) => [edge.name, edge]));
  return wantedBy(manifest).map((one) => {
    const there = known.get(one.name);
    const same = there?.spec === one.spec || one.name in overrides;
    return { ...one, to: there && (same || one.type === 'peer') ? there.to : undefined };
  });
}
