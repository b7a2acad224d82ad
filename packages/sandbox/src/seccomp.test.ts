import { describe, expect, it } from 'vitest';
import { refusedCalls, seccompFilter, type SeccompArchitecture } from './seccomp.js';

const audit = { x64: 0xc000003e, arm64: 0xc00000b7 };
const allowed = 0x7fff0000;
const refused = 0x50001;
const noFamily = 0x50061;
const killed = 0x80000000;

/** What the kernel would answer: the filter is run as classic BPF over `struct seccomp_data`. */
function answer(architecture: SeccompArchitecture, call: number, argument = 0, arch?: number) {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call, 0);
  data.writeUInt32LE(arch ?? audit[architecture], 4);
  data.writeUInt32LE(argument, 16);
  const filter = seccompFilter(architecture) as Buffer;
  let loaded = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const code = filter.readUInt16LE(at * 8);
    const value = filter.readUInt32LE(at * 8 + 4);
    const jump = (holds: boolean) => filter.readUInt8(at * 8 + (holds ? 2 : 3));
    if (code === 0x20) loaded = data.readUInt32LE(value);
    else if (code === 0x15) at += jump(loaded === value);
    else if (code === 0x35) at += jump(loaded >= value);
    else if (code === 0x06) return value;
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error('the program does not end');
}

describe.each(['x64', 'arm64'] as const)('the filter for %s', (architecture) => {
  const at = architecture === 'x64' ? 0 : 1;

  it.each(Object.entries(refusedCalls))('refuses %s', (_name, numbers) => {
    expect(answer(architecture, numbers[at])).toBe(refused);
  });

  it('allows every other call', () => {
    const list = new Set(Object.values(refusedCalls).map((numbers) => numbers[at]));
    const socket = architecture === 'x64' ? 41 : 198;
    const others = Array.from({ length: 460 }, (_, call) => call).filter(
      (call) => !list.has(call) && call !== socket && !(at === 0 && (call === 172 || call === 173)),
    );
    expect(others.filter((call) => answer(architecture, call) !== allowed)).toEqual([]);
  });

  it('allows Unix, IP and netlink sockets alone', () => {
    const socket = architecture === 'x64' ? 41 : 198;
    const open = Array.from({ length: 46 }, (_, family) => family).filter(
      (family) => answer(architecture, socket, family) === allowed,
    );
    expect(open).toEqual([1, 2, 10, 16]);
    expect(answer(architecture, socket, 40)).toBe(noFamily);
  });

  it('kills a program of another architecture', () => {
    expect(answer(architecture, 0, 0, 0x40000003)).toBe(killed);
  });
});

describe('seccompFilter', () => {
  it('refuses the x32 calls of x86_64', () => {
    expect(answer('x64', 0x40000000 + 1)).toBe(refused);
  });

  it('has none for other architectures', () => {
    expect(seccompFilter('riscv64')).toBe(undefined);
  });

  it('is for the running architecture by default', () => {
    expect(seccompFilter()).toEqual(seccompFilter(process.arch));
  });
});
