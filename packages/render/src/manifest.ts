import type { PluginSpec } from '@plugwright/spec';
import { toolVersion } from './embedded.gen.js';
import type { FileOwner, FileTree, PluginFile } from './file-tree.js';
import { comparePaths, textDigest } from './tree-digest.js';

export const MANIFEST_PATH = '.plugwright/manifest.json';

/** What a later run has to know about one file. */
export interface ManifestEntry {
  owner: FileOwner;
  /** `sha256:<hex>` of the bytes that were written. */
  digest: string;
  /** Only for merged files: the text that the next three-way merge starts from. */
  base?: string;
}

/** `.plugwright/manifest.json`. */
export interface Manifest {
  manifestVersion: 1;
  tool: { name: string; version: string };
  target: string;
  /** Digest of `plugwright.yaml` as it was written. */
  spec: string;
  files: Record<string, ManifestEntry>;
}

/** The manifest of a rendered tree, as a file of that tree. It holds no date and nothing of the machine. */
export function manifestFile(spec: PluginSpec, tree: FileTree): PluginFile {
  const entries = [...tree]
    .sort((a, b) => comparePaths(a.path, b.path))
    .map(({ path, owner, text }): [string, ManifestEntry] => [
      path,
      { owner, digest: textDigest(text), ...(owner === 'merged' ? { base: text } : {}) },
    ]);
  const source = tree.find((file) => file.path === 'plugwright.yaml');
  const manifest: Manifest = {
    manifestVersion: 1,
    tool: { name: 'plugwright', version: toolVersion },
    target: spec.target,
    spec: textDigest(source?.text ?? JSON.stringify(spec)),
    files: Object.fromEntries(entries),
  };
  return {
    path: MANIFEST_PATH,
    owner: 'generated',
    text: `${JSON.stringify(manifest, null, 2)}\n`,
  };
}

/** The manifest in `text`; `undefined` when there is none, or none that we can read. */
export function readManifest(text: string | undefined): Manifest | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Manifest> | null;
    if (value?.manifestVersion !== 1 || typeof value.files !== 'object') return undefined;
    return value as Manifest;
  } catch {
    return undefined;
  }
}
