import { readFileSync } from 'node:fs';
import { readSpec } from '@plugwright/spec';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { librarySpec } from './__fixtures__/library-spec.js';
import { dummyValue } from './dummy-values.js';
import { startFixtureServer, type FixtureServer } from './fixture-server.js';

let server: FixtureServer;
let base: string;
let slow: string;
beforeAll(async () => {
  server = await startFixtureServer(librarySpec());
  base = server.settings['LIBRARY_URL'] ?? '';
  slow = server.settings['SLOW_URL'] ?? '';
});
afterAll(() => server.close());

const client = { 'X-Client': 'plugwright' };
const key = { 'X-Key': dummyValue('LIBRARY_KEY') };
const json = { 'content-type': 'application/json' };
const book = (change: string, headers: Record<string, string> = {}) =>
  fetch(`${base}${change}`, {
    headers: { ...client, 'X-Fixed': 'yes', 'X-Trace': 't', cookie: 'theme=dark', ...headers },
  });
const send = (
  method: string,
  url: string,
  body: RequestInit['body'],
  headers: Record<string, string> = {},
) => fetch(url, { method, body: body ?? null, headers: { ...client, ...headers } });
const problems = async (answer: Promise<Response>): Promise<[number, string[]]> => {
  const response = await answer;
  if (response.ok) return [response.status, []];
  return [response.status, ((await response.json()) as { problems: string[] }).problems];
};

