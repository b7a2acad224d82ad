import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from '@elizaos/core';
import type { PluginSpec } from '@plugwright/spec';
import type { FileTree } from '../file-tree.js';
import { render } from '../render.js';

const ROOT = fileURLToPath(new URL('../../../../.cache/render-tests/', import.meta.url));

export interface PluginOnDisk {
  directory: string;
  tree: FileTree;
  /** The text of one file. */
  text: (path: string) => string;
  /** A module of the plugin, for example `src/lib/words.ts`. */
  load: <T = Record<string, unknown>>(path: string) => Promise<T>;
  plugin: () => Promise<Plugin>;
}

/** Writes the plugin of `spec` below the repository, where its imports find what is installed here. */
export async function pluginOnDisk(
  spec: PluginSpec,
  name: string,
  change: Record<string, string> = {},
): Promise<PluginOnDisk> {
  const tree = await render(spec);
  const directory = join(ROOT, `${name}-${process.pid}`);
  rmSync(directory, { recursive: true, force: true });
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  for (const { path, text } of tree) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, change[path] ?? text);
  }
  const load = async <T>(path: string) => (await import(join(directory, path))) as T;
  return {
    directory,
    tree,
    text: (path) => {
      const file = tree.find((one) => one.path === path);
      if (!file) throw new Error(`no ${path}; there are ${tree.map((one) => one.path).join(', ')}`);
      return file.text;
    },
    load,
    plugin: async () => (await load<{ default: Plugin }>('src/index.ts')).default,
  };
}
