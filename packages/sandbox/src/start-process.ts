import { PlugwrightError } from '@plugwright/errors';
import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { inheritedDescriptors } from './inherited-descriptors.js';

/** What a child finds at a descriptor from 3 on: a channel, bytes to read, or an open file of ours. */
export type Descriptor = 'channel' | { bytes: Buffer | string } | { file: number };

/** A process to start. There is no shell anywhere: arguments reach the program byte for byte. */
export interface StartOptions {
  /** Absolute path of the program. */
  command: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
  /** Text for standard input; absent: end of file. */
  input?: string | undefined;
  descriptors?: readonly Descriptor[] | undefined;
  /** Only for root: the id of the user and group that the program runs as, in no other group. */
  user?: number | undefined;
}

/** A process of its own group. */
export interface StartedProcess {
  pid: number | undefined;
  stdout: Readable;
  stderr: Readable;
  /** Our ends of `descriptors`, at the same index. */
  channels: readonly (Duplex | undefined)[];
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Waits until nobody holds the pipes; a process that we cannot see gets 1 s. */
  outputEnd: () => Promise<void>;
  signalGroup: (name: NodeJS.Signals) => void;
  /** It has ended and was cleaned up: our own exit need not kill it. */
  release: () => void;
}

const live = new Set<ChildProcess>();
let exitHook = false;

/** Our own end must not leave process groups behind; they are detached and would live on. */
function killOnExit(): void {
  if (exitHook) return;
  exitHook = true;
  process.once('exit', () => live.forEach((child) => signalGroup(child, 'SIGKILL')));
}

/**
 * Starts a program in its own process group. This is the only place of the monorepo where that happens.
 * A descriptor that nobody gave to the child is replaced by the null device.
 *
 * @throws PlugwrightError `PW_PROCESS_NOT_ABSOLUTE`, `PW_PROCESS_SPAWN`; the latter also from `exited`.
 */
export function startProcess(options: StartOptions): StartedProcess {
  const { command } = options;
  mustBeProgram(command);
  const child = start(options);
  live.add(child);
  killOnExit();
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
    (resolve, reject) => {
      child.once('error', (error) => reject(spawnError(command, error)));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    },
  );
  // Whoever waits hears of it; nobody need wait.
  exited.catch(() => live.delete(child));
  return {
    pid: child.pid,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    channels: (options.descriptors ?? []).map((_, at) => feed(options, child, at)),
    exited,
    outputEnd: () => outputEnd(child),
    signalGroup: (name) => signalGroup(child, name),
    release: () => void live.delete(child),
  };
}

/** @throws PlugwrightError `PW_PROCESS_NOT_ABSOLUTE`, `PW_PROCESS_SPAWN`. */
export function mustBeProgram(command: string): void {
  if (!isAbsolute(command)) {
    throw new PlugwrightError({
      code: 'PW_PROCESS_NOT_ABSOLUTE',
      message: `not an absolute path to a program: ${command}`,
      hint: 'Name the program by its full path, so that PATH cannot decide what runs.',
    });
  }
  try {
    accessSync(command, constants.X_OK);
  } catch (error) {
    throw spawnError(command, error);
  }
}

function start(options: StartOptions): ChildProcess {
  const given = options.descriptors ?? [];
  const own = given.flatMap((each) =>
    typeof each === 'object' && 'file' in each ? [each.file] : [],
  );
  const leaked = inheritedDescriptors('/proc/self', new Set(own)).filter(
    (descriptor) => descriptor >= given.length + 3,
  );
  const nothing = leaked.length > 0 ? openSync(devNull, 'r') : undefined;
  const stdio: StdioOptions = [
    options.input === undefined ? 'ignore' : 'pipe',
    'pipe',
    'pipe',
    ...given.map((each) => (typeof each === 'object' && 'file' in each ? each.file : 'pipe')),
  ];
  for (let at = stdio.length; at <= Math.max(0, ...leaked); at++) {
    stdio.push(leaked.includes(at) ? nothing : 'ignore');
  }
  try {
    const child = spawn(options.command, [...options.args], {
      cwd: options.cwd,
      env: options.env,
      shell: false,
      // A group of its own, so that one signal reaches every descendant.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio,
      // libuv leaves all other groups with it.
      ...(options.user !== undefined && { uid: options.user, gid: options.user }),
    });
    // A child that never reads its input closes the pipe; that is its choice, not our failure.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input);
    return child;
  } catch (error) {
    throw spawnError(options.command, error);
  } finally {
    if (nothing !== undefined) closeSync(nothing);
  }
}

function feed({ descriptors }: StartOptions, child: ChildProcess, at: number): Duplex | undefined {
  const stream = child.stdio[at + 3] as Duplex | null;
  const given = descriptors?.[at];
  stream?.on('error', () => {});
  if (typeof given === 'object' && 'bytes' in given) stream?.end(given.bytes);
  return stream ?? undefined;
}

const spawnError = (command: string, cause: unknown) =>
  new PlugwrightError({
    code: 'PW_PROCESS_SPAWN',
    message: `could not start ${command}: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'Check that the program and the working directory exist and may be used.',
    cause,
  });

const outputEnd = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    const open = child.stdio.filter((stream) => stream && !stream.closed);
    if (open.length === 0) return resolve();
    const timer = setTimeout(() => {
      open.forEach((stream) => stream?.destroy());
      resolve();
    }, 1000);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill(name);
  else sendSignal(-child.pid, name);
}

/** Signals a process, or with a negative number its group; one that is already gone is what we want. */
export function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH, or EPERM for one that took another user.
  }
}
