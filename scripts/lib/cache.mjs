import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runNpm } from './run.mjs';

/** Where evaluations and benchmarks keep what they download: outside the repository, shared by clones. */
export const cacheRoot = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'plugwright',
);

/**
 * A folder of its own with the given npm packages installed, made once.
 *
 * @param {string} name of the folder
 * @param {Record<string, string>} packages name → exact version
 */
export async function installed(name, packages, { scripts = false } = {}) {
  const dir = join(cacheRoot, name);
  const text = `${JSON.stringify({ private: true, dependencies: packages }, null, 2)}\n`;
  const done = join(dir, `.installed-${Buffer.from(text).toString('base64url').slice(-24)}`);
  if (existsSync(done)) return dir;
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'package.json'), text);
  const flags = ['--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'];
  await runNpm(['install', ...flags, ...(scripts ? [] : ['--ignore-scripts'])], { cwd: dir });
  await writeFile(done, '');
  return dir;
}
