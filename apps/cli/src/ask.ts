import type { Context } from './context.js';

/** Asks on the terminal; anything but yes is no. Where nobody can answer it is no at once. */
export async function ask(context: Context, question: string): Promise<boolean> {
  const { stdin, stderr, signal } = context.io;
  if (stdin.isTTY !== true || context.flags.json) return false;
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({
    input: stdin as unknown as NodeJS.ReadableStream,
    output: stderr as unknown as NodeJS.WritableStream,
  });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch {
    // Ctrl-C and end of input.
    signal.throwIfAborted();
    return false;
  } finally {
    terminal.close();
  }
}
