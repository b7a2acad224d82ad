import { PlugwrightError } from '@plugwright/errors';
import type { Waiver } from '@plugwright/scan';
import type { Host } from './host.js';
import { fromCwd } from './inside.js';

/**
 * Reads a file of waivers that does not lie below `root`: the scanned code must not be able to excuse itself.
 *
 * @throws PlugwrightError `PW_SCAN_WAIVERS`
 */
export async function readWaivers(waivers: string, host: Host, root: string): Promise<Waiver[]> {
  const file = fromCwd(host.cwd, waivers);
  const refuse = (message: string, cause?: unknown) =>
    new PlugwrightError({
      code: 'PW_SCAN_WAIVERS',
      message,
      hint: 'Keep the waivers in a file outside the scanned code.',
      cause,
    });
  if (file.startsWith(`${root}/`)) throw refuse(`${waivers} lies inside the scanned code.`);
  const { parseWaivers } = await import('@plugwright/scan');
  let text: string;
  try {
    text = new TextDecoder().decode(await host.files.readFile(file));
  } catch (error) {
    throw refuse(`${waivers} cannot be read.`, error);
  }
  return parseWaivers(text);
}
