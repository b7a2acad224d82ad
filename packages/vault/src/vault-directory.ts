import { isAbsolute, join } from 'node:path';

/**
 * Where a user's vault is: `PLUGWRIGHT_VAULT` when it is an absolute path, else below the directory for settings
 * (`XDG_CONFIG_HOME`, on Windows `APPDATA`, else `~/.config`).
 */
export function vaultDirectory(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: string = process.platform,
): string {
  const own = env['PLUGWRIGHT_VAULT'];
  if (own !== undefined && isAbsolute(own)) return own;
  const settings = platform === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME'];
  const base = settings !== undefined && isAbsolute(settings) ? settings : join(home, '.config');
  return join(base, 'plugwright', 'vault');
}
