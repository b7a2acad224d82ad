import { safeJoin } from '@plugwright/files';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DependencyStore } from './dependency-store.js';
import type { SourceFile } from './report.js';

/** A private directory in which a plugin is checked. */
export interface Workspace {
  /** Real path; only its owner may enter. */
  root: string;
  /** Makes the directory hold exactly these files, writing only what differs; tells what did. */
  sync: (files: readonly SourceFile[]) => FileChanges;
  /** Links these packages of the store into `node_modules`; the names that the store lacks come back. */
  link: (store: DependencyStore, names: readonly string[]) => string[];
  /** The directories of packages that links lead to; a program in a sandbox must be able to read them. */
  linked: () => string[];
  /** Removes the directory, the links and what programs wrote there; never what links point to. */
  remove: () => void;
}

/** Absolute paths of the files that a workspace wrote or removed. */
export interface FileChanges {
  created: string[];
  changed: string[];
  deleted: string[];
}

/** Where a workspace goes. */
export interface WorkspaceOptions {
  /** Parent directory; default: the system's temporary directory. */
  parent?: string | undefined;
  /** `remove` leaves everything in place. */
  keep?: boolean | undefined;
}

/** Directories that are in use; our own end must not leave them behind, however it comes about. */
const live = new Set<string>();
let exitHook = false;

function removeOnExit(root: string): void {
  live.add(root);
  if (exitHook) return;
  exitHook = true;
  process.once('exit', () => {
    for (const one of live) rmSync(one, { recursive: true, force: true });
  });
}

/**
 * A new private directory. `node_modules` is a directory of its own with one link per package, so
 * that tools which write caches there do not write into the store, and a plugin that uses a package
 * it does not declare is found out.
 */
export function createWorkspace(options: WorkspaceOptions = {}): Workspace {
  const parent = options.parent ?? tmpdir();
  // mkdtemp makes the directory with mode 0700.
  const root = mkdtempSync(join(realpathSync(parent), 'plugwright-'));
  if (!options.keep) removeOnExit(root);
  const written = new Map<string, string>();
  const links = new Map<string, string>();
  const sources = new Map<string, string>();
  mkdirSync(join(root, 'node_modules'));

  const sync = (files: readonly SourceFile[]) => {
    const changes: FileChanges = { created: [], changed: [], deleted: [] };
    const wanted = new Set(files.map((file) => file.path));
    for (const path of written.keys()) {
      if (wanted.has(path)) continue;
      unlinkSync(join(root, path));
      written.delete(path);
      changes.deleted.push(join(root, path));
    }
    for (const { path, text } of files) {
      if (written.get(path) === text) continue;
      const target = safeJoin(root, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
      (written.has(path) ? changes.changed : changes.created).push(target);
      written.set(path, text);
    }
    return changes;
  };

  const link = (store: DependencyStore, names: readonly string[]) => {
    const missing: string[] = [];
    const wanted = new Set(names);
    for (const [name, path] of links) {
      if (wanted.has(name)) continue;
      unlinkSync(path);
      links.delete(name);
      sources.delete(name);
    }
    for (const name of wanted) {
      const source = join(store.modules, name);
      const target = join(root, 'node_modules', name);
      if (links.has(name)) continue;
      if (!existsSync(join(source, 'package.json'))) {
        missing.push(name);
        continue;
      }
      mkdirSync(dirname(target), { recursive: true });
      const real = realpathSync(source);
      symlinkSync(real, target, 'junction');
      links.set(name, target);
      sources.set(name, modulesOf(real));
    }
    return missing;
  };

  return {
    root,
    sync,
    link,
    linked: () => [...new Set(sources.values())],
    // rm does not follow links: the store stays.
    remove: () => {
      if (options.keep) return;
      rmSync(root, { recursive: true, force: true });
      live.delete(root);
    },
  };
}

/** The outermost `node_modules` that holds a package: what the package needs is found there as well. */
function modulesOf(path: string): string {
  const at = path.search(/[/\\]node_modules[/\\]/);
  return at < 0 ? path : path.slice(0, at + '/node_modules'.length);
}
