import { box, type Mount } from './inside-paths.js';
import type { Limits } from './limits.js';

/** One run in a container. */
export interface ContainerPlan {
  image: string;
  /** Name of the container, by which it is ended. */
  name: string;
  env: Readonly<Record<string, string>>;
  /** The workspace, read-only at `/in`, and other directories. */
  mounts: readonly Mount[];
  /** File of the host that takes what the program writes to descriptor 3. */
  channelFile: string | undefined;
  limits: Limits;
  network: boolean;
  command: readonly string[];
}

/** Image with Node that containers start from. */
export const defaultImage = 'node:20-slim';

/**
 * Copies the workspace into the size-limited file system, opens descriptor 3 and runs the program: what
 * bubblewrap does by its options, an engine has none for.
 */
export const prelude = `
const { cpSync, mkdirSync, openSync, existsSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
cpSync('/in', '${box.workspace}', { recursive: true, verbatimSymlinks: true });
mkdirSync('${box.home}'); mkdirSync('${box.temporary}');
const channel = existsSync('/out/channel') ? openSync('/out/channel', 'w') : 'ignore';
const [program, ...args] = process.argv.slice(1);
const ended = spawnSync(program, args, { cwd: '${box.workspace}', stdio: [0, 1, 2, channel] });
if (ended.signal) process.kill(process.pid, ended.signal);
process.exit(ended.status ?? 1);
`;

/** Arguments of docker or podman for one run. */
export function containerArguments(plan: ContainerPlan): string[] {
  const { limits } = plan;
  const seconds = Math.ceil(limits.cpuMs / 1000);
  const memory = limits.memoryBytes + limits.workspaceBytes;
  return [
    ['run', '--rm', '--interactive', '--init', '--name', plan.name, '--pull', 'never'],
    ['--network', plan.network ? 'bridge' : 'none', '--read-only', '--ipc', 'none'],
    ['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--user', '65534:65534'],
    ['--pids-limit', String(limits.processes)],
    ['--memory', String(memory), '--memory-swap', String(memory)],
    ['--ulimit', `nofile=${limits.openFiles}`, '--ulimit', `cpu=${seconds}:${seconds + 1}`],
    ['--ulimit', `fsize=${limits.workspaceBytes}`, '--ulimit', 'core=0'],
    '--tmpfs',
    `${box.root}:rw,nosuid,nodev,mode=0777,size=${limits.workspaceBytes},nr_inodes=${limits.workspaceFiles}`,
    plan.mounts.flatMap(({ source, target }) => ['--mount', mount(source, target, true)]),
    plan.channelFile === undefined
      ? []
      : ['--mount', mount(plan.channelFile, '/out/channel', false)],
    Object.entries(plan.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    [plan.image, 'node', '-e', prelude, '--', ...plan.command],
  ].flat();
}

/** A value of `--mount` is one line of CSV: a field with a comma or a quote is quoted. */
function mount(source: string, target: string, readOnly: boolean): string {
  const field = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const fields = ['type=bind', `source=${source}`, `target=${target}`];
  return [...fields, ...(readOnly ? ['readonly'] : [])].map(field).join(',');
}
