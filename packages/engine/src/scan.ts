import type { ScanResult } from '@plugwright/scan';
import { PlugwrightError } from '@plugwright/errors';
import { type Host, nodeHost } from './host.js';
import { fromCwd } from './inside.js';

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
  const { parseWaivers, readTree, scanTree } = await import('@plugwright/scan');
  const tree = await readTree(path);
  const result = await scanTree(tree, {
    signal: options.signal,
    waivers:
      options.waivers === undefined
        ? undefined
        : parseWaivers(await waiversOf(options, host, path)),
  });
  return {
    result,
    text: (name) => {
      const bytes = tree.files.get(name);
      return bytes && new TextDecoder().decode(bytes);
    },
  };
}

/** The scanned code must not be able to excuse itself. */
async function waiversOf(
  { waivers = '' }: ScanCommandOptions,
  host: Host,
  root: string,
): Promise<string> {
  const file = fromCwd(host.cwd, waivers);
  const refuse = (message: string, cause?: unknown) =>
    new PlugwrightError({
      code: 'PW_SCAN_WAIVERS',
      message,
      hint: 'Keep the waivers in a file outside the scanned code.',
      cause,
    });
  if (file.startsWith(`${root}/`)) throw refuse(`${waivers} lies inside the scanned code.`);
  try {
    return new TextDecoder().decode(await host.files.readFile(file));
  } catch (error) {
    throw refuse(`${waivers} cannot be read.`, error);
  }
}
