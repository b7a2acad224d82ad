import { readStream } from '@plugwright/engine';
import { readSecretFile, valueLimit } from '@plugwright/vault';
import { resolve } from 'node:path';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { openHiddenPrompt } from '../hidden-prompt.js';
import { canAsk } from '../terminal.js';

/**
 * The value of a key: from a file, typed without being shown, or all of standard input. Never from an argument.
 *
 * @throws `PW_VAULT_SECRET_FILE`, `PW_CLI_KEY_VALUE`, `PW_SOURCE_TOO_LARGE`.
 */
export async function readValue(context: Context, name: string, file: unknown): Promise<string> {
  const { io } = context;
  const value =
    typeof file === 'string'
      ? await readSecretFile(resolve(io.cwd, file))
      : canAsk(context)
        ? await typed(context, name)
        : // Four bytes are the most that a character takes.
          (await readStream(io.stdin, valueLimit * 4)).replace(/\r?\n$/, '');
  if (value) return value;
  throw new PlugwrightError({
    code: 'PW_CLI_KEY_VALUE',
    message: `No value was given for ${name}.`,
    hint: `Pipe it in (plugwright keys set ${name} < file), use --from-file, or type it when asked.`,
  });
}

async function typed(context: Context, name: string): Promise<string | undefined> {
  const prompt = openHiddenPrompt(context);
  try {
    return (await prompt.ask(`Value of ${name} (not shown): `))?.trim();
  } finally {
    prompt.close();
  }
}
