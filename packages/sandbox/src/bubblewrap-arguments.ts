import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CopyIn } from './copy-in.js';
import { box, type Mount } from './inside-paths.js';
import type { Limits } from './limits.js';

/** What the arguments are made of. Descriptors are numbers in the child. */
export interface BubblewrapPlan {
  env: Readonly<Record<string, string>>;
  mounts: readonly Mount[];
  copyIn: Pick<CopyIn, 'directories' | 'links'> & { files: { path: string; descriptor: number }[] };
  /** Small files of `/etc`, by name. */
  etc: { name: string; descriptor: number }[];
  limits: Limits;
  network: boolean;
  statusDescriptor: number;
  /** bubblewrap waits here before it starts the program. */
  blockDescriptor: number | undefined;
  seccompDescriptor: number | undefined;
  /** Root of the host's file system; default `/`. */
  hostRoot?: string | undefined;
}

/** Id of the user inside: nobody. */
export const insideUser = 65534;

/** Text of `/etc` that programs look for: names of users and hosts, and no name server. */
export const etcFiles: Readonly<Record<string, string>> = {
  passwd: `nobody:x:${insideUser}:${insideUser}:nobody:${box.home}:/usr/sbin/nologin\n`,
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
  'nsswitch.conf': 'passwd: files\nhosts: files dns\n',
};

/**
 * Options of bubblewrap for one run. Everything but `/box` is read-only, also `/`, `/dev` and
 * `/dev/shm`, which bubblewrap leaves writable and without a size limit otherwise.
 */
export function bubblewrapArguments(plan: BubblewrapPlan): string[] {
  const { copyIn, limits } = plan;
  const inside = (path: string) => `${box.workspace}/${path}`;
  return [
    ['--unshare-all', '--unshare-user', '--disable-userns'],
    plan.network ? ['--share-net'] : [],
    ['--uid', String(insideUser), '--gid', String(insideUser), '--hostname', 'sandbox'],
    ['--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--clearenv'],
    Object.entries(plan.env).flatMap(([name, value]) => ['--setenv', name, value]),
    ['--ro-bind', '/usr', '/usr'],
    systemLinks(plan.hostRoot ?? '/'),
    ['--perms', '0755', '--dir', '/etc'],
    ['--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache'],
    plan.network
      ? [
          '--ro-bind-try',
          '/etc/resolv.conf',
          '/etc/resolv.conf',
          '--ro-bind-try',
          '/etc/ssl',
          '/etc/ssl',
        ]
      : [],
    plan.etc.flatMap(({ name, descriptor }) => ['--file', String(descriptor), `/etc/${name}`]),
    mountArguments(plan.mounts),
    ['--proc', '/proc', '--dev', '/dev', '--remount-ro', '/dev'],
    ['--size', String(limits.workspaceBytes), '--tmpfs', box.root],
    [box.workspace, box.home, box.temporary].flatMap((path) => ['--dir', path]),
    ['--symlink', box.temporary.slice(1), '/tmp'],
    copyIn.directories.flatMap((path) => ['--dir', inside(path)]),
    copyIn.files.flatMap(({ path, descriptor }) => ['--file', String(descriptor), inside(path)]),
    copyIn.links.flatMap(({ path, target }) => ['--symlink', target, inside(path)]),
    ['--chdir', box.workspace, '--remount-ro', '/'],
    plan.seccompDescriptor === undefined ? [] : ['--seccomp', String(plan.seccompDescriptor)],
    ['--json-status-fd', String(plan.statusDescriptor)],
    plan.blockDescriptor === undefined ? [] : ['--block-fd', String(plan.blockDescriptor)],
  ].flat();
}

/** `/bin`, `/lib` and so on: links into `/usr` on most systems, directories on others. */
function systemLinks(hostRoot: string): string[] {
  return ['bin', 'sbin', 'lib', 'lib32', 'lib64'].flatMap((name) => {
    const path = join(hostRoot, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isSymbolicLink()) return ['--symlink', readlinkSync(path), `/${name}`];
    return found?.isDirectory() ? ['--ro-bind', path, `/${name}`] : [];
  });
}

/**
 * Limits of the kernel for one process, set inside: the count of processes is then that of the
 * sandbox's own user namespace, not that of everything the user runs (Linux 5.14 and later).
 */
export const limitArguments = (prlimit: string, limits: Limits): string[] => [
  prlimit,
  `--data=${limits.memoryBytes}`,
  // The soft limit sends SIGXCPU, the hard one a second later SIGKILL.
  `--cpu=${Math.ceil(limits.cpuMs / 1000)}:${Math.ceil(limits.cpuMs / 1000) + 1}`,
  `--fsize=${limits.workspaceBytes}`,
  `--nofile=${limits.openFiles}`,
  `--nproc=${limits.processes}`,
  // A crash must not hand the memory to the host's crash handler.
  '--core=0',
  '--',
];

/**
 * The whole command line. What the user inside could not reach (`stage`) is mounted by root, in a file system that
 * holds nothing else, before root is dropped; without such mounts {@link startAs} says who starts it all.
 */
export function bubblewrapCommand(
  tools: { bwrap: string; prlimit: string; setpriv: string | undefined },
  argumentsDescriptor: number,
  limits: Limits,
  command: readonly string[],
  stage: readonly Mount[] = [],
): string[] {
  const user = String(insideUser);
  const drop = [tools.setpriv ?? '', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--'];
  return [
    stage.length > 0 ? [tools.bwrap, ...stageArguments(stage), '--', ...drop] : [],
    [tools.bwrap, '--args', String(argumentsDescriptor), '--'],
    limitArguments(tools.prlimit, limits),
    command,
  ].flat();
}

/** The user that starts bubblewrap: as root another one, since limits do not bind root. */
export const startAs = (
  tools: { setpriv: string | undefined },
  stage: readonly Mount[],
): number | undefined => (tools.setpriv === undefined || stage.length > 0 ? undefined : insideUser);

function stageArguments(stage: readonly Mount[]): string[] {
  return [
    ['--die-with-parent', '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID'],
    ['--ro-bind', '/usr', '/usr', ...systemLinks('/'), '--perms', '0755', '--dir', '/etc'],
    ['/etc/ld.so.cache', '/etc/resolv.conf', '/etc/ssl'].flatMap((path) => [
      '--ro-bind-try',
      path,
      path,
    ]),
    ['--dev-bind', '/dev', '/dev', '--bind', '/proc', '/proc', '--dir', '/tmp'],
    mountArguments(stage),
  ].flat();
}

/** bubblewrap would make the directories above a mount as closed as the mount's source is. */
function mountArguments(mounts: readonly Mount[]): string[] {
  const above = (path: string): string[] => (path === '/' ? [] : [...above(dirname(path)), path]);
  const directories = new Set(mounts.flatMap(({ target }) => above(dirname(target))));
  return [
    [...directories].flatMap((path) => ['--perms', '0755', '--dir', path]),
    mounts.flatMap(({ source, target }) => ['--ro-bind', source, target]),
  ].flat();
}

/** Directory of Node inside: alone in `PATH`. */
export const pathVariable = (node: string): string => dirname(node);
