import { PlugwrightError } from '@plugwright/errors';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { cappedText, type CappedText } from './capped-text.js';
import { processEnvironment } from './process-environment.js';
import { processesOfRun, processUsage, runMarker } from './process-tree.js';

/** What to run. There is no shell anywhere: arguments reach the program byte for byte. */
export interface RunProcessOptions {
  /** Absolute path of the program. */
  command: string;
  args?: readonly string[];
  cwd: string;
  /** `HOME` and temporary directory of the child; default `cwd`. */
  home?: string | undefined;
  /** All that the child gets besides the minimal environment of `processEnvironment`. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Text for the child's standard input; absent: it reads end of file. */
  input?: string | undefined;
  /** Wall-clock limit in ms. */
  timeoutMs: number;
  /** Time between SIGTERM and SIGKILL in ms; default 500. */
  graceMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Bytes kept of each stream; the rest is read and dropped. Default 1 MiB. */
  outputLimitBytes?: number | undefined;
  /** Opens file descriptor 3 for the child to write a result to; what it wrote is `channel`. */
  channel?: boolean | undefined;
  /** Bytes kept of `channel`; default 32 MiB. */
  channelLimitBytes?: number | undefined;
  /** Called with every piece of output as it comes, also beyond the limit. */
  onOutput?: ((stream: 'stdout' | 'stderr', text: string) => void) | undefined;
}

/** How a process ended. A failing process is a result, not an exception. */
export interface ProcessResult {
  /** Exit code; `null` when a signal ended it or it never started. */
  code: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  cancelled: boolean;
  stdout: string;
  stderr: string;
  /** What came through file descriptor 3; empty without `channel`. */
  channel: string;
  /** A stream was longer than its limit. */
  truncated: boolean;
  /** Descendants that were alive after the process had ended, and were killed (Linux only, else 0). */
  leftBehind: number;
  durationMs: number;
  /** CPU time of the process (Linux, sampled: absent for very short runs). */
  cpuMs?: number;
  /** Peak resident memory of the process in bytes (Linux, sampled). */
  maxRssBytes?: number;
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
 * Runs a program in its own process group and waits until it and all its descendants have ended.
 * At the time limit, or when `signal` fires, the whole group gets SIGTERM and after `graceMs`
 * SIGKILL. Descendants that left the group are found by a marker in their environment (Linux).
 *
 * @throws PlugwrightError `PW_PROCESS_NOT_ABSOLUTE`, `PW_PROCESS_ENV_REFUSED`, `PW_PROCESS_SPAWN`.
 */
export async function runProcess(options: RunProcessOptions): Promise<ProcessResult> {
  const { command, cwd, signal } = options;
  if (!isAbsolute(command)) {
    throw new PlugwrightError({
      code: 'PW_PROCESS_NOT_ABSOLUTE',
      message: `not an absolute path to a program: ${command}`,
      hint: 'Name the program by its full path, so that PATH cannot decide what runs.',
    });
  }
  const marker = randomUUID();
  const env = { ...processEnvironment(options.home ?? cwd, options.env), [runMarker]: marker };
  const startedAt = performance.now();
  if (signal?.aborted) return endedBeforeStart();

  const child = start(options, env);
  live.add(child);
  killOnExit();
  const limit = options.outputLimitBytes ?? 1024 * 1024;
  const stdout = cappedText(limit);
  const stderr = cappedText(limit);
  const channel = cappedText(options.channelLimitBytes ?? 32 * 1024 * 1024);
  const { onOutput } = options;
  collect(child.stdout, stdout, onOutput && ((text) => onOutput('stdout', text)));
  collect(child.stderr, stderr, onOutput && ((text) => onOutput('stderr', text)));
  collect(child.stdio[3] as Readable | null | undefined, channel);

  let timedOut = false;
  let cancelled = false;
  let usage: { maxRssBytes: number; cpuMs: number } | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const stop = () => {
    if (killTimer) return;
    signalGroup(child, 'SIGTERM');
    killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), options.graceMs ?? 500);
  };
  const onAbort = () => {
    cancelled = true;
    stop();
  };
  const limitTimer = setTimeout(() => {
    timedOut = true;
    stop();
  }, options.timeoutMs);
  const sampler = setInterval(() => {
    usage = (child.pid === undefined ? undefined : processUsage(child.pid)) ?? usage;
  }, 50);
  signal?.addEventListener('abort', onAbort, { once: true });

  try {
    const ended = await exitOf(child, command);
    const durationMs = performance.now() - startedAt;
    const leftBehind = killLeftBehind(child, marker);
    await outputEnd(child);
    return {
      ...ended,
      timedOut,
      cancelled,
      stdout: stdout.text(),
      stderr: stderr.text(),
      channel: channel.text(),
      truncated: stdout.truncated() || stderr.truncated() || channel.truncated(),
      leftBehind,
      durationMs,
      ...usage,
    };
  } finally {
    clearTimeout(limitTimer);
    clearTimeout(killTimer);
    clearInterval(sampler);
    signal?.removeEventListener('abort', onAbort);
    live.delete(child);
  }
}

function endedBeforeStart(): ProcessResult {
  return {
    code: null,
    signal: null,
    timedOut: false,
    cancelled: true,
    stdout: '',
    stderr: '',
    channel: '',
    truncated: false,
    leftBehind: 0,
    durationMs: 0,
  };
}

const spawnError = (command: string, cause: unknown) =>
  new PlugwrightError({
    code: 'PW_PROCESS_SPAWN',
    message: `could not start ${command}: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'Check that the program and the working directory exist and may be used.',
    cause,
  });

function start(options: RunProcessOptions, env: Record<string, string>): ChildProcess {
  try {
    const child = spawn(options.command, [...(options.args ?? [])], {
      cwd: options.cwd,
      env,
      shell: false,
      // A group of its own, so that one signal reaches every descendant.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: [
        options.input === undefined ? 'ignore' : 'pipe',
        'pipe',
        'pipe',
        ...(options.channel ? (['pipe'] as const) : []),
      ],
    });
    // A child that never reads its input closes the pipe; that is its choice, not our failure.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input);
    return child;
  } catch (error) {
    throw spawnError(options.command, error);
  }
}

function collect(
  stream: Readable | null | undefined,
  into: CappedText,
  tell?: (text: string) => void,
): void {
  stream?.on('data', (chunk: Buffer) => {
    into.push(chunk);
    tell?.(chunk.toString('utf8'));
  });
  stream?.on('error', () => {});
}

const exitOf = (child: ChildProcess, command: string) =>
  new Promise<Pick<ProcessResult, 'code' | 'signal'>>((resolve, reject) => {
    child.once('error', (error) => reject(spawnError(command, error)));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });

/** The pipes close when the last process that holds them is gone; one that we cannot see gets 1 s. */
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

/** Kills what the process left behind; in two rounds, because a process may fork while we look. */
function killLeftBehind(child: ChildProcess, marker: string): number {
  const found = processesOfRun(marker);
  signalGroup(child, 'SIGKILL');
  for (const pid of [...found, ...processesOfRun(marker)]) signal(pid, 'SIGKILL');
  return found.length;
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill(name);
  else signal(-child.pid, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH: already gone, which is what we want.
  }
}
