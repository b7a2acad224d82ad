import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Files } from './shapes.js';

const modules = join(import.meta.dirname, '../../../../../node_modules');
const run = promisify(execFile);

const config = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    types: ['node'],
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
  },
  include: ['**/*.ts'],
};

/** Type errors of several plugins, tests included, from one run of the native compiler. */
export async function typeErrors(plugins: ReadonlyMap<string, Files>, strict = true): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'plugwright-edit-'));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  try {
    await symlink(modules, join(root, 'node_modules'), 'dir');
    const compilerOptions = { ...config.compilerOptions, strict };
    await write('tsconfig.json', JSON.stringify({ ...config, compilerOptions }));
    // Bun's own test module has the functions of vitest that our tests use.
    await write('bun-test.d.ts', "declare module 'bun:test' { export { describe, expect, it } from 'vitest'; }");
    for (const [name, files] of plugins) {
      for (const [path, text] of files) await write(join(name, path), text);
    }
    const compiler = join(modules, '@typescript/native/bin/tsc');
    await run(process.execPath, [compiler, '-p', root, '--pretty', 'false'], { cwd: root });
    return [];
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (!stdout) throw error;
    return stdout.trim().split('\n');
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
