import type { Advisory } from './advisory.js';
import type { PackageVersion } from './audit-result.js';

/** `name@version`. */
export const keyOf = ({ name, version }: PackageVersion): string => `${name}@${version}`;

/** What a service answered: for each package that it spoke of, its advisories, none for a package without. */
export interface ServiceAnswer {
  readonly answered: ReadonlyMap<string, readonly Advisory[]>;
  /** Why some packages, or all, have no answer. */
  readonly problems: readonly string[];
}

/**
 * A version that every complete source knows a flaw of (GHSA-vh95-rmgr-6w4m, of 2020). It is asked along, because a
 * proxy that knows no advisories may answer "none" to anything.
 */
export const CANARY: PackageVersion = { name: 'minimist', version: '0.0.8' };

/** A list in parts of a length. */
export function inParts<T>(items: readonly T[], length: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < items.length; at += length) parts.push(items.slice(at, at + length));
  return parts;
}
