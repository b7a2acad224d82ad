import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The package, or one of its fixtures, as a file that plain Node can run; inside the package, so that it finds its libraries. */
export async function bundle(entry = 'src/index.ts'): Promise<{ file: string; remove(): void }> {
  const folder = mkdtempSync(join(root, '.bundle-'));
  const file = join(folder, 'bundle.mjs');
  await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@plugwright/source'],
    external: ['keyv', 'libsql', 'zod'],
    outfile: file,
    logLevel: 'error',
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
