import { PlugwrightError } from '@plugwright/errors';
import type { Host } from './host.js';

/**
 * Refuses files that would hold a key of the host's environment: it came in with the source, and a plugin is made
 * to be shared.
 *
 * @throws `PW_APPLY_SECRET`, with the names of file and key.
 */
export function refuseSecrets(
  host: Pick<Host, 'redactor'>,
  files: readonly { path: string; text: string }[],
): void {
  for (const { path, text } of files) {
    const [name] = host.redactor.namesIn(text);
    if (name !== undefined)
      throw new PlugwrightError({
        code: 'PW_APPLY_SECRET',
        message: `${path} would hold the value of ${name}; nothing was written.`,
        hint: 'Take it out of the source; a plugin reads its keys from its settings. If the key was shared already, replace it.',
      });
  }
}
