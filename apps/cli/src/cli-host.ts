import { type Host, nodeHost, readStream } from '@plugwright/engine';
import type { Context } from './context.js';

/** The engine's view of the process that this command runs in. */
export function cliHost(context: Context): Host {
  const { io, flags, errorColours } = context;
  return nodeHost({
    cwd: io.cwd,
    env: io.env,
    readStdin: (limit) => {
      if (io.stdin.isTTY)
        context.note(errorColours.dim('Reading standard input; end with Ctrl-D.'));
      return readStream(io.stdin, limit);
    },
    log: {
      debug: (message) => {
        if (flags.debug) context.complain(errorColours.dim(`debug: ${message}`));
      },
    },
  });
}
