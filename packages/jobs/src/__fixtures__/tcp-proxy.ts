import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire between a client and a server that can be cut. */
export interface TcpProxy {
  port: number;
  /** Silence both ways, as when a cable is pulled: nothing is closed, new connections say nothing. */
  cut(): void;
  mend(): void;
  stop(): Promise<void>;
}

/** Passes on what comes, until it is cut. */
export async function tcpProxy(to: number): Promise<TcpProxy> {
  let isCut = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    for (const [from, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (!isCut) other.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    cut: () => void (isCut = true),
    mend() {
      isCut = false;
      // What was swallowed is gone: a stream with a hole is no stream.
      for (const socket of sockets) socket.destroy();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
