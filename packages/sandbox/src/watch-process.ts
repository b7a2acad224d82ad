import type { Readable } from 'node:stream';
import { cappedText, type CappedText } from './capped-text.js';
import type { StartedProcess } from './start-process.js';

/** Why we ended a process. */
export type Stopped = 'time' | 'cancelled' | 'output' | (string & {});

/** How a process is watched while it runs. */
export interface WatchOptions {
  /** Wall-clock limit in ms. */
  timeoutMs: number;
  /** Time between the request to end and the kill in ms; default 500, at most 5000. */
  graceMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Bytes kept of each stream; the rest is read and dropped. Default 1 MiB. */
  outputLimitBytes?: number | undefined;
  /** Bytes of all streams after which the process is ended; default: no limit. */
  floodBytes?: number | undefined;
  channel?: Readable | undefined;
  /** Bytes kept of the channel; default 32 MiB. */
  channelLimitBytes?: number | undefined;
  onOutput?: ((stream: 'stdout' | 'stderr', text: string) => void) | undefined;
  /** Asks it to end; default: SIGTERM to the group. */
  terminate?: (() => void) | undefined;
  /** Ends it; default: SIGKILL to the group. */
  kill?: (() => void) | undefined;
  /** Called every `sampleMs`; what it returns is the limit that was passed. */
  sample?: (() => string | undefined) | undefined;
  /** Default 50 ms. */
  sampleMs?: number | undefined;
  /** Called when the process has ended, before the pipes are waited for. */
  onExit?: (() => void) | undefined;
}

/** What was seen of a process until its pipes closed. */
export interface Watched {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The first reason for which we ended it. */
  stopped: Stopped | undefined;
  stdout: string;
  stderr: string;
  channel: string;
  /** A stream was longer than its limit. */
  truncated: boolean;
  durationMs: number;
}

/** Waits for the end of a process, holds it to its limits and collects what it writes. */
export async function watchProcess(
  started: StartedProcess,
  options: WatchOptions,
): Promise<Watched> {
  const startedAt = performance.now();
  const limit = options.outputLimitBytes ?? 1024 * 1024;
  const stdout = cappedText(limit);
  const stderr = cappedText(limit);
  const channel = cappedText(options.channelLimitBytes ?? 32 * 1024 * 1024);
  const { onOutput, signal } = options;

  let stopped: Stopped | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (reason: Stopped) => {
    stopped ??= reason;
    if (killTimer) return;
    (options.terminate ?? (() => started.signalGroup('SIGTERM')))();
    const kill = options.kill ?? (() => started.signalGroup('SIGKILL'));
    killTimer = setTimeout(kill, Math.min(options.graceMs ?? 500, 5000));
  };
  let total = 0;
  const flood = options.floodBytes ?? Infinity;
  const count = (bytes: number) => {
    total += bytes;
    if (total > flood) stop('output');
  };
  collect(started.stdout, stdout, count, onOutput && ((text) => onOutput('stdout', text)));
  collect(started.stderr, stderr, count, onOutput && ((text) => onOutput('stderr', text)));
  collect(options.channel, channel, count);

  const onAbort = () => stop('cancelled');
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const timer = setTimeout(() => stop('time'), options.timeoutMs);
  const sampler = setInterval(() => {
    const passed = options.sample?.();
    if (passed !== undefined) stop(passed);
  }, options.sampleMs ?? 50);
  try {
    const ended = await started.exited;
    const durationMs = performance.now() - startedAt;
    options.onExit?.();
    await started.outputEnd();
    return {
      ...ended,
      stopped,
      stdout: stdout.text(),
      stderr: stderr.text(),
      channel: channel.text(),
      truncated: stdout.truncated() || stderr.truncated() || channel.truncated(),
      durationMs,
    };
  } finally {
    clearTimeout(timer);
    clearTimeout(killTimer);
    clearInterval(sampler);
    signal?.removeEventListener('abort', onAbort);
    started.release();
  }
}

function collect(
  stream: Readable | undefined,
  into: CappedText,
  count: (bytes: number) => void,
  tell?: (text: string) => void,
): void {
  stream?.on('data', (chunk: Buffer) => {
    into.push(chunk);
    tell?.(chunk.toString('utf8'));
    count(chunk.length);
  });
  stream?.on('error', () => {});
}
