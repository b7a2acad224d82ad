import { z } from 'zod';
import type { LockEdge } from './lock-graph.js';

const ranges = z.record(z.string(), z.string()).optional().catch(undefined);
const manifestShape = z.object({
  name: z.string().optional().catch(undefined),
  dependencies: ranges,
  devDependencies: ranges,
  optionalDependencies: ranges,
  peerDependencies: ranges,
  peerDependenciesMeta: z
    .record(z.string(), z.object({ optional: z.boolean().optional() }).catch({}))
    .optional()
    .catch(undefined),
});

export type Wanted = Omit<LockEdge, 'to'>;

/** What a `package.json`, or the part of a lockfile that repeats it, asks for. */
export function wantedBy(manifest: unknown): readonly Wanted[] {
  const parsed = manifestShape.safeParse(manifest);
  if (!parsed.success) return [];
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = parsed.data;
  const edges = (
    [
      ['dev', devDependencies],
      ['prod', dependencies],
      // An optional dependency stands in both lists, and counts as optional.
      ['optional', optionalDependencies],
      ['peer', peerDependencies],
    ] as const
  ).flatMap(([type, list]) =>
    Object.entries(list ?? {}).map(([name, spec]): Wanted => ({ name, spec, type })),
  );
  const byName = new Map<string, Wanted>();
  for (const edge of edges) {
    if (edge.type === 'peer') {
      const optional = parsed.data.peerDependenciesMeta?.[edge.name]?.optional === true;
      // What is a peer and installed for the tests too is in the lockfile.
      if (optional || byName.has(edge.name)) continue;
    }
    byName.set(edge.name, edge);
  }
  return [...byName.values()];
}

/** `undefined` for text that is no JSON. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
