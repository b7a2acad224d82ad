/*
 * A classic BPF program for seccomp (Linux Documentation/userspace-api/seccomp_filter.rst): a list of
 * system calls that a plugin never needs and that have been ways out of a container. The list follows
 * the default profile of Docker, plus io_uring, which bypasses filters, and socket families other than
 * Unix, IP and netlink: a network namespace does not keep VSOCK from the hypervisor.
 */

/** Architectures with numbers of their own. */
export type SeccompArchitecture = 'x64' | 'arm64';

/** `AUDIT_ARCH_*` of linux/audit.h. */
const audit: Readonly<Record<SeccompArchitecture, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };

const socketCall: Readonly<Record<SeccompArchitecture, number>> = { x64: 41, arm64: 198 };

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (needed to list interfaces). */
const families = [1, 2, 10, 16];

/** Refused calls and their numbers: x86_64 from syscall_64.tbl, arm64 from asm-generic/unistd.h. */
export const refusedCalls: Readonly<Record<string, readonly [x64: number, arm64: number]>> = {
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  syslog: [103, 116],
  personality: [135, 92],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  adjtimex: [159, 171],
  clock_adjtime: [305, 266],
};

/** Calls that only x86_64 has: direct access to ports. */
const portCalls = [172, 173];

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const give = (value: number): Instruction => [0x06, 0, 0, value];
const jumpEqual = (value: number, ifTrue: number, ifFalse: number): Instruction => [
  0x15,
  ifTrue,
  ifFalse,
  value,
];
const allow = give(0x7fff0000);
const kill = give(0x80000000);
/** `SECCOMP_RET_ERRNO` with EPERM (1) or EAFNOSUPPORT (97). */
const refuse = give(0x50001);
const noFamily = give(0x50061);

/** The filter for an architecture, as bytes of `struct sock_filter`; `undefined` where there is none. */
export function seccompFilter(architecture: string = process.arch): Buffer | undefined {
  if (architecture !== 'x64' && architecture !== 'arm64') return undefined;
  const at = architecture === 'x64' ? 0 : 1;
  const calls = [
    ...Object.values(refusedCalls).map((numbers) => numbers[at] ?? 0),
    ...(architecture === 'x64' ? portCalls : []),
  ];
  const family = [
    load(16),
    ...families.map((value, i) => jumpEqual(value, families.length - i, 0)),
  ];
  const program: Instruction[] = [
    load(4),
    jumpEqual(audit[architecture], 1, 0),
    kill,
    load(0),
    // The x32 ABI has the same architecture and other numbers.
    ...(architecture === 'x64' ? [[0x35, 0, 1, 0x40000000] as const, refuse] : []),
    ...calls.map((call, i) => jumpEqual(call, calls.length - i + 1, 0)),
    // Other than `socket`: allowed. The refusal of the list stands between the two.
    jumpEqual(socketCall[architecture], 2, 0),
    allow,
    refuse,
    ...family,
    noFamily,
    allow,
  ];
  return encode(program);
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], i) => {
    bytes.writeUInt16LE(code, i * 8);
    bytes.writeUInt8(ifTrue, i * 8 + 2);
    bytes.writeUInt8(ifFalse, i * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, i * 8 + 4);
  });
  return bytes;
}
