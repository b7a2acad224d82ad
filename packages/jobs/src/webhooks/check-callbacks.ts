import { PlugwrightError } from '@plugwright/errors';
import { type AddressPolicy, checkAddress } from '@plugwright/safe-fetch';
import type { Callback } from '../job-record.js';

/** Most callbacks of one job. */
const MOST = 10;

/** Where callbacks may go unless told otherwise: HTTPS on its own port, on the public internet. */
export const CALLBACK_POLICY: AddressPolicy = { ports: [443] };

/**
 * Checks callbacks when they are given: names unique, addresses allowed. Host names are checked again, by what they
 * resolve to, at every delivery.
 *
 * @throws `PW_WEBHOOK_CALLBACK`, `PW_FETCH_*`.
 */
export function checkCallbacks(callbacks: readonly Callback[], policy: AddressPolicy = {}): void {
  const refuse = (message: string) => {
    throw new PlugwrightError({
      code: 'PW_WEBHOOK_CALLBACK',
      message,
      hint: 'Give at most 10, each with a name of its own: letters, digits, "-" and "_", at most 64.',
    });
  };
  if (callbacks.length > MOST) refuse(`There are ${callbacks.length} callbacks.`);
  const names = callbacks.map(({ endpoint }) => endpoint);
  if (new Set(names).size < names.length) refuse('Two callbacks have one name.');
  if (names.some((name) => !/^[\w-]{1,64}$/.test(name))) refuse('A callback has no proper name.');
  for (const { url } of callbacks) checkAddress(url, { ...CALLBACK_POLICY, ...policy });
}
