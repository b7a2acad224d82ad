import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** Imports a TypeScript fixture of a package; what it imports from packages is their built code. */
export async function importFixture(path) {
  const dir = join(root, 'node_modules', '.cache', 'plugwright');
  await mkdir(dir, { recursive: true });
  const outfile = join(dir, `${basename(path, '.ts')}-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, path)],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

/** Makes sure the packages that plugins are checked with are here, before workers need them at once. */
export async function haveStore() {
  const { findStore, prepareStore } = await import('@plugwright/verify');
  try {
    findStore();
  } catch {
    console.log('preparing the dependency store, once …');
    await prepareStore();
  }
}
