import { build, type BuildOptions } from 'esbuild';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

const app = join(import.meta.dirname, '..', '..');

/**
 * Bundles the agent process with our own packages, everything else stays outside. Below the app, so that what is outside is
 * found.
 *
 * @returns the directory; the process is `agent-process.js` in it
 */
export async function bundleAgent(): Promise<string> {
  await mkdir(join(app, 'node_modules'), { recursive: true });
  const dist = await mkdtemp(join(app, 'node_modules', '.test-'));
  const shared = {
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@plugwright/source', 'import', 'node'],
    logLevel: 'silent',
  } satisfies BuildOptions;
  await Promise.all([
    build({
      ...shared,
      entryPoints: [join(app, 'src', '__fixtures__', 'agent-process.ts')],
      outdir: dist,
      plugins: [
        {
          name: 'outside',
          setup: ({ onResolve }) =>
            onResolve({ filter: /^[^./]/ }, ({ path }) =>
              path.startsWith('@plugwright/') ? undefined : { path, external: true },
            ),
        },
      ],
    }),
    build({
      ...shared,
      entryPoints: {
        harness: join(app, '..', '..', 'packages', 'verify', 'src', 'harness', 'main.ts'),
        recorder: join(app, '..', '..', 'packages', 'verify', 'src', 'harness', 'recorder.ts'),
      },
      outdir: dist,
      external: ['@elizaos/core'],
    }),
  ]);
  return dist;
}
