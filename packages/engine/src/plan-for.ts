import type { FileTree } from '@plugwright/render';
import type { WritePlan } from './shim.js';
import type { Host } from './host.js';
import { readFiles } from './read-tree.js';

/** What writing `tree` into `directory` would do to the files that are there. */
export async function planFor(options: {
  tree: FileTree;
  directory: string;
  host: Host;
  force?: boolean | undefined;
}): Promise<WritePlan> {
  const { tree, directory, host, force = false } = options;
  const { planWrite } = await import('./lazy-render.js');
  const existing = await readFiles(
    host.files,
    directory,
    tree.map((file) => file.path),
  );
  return planWrite({ tree, existing, force });
}
