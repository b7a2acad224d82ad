import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';

/** What a receiver got; `message` only when the signature holds. */
export interface Received {
  id: string;
  message: { type: string; timestamp: string; data: { jobId: string; seq: number; state: string } };
  headers: IncomingMessage['headers'];
}

export interface Receiver {
  url: string;
  port: number;
  got: Received[];
  /** Requests whose signature the independent library refused. */
  forged: number;
  connections: number;
  /** How it answers; default 204. */
  answer: (response: ServerResponse, received: Received) => void;
  /** Stops listening, on the same port again with `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
}

/** A real receiver on loopback that checks signatures with `standardwebhooks`. */
export async function startReceiver(
  secret: string,
  tls?: { key: string; cert: string },
): Promise<Receiver> {
  const webhook = new Webhook(secret);
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      try {
        const message = webhook.verify(body, request.headers as Record<string, string>);
        const received = {
          id: String(request.headers['webhook-id']),
          message: message as Received['message'],
          headers: request.headers,
        };
        receiver.got.push(received);
        receiver.answer(response, received);
      } catch {
        receiver.forged++;
        response.writeHead(401).end();
      }
    });
  };
  const server = tls ? createTls(tls, onRequest) : createServer(onRequest);
  server.on('connection', () => receiver.connections++);
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/hook`,
    port,
    got: [],
    forged: 0,
    connections: 0,
    answer: (response) => response.writeHead(204).end(),
    down: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
    up: () => listen(port),
  };
  return receiver;
}

/** A certificate for one host name that nobody trusts unless told to. */
export function selfSigned(host: string): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=${host}`;
    const files = ['-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', cert];
    execFileSync('openssl', [...words.split(' '), ...files], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
