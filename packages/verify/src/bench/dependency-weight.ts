import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DependencyStore } from '../dependency-store.js';
import { asRecord, type PackageManifest } from '../package-manifest.js';

/** What is installed together with a plugin. */
export interface DependencyWeight {
  count: number;
  bytes: number;
  missing: string[];
}

/** What every agent has already. */
const isHost = (name: string) => name.startsWith('@elizaos/') || name === 'zod';

/** Count and size of the packages that `dependencies` bring, and those in turn. */
export function dependencyWeight(
  manifest: PackageManifest | undefined,
  store: DependencyStore,
): DependencyWeight {
  const seen = new Set<string>();
  const missing = new Set<string>();
  let bytes = 0;
  const visit = (name: string, from: string) => {
    if (isHost(name)) return;
    const found = resolvePackage(name, from);
    if (found === undefined) return void missing.add(name);
    if (seen.has(found)) return;
    seen.add(found);
    bytes += sizeOf(found);
    const inner = asRecord(JSON.parse(readFileSync(join(found, 'package.json'), 'utf8')));
    for (const next of Object.keys(asRecord(inner['dependencies']))) visit(next, found);
  };
  for (const name of Object.keys(asRecord(manifest?.['dependencies'])))
    if (/^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name)) visit(name, dirname(store.modules));
  return { count: seen.size, bytes, missing: [...missing].sort() };
}

/** As Node looks for it: in `node_modules` beside and above. */
function resolvePackage(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return realpathSync(path);
    if (dirname(at) === at) return undefined;
  }
}

/** Bytes of a package's files, without packages below it: they count for themselves. */
function sizeOf(directory: string): number {
  let bytes = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') bytes += sizeOf(path);
    else if (entry.isFile()) bytes += lstatSync(path).size;
  }
  return bytes;
}
