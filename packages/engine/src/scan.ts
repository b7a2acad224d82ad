import type { ScanResult } from '@plugwright/scan';
import { type Host, nodeHost } from './host.js';
import { fromCwd } from './inside.js';
import { readWaivers } from './read-waivers.js';

export interface ScanCommandOptions {
  /** A directory or a tarball. */
  path: string;
  /** A file of waivers; it must not lie inside the scanned directory. */
  waivers?: string | undefined;
  host?: Host | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Scans a plugin. Nothing of it is run.
 *
 * @throws `PW_SCAN_*` when there is nothing to scan or the waivers cannot be used, and the signal's reason.
 */
export async function scan(
  options: ScanCommandOptions,
): Promise<{ result: ScanResult; text: (path: string) => string | undefined }> {
  const host = options.host ?? nodeHost();
  const path = fromCwd(host.cwd, options.path);
  const { readTree, scanTree } = await import('@plugwright/scan');
  const tree = await readTree(path);
  const result = await scanTree(tree, {
    signal: options.signal,
    waivers:
      options.waivers === undefined ? undefined : await readWaivers(options.waivers, host, path),
  });
  return {
    result,
    text: (name) => {
      const bytes = tree.files.get(name);
      return bytes && new TextDecoder().decode(bytes);
    },
  };
}
