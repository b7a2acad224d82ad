import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlugwrightError } from '@plugwright/errors';
import { safeRequest, type ResolvedAddress } from './index.js';

/** Every one leads, or may lead, to this machine, its network or its cloud. `PORT` is that of the listener. */
const LITERALS = `
http://127.0.0.1:PORT/ http://127.0.0.1.:PORT/ http://127.1:PORT/ http://127.0.1:PORT/ http://127.255.255.254:PORT/
http://127.66.66.66:PORT/ http://2130706433:PORT/ http://2130706433.:PORT/ http://0x7f000001:PORT/ http://0x7F.1:PORT/
http://0x7f.0x0.0x0.0x1:PORT/ http://0177.0.0.1:PORT/ http://0177.0.0.01:PORT/ http://017700000001:PORT/ http://0177.1:PORT/
http://00000177.0.0.1:PORT/ http://0x7f.0.0.01:PORT/ http://127.0.0.0x1:PORT/ http://0:PORT/ http://0.0.0.0:PORT/
http://00.0.0.0:PORT/ http://0x0:PORT/ http://[::]:PORT/ http://[::1]:PORT/ http://[0:0:0:0:0:0:0:1]:PORT/
http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/ http://[::ffff:127.0.0.1]:PORT/ http://[::ffff:7f00:1]:PORT/
http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/ http://[::127.0.0.1]:PORT/ http://[::7f00:1]:PORT/ http://[::ffff:0:127.0.0.1]:PORT/
http://[64:ff9b::127.0.0.1]:PORT/ http://[64:ff9b::7f00:1]:PORT/ http://[64:ff9b:1::7f00:1]:PORT/ http://[2002:7f00:1::]:PORT/
http://[2002:a9fe:a9fe::]:PORT/ http://[2001:0:4136:e378:8000:63bf:80ff:fffe]:PORT/ http://[fe80::1]:PORT/ http://[fec0::1]:PORT/
http://[fc00::1]:PORT/ http://[fd00:ec2::254]:PORT/ http://[ff02::1]:PORT/ http://①②⑦.⓪.⓪.①:PORT/ http://127。0。0。1:PORT/
http://１２７.0.0.1:PORT/ http://%31%32%37.0.0.1:PORT/ http://127.0.0.%31:PORT/ http:/127.0.0.1:PORT/ http:127.0.0.1:PORT/
http:\\\\127.0.0.1:PORT/ http:///127.0.0.1:PORT/ HTTP://127.0.0.1:PORT/ http://169.254.169.254/latest/meta-data/
http://2852039166/latest/meta-data/ http://0xa9fea9fe/ http://0251.0376.0251.0376/ http://169.254.43518/ http://[::ffff:169.254.169.254]/
http://[::ffff:a9fe:a9fe]/ http://169.254.170.2/v2/credentials http://100.100.100.200/latest/meta-data http://192.0.0.192/opc/v2/
http://168.63.129.16:PORT@127.0.0.1:PORT/ http://10.0.0.1:PORT/ http://172.16.0.1:PORT/ http://172.31.255.255:PORT/
http://192.168.1.1:PORT/ http://100.64.0.1:PORT/ http://198.18.0.1:PORT/ http://192.0.2.1:PORT/ http://224.0.0.1:PORT/
http://240.0.0.1:PORT/ http://255.255.255.255:PORT/ http://user@127.0.0.1:PORT/ http://example.com@127.0.0.1:PORT/
http://example.com:80@127.0.0.1:PORT/ http://127.0.0.1:PORT#@example.com/ http://127.0.0.1:PORT?@example.com/
http://127.0.0.1:PORT\\@example.com/ http://127.0.0.1%00.example.com:PORT/ http://[::1%25lo]:PORT/ http://localhost:PORT/
http://LOCALHOST:PORT/ http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/ http://l%6fcalhost:PORT/
ftp://127.0.0.1:PORT/ gopher://127.0.0.1:PORT/_x dict://127.0.0.1:PORT/ file:///etc/passwd data:text/plain,x
javascript:0 ws://127.0.0.1:PORT/ blob:http://127.0.0.1:PORT/x
`
  .trim()
  .split(/\s+/);

/** Names and what a hostile name server answers, first and at every later question. */
const NAMES: Readonly<Record<string, readonly [first: string[], later: string[]]>> = {
  'loopback.test': [['127.0.0.1'], ['127.0.0.1']],
  'loopback6.test': [['::1'], ['::1']],
  'mapped.test': [['::ffff:127.0.0.1'], ['::ffff:127.0.0.1']],
  'zone.test': [['fe80::1%lo'], ['fe80::1%lo']],
  'mixed.test': [['93.184.216.34', '127.0.0.1'], ['127.0.0.1']],
  'mixed6.test': [['2606:4700::1', '::1'], ['::1']],
  'metadata.test': [['169.254.169.254'], ['169.254.169.254']],
  'nat64.test': [['64:ff9b::7f00:1'], ['127.0.0.1']],
  'odd.test': [['127.1'], ['127.0.0.1']],
  'number.test': [['2130706433'], ['127.0.0.1']],
  'name.test': [['localhost'], ['127.0.0.1']],
  'nothing.test': [[], ['127.0.0.1']],
};

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
