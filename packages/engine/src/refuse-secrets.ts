import { PlugwrightError } from '@plugwright/errors';
import type { Host } from './host.js';

/** The answer to both doors below; the name of a key may be said, its value never. */
const secretFound = (what: string, name: string) =>
  new PlugwrightError({
    code: 'PW_APPLY_SECRET',
    message: `${what} the value of ${name}; nothing was written.`,
    hint: 'Take it out of the source; a plugin reads its keys from its settings. If the key was shared already, replace it.',
  });

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
    if (name !== undefined) throw secretFound(`${path} would hold`, name);
  }
}

/**
 * Refuses an order for a plugin that holds a key of the host's environment: an order is kept on the disk, and a key that came
 * with it would be kept too.
 *
 * @throws `PW_APPLY_SECRET`, with the name of the key.
 */
export function refuseSecretsIn(host: Pick<Host, 'redactor'>, what: string, data: unknown): void {
  const [name] = host.redactor.namesIn(JSON.stringify(data) ?? '');
  if (name !== undefined) throw secretFound(`${what} holds`, name);
}
