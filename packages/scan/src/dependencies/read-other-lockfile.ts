import { createHash } from 'node:crypto';
import { PlugwrightError } from '@plugwright/errors';
import { type LockNode, type LockSources, packagesOfGraph } from './lock-graph.js';
import { readBun } from './read-bun.js';
import type { Lockfile } from './read-lockfile.js';
import { readPnpm } from './read-pnpm.js';
import { readYarn } from './read-yarn.js';

interface Reader {
  readonly read: (sources: LockSources) => Promise<readonly LockNode[]>;
  readonly again: string;
}

/** Lockfiles of other package managers than npm, by name. */
const READERS: Readonly<Record<string, Reader>> = {
  'yarn.lock': { read: readYarn, again: 'yarn install' },
  'pnpm-lock.yaml': { read: readPnpm, again: 'pnpm install --lockfile-only --ignore-scripts' },
  'bun.lock': { read: readBun, again: 'bun install --lockfile-only --ignore-scripts' },
};
export const OTHER_LOCKFILES: readonly string[] = Object.keys(READERS);

/** Characters; as for npm's. */
const LARGEST_LOCKFILE = 64 * 1024 * 1024;
const MOST_PACKAGES = 50_000;

/**
 * Reads a lockfile of yarn (1 to 4), pnpm (lockfile versions 5, 6 and 9) or bun, with the manifests of the project. Nothing
 * is run and no network asked.
 *
 * @throws PlugwrightError `PW_AUDIT_LOCKFILE` when it is no lockfile of that kind.
 */
export async function readOtherLockfile(
  path: string,
  text: string,
  manifests: ReadonlyMap<string, string>,
): Promise<Lockfile> {
  const reader = READERS[path];
  const invalid = (why: string, cause?: unknown): PlugwrightError =>
    new PlugwrightError({
      code: 'PW_AUDIT_LOCKFILE',
      message: `${path} cannot be read: ${why}.`,
      hint: `Make it anew with ${reader?.again ?? 'the package manager that wrote it'}.`,
      cause,
    });
  if (!reader) throw invalid('its kind is not known');
  if (text.length > LARGEST_LOCKFILE) throw invalid('it is too large');
  let nodes: readonly LockNode[];
  try {
    nodes = await reader.read({ text, manifests });
  } catch (cause) {
    throw invalid('it is not what its package manager writes', cause);
  }
  if (nodes.length > MOST_PACKAGES) throw invalid('it lists too many packages');
  return {
    path,
    text,
    sha256: createHash('sha256').update(text).digest('hex'),
    ...packagesOfGraph(new Map(nodes.map((node) => [node.location, node]))),
  };
}
