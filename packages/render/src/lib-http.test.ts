import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HttpDouble, json, startHttpDouble } from './__fixtures__/http-double.js';
import { type HttpLibrary, httpLibrary, runtimeWith } from './__fixtures__/http-plugin.js';

let http: HttpLibrary;
let server: HttpDouble;
let other: HttpDouble;

beforeAll(async () => {
  [server, other] = await Promise.all([startHttpDouble(), startHttpDouble()]);
  http = await httpLibrary('lib-http');
});
afterAll(() => Promise.all([server.close(), other.close()]));
beforeEach(() => {
  for (const double of [server, other]) {
    double.received.length = 0;
    double.answer((_request, response) => json(response, { ok: true }));
  }
});

const operation = { api: 'main', method: 'GET', path: '/', response: { kind: 'json' } };
const runtime = (settings: Record<string, string> = {}) => {
  const made = runtimeWith({ MAIN_URL: server.url, ...settings });
  http.configure(made, { backoffMs: 1 });
  return made;
};
const call = (extra: object = {}, settings: Record<string, string> = {}) =>
  http.call(runtime(settings), { ...operation, ...extra }, {});

/** Answers in turn; the last one repeats. */
function inTurn(...replies: ((response: ServerResponse) => void)[]): void {
  let turn = 0;
  server.answer((_request, response) => {
    replies[Math.min(turn, replies.length - 1)]!(response);
    turn += 1;
  });
}
const status =
  (code: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse) => {
    response.writeHead(code, headers).end(body);
  };
const good = (response: ServerResponse) => json(response, { ok: true });

describe('credentials', () => {
  const first = async (auth: string[][], settings: Record<string, string>) => {
    await call({ auth }, settings);
    return server.received[0]!;
  };

  it.each([
    ['header', { HEADER_KEY: 'k1' }, { 'x-key': 'k1' }],
    ['cookie', { COOKIE_KEY: 'a b' }, { cookie: 'sid=a%20b' }],
    ['bearer', { BEARER: 'b1' }, { authorization: 'Bearer b1' }],
    ['basic', { BASIC_USER: 'me', BASIC_PASSWORD: 'pä' }, { authorization: 'Basic bWU6cMOk' }],
    ['token', { CUSTOM: 'c1' }, { authorization: 'Token c1' }],
  ])('%s is sent', async (scheme, settings, headers) => {
    expect((await first([[scheme]], settings)).headers).toMatchObject(headers);
  });

  it('in the query is sent there', async () => {
    expect((await first([['query']], { QUERY_KEY: 'a&b' })).path).toBe('/?key=a%26b');
  });

  it('of the first alternative with all settings are taken, several together', async () => {
    const auth = [['basic'], ['header', 'query'], ['bearer']];
    const settings = { BASIC_USER: 'only-half', HEADER_KEY: 'k', QUERY_KEY: 'q', BEARER: 'b' };
    const { headers, path } = await first(auth, settings);
    expect(headers).toMatchObject({ 'x-key': 'k' });
    expect(path).toBe('/?key=q');
    expect(headers.authorization).toBeUndefined();
  });

  it('are not needed where an alternative is empty', async () => {
    expect((await first([['header'], []], {})).headers['x-key']).toBeUndefined();
    expect((await first([], {})).headers['x-key']).toBeUndefined();
  });

  it('that are missing are named, and nothing is sent', async () => {
    const auth = [['header'], ['basic']];
    await expect(call({ auth })).rejects.toMatchObject({
      failure: 'settings',
      message: 'This needs credentials. Set HEADER_KEY, or BASIC_USER and BASIC_PASSWORD.',
    });
    expect(server.received).toEqual([]);
    expect(http.canCall(runtime(), { ...operation, auth })).toBe(false);
    expect(http.canCall(runtime({ HEADER_KEY: 'x' }), { ...operation, auth })).toBe(true);
  });

  it('are read from the environment too', async () => {
    vi.stubEnv('HEADER_KEY', 'from-env');
    expect((await first([['header']], {})).headers['x-key']).toBe('from-env');
    vi.unstubAllEnvs();
  });

  it('are refused for a scheme or an API that is not in the table', async () => {
    await expect(call({ auth: [['constructor']] })).rejects.toMatchObject({ failure: 'settings' });
    await expect(call({ api: 'toString' })).rejects.toMatchObject({ failure: 'settings' });
  });

  it('an API without a base URL asks for it', async () => {
    await expect(call({ api: 'bare' })).rejects.toMatchObject({
      message: "Set BARE_URL to the API's URL.",
    });
    await expect(call({ api: 'bare' }, { BARE_URL: 'no url' })).rejects.toMatchObject({
      message: 'The base URL of the API is not a URL.',
    });
  });
});

