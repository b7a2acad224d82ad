import { build, type Plugin } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** A mistake put into a source on purpose. */
export interface SeededFault {
  file: string;
  from: string;
  to: string;
}

/** Replaces text in sources while they are bundled. @throws when a text is not there exactly once. */
function seeded(faults: readonly SeededFault[]): Plugin {
  return {
    name: 'seeded-faults',
    setup: ({ onLoad }) =>
      onLoad({ filter: /packages.jobs.src.[^_]*\.ts$/ }, ({ path }) => {
        let contents = readFileSync(path, 'utf8');
        for (const { file, from, to } of faults) {
          if (!path.endsWith(`src/${file}`)) continue;
          if (contents.split(from).length !== 2) throw new Error(`${file}: not once: ${from}`);
          contents = contents.replace(from, () => to);
        }
        return { contents, loader: 'ts' };
      }),
  };
}

/** The package as a file that plain Node can run; inside the package, so that it finds its libraries. */
export async function bundle(
  faults: readonly SeededFault[] = [],
  entry = 'src/index.ts',
): Promise<{ file: string; remove(): void }> {
  const folder = mkdtempSync(join(root, '.bundle-'));
  const file = join(folder, 'bundle.mjs');
  await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@plugwright/source'],
    external: ['keyv', 'libsql', 'zod', 'bullmq', 'ioredis', 'pg'],
    outfile: file,
    logLevel: 'error',
    plugins: [seeded(faults)],
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
