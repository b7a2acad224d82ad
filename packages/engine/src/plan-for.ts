import type { FileTree, WritePlan } from '@plugwright/render';
import { checkRelativePath } from '@plugwright/files';
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
  const { MANIFEST_PATH, planWrite, readManifest } = await import('./lazy-render.js');
  const existing = await readFiles(
    host.files,
    directory,
    tree.map((file) => file.path),
  );
  // Files of an earlier run that are not asked for any more. The manifest is a file like any other: somebody
  // may have put paths into it that lead elsewhere.
  const manifest = readManifest(existing.get(MANIFEST_PATH));
  const earlier = Object.keys(manifest?.files ?? {}).filter(
    (path) => !existing.has(path) && checkRelativePath(path) === undefined,
  );
  for (const [path, text] of await readFiles(host.files, directory, earlier))
    existing.set(path, text);
  return planWrite({ tree, existing, force });
}
