import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

let cached: Promise<string> | undefined;

/**
 * The text of the boot harness. The published package has it built beside this file; from source it
 * is bundled once per process. It is copied into the workspace, so that `@elizaos/core` means the
 * same module to the harness and to the plugin.
 */
export function harnessText(): Promise<string> {
  cached ??= load();
  return cached;
}

async function load(): Promise<string> {
  const built = fileURLToPath(new URL('./harness.js', import.meta.url));
  if (existsSync(built)) return readFile(built, 'utf8');
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./harness/main.ts', import.meta.url))],
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
  });
  return result.outputFiles[0]?.text ?? '';
}
