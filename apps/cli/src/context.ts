import pc from 'picocolors';
import { createRedactor, environmentSecrets, type Redactor } from '@plugwright/vault/redact';
import { useColour } from './colour.js';
import type { Io } from './io.js';

export type Colours = ReturnType<typeof pc.createColors>;

/** Flags that every command has. */
export interface Flags {
  /** One JSON document on stdout, everything else on stderr. */
  json: boolean;
  /** No progress and no advice; results and errors stay. */
  quiet: boolean;
  color: boolean;
  /** Stacks with errors, and what the engine does step by step. */
  debug: boolean;
}

/** What a command is given besides its own arguments. */
export interface Context {
  io: Io;
  flags: Flags;
  /** Colours of stdout. */
  colours: Colours;
  /** Colours of stderr. */
  errorColours: Colours;
  /** A line of the result. Nothing in JSON mode, where {@link emitJson} gives the result. */
  print: (line?: string) => void;
  /** A line of progress or advice, on stderr. Nothing when quiet. */
  note: (line?: string) => void;
  /** A line that must be seen, on stderr. */
  complain: (line?: string) => void;
  /** The one JSON document. Does nothing without `--json`. */
  emitJson: (value: unknown) => void;
  /** Knows the keys of the environment, and those that were read from the vault. */
  redactor: Redactor;
  /** The server where the jobs lie; absent: in the jobs directory. */
  queue?: string;
}

export function createContext(
  io: Io,
  flags: Flags,
  redactor = createRedactor(() => environmentSecrets(io.env)),
): Context {
  return {
    redactor,
    io,
    flags,
    colours: pc.createColors(useColour(io.stdout, io.env, flags.color)),
    errorColours: pc.createColors(useColour(io.stderr, io.env, flags.color)),
    print: (line = '') => {
      if (!flags.json) io.stdout.write(`${line}\n`);
    },
    note: (line = '') => {
      if (!flags.quiet) io.stderr.write(`${line}\n`);
    },
    complain: (line = '') => {
      io.stderr.write(`${line}\n`);
    },
    emitJson: (value) => {
      if (!flags.json) return;
      // Before it is text: a key of digits may stand there as a number.
      io.stdout.write(`${JSON.stringify(redactor.value(value, 'known'), null, 2)}\n`);
    },
  };
}
