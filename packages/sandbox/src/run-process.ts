import { randomUUID } from 'node:crypto';
import { findTool } from './find-tools.js';
import { processEnvironment } from './process-environment.js';
import { processesOfRun, processUsage, runMarker } from './process-tree.js';
import { mustBeProgram, sendSignal, startProcess, type StartedProcess } from './start-process.js';
import { watchProcess } from './watch-process.js';

/** What to run, with our own rights. Only for programs that are trusted; others go through `run`. */
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

/**
 * Runs a program in its own process group and waits until it and all its descendants have ended.
 * At the time limit, or when `signal` fires, the whole group gets SIGTERM and after `graceMs`
 * SIGKILL. Descendants that left the group are found by a marker in their environment (Linux).
 *
 * @throws PlugwrightError `PW_PROCESS_NOT_ABSOLUTE`, `PW_PROCESS_ENV_REFUSED`, `PW_PROCESS_SPAWN`.
 */
export async function runProcess(options: RunProcessOptions): Promise<ProcessResult> {
  const { command, cwd } = options;
  const marker = randomUUID();
  const env = { ...processEnvironment(options.home ?? cwd, options.env), [runMarker]: marker };
  if (options.signal?.aborted) return endedBeforeStart();
  mustBeProgram(command);
  const held = [...endsWithUs(), command, ...(options.args ?? [])];
  const started = startProcess({
    command: held[0] ?? command,
    args: held.slice(1),
    cwd,
    env,
    input: options.input,
    descriptors: options.channel ? ['channel'] : [],
  });
  let usage: { maxRssBytes: number; cpuMs: number } | undefined;
  let leftBehind = 0;
  const { stopped, ...watched } = await watchProcess(started, {
    ...options,
    channel: started.channels[0],
    sample: () => {
      const now = started.pid === undefined ? undefined : processUsage(started.pid);
      if (now) usage = { maxRssBytes: now.maxRssBytes, cpuMs: now.cpuMs };
      return undefined;
    },
    onExit: () => {
      leftBehind = killLeftBehind(started, marker);
    },
  });
  return {
    ...watched,
    timedOut: stopped === 'time',
    cancelled: stopped === 'cancelled',
    leftBehind,
    ...usage,
  };
}

/** On Linux a program ends with the process that started it, however that ends. */
function endsWithUs(): string[] {
  const setpriv = process.platform === 'linux' ? findTool('setpriv') : undefined;
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--'];
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

/** Kills what the process left behind; in two rounds, because a process may fork while we look. */
export function killLeftBehind(started: StartedProcess, marker: string): number {
  const found = processesOfRun(marker);
  started.signalGroup('SIGKILL');
  for (const pid of [...found, ...processesOfRun(marker)]) sendSignal(pid, 'SIGKILL');
  return found.length;
}
