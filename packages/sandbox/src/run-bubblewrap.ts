import { copyTree } from '@plugwright/files';
import { randomUUID } from 'node:crypto';
import { closeSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { pathVariable } from './bubblewrap-arguments.js';
import { type Box, enter, openInside, startBox, startError } from './bubblewrap-box.js';
import type { BubblewrapTools } from './bubblewrap-tools.js';
import { verdict } from './bubblewrap-verdict.js';
import { type Cgroup, createCgroup } from './cgroup.js';
import { openWorkspace } from './copy-in.js';
import { nodeInside } from './find-tools.js';
import { box, depsMounts, insidePaths, openToAll } from './inside-paths.js';
import type { LimitName, Limits } from './limits.js';
import { processEnvironment } from './process-environment.js';
import { descendants, runMarker, treeUsage } from './process-tree.js';
import type { RunOptions, RunResult } from './run-options.js';
import { sendSignal } from './start-process.js';
import { watchProcess, type Watched } from './watch-process.js';

/**
 * Runs a program in namespaces of its own. The workspace is copied into a file system in memory that
 * vanishes with the run; it stays readable through one directory descriptor until results are copied
 * out, when no process is left that could move them.
 *
 * @throws PlugwrightError `PW_SANDBOX_START`, `PW_SANDBOX_WORKSPACE`, `PW_SANDBOX_COMMAND`, `PW_COPY_LIMIT`.
 */
export async function runBubblewrap(
  tools: BubblewrapTools,
  options: RunOptions,
  limits: Limits,
): Promise<Omit<RunResult, 'level' | 'driver'>> {
  const workspace = realpathSync(options.workspace);
  const deps = depsMounts(options.readOnly ?? []);
  const node = nodeInside();
  const ownNode = node.target === node.source ? [] : [node];
  const mounts = [...deps, ...ownNode];
  const inside = insidePaths([{ source: workspace, target: box.workspace }, ...mounts]);
  const args = typeof options.args === 'function' ? options.args(inside) : (options.args ?? []);
  const program = options.command === process.execPath ? node.target : inside.path(options.command);
  const env = {
    ...processEnvironment(box.home, options.env),
    PATH: pathVariable(node.target),
    TMPDIR: box.temporary,
    TMP: box.temporary,
    TEMP: box.temporary,
    [runMarker]: randomUUID(),
  };
  const copyIn = openWorkspace(workspace, deps, limits);
  let run: Box | undefined;
  try {
    try {
      run = startBox(tools, options, {
        limits,
        env,
        mounts,
        stage: tools.setpriv !== undefined && !mounts.every(openToAll) ? mounts : [],
        copyIn,
        command: [program, ...args],
      });
    } finally {
      copyIn.close();
    }
    await enter(run);
    const early = holdEarly(run);
    const watched = await watch(run, options, limits).finally(() => early.forEach(clearTimeout));
    // bubblewrap ended by itself, without having run the program.
    const failed = run.first === 0 || /^(?:bwrap|setpriv): /m.test(run.words);
    if (run.exitCode === undefined && !watched.stopped && failed) throw startError(run.words);
    await gone(run.first);
    return {
      ...verdict(run, watched, limits),
      ...(run.cpuMs > 0 && { cpuMs: run.cpuMs }),
      ...(run.peakBytes > 0 && { peakMemoryBytes: run.peakBytes }),
      leftBehind: 0,
      ...(options.copyOut && {
        copied: copyTree(`/proc/self/fd/${run.directory}`, options.copyOut.to, options.copyOut),
      }),
    };
  } finally {
    if (run?.directory !== undefined) closeSync(run.directory);
    await run?.group?.remove();
  }
}

/**
 * Takes hold of the workspace as soon as it is there: a program that has filled it before the first sample would
 * otherwise take the proof away with its end.
 */
const holdEarly = (run: Box) =>
  [4, 8, 12, 16, 24, 32].map((ms) =>
    setTimeout(() => {
      if (run.first !== 0) run.directory ??= openInside(run.first);
    }, ms),
  );

/** How long a run lasts before it is worth a control group, in ms: joining one takes about 10 ms. */
const joinAfterMs = 200;

function watch(run: Box, options: RunOptions, limits: Limits): Promise<Watched> {
  const { started } = run;
  const since = performance.now();
  return watchProcess(started, {
    timeoutMs: limits.wallMs,
    graceMs: options.graceMs,
    signal: options.signal,
    outputLimitBytes: limits.outputBytes,
    floodBytes: limits.floodBytes,
    channel: run.channel,
    onOutput: options.onOutput,
    // Signals to bubblewrap itself would end the sandbox at once.
    terminate: () => inner(run).forEach((pid) => sendSignal(pid, 'SIGTERM')),
    kill: () => {
      if (run.first !== 0) sendSignal(run.first, 'SIGKILL');
      started.signalGroup('SIGKILL');
    },
    sample: (): LimitName | undefined => {
      const { first } = run;
      if (first === 0) return undefined;
      const { cpuMs, rssBytes, anonymousBytes } = treeUsage(first);
      run.cpuMs = Math.max(run.cpuMs, cpuMs);
      run.peakBytes = Math.max(run.peakBytes, rssBytes);
      run.directory ??= openInside(first);
      if (run.group === undefined && performance.now() - since > joinAfterMs) join(run, limits);
      if (run.cpuMs > limits.cpuMs) return 'cpuMs';
      // Each process is held by its own limit; this is for all together, also without a control group.
      if (anonymousBytes > limits.memoryBytes) return 'memoryBytes';
      return filesUsed(run.directory) > limits.workspaceFiles ? 'workspaceFiles' : undefined;
    },
  });
}

const inner = (run: Box) => (run.first === 0 ? [] : descendants(run.first));

/** Moves what runs into a control group where one can be made, until nothing is left outside. */
function join(run: Box, limits: Limits): void {
  run.group = createCgroup(limits) ?? noGroup;
  const { group } = run;
  const moved = new Set<number>();
  const move = async (): Promise<void> => {
    const rest = [run.first, ...descendants(run.first)].filter((pid) => !moved.has(pid));
    for (const pid of rest) {
      moved.add(pid);
      if (!(await group.add(pid))) return;
    }
    if (rest.length > 0) await move();
  };
  if (group !== noGroup) void move();
}

const noGroup: Cgroup = {
  add: async () => false,
  passed: () => undefined,
  remove: async () => {},
};

function filesUsed(directory: number | undefined): number {
  if (directory === undefined) return 0;
  const { files: total, ffree } = statfsSync(`/proc/self/fd/${directory}`);
  return total - ffree;
}

/** Waits until the first process, and with it everything inside, is gone or only waits for its parent. */
async function gone(pid: number): Promise<void> {
  if (pid === 0) return;
  for (const until = performance.now() + 5000; performance.now() < until; await wait(1)) {
    try {
      if (/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) return;
    } catch {
      return;
    }
  }
}
