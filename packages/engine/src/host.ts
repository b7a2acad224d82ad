import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import { createRedactor, environmentSecrets, type Redactor } from '@plugwright/vault/redact';

/** The part of `node:fs/promises` that the engine uses; a test passes one that fails on purpose. */
export type HostFiles = Pick<
  typeof fs,
  | 'chmod'
  | 'lstat'
  | 'mkdir'
  | 'mkdtemp'
  | 'readFile'
  | 'readdir'
  | 'realpath'
  | 'rename'
  | 'rm'
  | 'rmdir'
  | 'stat'
  | 'statfs'
  | 'writeFile'
>;

/** Where the engine says what it does. One line each, without line end. */
export interface Logger {
  debug: (message: string) => void;
}

/** Everything outside that the engine touches. Pass your own to test it, or to run it elsewhere. */
export interface Host {
  /** Absolute. Relative paths start here. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home directory. */
  home: string;
  /** `process.versions.node` of the machine, `process.platform`, `process.arch`. */
  node: string;
  platform: string;
  arch: string;
  /** Milliseconds since the epoch. */
  now: () => number;
  files: HostFiles;
  /** All of standard input as UTF-8 text; throws `PW_SOURCE_TOO_LARGE` above `limit` bytes. */
  readStdin: (limit: number) => Promise<string>;
  log: Logger;
  /** Takes secrets out of what is logged and reported. Knows the keys of `env`. */
  redactor: Redactor;
}

/** The machine we are on. Silent unless a logger is given, and that is told no secrets. */
export function nodeHost(overrides: Partial<Host> = {}): Host {
  const host = {
    cwd: process.cwd(),
    env: process.env,
    home: homedir(),
    node: process.versions.node,
    platform: process.platform,
    arch: process.arch,
    now: Date.now,
    files: fs,
    readStdin: async (limit: number) => {
      const { readStream } = await import('./read-stream.js');
      return readStream(process.stdin, limit);
    },
    log: { debug: () => {} },
    ...overrides,
  };
  const { env, log } = host;
  const redactor = overrides.redactor ?? createRedactor(() => environmentSecrets(env));
  return { ...host, redactor, log: { debug: (message) => log.debug(redactor.text(message)) } };
}
