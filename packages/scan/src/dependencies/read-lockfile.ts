import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { safeJoin } from '@plugwright/files';
import { type ArboristNode, loadVirtual } from './arborist.js';

/** One package of a lockfile. */
export interface LockedPackage {
  /** The name in the registry; not the alias it may be installed under. */
  readonly name: string;
  /** The name it is imported by. */
  readonly installedAs: string;
  /** Empty where the lockfile names none. */
  readonly version: string;
  readonly location: string;
  readonly path: readonly string[];
  /** The name that the way from the root begins with. */
  readonly firstHop: string;
  readonly direct: boolean;
  readonly dev: boolean;
  readonly optional: boolean;
  readonly bundled: boolean;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
  /** There is a digest, but of an archive that the package manager made; only lockfiles of yarn 2 and later have it. */
  readonly ownDigest?: boolean | undefined;
  readonly hasInstallScript: boolean;
  /** It is for some processors or operating systems only. */
  readonly platformBound: boolean;
  readonly licence: string | undefined;
}

/** What a lockfile pins, and where it does not fit the manifest. */
export interface Lockfile {
  /** Relative to the root of the plugin. */
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
  readonly packages: readonly LockedPackage[];
  /** Dependencies that the lockfile lacks or holds in a version that was not asked for, as `name@range`. */
  readonly outOfStep: readonly string[];
  /** Peers that nobody brings but the host, as `name@range`. */
  readonly peers: readonly string[];
}

/** Characters; the lockfile of a large monorepo has some 2 million. */
const LARGEST_LOCKFILE = 64 * 1024 * 1024;
const MOST_PACKAGES = 50_000;

const invalid = (path: string, why: string, cause?: unknown): PlugwrightError =>
  new PlugwrightError({
    code: 'PW_AUDIT_LOCKFILE',
    message: `${path} cannot be read: ${why}.`,
    hint: 'Make it anew with npm install --package-lock-only --ignore-scripts.',
    cause,
  });

/**
 * Reads a lockfile of npm (version 1 to 3) and the manifest beside it, as npm itself does, but from a copy in a
 * temporary directory: nothing else of the plugin is read, no link followed, no network asked and nothing run.
 *
 * @throws PlugwrightError `PW_AUDIT_LOCKFILE` when it is no lockfile.
 */
export async function readLockfile(
  path: string,
  text: string,
  manifest?: string | undefined,
): Promise<Lockfile> {
  if (text.length > LARGEST_LOCKFILE) throw invalid(path, 'it is too large');
  const locked = parse(path, text);
  const folder = await mkdtemp(join(tmpdir(), 'plugwright-audit-'));
  try {
    await writeFile(join(folder, 'package-lock.json'), text);
    const root = manifest ?? JSON.stringify(locked.packages['']?.value ?? {});
    await writeFile(join(folder, 'package.json'), root);
    for (const [location, { value }] of Object.entries(locked.packages))
      if (location !== '' && !/(?:^|\/)node_modules(?:\/|$)/.test(location))
        await writeWorkspace(folder, location, value);
    const tree = await loadVirtual(folder).catch((cause: unknown) => {
      throw invalid(path, 'npm does not understand it', cause);
    });
    return {
      path,
      text,
      sha256: createHash('sha256').update(text).digest('hex'),
      ...packagesOf(tree),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface ParsedLock {
  readonly packages: Readonly<Record<string, { readonly value: object }>>;
}

/** Checks what npm takes for granted: it would crash at an entry that is no object, and read an empty file as no packages. */
function parse(path: string, text: string): ParsedLock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'it is not JSON', cause);
  }
  const isObject = (one: unknown): one is Record<string, unknown> =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!isObject(value)) throw invalid(path, 'it is not an object');
  if (![1, 2, 3].includes(value['lockfileVersion'] as number))
    throw invalid(path, 'it has no lockfileVersion of 1, 2 or 3');
  const { packages = {}, dependencies = {} } = value;
  if (!isObject(packages) || !isObject(dependencies)) throw invalid(path, 'it lists no packages');
  const entries = Object.entries(packages);
  if (entries.length > MOST_PACKAGES) throw invalid(path, 'it lists too many packages');
  for (const [location, entry] of entries)
    if (!isObject(entry)) throw invalid(path, `${JSON.stringify(location)} is no object`);
  const waiting = [{ entries: dependencies, depth: 0 }];
  for (let one = waiting.pop(); one; one = waiting.pop())
    for (const [name, entry] of Object.entries(one.entries)) {
      if (!isObject(entry)) throw invalid(path, `${JSON.stringify(name)} is no object`);
      const below = entry['dependencies'];
      if (one.depth > 100) throw invalid(path, 'it is nested too deeply');
      if (below !== undefined && !isObject(below))
        throw invalid(path, `${JSON.stringify(name)} lists no dependencies`);
      if (below) waiting.push({ entries: below, depth: one.depth + 1 });
    }
  return {
    packages: Object.fromEntries(
      entries.map(([location, entry]) => [location, { value: entry as object }]),
    ),
  };
}

