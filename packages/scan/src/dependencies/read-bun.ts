import type { ParseError } from 'jsonc-parser';
import { z } from 'zod';
import { type LockEdge, type LockNode, type LockSources, ownNode } from './lock-graph.js';
import { jsonOf, wantedBy } from './manifest-edges.js';

const lockShape = z.object({
  lockfileVersion: z.union([z.literal(0), z.literal(1)]),
  workspaces: z.record(z.string(), z.looseObject({ name: z.string().optional() })).optional(),
  overrides: z.record(z.string(), z.unknown()).optional(),
  packages: z.record(z.string(), z.tuple([z.string()], z.unknown())).optional(),
});

/** The parts of a key: `@a/b/c` is `c` inside `@a/b`. */
const partsOf = (key: string): string[] => key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [key];

/** Reads `bun.lock`, which is JSON with commas at the end. */
export async function readBun({ text, manifests }: LockSources): Promise<LockNode[]> {
  const { parse } = await import('jsonc-parser');
  const problems: ParseError[] = [];
  const value: unknown = parse(text, problems, { allowTrailingComma: true });
  if (problems.length > 0) throw new Error('it is not JSON');
  const lock = lockShape.parse(value);
  const packages = lock.packages ?? {};
  const keys = new Set(Object.keys(packages));
  /** As Node looks for a module: inside the package, then in those around it. */
  const find = (name: string, inside: readonly string[]): string | undefined => {
    for (let depth = inside.length; depth >= 0; depth -= 1) {
      const key = [...inside.slice(0, depth), name].join('/');
      if (keys.has(key)) return key;
    }
    return undefined;
  };
  const edgesOf = (part: unknown, inside: readonly string[]): LockEdge[] =>
    wantedBy(part).map((one) => ({ ...one, to: find(one.name, inside) }));
  const nodes = Object.entries(packages).map(([key, [id, ...rest]]): LockNode => {
    const at = id.indexOf('@', 1);
    const [name, reference] = [id.slice(0, at), id.slice(at + 1)];
    const workspace = /^workspace:(.*)$/.exec(reference)?.[1];
    const details = rest.find((one) => typeof one === 'object' && one !== null);
    const last = rest.at(-1);
    const [address] = rest;
    const fromRegistry = /^\d/.test(reference);
    const plain = z.looseObject({}).catch({}).parse(details);
    return {
      location: key,
      name,
      installedAs: partsOf(key).at(-1) ?? name,
      version: fromRegistry ? reference : '',
      resolved: fromRegistry ? addressOf(address, name, reference) : reference,
      integrity: typeof last === 'string' && last.startsWith('sha') ? last : undefined,
      ownDigest: false,
      platformBound: ['os', 'cpu', 'libc'].some((field) => plain[field] !== undefined),
      hasInstallScript: false,
      own: workspace !== undefined,
      // The packages of a workspace lie beside those of the root, or under its name.
      edges:
        workspace === undefined
          ? edgesOf(withoutPeers(plain), partsOf(key))
          : edgesOf(lock.workspaces?.[workspace], [name]),
    };
  });
  const manifest = jsonOf(manifests.get('package.json'));
  const root = lock.workspaces?.[''];
  const held = new Map(wantedBy(root).map(({ name, spec }) => [name, spec]));
  const replaced = new Set(Object.keys(lock.overrides ?? {}));
  const edges =
    manifest === undefined
      ? edgesOf(root, [])
      : edgesOf(manifest, []).map((edge) =>
          edge.type === 'peer' || replaced.has(edge.name) || held.get(edge.name) === edge.spec
            ? edge
            : { ...edge, to: undefined },
        );
  return [...nodes, ownNode('', 'project', edges)];
}

/** Peers of packages are there or are the host's; npm's reader leaves them out of step neither. */
const withoutPeers = (details: Record<string, unknown>): Record<string, unknown> => ({
  ...details,
  peerDependencies: undefined,
});

/** Empty for the registry of the project; another one by its address. */
function addressOf(address: unknown, name: string, version: string): string | undefined {
  if (typeof address !== 'string' || address === '') return undefined;
  if (address.endsWith('.tgz')) return address;
  const base = name.split('/').at(-1) ?? name;
  return `${address.replace(/\/$/, '')}/${name}/-/${base}-${version}.tgz`;
}
