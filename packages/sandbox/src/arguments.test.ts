import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  bubblewrapArguments,
  bubblewrapCommand,
  insideUser,
  startAs,
  type BubblewrapPlan,
} from './bubblewrap-arguments.js';
import { containerArguments, type ContainerPlan } from './container-arguments.js';
import { defaultLimits, limitsWith } from './limits.js';
import { bubblewrapTools } from './bubblewrap-tools.js';
import { hostLimits, permissionArguments } from './run-restricted.js';
import { seatbeltProfile } from './seatbelt-profile.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-arguments-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const limits = limitsWith({ workspaceBytes: 1000, memoryBytes: 5000, cpuMs: 1500, processes: 7 });
const plan: BubblewrapPlan = {
  env: { A: 'b c' },
  mounts: [{ source: '/store/node_modules', target: '/deps/0/node_modules' }],
  copyIn: {
    directories: ['src'],
    files: [{ path: 'src/a b.ts', descriptor: 9 }],
    links: [{ path: 'x', target: '/deps/0/node_modules/x' }],
  },
  etc: [{ name: 'hosts', descriptor: 8 }],
  limits,
  network: false,
  statusDescriptor: 3,
  blockDescriptor: 4,
  seccompDescriptor: 5,
};
/** The values that follow each occurrence of an option. */
const after = (args: readonly string[], name: string, count = 1) =>
  args.flatMap((each, i) => (each === name ? [args.slice(i + 1, i + 1 + count).join(' ')] : []));

describe('bubblewrapArguments', () => {
  const args = bubblewrapArguments(plan);

  it('takes every namespace, every capability, the terminal and the environment away', () => {
    for (const option of [
      '--unshare-all',
      '--unshare-user',
      '--disable-userns',
      '--die-with-parent',
      '--new-session',
      '--clearenv',
    ]) {
      expect(args).toContain(option);
    }
    expect(after(args, '--cap-drop')).toEqual(['ALL']);
    expect(after(args, '--uid')).toEqual(['65534']);
    expect(after(args, '--setenv', 2)).toEqual(['A b c']);
    expect(args).not.toContain('--share-net');
  });

  it('leaves nothing writable but one file system with a size', () => {
    expect(args).not.toContain('--bind');
    expect(after(args, '--remount-ro')).toEqual(['/dev', '/']);
    expect(after(args, '--size', 3)).toEqual(['1000 --tmpfs /box']);
    expect(after(args, '--ro-bind', 2)).toContain('/store/node_modules /deps/0/node_modules');
  });

  it('never mounts the home, the temporary directory, /run or /sys', () => {
    const mounted = [...after(args, '--ro-bind'), ...after(args, '--ro-bind-try')];
    expect(mounted.filter((path) => /^\/(?:home|root|tmp|run|sys|var)/.test(path))).toEqual([]);
    expect(mounted.filter((path) => path.startsWith('/etc'))).toEqual(['/etc/ld.so.cache']);
  });

  it('makes the workspace again, links as links', () => {
    expect(args.join(' ')).toContain('--dir /box/work/src --file 9 /box/work/src/a b.ts');
    expect(after(args, '--symlink', 2)).toContain('/deps/0/node_modules/x /box/work/x');
    expect(after(args, '--file', 2)).toContain('8 /etc/hosts');
  });

  it('shares the network when asked, with names and certificates', () => {
    const open = bubblewrapArguments({
      ...plan,
      network: true,
      seccompDescriptor: undefined,
      blockDescriptor: undefined,
    });
    expect(open).toContain('--share-net');
    expect(after(open, '--ro-bind-try')).toContain('/etc/resolv.conf');
    expect(open).not.toContain('--seccomp');
    expect(open).not.toContain('--block-fd');
  });

  it('knows systems where /bin is a directory of its own', () => {
    const hostRoot = join(root, 'system');
    mkdirSync(join(hostRoot, 'bin'), { recursive: true });
    symlinkSync('usr/lib', join(hostRoot, 'lib'));
    const other = bubblewrapArguments({ ...plan, hostRoot });
    expect(after(other, '--ro-bind', 2)).toContain(`${join(hostRoot, 'bin')} /bin`);
    expect(after(other, '--symlink', 2)).toContain('usr/lib /lib');
  });
});

