import { PlugwrightError } from '@plugwright/errors';
import { readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What every plugin is checked with, exact versions: the set that is known to work on Node 20.19. */
export const storePackages: Readonly<Record<string, string>> = {
  '@elizaos/core': '1.7.2',
  '@types/node': '20.19.43',
  typescript: '5.9.3',
  vitest: '4.1.12',
  zod: '4.6.7',
};

/** The manifest that the store is installed from. */
export const storeManifest = {
  name: 'plugwright-store',
  private: true,
  dependencies: storePackages,
  // vite 8.4.0 names an optional package that a registry need not have; `npm ci` then finds the lockfile incomplete.
  overrides: { vite: '8.3.8' },
};

/** First half of the SHA-256 of the lockfile, `store-lock.json`; both are made by `npm run store:lock`. */
export const storeKey = '45309cf9c7da8dc0';

/** What must be there for the gates to run; TypeScript itself comes with this package. */
const needed = ['@elizaos/core', '@types/node', 'vitest', 'zod'];

/** A `node_modules` directory from which plugins get their dependencies. Read only. */
export interface DependencyStore {
  /** Real path of the `node_modules` directory. */
  modules: string;
  origin: 'option' | 'plugin' | 'installed' | 'cache';
  /** Version found of each needed package. */
  versions: Record<string, string>;
}

/** Where to look for a store. */
export interface FindStoreOptions {
  /** A directory that holds `node_modules`, or is one. Nothing else is looked at then. */
  store?: string | undefined;
  /** The plugin's own directory: its `node_modules` are used when it has them. */
  pluginDir?: string | undefined;
  /** Where the search for installed packages starts; default: this file. */
  from?: string | undefined;
  /** Environment for `XDG_CACHE_HOME`; default `process.env`. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Directory of the prepared store: one per lockfile. */
export function storeDirectory(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'plugwright', 'store', storeKey);
}

/**
 * Finds where a plugin's dependencies come from, so that nothing is installed per plugin. In this
 * order: the option, the plugin's own `node_modules`, one above this package, the prepared store.
 *
 * @throws PlugwrightError `PW_VERIFY_STORE_MISSING` when none of them has the needed packages.
 */
export function findStore(options: FindStoreOptions = {}): DependencyStore {
  const tried: string[] = [];
  const at = (modules: string, origin: DependencyStore['origin']): DependencyStore | undefined => {
    const versions = versionsIn(modules);
    tried.push(modules);
    return versions && { modules: realpathSync(modules), origin, versions };
  };
  const found = options.store
    ? (at(join(options.store, 'node_modules'), 'option') ?? at(options.store, 'option'))
    : (((options.pluginDir && at(join(options.pluginDir, 'node_modules'), 'plugin')) ||
        firstOf(ancestors(options.from ?? fileURLToPath(import.meta.url)), (dir) =>
          at(join(dir, 'node_modules'), 'installed'),
        )) ??
      at(join(storeDirectory(options.env), 'node_modules'), 'cache'));
  if (found) return found;
  throw new PlugwrightError({
    code: 'PW_VERIFY_STORE_MISSING',
    message: `${needed.join(', ')} were found in none of: ${tried.join(', ')}`,
    hint: 'Prepare the store once with prepareStore(), or install these packages in your project.',
  });
}

/** Version of each needed package in a `node_modules` directory; `undefined` when one is missing. */
export function versionsIn(modules: string): Record<string, string> | undefined {
  const versions: Record<string, string> = {};
  for (const name of needed) {
    const version = packageVersion(modules, name);
    if (version === undefined) return undefined;
    versions[name] = version;
  }
  return versions;
}

function packageVersion(modules: string, name: string): string | undefined {
  try {
    const text = readFileSync(join(modules, name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return undefined;
  }
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestors(parent)];
}

function firstOf<T, R>(items: readonly T[], look: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
