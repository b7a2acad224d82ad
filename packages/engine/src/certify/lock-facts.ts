import type { SbomPackage } from '@plugwright/certify';
import type { LockedPackage } from '@plugwright/verify';
import { runtimeDependencies } from './manifest-facts.js';

/** The packages that a plugin brings along, with exact versions. */
export interface ResolvedPackages {
  /** Where the versions are from, for people. */
  from: string;
  packages: SbomPackage[];
  /** It is the plugin's own lockfile. */
  own: boolean;
  /** The same as a `package-lock.json`, so that an audit can read it. */
  lockfile: string;
}

type Locked = Readonly<Record<string, LockedPackage>>;

/**
 * Versions for a plugin without a lockfile of its own: those of the store that it was built and tested with, as far as
 * its dependencies go. What the host brings (peers) is listed, but not the plugin's matter.
 */
export function resolvedInStore(
  manifest: Readonly<Record<string, unknown>>,
  store: Locked,
): ResolvedPackages {
  const wanted = runtimeDependencies(manifest);
  const peers = Object.keys((manifest['peerDependencies'] ?? {}) as object);
  const at = (name: string) => store[`node_modules/${name}`];
  const found = new Map<string, LockedPackage>();
  const waiting = Object.keys(wanted);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const locked = at(name);
    if (locked === undefined || found.has(name)) continue;
    found.set(name, locked);
    waiting.push(...Object.keys(locked.dependencies ?? {}));
  }
  const packages = [
    ...[...found].map(([name, one]) => packageOf(name, one, 'required')),
    ...peers
      .filter((name) => !found.has(name) && at(name) !== undefined)
      .map((name) => packageOf(name, at(name) as LockedPackage, 'excluded')),
  ];
  const lock = {
    name: manifest['name'],
    version: manifest['version'],
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: manifest['name'], version: manifest['version'], dependencies: wanted },
      ...Object.fromEntries([...found].map(([name, one]) => [`node_modules/${name}`, one])),
    },
  };
  return {
    from: 'the dependency store that it was built and tested with',
    packages,
    own: false,
    lockfile: `${JSON.stringify(lock, null, 2)}\n`,
  };
}

const packageOf = (
  name: string,
  { version = '', integrity, license }: LockedPackage,
  scope: SbomPackage['scope'],
): SbomPackage => ({
  name,
  version,
  ...(integrity === undefined ? {} : { integrity }),
  ...(license === undefined ? {} : { licence: license }),
  scope,
});

/** The packages of a lockfile of the plugin's own (version 2 or 3); without those for development. */
export function resolvedInLockfile(path: string, text: string): ResolvedPackages | undefined {
  let packages: Locked;
  try {
    packages = (JSON.parse(text) as { packages?: Locked }).packages ?? {};
  } catch {
    return undefined;
  }
  const rows = Object.entries(packages).filter(
    ([where, one]) => where.includes('node_modules/') && one.dev !== true,
  );
  if (rows.length === 0) return undefined;
  const nameOf = (where: string) => where.slice(where.lastIndexOf('node_modules/') + 13);
  return {
    from: path,
    packages: rows.map(([where, one]) =>
      packageOf(nameOf(where), one, one.peer ? 'excluded' : one.optional ? 'optional' : 'required'),
    ),
    own: true,
    lockfile: text,
  };
}
