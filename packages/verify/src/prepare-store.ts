import { PlugwrightError } from '@plugwright/errors';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  findStore,
  storeDirectory,
  storeManifest,
  type DependencyStore,
} from './dependency-store.js';
import { runProcess } from '@plugwright/sandbox';
import { checkStore, sealStore } from './seal-store.js';

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
 * Installs the packages every plugin is checked with, once, from a lockfile that names the integrity of each,
 * without running their install scripts: in a temporary directory that is sealed and renamed when complete,
 * so that a half-made store is never found, whoever else prepares one and whatever is killed. A store that is
 * already there is checked, and replaced when somebody changed it.
 *
 * @throws PlugwrightError `PW_VERIFY_STORE_NPM` (no npm), `PW_VERIFY_STORE_INSTALL`.
 */
export async function prepareStore(options: PrepareStoreOptions = {}): Promise<DependencyStore> {
  const directory = options.directory ?? storeDirectory();
  removeAbandoned(directory);
  if (existsSync(directory) && isWhole(directory)) return cached(directory);
  const npm = options.npm ?? npmBesideNode();
  if (npm === undefined) {
    throw new PlugwrightError({
      code: 'PW_VERIFY_STORE_NPM',
      message: `no npm beside ${process.execPath}`,
      hint: 'Install Node.js with npm, or install the packages in your project yourself.',
    });
  }
  mkdirSync(dirname(directory), { recursive: true, mode: 0o700 });
  const work = mkdtempSync(`${directory}.${process.pid}.`);
  try {
    writeFileSync(join(work, 'package.json'), JSON.stringify(storeManifest));
    const { default: lock } = await import('./store-lock.json', { with: { type: 'json' } });
    writeFileSync(join(work, 'package-lock.json'), JSON.stringify(lock));
    const result = await runProcess({
      command: process.execPath,
      args: [npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
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
    sealStore(work);
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

/** Whether a store is what was installed; one that is not is moved out of the way and removed. */
function isWhole(directory: string): boolean {
  try {
    checkStore(directory, true);
    return true;
  } catch {
    const away = mkdtempSync(`${directory}.${process.pid}.`);
    try {
      renameSync(directory, join(away, 'changed'));
    } catch {
      // Somebody else was quicker.
    }
    rmSync(away, { recursive: true, force: true });
    return false;
  }
}

/** What processes that are gone were preparing. */
function removeAbandoned(directory: string): void {
  const name = `${basename(directory)}.`;
  for (const entry of entries(dirname(directory)).filter((each) => each.startsWith(name))) {
    const pid = Number(entry.slice(name.length).split('.')[0]);
    if (isAlive(pid)) continue;
    rmSync(join(dirname(directory), entry), { recursive: true, force: true });
  }
}

function entries(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
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
