import { checkKeyName } from '@plugwright/vault';
import { PlugwrightError } from '../error-table.js';

/**
 * The names among the arguments. Whatever is no name may be the value of a key, so it is refused without being
 * repeated: arguments are seen by every user of the machine and kept by the shell.
 *
 * @throws `PW_CLI_KEY_ARGUMENT`
 */
export function keyNames(args: readonly string[], count: 'one' | 'some'): string[] {
  for (const arg of args) {
    try {
      checkKeyName(arg);
    } catch {
      throw inArgument('An argument is not the name of a key.');
    }
  }
  if (count === 'one' && args.length > 1)
    throw inArgument('There is more than the name of one key.');
  if (args.length > 0) return [...new Set(args)];
  throw new PlugwrightError({
    code: 'PW_CLI_USAGE',
    message: 'No key was named.',
    hint: 'Give the name of a key, for example OPENAI_API_KEY.',
  });
}

/** No argument at all, or one for a file; a value might be among them otherwise. */
export function fileArgument(args: readonly string[], most: 0 | 1): string | undefined {
  if (args.length > most || args.some((arg) => arg.startsWith('-')))
    throw inArgument('There is an argument that is not known here.');
  return args[0];
}

const inArgument = (what: string) =>
  new PlugwrightError({
    code: 'PW_CLI_KEY_ARGUMENT',
    message: `${what} It is not shown here, as it may be a value.`,
    hint: 'Names are capitals, digits and underscores. Type a value when asked, pipe it in, or use --from-file; if you gave a real key just now, replace it.',
  });
