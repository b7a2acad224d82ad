import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PlugwrightError } from '@plugwright/errors';
import { checkAddress, guardedRequest, safeRequest, type SafeRequestOptions } from './index.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function listen(server: Server, closeAll = () => undefined as void): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        closeAll();
        server.close(() => resolve());
      }),
  );
  return (server.address() as AddressInfo).port;
}
/** A real server on a free port; its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  return `http://127.0.0.1:${await listen(server, () => server.closeAllConnections())}`;
}
const local: SafeRequestOptions = { allowHttp: true, allowCidrs: ['127.0.0.0/8'] };

async function failure(promise: Promise<unknown>): Promise<PlugwrightError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!PlugwrightError.isInstance(error)) throw new Error(`no PlugwrightError: ${String(error)}`);
  return error;
}

describe('an answer', () => {
  test('comes with status, headers and body; the request was sent as told', async () => {
    const base = await serve((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () =>
        response
          .writeHead(418, { 'retry-after': '7' })
          .end(
            `${request.method} ${request.headers['content-length']} ${request.headers['x-a']} ${text}`,
          ),
      );
    });
    const answer = await safeRequest(base, {
      ...local,
      method: 'POST',
      body: 'grüße',
      headers: { 'x-a': 'b' },
    });
    expect(answer).toMatchObject({ status: 418, truncated: false });
    expect(answer.headers['retry-after']).toBe('7');
    expect(answer.body.toString()).toBe('POST 7 b grüße');
  });

  test('is cut at the size limit, and not awaited beyond it', async () => {
    const base = await serve((_, response) => {
      const more = setInterval(() => response.write('x'.repeat(3000)), 1);
      response.on('close', () => clearInterval(more));
    });
    const answer = await safeRequest(base, { ...local, maxBytes: 1024 });
    expect(answer.truncated).toBe(true);
    expect(answer.body.length).toBe(1024);
  });

  test('redirects are answers: nobody follows them', async () => {
    let asked = 0;
    const base = await serve((_, response) => {
      asked++;
      response.writeHead(302, { location: '/again' }).end();
    });
    expect((await safeRequest(base, local)).status).toBe(302);
    expect(asked).toBe(1);
  });
});

describe('time', () => {
  test('runs out for a server that never answers, drips its header, or drips its body', async () => {
    const drip = createTcp((socket) => {
      socket.on('error', () => undefined);
      const write = setInterval(() => socket.write('H'), 20);
      socket.on('close', () => clearInterval(write));
    });
    const body = await serve((_, response) => {
      const more = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(more));
    });
    const sockets = new Set<{ destroy(): void }>();
    const silent = createTcp((socket) => {
      socket.on('error', () => undefined);
      sockets.add(socket);
    });
    const addresses = [
      `http://127.0.0.1:${await listen(drip)}`,
      `http://127.0.0.1:${await listen(silent, () => sockets.forEach((socket) => socket.destroy()))}`,
      body,
    ];
    const codes = await Promise.all(
      addresses.map(
        async (address) => (await failure(safeRequest(address, { ...local, timeoutMs: 150 }))).code,
      ),
    );
    // A header that is none is refused as soon as it is seen.
    expect(codes).toEqual(['PW_FETCH_FAILED', 'PW_FETCH_TIMEOUT', 'PW_FETCH_TIMEOUT']);
  });

  test('runs out while the name is resolved', async () => {
    const error = await failure(
      safeRequest('https://slow.test/', {
        timeoutMs: 50,
        resolve: () => new Promise(() => undefined),
      }),
    );
    expect(error.code).toBe('PW_FETCH_TIMEOUT');
  });

  test('a caller can stop it, before and in the middle', async () => {
    const base = await serve(() => undefined);
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(safeRequest(base, { ...local, signal: stopped })).rejects.toThrow('stopped');
    await expect(guardedRequest(base, { ...local, signal: stopped })).rejects.toThrow('stopped');
    const controller = new AbortController();
    const request = safeRequest(base, { ...local, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('stopped later')), 20);
    await expect(request).rejects.toThrow('stopped later');
  });
});

describe('failures', () => {
  test('a refused connection is named by its code', async () => {
    const gone = createTcp();
    const port = await listen(gone);
    await closers.pop()?.();
    const error = await failure(safeRequest(`http://127.0.0.1:${port}/secret-path`, local));
    expect(error.message).toBe(`http://127.0.0.1:${port} cannot be reached (ECONNREFUSED).`);
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('a resolver that throws something else than an error is a failure too', async () => {
    // oxlint-disable-next-line no-throw-literal
    const resolve = () => Promise.reject(undefined as unknown as Error);
    expect((await failure(safeRequest('https://x.test/', { resolve }))).message).toBe(
      'https://x.test cannot be reached.',
    );
  });

  test.each([
    ['https://example.com:8443/', { ports: [443] }, 'PW_FETCH_PORT'],
    ['http://example.com/', { allowHttp: true, ports: [443] }, 'PW_FETCH_PORT'],
    ['ftp://example.com/', { allowHttp: true }, 'PW_FETCH_SCHEME'],
    ['//example.com/', {}, 'PW_FETCH_URL'],
  ])('%s with %j gives %s', (address, policy, code) => {
    expect(() => checkAddress(address, policy)).toThrow(expect.objectContaining({ code }));
  });
});

test('a proxy of the environment is not used', async () => {
  let connections = 0;
  const proxy = createTcp((socket) => {
    connections++;
    socket.destroy();
  });
  const address = `http://127.0.0.1:${await listen(proxy)}`;
  for (const name of [
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'ALL_PROXY',
    'http_proxy',
    'https_proxy',
    'all_proxy',
  ])
    vi.stubEnv(name, address);
  vi.stubEnv('NODE_USE_ENV_PROXY', '1');
  const base = await serve((_, response) => response.end('direct'));
  expect((await safeRequest(base, local)).body.toString()).toBe('direct');
  const named = { ...local, resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]) };
  expect((await safeRequest(base.replace('127.0.0.1', 'a.test'), named)).status).toBe(200);
  expect(connections).toBe(0);
});

test('an answer can be awaited without limits of time', async () => {
  const base = await serve((_, response) => response.end('bare'));
  const response = await guardedRequest(base, local);
  expect(response.statusCode).toBe(200);
  response.destroy();
});
