import type { Context } from './context.js';
import { PlugwrightError } from './error-table.js';

/** A person who can be asked. One for a command: lines typed ahead wait for the next question. */
export interface Terminal {
  /** The line typed; `undefined` when there will be no more. Throws `PW_CANCELLED` at Ctrl-C. */
  question: (prompt: string) => Promise<string | undefined>;
  /** Gives standard input back, so that the process can end. */
  close: () => void;
}

/** Whether somebody is there to answer. */
export const canAsk = ({ io, flags }: Context): boolean => !flags.json && io.stdin.isTTY === true;

/** Opens standard input for questions, which go to stderr. */
export async function openTerminal({ io }: Context): Promise<Terminal> {
  const { createInterface } = await import('node:readline');
  const lines: string[] = [];
  const state: { end?: Error | 'eof'; wake: () => void } = { wake: () => {} };
  const finish = (reason: Error | 'eof') => {
    state.end ??= reason;
    state.wake();
  };
  const reader = createInterface({
    input: io.stdin as unknown as NodeJS.ReadableStream,
    output: io.stderr as unknown as NodeJS.WritableStream,
  });
  reader.on('line', (line) => {
    lines.push(line);
    state.wake();
  });
  reader.on('close', () => finish('eof'));
  // In a terminal's raw mode Ctrl-C is a key, and no signal reaches the process.
  reader.on('SIGINT', () => finish(cancelled()));
  const onAbort = () => finish(io.signal.reason as Error);
  io.signal.addEventListener('abort', onAbort, { once: true });
  return {
    question: async (prompt) => {
      io.signal.throwIfAborted();
      if (state.end === undefined) {
        reader.setPrompt(prompt);
        reader.prompt();
        if (lines.length === 0) await new Promise<void>((resolve) => (state.wake = resolve));
      }
      const line = lines.shift();
      // Whoever ends the input leaves the cursor behind the question.
      if (line === undefined) io.stderr.write('\n');
      if (state.end instanceof Error) throw state.end;
      return line;
    },
    close: () => {
      io.signal.removeEventListener('abort', onAbort);
      reader.close();
    },
  };
}

const cancelled = () =>
  new PlugwrightError({ code: 'PW_CANCELLED', message: 'Cancelled.', hint: 'Run it again.' });
