import { PlugwrightError } from '@plugwright/errors';
import { copyTree } from '@plugwright/files';
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants as files,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { constants } from 'node:os';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import {
  bubblewrapArguments,
  bubblewrapCommand,
  etcFiles,
  pathVariable,
} from './bubblewrap-arguments.js';
import { type Cgroup, createCgroup } from './cgroup.js';
import { type CopyIn, openWorkspace } from './copy-in.js';
import { findTool, nodeInside } from './find-tools.js';
import { box, depsMounts, insidePaths, type Mount, openToAll, staged } from './inside-paths.js';
import type { LimitName, Limits } from './limits.js';
import { processEnvironment } from './process-environment.js';
import { descendants, runMarker, treeUsage } from './process-tree.js';
import type { RunOptions, RunResult } from './run-options.js';
import { seccompFilter } from './seccomp.js';
import { type Descriptor, sendSignal, startProcess, type StartedProcess } from './start-process.js';
import { watchProcess, type Watched } from './watch-process.js';

/** Programs that the driver needs, absolute. */
export interface BubblewrapTools {
  bwrap: string;
  prlimit: string;
  /** Only as root. */
  setpriv: string | undefined;
}

/** The tools, or the name of the first that is missing. */
export function bubblewrapTools(
  find: (name: string) => string | undefined = findTool,
  root = process.getuid?.() === 0,
): BubblewrapTools | { missing: string } {
  const [bwrap, prlimit, setpriv] = [find('bwrap'), find('prlimit'), find('setpriv')];
  if (bwrap === undefined) return { missing: 'bubblewrap' };
  if (prlimit === undefined) return { missing: 'prlimit (package util-linux)' };
  if (root && setpriv === undefined) return { missing: 'setpriv (package util-linux)' };
  return { bwrap, prlimit, setpriv: root ? setpriv : undefined };
}

/** How long bubblewrap may take to build a sandbox, in ms. */
const startMs = 10_000;

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
      run = start(tools, options, {
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
    const watched = await watch(run, options, limits);
    if (run.exitCode === undefined && !watched.stopped && /^(?:bwrap|setpriv): /m.test(run.words)) {
      throw startError(run.words);
    }
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

/** A sandbox that is being built, or runs. */
interface Box {
  started: StartedProcess;
  channel: Duplex | undefined;
  status: Duplex;
  block: Duplex | undefined;
  /** The first process inside, as the host counts. */
  first: number;
  /** What bubblewrap says of the program's end; more than 128 for a signal. */
  exitCode: number | undefined;
  /** Our descriptor of the workspace inside. */
  directory: number | undefined;
  /** The control group that holds it, once it has lasted. */
  group: Cgroup | undefined;
  cpuMs: number;
  peakBytes: number;
  /** What bubblewrap said before the program started. */
  words: string;
}

function start(
  tools: BubblewrapTools,
  options: RunOptions,
  plan: {
    limits: Limits;
    env: Record<string, string>;
    mounts: Mount[];
    /** Mounts that only root can reach, made one step before. */
    stage: Mount[];
    copyIn: CopyIn;
    command: readonly string[];
  },
): Box {
  const descriptors: Descriptor[] = [];
  const give = (descriptor: Descriptor) => descriptors.push(descriptor) + 2;
  // The program finds its channel at 3; the others are closed by bubblewrap once read.
  if (options.channel) give('channel');
  const status = give('channel');
  // Results can be copied out only if we took hold of the workspace before the program could end.
  const block = options.copyOut && give('channel');
  const filter = seccompFilter();
  const seccomp = filter && give({ bytes: filter });
  const etc = Object.entries(etcFiles).map(([name, bytes]) => ({
    name,
    descriptor: give({ bytes }),
  }));
  const opened = plan.copyIn.files.map(({ path, file }) => ({ path, descriptor: give({ file }) }));
  const inner = bubblewrapArguments({
    env: plan.env,
    mounts: plan.stage.length > 0 ? plan.stage.map(staged) : plan.mounts,
    copyIn: { ...plan.copyIn, files: opened },
    etc,
    limits: plan.limits,
    network: options.network ?? false,
    statusDescriptor: status,
    blockDescriptor: block,
    seccompDescriptor: seccomp,
  });
  const list = give({ bytes: `${inner.join('\0')}\0` });
  const [command = '', ...args] = bubblewrapCommand(
    tools,
    list,
    plan.limits,
    plan.command,
    plan.stage,
  );
  const input = options.input;
  const started = startProcess({
    command,
    args,
    cwd: '/',
    // Empty: bubblewrap becomes process 1, whose environment the program can read.
    env: {},
    input: typeof input === 'function' ? input(insideOf(options, plan.mounts)) : input,
    descriptors,
  });
  const at = (descriptor: number) => started.channels[descriptor - 3] as Duplex;
  return {
    started,
    channel: options.channel ? at(3) : undefined,
    status: at(status),
    block: block === undefined ? undefined : at(block),
    first: 0,
    exitCode: undefined,
    directory: undefined,
    group: undefined,
    cpuMs: 0,
    peakBytes: 0,
    words: '',
  };
}

const insideOf = (options: RunOptions, mounts: readonly Mount[]) =>
  insidePaths([{ source: realpathSync(options.workspace), target: box.workspace }, ...mounts]);

/** Listens to bubblewrap; with `block` waits until the sandbox stands, takes hold of its workspace, and lets the program start. */
async function enter(run: Box): Promise<void> {
  let text = '';
  run.status.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    run.first ||= Number(/"child-pid": (\d+)/.exec(text)?.[1] ?? 0);
    const code = /"exit-code": (\d+)/.exec(text)?.[1];
    if (code !== undefined) run.exitCode = Number(code);
  });
  // Unread output is dropped when a process ends.
  run.started.stderr.on('data', (chunk: Buffer) => {
    if (run.words.length < 4000) run.words += chunk.toString('utf8');
  });
  if (run.block === undefined) return;
  const life = { ended: false };
  const end = () => {
    life.ended = true;
  };
  run.started.exited.then(end, end);
  const until = performance.now() + startMs;
  for (let tries = 0; run.directory === undefined && !life.ended; tries++) {
    if (performance.now() > until) break;
    if (run.first !== 0) run.directory = openInside(run.first);
    await (tries % 8 === 0 ? wait(1) : turn());
  }
  if (run.directory === undefined) throw await startFailure(run);
  run.block.end('\n');
}

