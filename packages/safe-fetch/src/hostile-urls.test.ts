import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlugwrightError } from '@plugwright/errors';
import { safeRequest, type ResolvedAddress } from './index.js';

/**
 * `literals`: every one leads, or may lead, to this machine, its network or its cloud; `PORT` is that of the listener.
 * `names`: what a hostile name server answers, first and at every later question.
 */
const { literals: LITERALS, names: NAMES } = JSON.parse(
  readFileSync(new URL('./__fixtures__/hostile-urls.json', import.meta.url), 'utf8'),
) as { literals: string[]; names: Record<string, [first: string[], later: string[]]> };

let listener: Server;
let port = 0;
let connections = 0;
const sockets = new Set<Socket>();
beforeAll(async () => {
  listener = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nin');
  });
  await new Promise<void>((resolve) => listener.listen({ port: 0, host: '::' }, resolve));
  port = (listener.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => listener.close(resolve));
});

const hostile = () => [
  ...LITERALS.map((url) => url.replaceAll('PORT', String(port))),
  // The machine's own address in its network: private on most, and then refused.
  ...Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address }) => /^(?:10|127|192\.168)\./.test(address))
    .map(({ address }) => `http://${address}:${port}/`),
];
const policy = { allowHttp: true, timeoutMs: 5000 };

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return PlugwrightError.isInstance(error) ? error.code : `let through: ${String(error)}`;
}

/** A name server that changes its answer: the second is the one that would be dialled by a careless client. */
const rebinding = (answers: readonly [string[], string[]]) => {
  let asked = 0;
  return {
    asked: () => asked,
    resolve: (): Promise<readonly ResolvedAddress[]> =>
      Promise.resolve(
        answers[asked++ === 0 ? 0 : 1].map((address) => ({
          address,
          family: address.includes(':') ? 6 : 4,
        })),
      ),
  };
};

describe('hostile addresses', () => {
  test('are many, and the listener counts those that get to it', async () => {
    expect(LITERALS.length + Object.keys(NAMES).length).toBeGreaterThanOrEqual(60);
    const before = connections;
    // Node's own client, which does not refuse them.
    await Promise.all(
      hostile()
        .filter((url) => /^http:.*(?:127|\[::1\]|localhost)/i.test(url))
        .map((url) => fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined)),
    );
    expect(connections - before).toBeGreaterThan(15);
  });

  test('get no connection: over http, any port, all of them', async () => {
    const before = connections;
    const outcome = new Map<string, string>();
    for (const url of hostile()) outcome.set(url, await codeOf(safeRequest(url, policy)));
    expect(
      [...outcome].filter(
        ([, code]) => !/^PW_FETCH_(?:PRIVATE|URL|SCHEME|CREDENTIALS)$/.test(code),
      ),
    ).toEqual([]);
    expect(connections - before).toBe(0);
  });

  test.each(Object.entries(NAMES))('%s gets none, and is resolved once', async (host, answers) => {
    const before = connections;
    const { asked, resolve } = rebinding(answers);
    const code = await codeOf(safeRequest(`http://${host}:${port}/`, { ...policy, resolve }));
    expect(code).toMatch(/^PW_FETCH_(?:PRIVATE|FAILED)$/);
    expect(asked()).toBe(1);
    expect(connections - before).toBe(0);
  });

  test('rebinding: the second answer of the name server is never asked for', async () => {
    const before = connections;
    // Public by name, and nobody answers there: a documentation range that was allowed for this test.
    const { asked, resolve } = rebinding([['192.0.2.7'], ['127.0.0.1']]);
    const options = { ...policy, timeoutMs: 300, allowCidrs: ['192.0.2.0/24'], resolve };
    expect(await codeOf(safeRequest(`http://rebind.test:${port}/`, options))).toMatch(
      /^PW_FETCH_(?:TIMEOUT|FAILED)$/,
    );
    expect(asked()).toBe(1);
    expect(connections - before).toBe(0);
  });
});
