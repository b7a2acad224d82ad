import { type Attempt, gotAnything } from './attempt.js';
import type { Target } from './target.js';

/** Only the listener can have told. */
const reached = (got: string | undefined, target: Target) => got?.includes(target.secret) ?? false;

/** Reaching services of the machine, or the world. */
export const networkAttempts: readonly Attempt[] = [
  {
    name: 'connect to a service on 127.0.0.1',
    guard: 'a network namespace with a loopback of its own',
    code: 'return connect({ port: p.tcp, host: "127.0.0.1" })',
    open: reached,
    selfTest: true,
  },
  {
    name: 'connect to a service on ::1',
    guard: 'a network namespace with a loopback of its own',
    code: 'return p.tcp6 ? connect({ port: p.tcp6, host: "::1" }) : stop("no IPv6 here")',
    open: reached,
    selfTest: true,
  },
  {
    name: 'connect to the machine’s own address',
    guard: 'a network namespace without a way out',
    code: 'return connect({ port: p.own, host: p.host })',
    open: reached,
    selfTest: true,
  },
  {
    name: 'send a datagram to 127.0.0.1',
    guard: 'a network namespace with a loopback of its own',
    code: `
      const socket = dgram.createSocket("udp4");
      await new Promise((resolve, reject) => socket.send("x", p.udp, "127.0.0.1", (error) => error ? reject(error) : setTimeout(resolve, 100)));
      socket.close();
      return "sent";`,
    open: (_got, target) => target.reached(),
    selfTest: true,
  },
  {
    name: 'connect to a Unix socket of the host',
    guard: 'the directory is not mounted',
    code: 'return connect({ path: p.socket })',
    open: reached,
    selfTest: true,
  },
  {
    name: 'connect to an abstract Unix socket',
    guard: 'abstract sockets belong to the network namespace',
    code: 'return p.abstract ? connect({ path: "\\0" + p.abstract }) : stop("no abstract sockets here")',
    open: reached,
    selfTest: true,
  },
  {
    name: 'connect to the container engine or the message bus',
    guard: 'their sockets are not mounted',
    code: 'return (await Promise.all(["/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/containerd/containerd.sock"].map((path) => connect({ path }, "open").catch(() => "")))).join("") || stop("ENOENT")',
    open: gotAnything,
  },
  {
    name: 'connect to the internet',
    guard: 'a network namespace without a way out',
    code: 'return connect({ port: 443, host: "1.1.1.1" }, "open")',
    open: gotAnything,
  },
  {
    name: 'ask for the metadata of the cloud machine',
    guard: 'a network namespace without a way out',
    code: 'return connect({ port: 80, host: "169.254.169.254" }, "open")',
    open: gotAnything,
  },
  {
    name: 'look up a name',
    guard: 'no name server, no way out',
    code: 'return (await dns.lookup("example.com")).address',
    open: gotAnything,
  },
  {
    name: 'see the network interfaces of the host',
    guard: 'a network namespace: only lo',
    code: 'const names = Object.keys(os.networkInterfaces()).filter((name) => name !== "lo"); return names.join(" ") || stop("only lo")',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'open a VSOCK to the hypervisor',
    guard: 'seccomp: only Unix, IP and netlink sockets',
    code: 'return perl("socket(my $s, 40, 1, 0) or die $!; print qq(opened)")',
    open: gotAnything,
    selfTest: true,
  },
  {
    name: 'open a raw packet socket',
    guard: 'seccomp, no capabilities',
    code: 'return perl("socket(my $s, 17, 3, 768) or die $!; print qq(opened)")',
    open: gotAnything,
  },
];
