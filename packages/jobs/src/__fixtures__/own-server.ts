import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A server of a test alone, with a directory and a port of its own, that is killed and started again. */
export interface OwnServer {
  url: string;
  port: number;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Kills it and removes its directory. */
  stop(): Promise<void>;
}

export const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;

/** Sends a signal to a process that may have ended, and waits for its end. */
export async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
