import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hideEnvironment } from './hide-environment.js';

/** The programs and preloads that run beside a plugin. */
export type HarnessName = 'harness' | 'recorder' | 'bench';

const sources: Record<HarnessName, string> = {
  harness: './harness/main.ts',
  recorder: './harness/recorder.ts',
  bench: './harness/bench.ts',
};
const cached = new Map<HarnessName, Promise<string>>();

/**
 * The text of the boot harness, or of what is loaded beside it. The published package has them built beside this
 * file; from source they are bundled once per process. They are copied into the workspace, so that `@elizaos/core`
 * means the same module to the harness and to the plugin.
 */
export function harnessText(name: HarnessName = 'harness'): Promise<string> {
  const text = cached.get(name) ?? load(name);
  cached.set(name, text);
  return text;
}

async function load(name: HarnessName): Promise<string> {
  const built = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  if (existsSync(built)) return readFile(built, 'utf8');
  const result = await hideEnvironment(() =>
    build({
      entryPoints: [fileURLToPath(new URL(sources[name], import.meta.url))],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['@elizaos/core'],
      // From source, the packages that the harness is made of have no build either.
      conditions: ['@plugwright/source'],
      // The text ends up in one file: the runtime is imported by name from there.
      splitting: false,
      logLevel: 'silent',
    }),
  );
  return result.outputFiles[0]?.text ?? '';
}