/** The workspace of a sandbox that is complete; until then its root is the host's, or has no such path. */
function openInside(pid: number): number | undefined {
  const path = box.workspace;
  let directory: number | undefined;
  try {
    const flags = files.O_RDONLY | files.O_DIRECTORY | files.O_NOFOLLOW;
    directory = openSync(`/proc/${pid}/root${path}`, flags);
    if (fstatSync(directory).dev !== statSync(path, { throwIfNoEntry: false })?.dev)
      return directory;
    closeSync(directory);
  } catch {
    // Not there yet; or we may not look, and then `enter` gives up.
  }
  return undefined;
}

async function startFailure(run: Box): Promise<PlugwrightError> {
  run.started.signalGroup('SIGKILL');
  await watchProcess(run.started, { timeoutMs: startMs });
  return startError(run.words);
}

function startError(said: string): PlugwrightError {
  const words = said.trim().split('\n').slice(-3).join(' ');
  return new PlugwrightError({
    code: 'PW_SANDBOX_START',
    message: `bubblewrap did not start: ${words || 'it gave no reason'}`,
    hint: /new namespace|uid map|No permissions to/i.test(words)
      ? 'This system does not let users make namespaces; see docs/security/isolation.md.'
      : 'Check that bubblewrap is version 0.8 or later.',
  });
}

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

/** Ends by these are the kernel's or ours; a program that returns more than 128 by itself keeps its number. */
const signals = Object.entries(constants.signals).filter(([name]) =>
  /^SIG(?:KILL|TERM|SEGV|ABRT|BUS|ILL|FPE|TRAP|SYS|XCPU|XFSZ|INT|HUP|PIPE)$/.test(name),
);

function verdict(run: Box, watched: Watched, limits: Limits) {
  const { stopped, ...rest } = watched;
  const number = run.exitCode === undefined ? undefined : run.exitCode - 128;
  const signal = signals.find(([, value]) => value === number)?.[0] as NodeJS.Signals | undefined;
  const code = run.exitCode === undefined ? null : signal ? null : run.exitCode;
  const ended = { code, signal: signal ?? (code === null ? (rest.signal ?? 'SIGKILL') : null) };
  const limit = limitOf(run, stopped, ended, limits);
  return { ...rest, ...ended, cancelled: stopped === 'cancelled', ...(limit && { limit }) };
}

function limitOf(
  run: Box,
  stopped: string | undefined,
  ended: { code: number | null; signal: NodeJS.Signals | null },
  limits: Limits,
): LimitName | undefined {
  if (stopped === 'time') return 'wallMs';
  if (stopped === 'output') return 'floodBytes';
  if (stopped !== undefined && stopped !== 'cancelled') return stopped as LimitName;
  if (ended.signal === 'SIGXCPU') return 'cpuMs';
  if (ended.signal === 'SIGXFSZ') return 'workspaceBytes';
  if (ended.code === 0) return undefined;
  const passed = run.group?.passed();
  if (passed) return passed;
  if (run.directory === undefined) return undefined;
  const { bavail, bsize } = statfsSync(`/proc/self/fd/${run.directory}`);
  return bavail * bsize < limits.workspaceBytes / 100 ? 'workspaceBytes' : undefined;
}
