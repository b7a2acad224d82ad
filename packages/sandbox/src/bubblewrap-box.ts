import { PlugwrightError } from '@plugwright/errors';
import {
  closeSync,
  constants as files,
  fstatSync,
  openSync,
  realpathSync,
  statSync,
} from 'node:fs';
import type { Duplex } from 'node:stream';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import {
  bubblewrapArguments,
  bubblewrapCommand,
  etcFiles,
  startAs,
} from './bubblewrap-arguments.js';
import type { BubblewrapTools } from './bubblewrap-tools.js';
import type { EndedBox } from './bubblewrap-verdict.js';
import type { CopyIn } from './copy-in.js';
import { box, insidePaths, type Mount, staged } from './inside-paths.js';
import type { Limits } from './limits.js';
import type { RunOptions } from './run-options.js';
import { seccompFilter } from './seccomp.js';
import { type Descriptor, startProcess, type StartedProcess } from './start-process.js';
import { watchProcess } from './watch-process.js';

/** How long bubblewrap may take to build a sandbox, in ms. */
const startMs = 10_000;

/** A sandbox that is being built, or runs. */
export interface Box extends EndedBox {
  started: StartedProcess;
  channel: Duplex | undefined;
  status: Duplex;
  block: Duplex | undefined;
  /** The first process inside, as the host counts. */
  first: number;
  cpuMs: number;
  peakBytes: number;
  /** What bubblewrap said before the program started. */
  words: string;
}

/** Starts bubblewrap, which then builds the sandbox. */
export function startBox(
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
    user: startAs(tools, plan.stage),
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
export async function enter(run: Box): Promise<void> {
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
export function openInside(pid: number): number | undefined {
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

/** Why there is no sandbox, in the words of bubblewrap. */
export function startError(said: string): PlugwrightError {
  const words = said.trim().split('\n').slice(-3).join(' ');
  return new PlugwrightError({
    code: 'PW_SANDBOX_START',
    message: `bubblewrap did not start: ${words || 'it gave no reason'}`,
    hint: /new namespace|uid map|No permissions to/i.test(words)
      ? 'This system does not let users make namespaces; see docs/security/isolation.md.'
      : 'Check that bubblewrap is version 0.8 or later.',
  });
}
