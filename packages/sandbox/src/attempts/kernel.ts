import { type Attempt, gotAnything } from './attempt.js';

/**
 * A system call by number, through perl. Arguments are such that nothing happens where it is allowed:
 * the kernel then complains of the arguments (EINVAL, EFAULT, ENOENT), not of the right to call.
 */
const call = (x64: number, arm64: number, args: string) =>
  `return systemCall(process.arch === "arm64" ? ${arm64} : ${x64}, ${JSON.stringify(args)})`;

const refused = (name: string, x64: number, arm64: number, args: string): Attempt => ({
  name,
  guard: 'seccomp, no capabilities',
  code: call(x64, arm64, args),
  open: gotAnything,
});

/** Reaching other processes, and the kernel. */
export const kernelAttempts: readonly Attempt[] = [
  {
    name: 'kill a process of the host',
    guard: 'a process namespace',
    code: 'process.kill(p.victim, "SIGKILL"); await sleep(100); return "sent"',
    open: (_got, target) => target.victimDied(),
    selfTest: true,
  },
  {
    name: 'see processes of the host',
    guard: 'a process namespace',
    code: 'return pids().includes(String(p.self)) && pids().length > 8 ? pids().length + " processes" : stop(pids().length + " processes, all its own")',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'ptrace another process',
    guard: 'seccomp',
    code: 'return systemCall(process.arch === "arm64" ? 117 : 101, "16, " + child().pid + ", 0, 0")',
    open: gotAnything,
  },
  {
    name: 'read the memory of another process',
    guard: 'seccomp',
    code: 'return systemCall(process.arch === "arm64" ? 270 : 310, child().pid + ", 0, 0, 0, 0, 0")',
    open: gotAnything,
  },
  {
    name: 'mount a file system',
    guard: 'no capabilities, seccomp',
    code: 'fs.mkdirSync("mnt"); run("mount", "-t", "tmpfs", "none", "mnt"); quiet(() => run("umount", "mnt")); return "mounted"',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'make a user namespace inside, to be root there',
    guard: '--disable-userns, seccomp',
    code: 'run("unshare", "-Ur", "true"); return "made"',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'make a user namespace by clone',
    guard: '--disable-userns: the count of namespaces is 0',
    code: 'return systemCall(process.arch === "arm64" ? 220 : 56, "0x10000011, 0, 0, 0, 0")',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'enter the namespaces of process 1 of the host',
    guard: 'a process namespace, seccomp',
    code: 'run("nsenter", "-t", String(p.self), "-m", "true"); return "entered"',
    open: gotAnything,
  },
  {
    name: 'change the root directory',
    guard: 'seccomp, no capabilities',
    code: 'run("chroot", ".", "/usr/bin/true"); return "changed"',
    open: (got) => got !== undefined,
  },
  {
    name: 'hold capabilities',
    guard: 'all capabilities dropped',
    code: 'const set = /^CapEff:\\s+(\\S+)/m.exec(read("/proc/self/status"))[1]; return /[1-9a-f]/.test(set) ? set : stop("CapEff 0")',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'gain rights by a set-user-id program',
    guard: 'no_new_privs',
    code: 'return /^NoNewPrivs:\\s+1/m.test(read("/proc/self/status")) ? stop("NoNewPrivs 1") : "no_new_privs is off"',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'run without a system call filter',
    guard: 'seccomp',
    code: 'return /^Seccomp:\\s+2/m.test(read("/proc/self/status")) ? stop("Seccomp 2") : "no filter"',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'open a disk or another raw device',
    guard: 'a bare /dev',
    code: 'return ["/dev/sda", "/dev/vda", "/dev/nvme0n1", "/dev/kvm", "/dev/fuse", "/dev/loop0", "/dev/net/tun"].map((path) => quiet(() => open(path))).filter(Boolean).join(" ") || stop("ENOENT")',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'make a device node',
    guard: 'no capabilities',
    code: 'run("mknod", "disk", "b", "254", "0"); return "made"',
    open: gotAnything,
  },
  {
    name: 'change settings of the kernel',
    guard: '/proc/sys is read-only',
    code: 'const path = "/proc/sys/kernel/core_pattern"; fs.writeFileSync(path, read(path)); return "written"',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'change a control group',
    guard: '/sys is not mounted',
    code: 'const place = ["/sys/fs/cgroup/memory", "/sys/fs/cgroup"].find((path) => fs.existsSync(path)) ?? stop("ENOENT"); fs.mkdirSync(place + "/plugwright-attempt"); fs.rmdirSync(place + "/plugwright-attempt"); return "made"',
    open: gotAnything,
  },
  {
    name: 'type into the terminal of the user',
    guard: 'a session without a terminal',
    code: 'return open("/dev/tty")',
    open: gotAnything,
  },
  {
    name: 'have a crash handled by the host',
    guard: 'core size 0',
    code: 'return /core file size\\s+0/.test(read("/proc/self/limits")) ? stop("core file size 0") : "core files are written"',
    open: gotAnything,
  },
  refused('load a BPF program', 321, 280, '0, 0, 0'),
  refused('set up io_uring', 425, 425, '1, 0'),
  refused('read performance counters', 298, 241, '0, 0, 0, 0, 0'),
  refused('handle page faults (userfaultfd)', 323, 282, '0xffff'),
  refused('use the kernel’s key ring', 250, 219, '0, 0xfffffffd, 1'),
  refused('open a file by handle', 304, 265, '0, 0, 0'),
  refused('load a kernel module', 313, 273, '0xffffffff, 0, 0'),
  refused('restart the machine', 169, 142, '0, 0, 0'),
  refused('set the clock', 305, 266, '0, 0'),
];
