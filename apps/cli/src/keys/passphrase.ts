import { readSecretFile } from '@plugwright/vault';
import { resolve } from 'node:path';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { openHiddenPrompt } from '../hidden-prompt.js';
import { canAsk } from '../terminal.js';

/** Where a passphrase may come from besides a person. */
export interface PassphraseSource {
  /** What it opens, in a question: `Passphrase of the vault`. */
  question: string;
  /** Value of the option that names a file. */
  file: unknown;
  /** Name of the variable; the one with `_FILE` behind it names a file. */
  variable: string;
}

/**
 * A passphrase: from the file that was named, from the environment, or typed without being shown, twice when it
 * is new. `undefined` where there is none of these. Whatever it is, the redactor knows it from then on.
 */
export async function readPassphrase(
  context: Context,
  { question, file, variable }: PassphraseSource,
  isNew: boolean,
): Promise<string | undefined> {
  const { io, redactor } = context;
  const path = typeof file === 'string' ? file : io.env[`${variable}_FILE`];
  const given = typeof file === 'string' ? undefined : io.env[variable];
  const value =
    given ||
    (path ? await readSecretFile(resolve(io.cwd, path)) : await typed(context, question, isNew));
  if (value !== undefined) redactor.add({ name: 'passphrase', value });
  return value;
}

async function typed(
  context: Context,
  question: string,
  isNew: boolean,
): Promise<string | undefined> {
  if (!canAsk(context)) return undefined;
  const prompt = openHiddenPrompt(context);
  try {
    const first = await prompt.ask(`${question}: `);
    if (!isNew || !first) return first || undefined;
    if ((await prompt.ask('Once more: ')) === first) return first;
  } finally {
    prompt.close();
  }
  throw new PlugwrightError({
    code: 'PW_CLI_OPTION',
    message: 'The two passphrases are not the same.',
    hint: 'Run it again.',
  });
}
