import { packDirectory, type Tarball, treeDigest, digestOf } from '@plugwright/certify';
import { copyTree } from '@plugwright/files';
import type { Isolation } from '@plugwright/sandbox';
import type { SourceTree } from '@plugwright/scan';
import type { DependencyStore, SourceFile } from '@plugwright/verify';
import { readdir } from 'node:fs/promises';
import { type BuildRecipe, buildPlugin } from './build-plugin.js';

/** Folders that are made, fetched or private, and so no source. */
const noSource = new Set(['node_modules', '.git', 'coverage', '.turbo', '.cache', '.vite']);

/** A plugin, packed from its source. */
export interface StagedPlugin {
  tarball: Tarball;
  source: { sha256: string; files: number };
  /** Version of the compiler, when it was built here. */
  compiler?: string | undefined;
}

/** What is needed to build. */
export interface StageOptions {
  recipe: BuildRecipe | undefined;
  /** The text files of the source. */
  files: readonly SourceFile[];
  packages: readonly string[];
  store: DependencyStore;
  isolation: Isolation;
  signal?: AbortSignal | undefined;
}

/**
 * Copies the source of a plugin to a private directory, builds it there where the recipe is known, and packs it. The
 * directory itself is only read. Done twice, this must give the same bytes.
 */
export async function stagePlugin(directory: string, options: StageOptions): Promise<StagedPlugin> {
  const { recipe, files } = options;
  const { createWorkspace } = await import('@plugwright/verify');
  const { readTree } = await import('@plugwright/scan');
  const stage = createWorkspace();
  try {
    const paths = (await readdir(directory)).filter(
      (name) => !noSource.has(name) && name !== recipe?.outDir,
    );
    copyTree(directory, stage.root, { paths, maxBytes: 256 * 1024 * 1024, maxFiles: 20_000 });
    const source = sourceOf(await readTree(stage.root));
    if (recipe === undefined) return { tarball: await packDirectory(stage.root), source };
    const built = await buildPlugin(files, recipe, options);
    try {
      copyTree(built.root, stage.root, { paths: [recipe.outDir] });
    } finally {
      built.remove();
    }
    return {
      tarball: await packDirectory(stage.root),
      source,
      compiler: built.version,
    };
  } finally {
    stage.remove();
  }
}

/** One digest for the files of a source, built and installed things left out. */
export function sourceOf(tree: SourceTree, without?: string): { sha256: string; files: number } {
  const files = [...tree.files].filter(
    ([path]) => without === undefined || !path.startsWith(`${without}/`),
  );
  return {
    sha256: treeDigest(Object.fromEntries(files.map(([path, bytes]) => [path, digestOf(bytes)]))),
    files: files.length,
  };
}
