import { auditSettings } from '../audit.js';
import { auditFacts } from './audit-facts.js';
import type { Work } from './collect-work.js';
import { resolvedInLockfile, resolvedInStore, type ResolvedPackages } from './lock-facts.js';

/** Exact versions of what it depends on: its own lockfile, else the store that it was built with. */
export async function resolvePackages(
  { given, store }: Work,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<ResolvedPackages | undefined> {
  const { storeLock } = await import('@plugwright/verify');
  for (const name of ['npm-shrinkwrap.json', 'package-lock.json']) {
    const bytes = files.get(name);
    const found = bytes && resolvedInLockfile(name, Buffer.from(bytes).toString('utf8'));
    if (found) return found;
  }
  // What it was not built with says nothing about it.
  if (given.kind === 'tarball') return undefined;
  const locked = await storeLock();
  const same = Object.entries(store.versions).every(
    ([name, version]) => locked[`node_modules/${name}`]?.version === version,
  );
  return same ? resolvedInStore(given.manifest, locked) : undefined;
}

/** The packages that it brings along, held against what is known. */
export async function auditPackages(work: Work, resolved: ResolvedPackages) {
  const { auditTree } = await import('@plugwright/scan/dependencies');
  const { treeOf } = await import('@plugwright/scan');
  const { given, host, offline, signal, waivers } = work;
  const settings = await auditSettings({ path: given.path, offline, signal, waivers, host });
  const { manifest } = given;
  const own = Object.fromEntries(
    Object.entries(manifest).filter(([key]) => key !== 'devDependencies' || resolved.own),
  );
  const tree = treeOf([
    ['package.json', JSON.stringify(own)],
    [resolved.own ? resolved.from : 'package-lock.json', resolved.lockfile],
  ]);
  return auditFacts(await auditTree(tree, settings, false), resolved.from);
}
