// A TypeScript source of the project, imported without a build of its package.
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** The exports of a source, by its path in the repository. */
export async function importSource(path) {
  const { outputFiles } = await build({
    entryPoints: [join(root, path)],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
