import type { Context } from './context.js';
import { canAsk, openTerminal } from './terminal.js';

/** Asks on the terminal; anything but yes is no. Where nobody can answer it is no at once. */
export async function ask(context: Context, question: string): Promise<boolean> {
  if (!canAsk(context)) return false;
  const terminal = await openTerminal(context);
  try {
    const answer = (await terminal.question(`${question} [y/N] `)) ?? '';
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