describe('bubblewrapCommand', () => {
  const tools = { bwrap: '/usr/bin/bwrap', prlimit: '/usr/bin/prlimit', setpriv: undefined };

  it('passes its options by a descriptor and sets the limits inside', () => {
    const line = bubblewrapCommand(tools, 6, limits, ['/usr/bin/node', '-e', '$(id)']);
    expect(line.slice(0, 4)).toEqual(['/usr/bin/bwrap', '--args', '6', '--']);
    expect(line.slice(4, -3)).toEqual([
      '/usr/bin/prlimit',
      '--data=5000',
      '--cpu=2:3',
      '--fsize=1000',
      '--nofile=1024',
      '--nproc=7',
      '--core=0',
      '--',
    ]);
    expect(line.slice(-3)).toEqual(['/usr/bin/node', '-e', '$(id)']);
  });

  it('drops root first, and mounts before that what only root can reach', () => {
    const asRoot = { ...tools, setpriv: '/usr/bin/setpriv' };
    expect(bubblewrapCommand(asRoot, 6, limits, ['/x'])[0]).toBe('/usr/bin/bwrap');
    expect(startAs(asRoot, [])).toBe(insideUser);
    expect(startAs(tools, [])).toBeUndefined();
    expect(startAs(asRoot, plan.mounts)).toBeUndefined();
    const line = bubblewrapCommand(asRoot, 6, limits, ['/x'], plan.mounts);
    expect(line[0]).toBe('/usr/bin/bwrap');
    expect(line.indexOf('/usr/bin/setpriv')).toBeGreaterThan(line.indexOf('/store/node_modules'));
    expect(after(line, '--cap-add')).toEqual(['CAP_SETUID', 'CAP_SETGID']);
  });
});

describe('bubblewrapTools', () => {
  const find = (missing: string) => (name: string) =>
    name === missing ? undefined : `/usr/bin/${name}`;

  it('names what is not installed', () => {
    expect(bubblewrapTools(find('bwrap'), false)).toEqual({ missing: 'bubblewrap' });
    expect(bubblewrapTools(find('prlimit'), false)).toEqual({
      missing: 'prlimit (package util-linux)',
    });
    expect(bubblewrapTools(find('setpriv'), true)).toEqual({
      missing: 'setpriv (package util-linux)',
    });
  });

  it('needs setpriv only as root', () => {
    expect(bubblewrapTools(find('setpriv'), false)).toMatchObject({ setpriv: undefined });
    expect(bubblewrapTools(find(''), true)).toMatchObject({ setpriv: '/usr/bin/setpriv' });
  });
});

describe('containerArguments', () => {
  const container: ContainerPlan = {
    image: 'node:20-slim',
    name: 'plugwright-1',
    env: { A: 'b' },
    mounts: [{ source: '/work,one "two"', target: '/in' }],
    channelFile: '/tmp/channel',
    limits,
    network: false,
    command: ['node', 'a b.mjs', '--flag'],
  };
  const args = containerArguments(container);

  it('is closed by default', () => {
    expect(after(args, '--network')).toEqual(['none']);
    expect(args).toContain('--read-only');
    expect(after(args, '--cap-drop')).toEqual(['ALL']);
    expect(after(args, '--security-opt')).toEqual(['no-new-privileges']);
    expect(after(args, '--user')).toEqual(['65534:65534']);
    expect(after(args, '--pull')).toEqual(['never']);
  });

  it('has every limit', () => {
    expect(after(args, '--pids-limit')).toEqual(['7']);
    expect(after(args, '--memory')).toEqual(['6000']);
    expect(after(args, '--memory-swap')).toEqual(['6000']);
    expect(after(args, '--ulimit')).toEqual(['nofile=1024', 'cpu=2:3', 'fsize=1000', 'core=0']);
    expect(after(args, '--tmpfs')[0]).toContain('size=1000,nr_inodes=20000');
  });

  it('mounts read-only, also paths that mean something to the engine', () => {
    expect(after(args, '--mount')).toEqual([
      'type=bind,"source=/work,one ""two""",target=/in,readonly',
      'type=bind,source=/tmp/channel,target=/out/channel',
    ]);
  });

  it('ends with the command, byte for byte', () => {
    expect(args.slice(-4)).toEqual(['--', 'node', 'a b.mjs', '--flag']);
    const open = containerArguments({ ...container, network: true, channelFile: undefined });
    expect(after(open, '--network')).toEqual(['bridge']);
    expect(open.join(' ')).not.toContain('target=/out/channel');
  });
});