describe('startFixtureServer', () => {
  it('answers the documented example', async () => {
    const answer = await book('/books/7?limit=2&format=full&fields=title');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ title: 'Emma', pages: 474 });
    expect(server.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/books/7',
      component: 'action LIBRARY_GET_BOOK',
      problems: [],
    });
  });

  it('makes an answer from the schema when there is no example', async () => {
    const answer = await send('GET', `${base}/books/new`, null);
    expect(((await answer.json()) as { title: unknown }[])[0]?.title).toBeTypeOf('string');
  });

  it.each([
    ['/books/seven?limit=1&format=full', ['path parameter id does not fit its schema: "seven"']],
    ['/books/7?format=full', ['query parameter limit is missing']],
    ['/books/7?limit=0&format=full', ['query parameter limit does not fit its schema: "0"']],
    ['/books/7?limit=1', ['query must hold format="full"']],
  ])('refuses %s', async (path, expected) => {
    expect(await problems(book(path))).toEqual([400, expected]);
  });

  it('refuses query parameters that nobody knows', async () => {
    const answer = problems(send('GET', `${base}/books/new?colour=red`, null));
    expect(await answer).toEqual([400, ['query parameter "colour" is not known']]);
  });

  it('refuses missing headers and cookies', async () => {
    const answer = await problems(
      fetch(`${base}/books/7?limit=1&format=full`, { headers: { 'X-Client': 'other' } }),
    );
    expect(answer).toEqual([
      400,
      [
        'header X-Trace is missing',
        'header X-Client does not have its fixed value',
        'header X-Fixed does not have its fixed value',
        'cookie theme is missing',
      ],
    ]);
  });

  it('knows no other method, path or API', async () => {
    expect((await problems(send('PATCH', `${base}/books/7`, null)))[0]).toBe(404);
    expect((await fetch(`${server.origin}/elsewhere`)).status).toBe(404);
    expect((await fetch(`${server.origin}/api/other/books/new`)).status).toBe(404);
    expect(server.requests.at(-1)?.problems[0]).toContain('no operation');
  });

  it.each([
    ['{"title":"Emma","pages":474}', 201, []],
    ['{"pages":474}', 400, ['body property title is missing']],
    ['{"title":1}', 400, ['body property title does not fit its schema']],
    ['{"title":"Emma","x":1}', 400, ['body property "x" is not known']],
    ['[]', 400, ['the body is not an object']],
    ['{', 400, ['the body is not JSON']],
    ['', 400, ['the body is missing']],
  ])('judges the body %s', async (body, status, expected) => {
    const answer = problems(send('POST', `${base}/books`, body, { ...json, ...key }));
    expect(await answer).toEqual([status, expected]);
  });

  it('compares the content type', async () => {
    const answer = send('POST', `${base}/books`, 'title', { ...key, 'content-type': 'text/plain' });
    expect(await problems(answer)).toEqual([
      400,
      ['content type text/plain instead of application/json'],
    ]);
    const vendor = { ...key, 'content-type': 'application/vnd.book+json' };
    expect((await send('POST', `${base}/books`, '{"title":"a"}', vendor)).status).toBe(201);
  });

  it('compares a whole body with its schema', async () => {
    const auth = { ...json, authorization: `Bearer ${dummyValue('LIBRARY_TOKEN')}` };
    const good = await send('PUT', `${base}/books`, '{"title":"Emma"}', auth);
    expect(await good.text()).toBe('done');
    expect(await problems(send('PUT', `${base}/books`, '{"pages":1}', auth))).toEqual([
      400,
      ['the body does not fit the schema of book'],
    ]);
    expect(await problems(send('PUT', `${base}/books`, null, auth))).toEqual([
      400,
      ['the body is missing'],
    ]);
  });

  it('refuses a body where there is none', async () => {
    const answer = send('DELETE', `${base}/books/a/b`, 'x');
    expect(await problems(answer)).toEqual([400, ['a body was sent, the operation has none']]);
  });

  it('takes reserved characters in a path, and sends no body with 204', async () => {
    const answer = await send('DELETE', `${base}/books/a/b`, null);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('accepts each alternative of authentication', async () => {
    const user = `${dummyValue('LIBRARY_USER')}:${dummyValue('LIBRARY_PASSWORD')}`;
    for (const authorization of [
      `Bearer ${dummyValue('LIBRARY_TOKEN')}`,
      `Basic ${Buffer.from(user).toString('base64')}`,
      `Token ${dummyValue('LIBRARY_TOKEN')}`,
    ]) {
      const headers = { ...json, authorization };
      expect((await send('PUT', `${base}/books`, '{"title":"a"}', headers)).status).toBe(200);
    }
    const wrong = { ...json, authorization: 'Bearer wrong' };
    expect(await problems(send('PUT', `${base}/books`, '{"title":"a"}', wrong))).toEqual([
      401,
      ['authentication is missing or wrong: bearer, or basic, or custom'],
    ]);
  });

  it('accepts credentials in the query or in a cookie', async () => {
    const form = new URLSearchParams({ user: 'ada', age: '36' });
    const value = dummyValue('LIBRARY_KEY');
    expect((await send('POST', `${slow}/login?key=${value}`, form)).status).toBe(200);
    expect(
      (await send('POST', `${slow}/login`, form, { cookie: `a=b; session=${value}` })).status,
    ).toBe(200);
    expect((await send('POST', `${slow}/login`, form)).status).toBe(401);
  });

  it('judges form fields', async () => {
    const url = `${slow}/login?key=${dummyValue('LIBRARY_KEY')}`;
    expect(await problems(send('POST', url, new URLSearchParams({ age: 'old' })))).toEqual([
      400,
      ['form field user is missing', 'form field age does not fit its schema'],
    ]);
  });

  it('gives access tokens, and wants to see them', async () => {
    const form = new FormData();
    form.set('cover', new Blob(['bytes']));
    const id = dummyValue('LIBRARY_CLIENT_ID');
    const secret = dummyValue('LIBRARY_CLIENT_SECRET');
    const url = server.settings['LIBRARY_TOKEN_URL'] ?? '';
    expect(server.rewrites).toEqual([{ from: 'https://login.example/token', to: url }]);
    const grant = { grant_type: 'client_credentials' };
    const inForm = new URLSearchParams({ ...grant, client_id: id, client_secret: secret });
    const basic = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
    const first = await send('POST', url, inForm);
    const { access_token: token } = (await first.json()) as { access_token: string };
    expect((await send('POST', url, new URLSearchParams(grant), basic)).status).toBe(200);
    expect((await send('POST', url, new URLSearchParams(grant))).status).toBe(401);
    expect((await send('POST', url, new URLSearchParams({ a: 'b' }), basic)).status).toBe(400);
    expect((await send('POST', `${server.origin}/token/other`, null)).status).toBe(404);

    const auth = { authorization: `Bearer ${token}` };
    const answer = await send('POST', `${base}/covers`, form, auth);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(await answer.text()).toBe('plugwright');
    const empty = new FormData();
    empty.set('other', 'x');
    expect(await problems(send('POST', `${base}/covers`, empty, auth))).toEqual([
      400,
      ['form field cover is missing'],
    ]);
  });

  it('sends no body for HEAD and survives clients that give up', async () => {
    const controller = new AbortController();
    const stream = new ReadableStream({
      pull: () => {
        controller.abort();
      },
    });
    const options = { method: 'POST', body: stream, duplex: 'half', signal: controller.signal };
    await expect(fetch(`${base}/books`, options as RequestInit)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect((await fetch(`${base}/books/new`, { headers: client })).status).toBe(200);
    expect((await fetch(`${base}/books/new`, { method: 'HEAD' })).status).toBe(404);
  });

  it('takes either scheme when two want the one Authorization header', async () => {
    const spec = librarySpec();
    const action = spec.actions.find((each) => each.name === 'LIBRARY_REPLACE_BOOK');
    if (action?.run.kind === 'http') action.run.auth = [['bearer', 'basic', 'key']];
    const other = await startFixtureServer(spec);
    const url = `${other.settings['LIBRARY_URL']}/books`;
    const headers = { ...json, authorization: `Bearer ${dummyValue('LIBRARY_TOKEN')}` };
    expect((await send('PUT', url, '{"title":"a"}', { ...headers, ...key })).status).toBe(200);
    expect((await send('PUT', url, '{"title":"a"}', headers)).status).toBe(401);
    await other.close();
  });

  it('takes either scheme when two want one header of any name', async () => {
    const spec = librarySpec();
    spec.auth['second'] = { type: 'header', name: 'x-key', prefix: 'Key ', env: 'LIBRARY_TOKEN' };
    const action = spec.actions.find((each) => each.name === 'LIBRARY_REPLACE_BOOK');
    if (action?.run.kind === 'http') action.run.auth = [['key', 'second']];
    const other = await startFixtureServer(spec);
    const url = `${other.settings['LIBRARY_URL']}/books`;
    const second = { 'x-key': `Key ${dummyValue('LIBRARY_TOKEN')}` };
    const status = async (headers: Record<string, string>) =>
      (await send('PUT', url, '{"title":"a"}', { ...json, ...headers })).status;
    expect(await status(key)).toBe(200);
    expect(await status(second)).toBe(200);
    expect(await status({ 'x-key': 'another' })).toBe(401);
    await other.close();
  });
});

describe('values from settings and refresh tokens', () => {
  it('are wanted in their places', async () => {
    const url = new URL('../../spec/src/__fixtures__/valid/from-settings.yaml', import.meta.url);
    const read = readSpec(readFileSync(url, 'utf8'));
    if (!read.ok) throw new Error('The fixture is no spec.');
    const other = await startFixtureServer(read.spec);
    try {
      const id = dummyValue('DESK_CLIENT_ID');
      const secret = dummyValue('DESK_CLIENT_SECRET');
      const basic = Buffer.from(`${id}:${secret}`).toString('base64');
      const ask = (form: Record<string, string>) =>
        fetch(other.rewrites[0]?.to ?? '', {
          method: 'POST',
          headers: { authorization: `Basic ${basic}` },
          body: new URLSearchParams(form),
        });
      const refresh = { grant_type: 'refresh_token' };
      expect((await ask({ grant_type: 'client_credentials' })).status).toBe(400);
      expect((await ask({ ...refresh, refresh_token: 'x' })).status).toBe(400);
      const right = { ...refresh, refresh_token: dummyValue('DESK_REFRESH_TOKEN') };
      const { access_token: token } = (await (await ask(right)).json()) as { access_token: string };
      const post = (path: string) =>
        problems(
          fetch(`${other.settings['DESK_URL']}${path}`, {
            method: 'POST',
            headers: { ...json, authorization: `Bearer ${token}` },
            body: '{"content":"hi"}',
          }),
        );
      expect(await post('/channels/c/messages?team=t')).toEqual([200, []]);
      expect(await post('/channels/c/messages?crew=t')).toEqual([
        400,
        ['query parameter "crew" is not known'],
      ]);
    } finally {
      await other.close();
    }
  });
});