describe('values from settings', () => {
  const extra = {
    method: 'POST',
    path: '/rooms/{room}',
    bind: [
      { parameter: 'text', in: 'body', name: 'text' },
      { parameter: '$ROOM', setting: 'ROOM', in: 'path', name: 'room' },
    ],
    body: { mediaType: 'application/json', encoding: 'json' },
  };

  it('are sent, whatever the conversation says', async () => {
    const one = runtime({ ROOM: 'a/b' });
    await http.call(one, { ...operation, ...extra }, { text: 'hi', $ROOM: 'other' });
    expect(server.received[0]).toMatchObject({ path: '/rooms/a%2Fb', body: '{"text":"hi"}' });
    expect(http.canCall(one, { ...operation, ...extra })).toBe(true);
  });

  it('are named when they are missing', async () => {
    expect(http.canCall(runtime(), { ...operation, ...extra })).toBe(false);
    await expect(call(extra)).rejects.toMatchObject({ failure: 'settings', message: 'Set ROOM.' });
  });
});

describe('OAuth2 client credentials', () => {
  const settings = () => ({
    OAUTH_CLIENT_ID: 'id:1',
    OAUTH_CLIENT_SECRET: 'se/cret',
    OAUTH_TOKEN_URL: `${other.url}/token`,
  });
  const auth = [['oauth']];
  const tokens = (...list: object[]) => {
    let turn = 0;
    other.answer((_request, response) => {
      json(response, list[Math.min(turn, list.length - 1)]);
      turn += 1;
    });
  };

  it('are asked for once, by parallel requests together', async () => {
    tokens({ access_token: 'tok-1', expires_in: 3600 });
    const one = runtime(settings());
    await Promise.all([1, 2, 3].map(() => http.call(one, { ...operation, auth }, {})));
    await http.call(one, { ...operation, auth }, {});
    expect(other.received).toHaveLength(1);
    expect(other.received[0]).toMatchObject({
      method: 'POST',
      body: 'grant_type=client_credentials&scope=read+write',
      headers: { authorization: `Basic ${Buffer.from('id%3A1:se%2Fcret').toString('base64')}` },
    });
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(
      Array(4).fill('Bearer tok-1'),
    );
  });

  it('are sent with the refresh token of whoever the plugin acts for', async () => {
    tokens({ access_token: 'mine', expires_in: 3600 });
    await call({ auth: [['person']] }, { ...settings(), OAUTH_REFRESH_TOKEN: 'r/1' });
    expect(other.received[0]!.body).toBe('grant_type=refresh_token&refresh_token=r%2F1');
    expect(server.received[0]!.headers.authorization).toBe('Bearer mine');
    await expect(call({ auth: [['person']] }, settings())).rejects.toMatchObject({
      message: expect.stringContaining('OAUTH_REFRESH_TOKEN'),
    });
  });

  it('are put into the body for servers that want them there', async () => {
    other.answer(({ body }, response) => {
      if (body.includes('client_id=id%3A1&client_secret=se%2Fcret'))
        json(response, { access_token: 'tok-2' });
      else json(response, { error: 'invalid_client' }, 401);
    });
    await call({ auth }, settings());
    expect(server.received[0]!.headers.authorization).toBe('Bearer tok-2');
  });

  it('are asked for again when the token ends, or the API no longer takes it', async () => {
    tokens({ access_token: 'old', expires_in: 0.002 }, { access_token: 'new', expires_in: 60 });
    const one = runtime(settings());
    await http.call(one, { ...operation, auth }, {});
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
    await http.call(one, { ...operation, auth }, {});
    expect(server.received.at(-1)!.headers.authorization).toBe('Bearer new');
    inTurn(status(401), good);
    await http.call(one, { ...operation, auth }, {});
    expect(other.received).toHaveLength(3);
  });

  it.each([
    [403, { error: 'no' }, 'status', 'The token server refused the credentials (403).'],
    [200, { token: 'x' }, 'malformed', 'The token server gave no access token.'],
    [200, 'text', 'malformed', 'The token server gave no access token.'],
  ])('fail readably (%i)', async (code, body, failure, message) => {
    other.answer((_request, response) => json(response, body, code));
    await expect(call({ auth }, settings())).rejects.toMatchObject({ failure, message });
    other.answer((_request, response) => response.end('<html>'));
    await expect(call({ auth }, settings())).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('fail readably when the token server cannot be reached, or is silent', async () => {
    const nowhere = { ...settings(), OAUTH_TOKEN_URL: 'http://127.0.0.1:1/token' };
    await expect(call({ auth }, nowhere)).rejects.toMatchObject({
      message: 'The token server could not be reached.',
    });
    other.answer(() => undefined);
    const one = runtime(settings());
    http.configure(one, { timeoutMs: 30 });
    await expect(http.call(one, { ...operation, auth }, {})).rejects.toMatchObject({
      failure: 'timeout',
    });
  });
});

describe('repeating', () => {
  it.each([429, 503])('happens after %i, whatever the method', async (code) => {
    inTurn(status(code, { 'retry-after': '0' }), status(code), good);
    const body = { encoding: 'json', mediaType: 'application/json', required: true };
    const { value } = await call({ method: 'POST', body });
    expect(value).toEqual({ ok: true });
    expect(server.received).toHaveLength(3);
  });

  it('ends after the retries of the API', async () => {
    inTurn(status(503));
    await expect(call()).rejects.toMatchObject({ failure: 'status', status: 503 });
    expect(server.received).toHaveLength(3);
  });

  it('waits as long as Retry-After says, in seconds or as a date', async () => {
    inTurn(status(429, { 'retry-after': '0.05' }), good);
    const start = performance.now();
    await call();
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
    inTurn(status(429, { 'retry-after': new Date(Date.now() - 5000).toUTCString() }), good);
    expect((await call()).status).toBe(200);
  });

  it('does not wait long: the user hears when to come back', async () => {
    inTurn(status(429, { 'retry-after': '3600' }, 'slow'));
    await expect(call()).rejects.toMatchObject({
      retryAfterMs: 3_600_000,
      message: 'The API wants fewer requests (HTTP 429): slow Try again in 3600 s.',
      data: { failure: 'status', status: 429, retryAfterMs: 3_600_000 },
    });
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['GET', 3],
    ['PUT', 3],
    ['POST', 1],
    ['PATCH', 1],
  ])('after a lost connection depends on the method (%s)', async (method, attempts) => {
    inTurn((response) => response.destroy());
    await expect(call({ method })).rejects.toMatchObject({ failure: 'network' });
    expect(server.received).toHaveLength(attempts);
  });

  it.each([400, 404, 500])('does not happen after %i', async (code) => {
    inTurn(status(code));
    await expect(call()).rejects.toMatchObject({ status: code });
    expect(server.received).toHaveLength(1);
  });

  it('happens after 502 for what may be repeated', async () => {
    inTurn(status(502), good);
    expect((await call()).status).toBe(200);
    inTurn(status(502));
    await expect(call({ method: 'POST' })).rejects.toMatchObject({ status: 502 });
  });
});

describe('limits', () => {
  it('of time end a silent or endless answer', async () => {
    const one = runtime();
    http.configure(one, { timeoutMs: 40 });
    server.answer(() => undefined);
    await expect(http.call(one, operation, {})).rejects.toMatchObject({
      failure: 'timeout',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ did not answer within 40 ms\.$/) as string,
    });
    server.answer((_request, response) => {
      response.write('{');
    });
    await expect(http.call(one, operation, {})).rejects.toMatchObject({ failure: 'timeout' });
  });

  it('of size end a huge answer', async () => {
    const one = runtime();
    http.configure(one, { maxAnswerBytes: 1000 });
    server.answer((_request, response) => response.end('x'.repeat(5000)));
    await expect(http.call(one, operation, {})).rejects.toMatchObject({
      failure: 'too-large',
      message: 'The answer is larger than 1000 bytes.',
    });
  });

  it('of rate spread requests evenly', async () => {
    const one = runtime();
    http.configure(one, { requestsPerSecond: 50 });
    const start = performance.now();
    await Promise.all([1, 2, 3, 4].map(() => http.call(one, operation, {})));
    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });

  it('the caller can give up, also while waiting', async () => {
    server.answer(() => undefined);
    const controller = new AbortController();
    const pending = http.call(runtime(), operation, {}, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 10);
    await expect(pending).rejects.toThrow('enough');
    const already = AbortSignal.abort('a text');
    await expect(http.call(runtime(), operation, {}, { signal: already })).rejects.toThrow(
      'The request was aborted.',
    );
    inTurn(status(503));
    const slow = runtime();
    http.configure(slow, { backoffMs: 5000 });
    const waiting = http.call(slow, operation, {}, { signal: AbortSignal.timeout(30) });
    await expect(waiting).rejects.toThrow(/timeout/i);
  });

  it('stopping ends what is under way and refuses more, until it starts again', async () => {
    server.answer(() => undefined);
    const one = runtime();
    const pending = http.call(one, operation, {});
    setTimeout(() => http.close(one), 10);
    await expect(pending).rejects.toMatchObject({ failure: 'stopped' });
    await expect(http.call(one, operation, {})).rejects.toMatchObject({ failure: 'stopped' });
    http.open(one);
    server.answer((_request, response) => good(response));
    expect((await http.call(one, operation, {})).status).toBe(200);
    http.open(one);
  });
});

describe('redirects', () => {
  const to = (code: number, location: string) => {
    server.answer(({ path }, response) => {
      if (path === '/') response.writeHead(code, { location }).end();
      else good(response);
    });
  };

  it('within the host are followed, with the credentials', async () => {
    to(302, '/moved');
    await call({ auth: [['header']] }, { HEADER_KEY: 'k1' });
    expect(server.received[1]).toMatchObject({ path: '/moved', headers: { 'x-key': 'k1' } });
  });

  it.each([
    [303, 'GET', ''],
    [302, 'GET', ''],
    [307, 'POST', '{}'],
  ])('with %i repeat a POST as %s', async (code, method, content) => {
    to(code, '/moved');
    const body = { encoding: 'json', mediaType: 'application/json', required: true };
    await call({ method: 'POST', body });
    expect(server.received[1]).toMatchObject({ method, body: content });
  });

  it('to another host are refused, so that it gets no credentials', async () => {
    to(302, `${other.url}/steal`);
    await expect(call({ auth: [['header']] }, { HEADER_KEY: 'k1' })).rejects.toMatchObject({
      failure: 'redirect',
    });
    expect(other.received).toEqual([]);
  });

  it.each([
    ['ftp://127.0.0.1/x', 'redirect'],
    ['http://[', 'redirect'],
    ['/', 'redirect'],
  ])('to %s are refused', async (location, failure) => {
    to(302, location);
    await expect(call()).rejects.toMatchObject({ failure });
  });

  it('without a place are an answer', async () => {
    inTurn(status(304));
    expect(await call()).toMatchObject({ status: 304, value: null });
  });
});

describe('secrets', () => {
  it('never come back in errors or answers, in any spelling', async () => {
    const secret = 's3cr"et/ü';
    const spellings = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
    const echo = [...spellings, Buffer.from(secret).toString('base64')].join(' ');
    inTurn(status(400, {}, echo));
    const refused = call({ auth: [['bearer']] }, { BEARER: secret }).catch((error: Error) => error);
    expect((await refused) as Error).toMatchObject({
      message: expect.stringMatching(/(?:\[redacted\] ?){4}/) as string,
    });
    server.answer((_request, response) => json(response, { echo: secret }));
    const { text, value } = await call({ auth: [['query']] }, { QUERY_KEY: secret });
    expect(text).not.toContain('s3cr');
    expect(value).toEqual({ echo: '[redacted]' });
  });

  it('of basic and OAuth are known in the form they are sent', async () => {
    const basic = Buffer.from('user:password').toString('base64');
    inTurn(status(400, {}, `got Basic ${basic}`));
    const settings = { BASIC_USER: 'user', BASIC_PASSWORD: 'password' };
    await expect(call({ auth: [['basic']] }, settings)).rejects.toThrow('got Basic [redacted]');
    other.answer((_request, response) => json(response, { access_token: 'very-secret-token' }));
    inTurn(status(400, {}, 'got Bearer very-secret-token'));
    const oauth = {
      OAUTH_CLIENT_ID: 'a',
      OAUTH_CLIENT_SECRET: 'b',
      OAUTH_TOKEN_URL: other.url,
    };
    await expect(call({ auth: [['oauth']] }, oauth)).rejects.toThrow('got Bearer [redacted]');
  });

  it('an unreachable host is told without the address of the request', async () => {
    const gone = await startHttpDouble();
    await gone.close();
    const failed = call({ auth: [['query']] }, { QUERY_KEY: 'in-the-url', MAIN_URL: gone.url });
    await expect(failed).rejects.toMatchObject({
      failure: 'network',
      message: `${new URL(gone.url).host} could not be reached (ECONNREFUSED).`,
    });
  });
});
