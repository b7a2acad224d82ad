import { writeSync } from 'node:fs';
import type { BootLine, BootProblem } from '../boot-protocol.js';
import type { RecordedRequest } from '../fixture-server.js';

/** File descriptor that the verifier reads; text streams belong to the plugin. */
const descriptor = 3;

/** The way findings leave this process. */
export interface Channel {
  step: (step: string) => void;
  problem: (problem: BootProblem) => void;
  evidence: (section: string, value: unknown) => void;
  request: (request: RecordedRequest) => void;
  end: () => void;
  /** The step that is running. */
  current: () => string;
}

/** Writes each value as one line that begins with the token, at once: a crash loses nothing. */
export function openLines<Line>(
  token: string,
  write: typeof writeSync = writeSync,
): (line: Line) => void {
  return (line) => {
    const bytes = Buffer.from(`${token} ${JSON.stringify(line)}\n`);
    for (let sent = 0; sent < bytes.length;) {
      try {
        sent += write(descriptor, bytes, sent);
      } catch (error) {
        // The reader is busy; the pipe is full for a moment.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      }
    }
  };
}

/** A {@link Channel} that writes one line per message. */
export function openChannel(token: string, write: typeof writeSync = writeSync): Channel {
  let current = 'start';
  const send = openLines<BootLine>(token, write);
  return {
    step: (step) => {
      current = step;
      send({ type: 'step', step });
    },
    problem: (problem) => send({ type: 'problem', problem }),
    evidence: (section, value) => send({ type: 'evidence', section, value }),
    request: (request) => send({ type: 'request', request }),
    end: () => send({ type: 'end' }),
    current: () => current,
  };
}
