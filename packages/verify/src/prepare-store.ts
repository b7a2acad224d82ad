import { PlugwrightError } from '@plugwright/errors';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  findStore,
  storeDirectory,
  storePackages,
  type DependencyStore,
} from './dependency-store.js';
import { runProcess } from '@plugwright/sandbox';

/** How to prepare the store. */
export interface PrepareStoreOptions {
  /** Told what npm says, piece by piece. */
  onProgress?: ((text: string) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** Where the store goes; default `storeDirectory()`. */
  directory?: string | undefined;
  /** Path of `npm-cli.js`; default: the npm beside the running Node. */
  npm?: string | undefined;
  /** Time limit in ms; default 5 minutes. */
  timeoutMs?: number | undefined;
}

/** npm's own variables that say which registry and proxy to use; nothing else of the host reaches npm. */
const passedOn =
  /^(?:npm_config_(?:registry|proxy|https_proxy|cafile|cache)|https?_proxy|no_proxy)$/i;

/**
 * Installs the packages every plugin is checked with, once, without running their install scripts:
 * in a temporary directory that is renamed when complete, so a half-made store is never found. A
 * store that is already there is returned as it is.
 *
 * @throws PlugwrightError `PW_VERIFY_STORE_NPM` (no npm), `PW_VERIFY_STORE_INSTALL`.
 */
export async function prepareStore(options: PrepareStoreOptions = {}): Promise<DependencyStore> {
  const directory = options.directory ?? storeDirectory();
  if (existsSync(directory)) return cached(directory);
  const npm = options.npm ?? npmBesideNode();
  if (npm === undefined) {
    throw new PlugwrightError({
      code: 'PW_VERIFY_STORE_NPM',
      message: `no npm beside ${process.execPath}`,
      hint: 'Install Node.js with npm, or install the packages in your project yourself.',
    });
  }
  mkdirSync(dirname(directory), { recursive: true, mode: 0o700 });
  const work = mkdtempSync(`${directory}.`);
  try {
    const manifest = { name: 'plugwright-store', private: true, dependencies: storePackages };
    writeFileSync(join(work, 'package.json'), JSON.stringify(manifest));
    const result = await runProcess({
      command: process.execPath,
      args: [npm, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      cwd: work,
      env: npmSettings(),
      timeoutMs: options.timeoutMs ?? 300_000,
      signal: options.signal,
      onOutput: (_stream, text) => options.onProgress?.(text),
    });
    options.signal?.throwIfAborted();
    if (result.code !== 0) {
      throw new PlugwrightError({
        code: 'PW_VERIFY_STORE_INSTALL',
        message: `npm could not install the store: ${lastLines(result.stderr) || 'no message'}`,
        hint: 'Check the connection to the npm registry and try again.',
      });
    }
    putInPlace(work, directory);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return cached(directory);
}

const cached = (directory: string): DependencyStore => ({
  ...findStore({ store: directory }),
  origin: 'cache',
});

/** Two processes may prepare at once; the one that comes second uses what the first has made. */
function putInPlace(work: string, directory: string): void {
  try {
    renameSync(work, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}

function npmSettings(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => passedOn.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

/** Unix keeps npm in `lib/node_modules` beside `bin`, Windows beside `node.exe`. */
export function npmBesideNode(node = process.execPath): string | undefined {
  return [
    join(dirname(node), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => existsSync(path));
}

const lastLines = (text: string) => text.trim().split('\n').slice(-5).join('\n');
