import type { FileOwner, FileTree, PluginFile } from './file-tree.js';
import { type Manifest, MANIFEST_PATH, readManifest } from './manifest.js';
import { mergePackage } from './merge-package.js';
import { mergeText } from './merge-text.js';
import { textDigest } from './tree-digest.js';

/** What is to happen to one file. */
export interface PlannedFile {
  path: string;
  owner: FileOwner;
  /** The text after writing; for a conflict, the text we would have written, with markers in merged files. */
  text: string;
  /** What is there now; absent when nothing is. */
  before?: string;
  /**
   * - `create`, `update`: write `text`
   * - `unchanged`: it is there already
   * - `keep`: a person's file; stays as it is
   * - `conflict`: changed by somebody since we wrote it, or never ours; write nothing
   */
  action: 'create' | 'update' | 'unchanged' | 'keep' | 'conflict';
}

/** What a run would do to a directory. Plain data: nothing is written. */
export interface WritePlan {
  /** In path order. */
  files: PlannedFile[];
  /** Files of an earlier run that the spec no longer asks for, and that nobody changed. */
  stale: string[];
}

/** A tree, and what is there now: path → text, of every path of the tree that exists, and of the manifest. */
export interface PlanRequest {
  tree: FileTree;
  existing: ReadonlyMap<string, string>;
  /** Takes our version where there is a conflict. */
  force?: boolean;
}

/** Compares `tree` with what is there, by the owner of each file. Pure. */
export function planWrite({ tree, existing, force = false }: PlanRequest): WritePlan {
  const manifest = readManifest(existing.get(MANIFEST_PATH));
  const files = tree
    .filter((file) => file.path !== MANIFEST_PATH)
    .map((file) => planFile(file, existing.get(file.path), manifest, force));
  const rendered = tree.find((file) => file.path === MANIFEST_PATH);
  if (rendered !== undefined) files.push(planManifest(rendered, files, existing));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, stale: staleFiles(tree, existing, manifest) };
}

const unix = (text: string): string => text.replaceAll('\r\n', '\n');

function planFile(
  file: PluginFile,
  before: string | undefined,
  manifest: Manifest | undefined,
  force: boolean,
): PlannedFile {
  const { path, owner, text } = file;
  if (before === undefined) return { path, owner, text, action: 'create' };
  // A checkout with other line ends is not a change.
  if (unix(before) === text) return { path, owner, text: before, before, action: 'unchanged' };
  if (owner === 'scaffold') return { path, owner, text: before, before, action: 'keep' };
  const entry =
    manifest !== undefined && Object.hasOwn(manifest.files, path)
      ? manifest.files[path]
      : undefined;
  const merged = owner === 'merged' ? merge(file, before, entry?.base) : undefined;
  if (merged?.ok === true) {
    const action = merged.text === before ? 'unchanged' : 'update';
    return { path, owner, text: merged.text, before, action };
  }
  const ours = owner === 'generated' && entry?.digest === textDigest(unix(before));
  if (ours || force) return { path, owner, text, before, action: 'update' };
  return { path, owner, text: merged?.marked ?? text, before, action: 'conflict' };
}

function merge(file: PluginFile, before: string, base: string | undefined) {
  const mine = unix(before);
  const ends = (text: string) => (mine === before ? text : text.replaceAll('\n', '\r\n'));
  if (file.path === 'package.json') {
    const text = mergePackage(base, mine, file.text);
    if (text !== undefined) return { ok: true as const, text: ends(text) };
  }
  if (base === undefined) return undefined;
  const result = mergeText(base, mine, file.text);
  return result.ok ? { ok: true as const, text: ends(result.text) } : result;
}

/** The manifest records what is written: for merged files the result, with our text as the next base. */
function planManifest(
  rendered: PluginFile,
  files: readonly PlannedFile[],
  existing: ReadonlyMap<string, string>,
): PlannedFile {
  const manifest = JSON.parse(rendered.text) as Manifest;
  for (const { path, text } of files) {
    const entry = manifest.files[path];
    if (entry !== undefined) entry.digest = textDigest(unix(text));
  }
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const before = existing.get(MANIFEST_PATH);
  const { path, owner } = rendered;
  if (before === undefined) return { path, owner, text, action: 'create' };
  return { path, owner, text, before, action: unix(before) === text ? 'unchanged' : 'update' };
}

function staleFiles(
  tree: FileTree,
  existing: ReadonlyMap<string, string>,
  manifest: Manifest | undefined,
): string[] {
  const wanted = new Set(tree.map((file) => file.path));
  return Object.entries(manifest?.files ?? {})
    .filter(([path, { owner, digest }]) => {
      const text = existing.get(path);
      if (wanted.has(path) || owner !== 'generated' || text === undefined) return false;
      return textDigest(unix(text)) === digest;
    })
    .map(([path]) => path)
    .sort();
}
