import { copyTree } from '@plugwright/files';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from './find-tools.js';
import { isBelow } from './inside-paths.js';
import type { LimitName, Limits } from './limits.js';
import { processEnvironment } from './process-environment.js';
import { runMarker, treeUsage } from './process-tree.js';
import { killLeftBehind } from './run-process.js';
import type { Inside, RunOptions, RunResult } from './run-options.js';
import { startProcess } from './start-process.js';
import { watchProcess } from './watch-process.js';

/** A command line that is put before the program. */
export type Wrapper = (command: readonly string[], home: string) => readonly string[];

/**
 * Runs a program on the host itself, in the workspace: with an empty environment, a home of its own,
 * limits on time, memory and output, and for a single Node process Node's permission model. It keeps
 * mistakes in; it does not keep an attacker in, and never says so.
 *
 * @throws PlugwrightError `PW_PROCESS_SPAWN`, `PW_PROCESS_ENV_REFUSED`, `PW_COPY_LIMIT`.
 */
export async function runRestricted(
  options: RunOptions,
  limits: Limits,
  wrap?: Wrapper,
): Promise<Omit<RunResult, 'level' | 'driver'>> {
  const workspace = realpathSync(options.workspace);
  const home = mkdtempSync(join(realpathSync(tmpdir()), 'plugwright-home-'));
  const inside: Inside = { workspace, home, path: (path) => path };
  const marker = randomUUID();
  const args = typeof options.args === 'function' ? options.args(inside) : (options.args ?? []);
  const program = [options.command, ...permissionArguments(options, [workspace, home]), ...args];
  const held = [...hostLimits(limits), ...(wrap?.(program, home) ?? program)];
  try {
    const started = startProcess({
      command: held[0] ?? options.command,
      args: held.slice(1),
      cwd: workspace,
      env: { ...processEnvironment(home, options.env), [runMarker]: marker },
      input: typeof options.input === 'function' ? options.input(inside) : options.input,
      descriptors: options.channel ? ['channel'] : [],
    });
    let cpuMs = 0;
    let peakMemoryBytes = 0;
    let leftBehind = 0;
    const { stopped, ...watched } = await watchProcess(started, {
      timeoutMs: limits.wallMs,
      graceMs: options.graceMs,
      signal: options.signal,
      outputLimitBytes: limits.outputBytes,
      floodBytes: limits.floodBytes,
      channel: started.channels[0],
      onOutput: options.onOutput,
      sample: (): LimitName | undefined => {
        if (process.platform !== 'linux' || started.pid === undefined) return undefined;
        const now = treeUsage(started.pid);
        cpuMs = Math.max(cpuMs, now.cpuMs);
        peakMemoryBytes = Math.max(peakMemoryBytes, now.rssBytes);
        return cpuMs > limits.cpuMs ? 'cpuMs' : undefined;
      },
      onExit: () => {
        leftBehind = killLeftBehind(started, marker);
      },
    });
    const limit = limitOf(stopped, watched.signal);
    return {
      ...watched,
      cancelled: stopped === 'cancelled',
      ...(limit && { limit }),
      ...(cpuMs > 0 && { cpuMs }),
      ...(peakMemoryBytes > 0 && { peakMemoryBytes }),
      leftBehind,
      ...(options.copyOut && { copied: copied(workspace, options.copyOut) }),
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Results that stay where they are need no copying. */
function copied(workspace: string, copyOut: NonNullable<RunOptions['copyOut']>) {
  if (realpathSync(copyOut.to) === workspace) return { files: [], skipped: [] };
  return copyTree(workspace, copyOut.to, copyOut);
}

function limitOf(
  stopped: string | undefined,
  signal: NodeJS.Signals | null,
): LimitName | undefined {
  if (stopped === 'time') return 'wallMs';
  if (stopped === 'output') return 'floodBytes';
  if (stopped === 'cpuMs' || signal === 'SIGXCPU') return 'cpuMs';
  return signal === 'SIGXFSZ' ? 'workspaceBytes' : undefined;
}

/**
 * Limits of one process, and the end of the program with ours (Linux). Not the count of processes: that is
 * counted for everything a user runs, and does not bind root.
 */
export function hostLimits(
  limits: Limits,
  find: (name: string) => string | undefined = findTool,
  platform: NodeJS.Platform = process.platform,
): string[] {
  const [prlimit, setpriv] = platform === 'linux' ? [find('prlimit'), find('setpriv')] : [];
  const seconds = Math.ceil(limits.cpuMs / 1000);
  return [
    setpriv ? [setpriv, '--no-new-privs', '--pdeathsig', 'KILL', '--'] : [],
    prlimit
      ? [
          prlimit,
          `--data=${limits.memoryBytes}`,
          `--cpu=${seconds}:${seconds + 1}`,
          `--fsize=${limits.workspaceBytes}`,
          `--nofile=${limits.openFiles}`,
          '--core=0',
          '--',
        ]
      : [],
  ].flat();
}

/** Options of Node's permission model: experimental in Node 20 and 22, called `--permission` from 22.13 on. */
export function permissionArguments(
  options: Pick<RunOptions, 'command' | 'singleProcess' | 'readOnly' | 'network'>,
  writable: readonly string[],
  version = process.versions.node,
): string[] {
  if (!options.singleProcess || options.command !== process.execPath) return [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const stable = major >= 24 || (major === 22 && minor >= 13) || (major === 23 && minor >= 5);
  const roots = [...writable, ...(options.readOnly ?? []).map((path) => realpathSync(path))];
  // One path that starts like another brings Node 20 down (an assertion in its radix tree).
  const readable = roots.filter(
    (path, at) =>
      !roots.some((other, i) => i !== at && isBelow(path, other) && (path !== other || i < at)),
  );
  return [
    stable ? '--permission' : '--experimental-permission',
    // The flag is called experimental; a plugin's standard error is not the place to say so.
    '--no-warnings',
    ...readable.map((path) => `--allow-fs-read=${join(path, '*')}`),
    ...writable.map((path) => `--allow-fs-write=${join(path, '*')}`),
    ...(options.network && major >= 25 ? ['--allow-net'] : []),
  ];
}
