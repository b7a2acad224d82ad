import { PlugwrightError } from '@plugwright/errors';
import { LONE } from '@plugwright/files';
import { keyNamePattern, valueLimit } from './vault-file.js';

/** Refuses a name that is none. It is not repeated: somebody may have given the key in its place. Throws `PW_VAULT_NAME`. */
export function checkKeyName(name: string): void {
  if (keyNamePattern.test(name)) return;
  throw new PlugwrightError({
    code: 'PW_VAULT_NAME',
    message: 'This is not the name of a key.',
    hint: 'Use capitals, digits and underscores, at most 128, for example OPENAI_API_KEY.',
  });
}

/** Refuses a value that no provider takes. Throws `PW_VAULT_VALUE`, without the value. */
export function checkKeyValue(value: string): void {
  const refuse = (message: string) =>
    new PlugwrightError({
      code: 'PW_VAULT_VALUE',
      message,
      hint: 'Give the key alone, as the provider shows it.',
    });
  if (value === '') throw refuse('The value is empty.');
  if (value.length > valueLimit) throw refuse(`The value has more than ${valueLimit} characters.`);
  if (value.trim() !== value) throw refuse('The value has blanks or line ends around it.');
  if (value.includes('\0')) throw refuse('The value holds a NUL character.');
  if (value.search(LONE) !== -1) throw refuse('The value is not Unicode text.');
}
