import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { PlugwrightError } from '@plugwright/errors';
import { fetchDocument, type FetchDocumentOptions } from './index.js';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(resolve);
        }),
    ),
  );
});

/** A real server on a free port; its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const local: FetchDocumentOptions = { allowHttp: true, allowPrivate: true };

async function failure(promise: Promise<unknown>): Promise<PlugwrightError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!PlugwrightError.isInstance(error)) throw new Error(`no PlugwrightError: ${String(error)}`);
  return error;
}

describe('fetching', () => {
  test('gives the text, and the address it came from without query', async () => {
    const base = await serve((request, response) => response.end(`openapi: ${request.url}`));
    expect(await fetchDocument(`${base}/api.yaml?token=secret#part`, local)).toEqual({
      text: 'openapi: /api.yaml?token=secret',
      source: `${base}/api.yaml`,
    });
  });

  test('follows redirects, relative ones too', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/final') response.end('here');
      else response.writeHead(302, { location: request.url === '/a' ? '/b' : '/final' }).end();
    });
    expect(await fetchDocument(`${base}/a`, local)).toEqual({
      text: 'here',
      source: `${base}/final`,
    });
  });

  test('stops after five redirects', async () => {
    const base = await serve((_, response) =>
      response.writeHead(307, { location: '/again' }).end(),
    );
    expect((await failure(fetchDocument(base, local))).code).toBe('PW_FETCH_REDIRECTS');
  });

  test('a redirect to another protocol is refused', async () => {
    const base = await serve((_, response) =>
      response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
    );
    expect((await failure(fetchDocument(base, local))).code).toBe('PW_FETCH_SCHEME');
  });

  test('a redirect into a private network is refused', async () => {
    let asked = 0;
    const base = await serve((_, response) => {
      asked++;
      response.writeHead(302, { location: 'http://inside.test:1/' }).end();
    });
    // The first host is allowed by hand-made resolution; the address of the second is what counts.
    const hosts = new Map([['public.test', '127.0.0.1']]);
    const port = new URL(base).port;
    const error = await failure(
      fetchDocument(`http://public.test:${port}/`, {
        ...local,
        resolve: (host) => {
          const address = hosts.get(host);
          if (address === undefined) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
          return Promise.resolve([{ address, family: 4 }]);
        },
      }),
    );
    expect(asked).toBe(1);
    expect(error).toMatchObject({
      code: 'PW_FETCH_FAILED',
      message: 'http://inside.test:1/ cannot be reached (ENOTFOUND).',
    });
  });

  test('statuses other than success are failures', async () => {
    const base = await serve((_, response) => response.writeHead(404).end('no'));
    expect((await failure(fetchDocument(`${base}/x`, local))).message).toBe(
      `${base}/x answers with status 404.`,
    );
  });

  test('a document that is too large is refused, announced or not', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/announced') response.writeHead(200, { 'content-length': '5000' });
      response.end('x'.repeat(5000));
    });
    for (const path of ['/announced', '/streamed'])
      expect((await failure(fetchDocument(base + path, { ...local, maxBytes: 4096 }))).code).toBe(
        'PW_FETCH_TOO_LARGE',
      );
  });

  test('a server that does not answer, or stops half-way, runs into the time limit', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/half') response.write('half');
    });
    for (const path of ['/never', '/half'])
      expect((await failure(fetchDocument(base + path, { ...local, timeoutMs: 150 }))).code).toBe(
        'PW_FETCH_TIMEOUT',
      );
  });

  test('a caller can stop it', async () => {
    const base = await serve(() => undefined);
    const controller = new AbortController();
    const fetching = fetchDocument(base, { ...local, signal: controller.signal });
    controller.abort(new Error('stopped'));
    await expect(fetching).rejects.toThrow('stopped');
  });

  test('the checked address is the one that is connected to', async () => {
    const base = await serve((request, response) => response.end(request.headers.host));
    const { port } = new URL(base);
    let asked = 0;
    const resolve = () => {
      // A second question would be answered with another address, as in DNS rebinding.
      asked++;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }]);
    };
    const { text } = await fetchDocument(`http://api.test:${port}/`, { ...local, resolve });
    expect(text).toBe(`api.test:${port}`);
    expect(asked).toBe(1);
  });

  test('HTTPS is used for https addresses', async () => {
    const base = await serve((_, response) => response.end('plain'));
    const error = await failure(fetchDocument(base.replace('http:', 'https:'), local));
    expect(error.code).toBe('PW_FETCH_FAILED');
  });
});

describe('refusals', () => {
  test.each([
    ['not a url', 'PW_FETCH_URL'],
    ['http://example.com/openapi.json', 'PW_FETCH_SCHEME'],
    ['ftp://example.com/', 'PW_FETCH_SCHEME'],
    ['file:///etc/passwd', 'PW_FETCH_SCHEME'],
    ['data:text/plain,openapi', 'PW_FETCH_SCHEME'],
    ['https://user:hunter2@example.com/', 'PW_FETCH_CREDENTIALS'],
    ['https://127.0.0.1/', 'PW_FETCH_PRIVATE'],
    ['https://0x7f.1/', 'PW_FETCH_PRIVATE'],
    ['https://0177.0.0.1/', 'PW_FETCH_PRIVATE'],
    ['https://2130706433/', 'PW_FETCH_PRIVATE'],
    ['https://127.1/', 'PW_FETCH_PRIVATE'],
    ['https://10.0.0.8/', 'PW_FETCH_PRIVATE'],
    ['https://169.254.169.254/latest/meta-data', 'PW_FETCH_PRIVATE'],
    ['https://[::1]/', 'PW_FETCH_PRIVATE'],
    ['https://[::ffff:127.0.0.1]/', 'PW_FETCH_PRIVATE'],
    ['https://[64:ff9b::7f00:1]/', 'PW_FETCH_PRIVATE'],
    ['https://[fd00:ec2::254]/', 'PW_FETCH_PRIVATE'],
    ['https://0.0.0.0/', 'PW_FETCH_PRIVATE'],
    ['https://①②⑦.⓪.⓪.①/', 'PW_FETCH_PRIVATE'],
  ])('%s gives %s', async (address, code) => {
    const error = await failure(fetchDocument(address));
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('hunter2');
  });

  test('a public name with a private address is refused, also when only one of several is', async () => {
    for (const addresses of [['192.168.1.1'], ['93.184.216.34', '127.0.0.1'], []]) {
      const error = await failure(
        fetchDocument('https://rebind.test/', {
          resolve: () => Promise.resolve(addresses.map((address) => ({ address, family: 4 }))),
        }),
      );
      expect(error.code).toBe(addresses.length === 0 ? 'PW_FETCH_FAILED' : 'PW_FETCH_PRIVATE');
    }
  });

  test('the system resolver knows localhost', async () => {
    expect((await failure(fetchDocument('https://localhost/'))).code).toBe('PW_FETCH_PRIVATE');
  });
});
