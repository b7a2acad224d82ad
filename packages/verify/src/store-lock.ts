/** A package in a lockfile, as npm writes it (lockfileVersion 3). */
export interface LockedPackage {
  version?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  peer?: boolean;
  dependencies?: Readonly<Record<string, string>>;
}

/** The lockfile that the dependency store is installed from: `node_modules/zod` → version and integrity. */
export async function storeLock(): Promise<Readonly<Record<string, LockedPackage>>> {
  const { default: lock } = await import('./store-lock.json', { with: { type: 'json' } });
  return lock.packages as Readonly<Record<string, LockedPackage>>;
}
