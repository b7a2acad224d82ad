import { PlugwrightError } from '@plugwright/errors';
import { join } from 'node:path';
import type { Host } from './host.js';
import { fromCwd } from './inside.js';

/**
 * The absolute path of a directory that holds a package.
 *
 * @throws `PW_VERIFY_NO_PLUGIN`
 */
export async function pluginDirectory(
  host: Host,
  given: string,
  command: 'bench' | 'verify',
): Promise<string> {
  const directory = fromCwd(host.cwd, given);
  const manifest = await host.files.stat(join(directory, 'package.json')).catch(() => undefined);
  if (manifest?.isFile()) return directory;
  throw new PlugwrightError({
    code: 'PW_VERIFY_NO_PLUGIN',
    message: `${given} holds no package.json.`,
    hint: `Give the directory of a plugin, for example: plugwright ${command} my-plugin.`,
  });
}
