import { StringDecoder } from 'node:string_decoder';
import type { Context } from './context.js';
import { PlugwrightError } from './error-table.js';

/** Asks for something that must not be seen while it is typed. */
export interface HiddenPrompt {
  /** The line typed; `undefined` at the end of the input. Throws `PW_CANCELLED` at Ctrl-C. */
  ask: (question: string) => Promise<string | undefined>;
  /** Gives standard input back. */
  close: () => void;
}

/** The part of a terminal's input stream that is used. */
type Keys = NodeJS.ReadableStream & { setRawMode?: (raw: boolean) => unknown };

// Arrow keys, and the brackets around what is pasted.
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b\[[0-9;?]*[A-Za-z~]|\u001b[A-Za-z]?/g;

/** Opens the terminal of `context` in raw mode, so that nothing is echoed. */
export function openHiddenPrompt({ io }: Context): HiddenPrompt {
  const input = io.stdin as unknown as Keys;
  const decoder = new StringDecoder('utf8');
  let pending = '';
  let isOver = false;
  let wake: () => void = () => {};
  const onData = (chunk: Buffer | string) => {
    pending += typeof chunk === 'string' ? chunk : decoder.write(chunk);
    wake();
  };
  const onEnd = () => {
    isOver = true;
    wake();
  };
  input.on('data', onData);
  input.on('end', onEnd);
  io.signal.addEventListener('abort', onEnd, { once: true });
  input.setRawMode?.(true);
  input.resume();
  return {
    ask: async (question) => {
      io.stderr.write(question);
      for (;;) {
        const line = takeLine();
        if (line !== undefined || isOver) {
          io.stderr.write('\n');
          io.signal.throwIfAborted();
          return line ?? undefined;
        }
        // The next piece of input, whenever it comes.
        // oxlint-disable-next-line no-await-in-loop
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close: () => {
      input.off('data', onData);
      input.off('end', onEnd);
      io.signal.removeEventListener('abort', onEnd);
      input.setRawMode?.(false);
      input.pause();
    },
  };

  function takeLine(): string | undefined {
    if (pending.includes('\u0003')) {
      io.stderr.write('\n');
      throw new PlugwrightError({
        code: 'PW_CANCELLED',
        message: 'Cancelled.',
        hint: 'Run it again.',
      });
    }
    // oxlint-disable-next-line no-control-regex
    const end = /\r\n|[\r\n\u0004]/.exec(pending);
    if (end === null) return undefined;
    const typed = pending.slice(0, end.index);
    pending = pending.slice(end.index + end[0].length);
    return edited(typed.replace(escapes, ''));
  }
}

/** What stays of a line after its backspaces and Ctrl-U. */
function edited(typed: string): string {
  let line: string[] = [];
  for (const char of typed) {
    if (char === '\u007f' || char === '\b') line.pop();
    else if (char === '\u0015') line = [];
    else if (char >= ' ' || char === '\t') line.push(char);
  }
  return line.join('');
}