/** npm knows a workspace by its manifest; the lockfile holds the part of it that counts. */
async function writeWorkspace(folder: string, location: string, value: object): Promise<void> {
  let target: string;
  try {
    target = safeJoin(folder, `${location}/package.json`);
  } catch {
    // A link to a place outside the project; its packages are in the lockfile all the same.
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, JSON.stringify(value));
}

/** Whose packages are their own: the project and its workspaces. */
const isOwn = (node: ArboristNode): boolean =>
  node.isLink || !/(?:^|\/)node_modules\//.test(`${node.location}/`);

function packagesOf(root: ArboristNode): Pick<Lockfile, 'packages' | 'outOfStep' | 'peers'> {
  const nodes = [...root.inventory.values()];
  const own = [root, ...nodes.filter((node) => node !== root && isOwn(node))];
  const ways = waysFrom(own, () => true);
  // Reckoned here: a lockfile that marks everything as `dev` must not hide it from an audit without such packages.
  const shipped = waysFrom(own, (type) => type !== 'dev');
  const outOfStep = new Set<string>();
  const peers = new Set<string>();
  for (const node of nodes)
    for (const edge of node.edgesOut.values()) {
      const wanted = `${edge.name}@${edge.spec}`;
      if (edge.type === 'peer' && edge.error === 'MISSING') peers.add(wanted);
      else if (edge.type === 'peerOptional' || edge.type === 'optional' || edge.type === 'peer')
        continue;
      else if (edge.error === 'MISSING' || (edge.error === 'INVALID' && isOwn(node)))
        outOfStep.add(wanted);
    }
  return {
    packages: nodes
      .filter((node) => !isOwn(node))
      .map((node) => ({
        ...lockedPackage(node, ways.get(node) ?? [node]),
        dev: ways.has(node) && !shipped.has(node),
      }))
      .toSorted((a, b) => (a.location < b.location ? -1 : 1)),
    outOfStep: [...outOfStep].toSorted(),
    peers: [...peers].toSorted(),
  };
}

/** The shortest way to each node, breadth first and in the order of names, so that it is the same each time. */
function waysFrom(
  starts: readonly ArboristNode[],
  follows: (type: string) => boolean,
): Map<ArboristNode, ArboristNode[]> {
  const ways = new Map<ArboristNode, ArboristNode[]>(starts.map((node) => [node, []]));
  const waiting = [...starts];
  for (let node = waiting.shift(); node; node = waiting.shift()) {
    const edges = [...node.edgesOut.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const { to, type } of edges) {
      if (!follows(type)) continue;
      const next = to?.isLink ? to.target : to;
      if (!next || ways.has(next)) continue;
      ways.set(next, [...(ways.get(node) ?? []), next]);
      waiting.push(next);
    }
  }
  return ways;
}

function lockedPackage(
  node: ArboristNode,
  way: readonly ArboristNode[],
): Omit<LockedPackage, 'dev'> {
  const manifest = node.package;
  const licence = manifest['license'];
  const labels = way.map((one) => `${one.packageName ?? one.name}@${one.version ?? ''}`);
  return {
    name: node.packageName ?? node.name,
    installedAs: node.name,
    version: node.version ?? '',
    location: node.location,
    path: labels,
    firstHop: way[0]?.name ?? node.name,
    direct: way.length === 1,
    optional: node.optional,
    bundled: node.inBundle,
    resolved: node.resolved ?? undefined,
    integrity: node.integrity ?? undefined,
    hasInstallScript: node.hasInstallScript === true,
    platformBound: ['os', 'cpu', 'libc'].some((field) => manifest[field] !== undefined),
    licence: typeof licence === 'string' ? licence : undefined,
  };
}
