import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Place } from './place.js';

/** A worker process and what it has told. */
export interface Worker {
  process: ChildProcess;
  lines: string[];
  /** Resolves with the line when one begins like this. */
  told(start: string): Promise<string>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a worker; resolves when it works. */
export async function startWorker(
  { url, name, dir, worker, leaseMs }: Place,
  slots = 2,
): Promise<Worker> {
  const args = [worker, url, name, dir, `${slots}`, `${leaseMs ?? ''}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const ended = new Set<() => void>();
  child.once('exit', () => ended.forEach((tell) => tell()));
  createInterface({ input: child.stdout! }).on('line', (line) => {
    lines.push(line);
    waiting.forEach((look) => look());
  });
  const told = (start: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const line = lines.find((one) => one.startsWith(start));
        if (line === undefined) return;
        waiting.delete(look);
        resolve(line);
      };
      waiting.add(look);
      ended.add(() => reject(new Error(`the worker ended before it told ${start}`)));
      look();
    });
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  await told('R ');
  return { process: child, lines, told, kill };
}
