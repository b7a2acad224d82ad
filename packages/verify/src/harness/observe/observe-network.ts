import { createRequire } from 'node:module';
import type { CapabilityLog } from './capability-log.js';
import { wrap } from './wrap.js';

/** Which host of the spec a request to the fixture server stands for; `undefined`: it is no such request. */
export type MeantHost = (url: URL) => string | null | undefined;

/**
 * Notes the hosts that anything in this process asks for: names looked up, connections, datagrams, `fetch`.
 * A server of this very process is no host.
 */
export function observeNetwork(log: CapabilityLog, meant: MeantHost = () => undefined): void {
  const require = createRequire(import.meta.url);
  const net = require('node:net') as {
    Socket: { prototype: object };
    Server: { prototype: object };
  };
  const dns = require('node:dns') as Record<string, unknown> & {
    promises: object;
    Resolver: { prototype: object };
  };
  const dgram = require('node:dgram') as { Socket: { prototype: object } };
  const ownPorts = new Set<number>();

  const noteHost = (name: unknown, port: unknown) => {
    const host = hostText(typeof name === 'string' ? name : 'localhost', Number(port));
    if (
      host !== undefined &&
      !(isLoopback(String(name ?? 'localhost')) && ownPorts.has(Number(port)))
    )
      log.note({ kind: 'host', host });
  };

  wrap(net.Server.prototype, 'listen', (_args, self) => {
    const server = self as NodeJS.EventEmitter & { address: () => unknown };
    server.prependOnceListener('listening', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null)
        ownPorts.add((address as { port: number }).port);
    });
  });
  wrap(net.Socket.prototype, 'connect', ([first, second]) => {
    const given: unknown = Array.isArray(first) ? first[0] : first;
    if (typeof given === 'object' && given !== null) {
      const { path, host, port } = given as { path?: string; host?: string; port?: unknown };
      if (typeof path === 'string')
        log.note({ kind: 'file', path: log.shownPath(path), access: 'write' });
      else noteHost(host, port);
    } else if (typeof given === 'string' && Number.isNaN(Number(given))) {
      log.note({ kind: 'file', path: log.shownPath(given), access: 'write' });
    } else noteHost(typeof second === 'string' ? second : 'localhost', given);
  });
  for (const name of ['send', 'connect']) {
    wrap(dgram.Socket.prototype, name, (args) => {
      const address = args.slice(1).findLast((each) => typeof each === 'string');
      const port = args.findLast((each) => typeof each === 'number');
      if (typeof port === 'number') noteHost(address, port);
    });
  }
  for (const target of [dns, dns.promises, dns.Resolver.prototype]) {
    for (const name of Object.keys(Object.getOwnPropertyDescriptors(target))) {
      if (!/^(?:lookup|resolve|reverse)/.test(name)) continue;
      wrap(target, name, ([host]) => {
        const text = typeof host === 'string' ? hostText(host, 0) : undefined;
        if (text !== undefined && !isLoopback(text)) log.note({ kind: 'host', host: text });
      });
    }
  }
  wrap(globalThis, 'fetch', ([input]) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (!/^https?:$/.test(url.protocol)) return;
    const host = meant(url);
    if (typeof host === 'string') log.note({ kind: 'host', host });
    else if (host === undefined)
      noteHost(url.hostname, url.port || (url.protocol === 'https:' ? 443 : 80));
  });
}

/** `host`, or `host:port` when the port is not that of http or https; lower case. */
function hostText(name: string, port: number): string | undefined {
  const host = name.toLowerCase().replace(/\.$/, '');
  if (host === '') return undefined;
  const bare = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return !port || port === 80 || port === 443 ? bare : `${bare}:${port}`;
}

const isLoopback = (name: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(name);
