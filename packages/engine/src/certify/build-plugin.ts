import { requireLevel, run, type Isolation } from '@plugwright/sandbox';
import type { DependencyStore, SourceFile } from '@plugwright/verify';
import { join } from 'node:path';

/** How a plugin is built here. */
export interface BuildRecipe {
  /** `tsconfig.build.json` */
  project: string;
  /** Where the built files go, relative. */
  outDir: string;
}

/** What a build gave. */
export interface BuildResult {
  /** Directory that holds `outDir`; gone after `remove`. */
  root: string;
  version: string;
  remove: () => void;
}

/**
 * The recipe of a plugin, when its build script is the TypeScript compiler and nothing else: that can be repeated
 * without running anything of the plugin. `undefined` for every other build.
 */
export function recipeOf(
  manifest: Readonly<Record<string, unknown>>,
  files: readonly SourceFile[],
): BuildRecipe | undefined {
  const scripts = manifest['scripts'] as Record<string, unknown> | undefined;
  const build = scripts?.['build'];
  const found = /^tsc(?: (?:-p|--project) (?<project>[\w./-]+))?$/.exec(
    typeof build === 'string' ? build.trim() : '',
  );
  if (!found) return undefined;
  const project = (found.groups?.['project'] ?? 'tsconfig.json').replace(/^\.\//, '');
  const text = files.find(({ path }) => path === project)?.text;
  const outDir = /"outDir"\s*:\s*"(?:\.\/)?(?<dir>[\w-]+)\/?"/.exec(text ?? '')?.groups?.['dir'];
  return outDir === undefined ? undefined : { project, outDir };
}

/** Runs the compiler in the sandbox, in a private directory; nothing of the plugin is run. */
export async function buildPlugin(
  files: readonly SourceFile[],
  recipe: BuildRecipe,
  options: {
    store: DependencyStore;
    packages: readonly string[];
    isolation: Isolation;
    signal?: AbortSignal | undefined;
  },
): Promise<BuildResult> {
  const { createWorkspace } = await import('@plugwright/verify');
  const workspace = createWorkspace();
  const out = createWorkspace();
  try {
    requireLevel(options.isolation, undefined);
    workspace.sync(files);
    workspace.link(options.store, options.packages);
    const compiler = join(workspace.root, 'node_modules', 'typescript', 'bin', 'tsc');
    // What it complains about is the matter of the gate for types; it may write files all the same.
    await run({
      command: process.execPath,
      args: ({ path }) => [path(compiler), '-p', recipe.project],
      workspace: workspace.root,
      readOnly: workspace.linked(),
      limits: { wallMs: 120_000 },
      copyOut: { to: out.root, paths: [recipe.outDir] },
      isolation: options.isolation,
      signal: options.signal,
    });
    return {
      root: out.root,
      version: options.store.versions['typescript'] ?? (await typescriptVersion(options.store)),
      remove: () => out.remove(),
    };
  } catch (error) {
    out.remove();
    throw error;
  } finally {
    workspace.remove();
  }
}

async function typescriptVersion(store: DependencyStore): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(join(store.modules, 'typescript', 'package.json'), 'utf8').catch(
    () => '{}',
  );
  return String((JSON.parse(text) as { version?: unknown }).version ?? 'unknown');
}
