import { type Host, nodeHost, promptFiles, readStream } from '@plugwright/engine';
import type { Context } from './context.js';

/** The engine's view of the process that this command runs in. */
export function cliHost(context: Context): Host {
  const { io, flags, errorColours } = context;
  return nodeHost({
    cwd: io.cwd,
    env: io.env,
    files: promptFiles,
    redactor: context.redactor,
    readStdin: (limit) => {
      if (io.stdin.isTTY)
        context.note(errorColours.dim('Reading standard input; end with Ctrl-D.'));
      return unlessAborted(io.signal, readStream(io.stdin, limit));
    },
    log: {
      debug: (message) => {
        if (flags.debug) context.complain(errorColours.dim(`debug: ${message}`));
      },
    },
  });
}

/** Nobody may ever end standard input, so Ctrl-C must not wait for it. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