describe('seatbeltProfile', () => {
  it('denies by default and names what is open', () => {
    const profile = seatbeltProfile({ readable: ['/opt/node'], writable: ['/w'], network: false });
    expect(profile.split('\n').slice(0, 2)).toEqual(['(version 1)', '(deny default)']);
    expect(profile).toMatch(/allow file-read\* .*\(subpath "\/opt\/node"\)/);
    expect(profile).toMatch(/allow file-write\* \(literal "\/dev\/null"\) \(subpath "\/w"\)/);
    expect(profile).toContain('(allow network* (local ip "localhost:*")');
    expect(profile).not.toMatch(/subpath "\/(?:Users|private)/);
  });

  it('lets the network open when asked', () => {
    const profile = seatbeltProfile({ readable: [], writable: [], network: true });
    expect(profile).toContain('(allow network*)');
  });

  it('keeps a path from becoming a rule', () => {
    const hostile = '/w") (allow default) ("\\';
    const profile = seatbeltProfile({ readable: [], writable: [hostile], network: false });
    expect(profile).toContain('(subpath "/w\\") (allow default) (\\"\\\\")');
    expect(() => seatbeltProfile({ readable: ['/a\nb'], writable: [], network: false })).toThrow(
      RangeError,
    );
  });
});

describe('permissionArguments', () => {
  const options = { command: process.execPath, singleProcess: true, readOnly: [root] };

  it('lets one Node process read and write what it must', () => {
    const args = permissionArguments(options, ['/w'], '20.20.2');
    expect(args[0]).toBe('--experimental-permission');
    expect(args).toContain(`--allow-fs-read=${join(root, '*')}`);
    expect(args.filter((each) => each.startsWith('--allow-fs-write'))).toEqual([
      '--allow-fs-write=/w/*',
    ]);
    expect(args.join(' ')).not.toMatch(/child|worker/);
    const nested = permissionArguments(options, [root, join(root, 'inner')], '20.20.2');
    expect(nested.filter((each) => each.startsWith('--allow-fs-read'))).toEqual([
      `--allow-fs-read=${join(root, '*')}`,
    ]);
  });

  it('uses the name of later versions, and opens the network there only when asked', () => {
    expect(permissionArguments(options, [], '22.13.0')[0]).toBe('--permission');
    expect(permissionArguments(options, [], '23.5.0')[0]).toBe('--permission');
    expect(permissionArguments(options, [], '22.12.0')[0]).toBe('--experimental-permission');
    expect(permissionArguments({ ...options, network: true }, [], '25.0.0')).toContain(
      '--allow-net',
    );
    expect(permissionArguments({ ...options, network: true }, [], '24.0.0')).not.toContain(
      '--allow-net',
    );
  });

  it('is nothing for programs that start others, or are not Node', () => {
    expect(permissionArguments({ command: process.execPath }, ['/w'])).toEqual([]);
    expect(permissionArguments({ ...options, command: '/usr/bin/true' }, ['/w'])).toEqual([]);
  });
});

describe('hostLimits', () => {
  it('is empty where the tools are not', () => {
    expect(hostLimits(defaultLimits, () => undefined, 'linux')).toEqual([]);
    expect(hostLimits(defaultLimits, () => '/x', 'darwin')).toEqual([]);
  });

  it('ends with us and holds memory, CPU time and file size', () => {
    const args = hostLimits(limits, (name) => `/usr/bin/${name}`, 'linux');
    expect(args.slice(0, 5)).toEqual([
      '/usr/bin/setpriv',
      '--no-new-privs',
      '--pdeathsig',
      'KILL',
      '--',
    ]);
    expect(args).toContain('--data=5000');
    expect(args).toContain('--fsize=1000');
  });
});

describe('limitsWith', () => {
  it('changes only what is given', () => {
    const given = { wallMs: 5, cpuMs: undefined } as never;
    expect(limitsWith(given)).toEqual({ ...defaultLimits, wallMs: 5 });
  });
});
