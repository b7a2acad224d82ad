import type { Diagnostic } from '@plugwright/errors';
import type { PluginSpec } from '@plugwright/spec';
import type { FileTree } from '../file-tree.js';
import { type Manifest, readManifest } from '../manifest.js';
import { textDigest } from '../tree-digest.js';
import { EditRefused, problem } from './problem.js';
import { isKnown, reconcile } from './reconcile.js';
import type { Sources } from './sources.js';
import { extendSpecText } from './spec-document.js';
import { lineEnding, withEol } from './text-style.js';

/** A rendered tree that has a spec and a manifest in it, and where they are. */
export interface TreeUpdate {
  tree: FileTree;
  manifestPath: string;
  specPath: string;
  /** What the files there were rendered from; absent the first time. */
  before: PluginSpec | undefined;
  after: PluginSpec;
  /** Files of the tree that are edited instead, because somebody changed them. */
  shared?: ReadonlySet<string>;
  /** Edits those files, after all others were written and before the manifest is. */
  editShared?: () => Diagnostic[];
  /** Line ends of new files. */
  eol: '\n' | '\r\n';
}

/** Brings the files on disk to a new state of the tree, by the rules of their owners. */
export function updateTree(sources: Sources, update: TreeUpdate): Diagnostic[] {
  const { tree, manifestPath, specPath, before, after, eol } = update;
  const manifest = openManifest(sources, manifestPath);
  const apart = new Set([...(update.shared ?? []), manifestPath]);
  const spec = sources.text(specPath);
  if (before && spec !== undefined && !isUntouched(sources, manifest, specPath)) {
    apart.add(specPath);
    sources.write(specPath, extendSpecText(spec, before, after));
  }
  const { diagnostics, kept } = reconcile(sources, tree, manifest, apart, eol);
  diagnostics.push(...(update.editShared?.() ?? []));
  const fresh = tree.find((file) => file.path === manifestPath)?.text ?? '';
  const text = finished(sources, fresh, manifest, kept);
  const there = sources.text(manifestPath);
  if (there === undefined) sources.write(manifestPath, withEol(text, eol));
  else if (withEol(there, '\n') !== text) {
    sources.write(manifestPath, withEol(text, lineEnding(there)));
  }
  return diagnostics;
}

/** The fresh manifest with the digests of shared files as they are now, and old entries for `kept`. */
function finished(
  sources: Sources,
  fresh: string,
  before: Manifest | undefined,
  kept: readonly string[],
): string {
  const manifest = JSON.parse(fresh) as Manifest;
  for (const [path, entry] of Object.entries(manifest.files)) {
    const old = before?.files[path];
    const now = sources.text(path);
    if (kept.includes(path) && old) manifest.files[path] = old;
    else if (entry.owner === 'merged' && now !== undefined) {
      entry.digest = textDigest(withEol(now, '\n'));
    }
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The manifest at `path`; `undefined` when there is none yet. Refuses one that cannot be read. */
export function openManifest(sources: Sources, path: string): Manifest | undefined {
  const text = sources.text(path);
  const manifest = readManifest(text);
  if (text === undefined || manifest) return manifest;
  throw new EditRefused(
    problem('PW_EDIT_MANIFEST', `${path} cannot be read.`, 'Restore it from version control.', {
      file: path,
    }),
  );
}

/** True when a file still has the bytes that we wrote, whatever its line ends. */
export function isUntouched(
  sources: Sources,
  manifest: Manifest | undefined,
  path: string,
): boolean {
  const there = sources.text(path);
  const known = manifest?.files[path];
  return there !== undefined && known !== undefined && isKnown(known, withEol(there, '\n'));
}
