import semver from 'semver';
import type { LockedPackage, Lockfile } from './read-lockfile.js';

/** One package, or one package of the project itself, in a lockfile that is not npm's. */
export interface LockNode {
  /** The key it has in the lockfile. */
  readonly location: string;
  readonly name: string;
  readonly installedAs: string;
  readonly version: string;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
  /** There is a digest, but of the package manager's own archive: it is not that of the registry. */
  readonly ownDigest: boolean;
  readonly platformBound: boolean;
  readonly hasInstallScript: boolean;
  /** The project or one of its workspaces. */
  readonly own: boolean;
  readonly edges: readonly LockEdge[];
}

export interface LockEdge {
  readonly name: string;
  readonly spec: string;
  readonly type: 'prod' | 'dev' | 'optional' | 'peer';
  /** The location of what it leads to. */
  readonly to: string | undefined;
}

/** What a reader of a lockfile is given: its text and the manifests of the project, by path. */
export interface LockSources {
  readonly text: string;
  readonly manifests: ReadonlyMap<string, string>;
}

/** The project or one of its workspaces, for lockfiles that have no entry for it. */
export const ownNode = (location: string, name: string, edges: readonly LockEdge[]): LockNode => ({
  location,
  name,
  installedAs: name,
  version: '',
  resolved: undefined,
  integrity: undefined,
  ownDigest: false,
  platformBound: false,
  hasInstallScript: false,
  own: true,
  edges,
});

/** The way from the project to each package, and what the lockfile lacks, as for a lockfile of npm. */
export function packagesOfGraph(
  nodes: ReadonlyMap<string, LockNode>,
): Pick<Lockfile, 'packages' | 'outOfStep' | 'peers'> {
  const ways = waysFrom(nodes, () => true);
  const shipped = waysFrom(nodes, ({ type }) => type !== 'dev');
  const needed = waysFrom(nodes, ({ type }) => type !== 'optional');
  const outOfStep = new Set<string>();
  const peers = new Set<string>();
  for (const node of nodes.values())
    for (const edge of node.edges) {
      const target = edge.to === undefined ? undefined : nodes.get(edge.to);
      const wanted = `${edge.name}@${edge.spec}`;
      if (edge.type === 'peer') {
        if (!target) peers.add(wanted);
      } else if (edge.type === 'optional') continue;
      else if (!target || (node.own && !fits(target, edge.spec))) outOfStep.add(wanted);
    }
  const packages = [...nodes]
    .filter(([, node]) => !node.own)
    .map(([id, node]): LockedPackage => {
      const way = ways.get(id) ?? [node];
      return {
        name: node.name,
        installedAs: node.installedAs,
        version: node.version,
        location: node.location,
        path: way.map((one) => `${one.name}@${one.version}`),
        firstHop: way[0]?.installedAs ?? node.installedAs,
        direct: way.length === 1,
        dev: ways.has(id) && !shipped.has(id),
        optional: ways.has(id) && !needed.has(id),
        bundled: false,
        resolved: node.resolved,
        integrity: node.integrity,
        ownDigest: node.ownDigest,
        hasInstallScript: node.hasInstallScript,
        platformBound: node.platformBound,
        licence: undefined,
      };
    });
  return {
    packages: packages.toSorted((a, b) => (a.location < b.location ? -1 : 1)),
    outOfStep: [...outOfStep].toSorted(),
    peers: [...peers].toSorted(),
  };
}

/** Only a plain range can be compared; aliases, workspaces and addresses are taken as they stand. */
function fits(target: LockNode, spec: string): boolean {
  const range = spec.replace(/^npm:(?:(?:@[^/]+\/)?[^@]+@)?/, '');
  if (target.own || semver.valid(target.version) === null || semver.validRange(range) === null)
    return true;
  return semver.satisfies(target.version, range, { includePrerelease: true });
}

/** The shortest way to each package, breadth first and in the order of names, so that it is the same each time. */
function waysFrom(
  nodes: ReadonlyMap<string, LockNode>,
  follows: (edge: LockEdge) => boolean,
): ReadonlyMap<string, readonly LockNode[]> {
  const ways = new Map<string, readonly LockNode[]>();
  const waiting: string[] = [];
  for (const [id, node] of nodes) {
    if (!node.own) continue;
    ways.set(id, []);
    waiting.push(id);
  }
  for (let at = 0; at < waiting.length; at += 1) {
    const id = waiting[at] as string;
    const edges = [...(nodes.get(id)?.edges ?? [])].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const edge of edges) {
      const next = edge.to === undefined ? undefined : nodes.get(edge.to);
      if (edge.to === undefined || !next || ways.has(edge.to) || !follows(edge)) continue;
      ways.set(edge.to, next.own ? [] : [...(ways.get(id) ?? []), next]);
      waiting.push(edge.to);
    }
  }
  return ways;
}
