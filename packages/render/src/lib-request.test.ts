import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpDouble, json, startHttpDouble } from './__fixtures__/http-double.js';
import { type HttpLibrary, httpLibrary, runtimeWith } from './__fixtures__/http-plugin.js';

let http: HttpLibrary;
let server: HttpDouble;

beforeAll(async () => {
  server = await startHttpDouble();
  http = await httpLibrary('lib-request');
});
afterAll(() => server.close());

interface Extra {
  method?: string;
  path?: string;
  settings?: Record<string, string>;
  [key: string]: unknown;
}

async function send(extra: Extra, values: Record<string, unknown> = {}) {
  const { settings = {}, ...operation } = extra;
  server.received.length = 0;
  const runtime = runtimeWith({ MAIN_URL: server.url, ...settings });
  const result = await http.call(
    runtime,
    { api: 'main', method: 'GET', path: '/', response: { kind: 'json' }, ...operation },
    values,
  );
  return { result, received: server.received[0]! };
}

const query = (binding: object, value: unknown) =>
  send({ bind: [{ parameter: 'p', in: 'query', name: 'p', ...binding }] }, { p: value }).then(
    ({ received }) => received.path.slice(2),
  );
const path = (binding: object, value: unknown) =>
  send(
    { path: '/{p}/end', bind: [{ parameter: 'p', in: 'path', name: 'p', ...binding }] },
    { p: value },
  ).then(({ received }) => received.path.replace(/\/end$/, '').slice(1));

// OpenAPI 3.1, 4.8.12.6: the table of style examples.
const colors = ['blue', 'black'];
const rgb = { R: 100, G: 200 };

describe('query parameters', () => {
  it.each([
    [{}, 'blue', 'p=blue'],
    [{}, colors, 'p=blue&p=black'],
    [{}, rgb, 'R=100&G=200'],
    [{ explode: false }, colors, 'p=blue,black'],
    [{ explode: false }, rgb, 'p=R,100,G,200'],
    [{ style: 'spaceDelimited' }, colors, 'p=blue%20black'],
    [{ style: 'spaceDelimited' }, rgb, 'p=R%20100%20G%20200'],
    [{ style: 'pipeDelimited' }, colors, 'p=blue%7Cblack'],
    [{ style: 'pipeDelimited', explode: false }, rgb, 'p=R%7C100%7CG%7C200'],
    [{ style: 'deepObject', explode: true }, rgb, 'p%5BR%5D=100&p%5BG%5D=200'],
    [
      { style: 'deepObject' },
      { a: { b: 1 }, c: [1, 2] },
      'p%5Ba%5D%5Bb%5D=1&p%5Bc%5D%5B%5D=1&p%5Bc%5D%5B%5D=2',
    ],
    [{ style: 'deepObject' }, [{ a: 1 }, { a: 2 }], 'p%5B0%5D%5Ba%5D=1&p%5B1%5D%5Ba%5D=2'],
    [{ json: true }, rgb, 'p=%7B%22R%22%3A100%2C%22G%22%3A200%7D'],
    [{}, 'a&b=c#d e+f', 'p=a%26b%3Dc%23d%20e%2Bf'],
    [{ allowReserved: true }, 'http://x/?a=b&c#d+e', 'p=http://x/?a=b%26c%23d%2Be'],
    [{}, '', 'p='],
    [{}, false, 'p=false'],
    [{}, 'lone \ud800', 'p=lone%20%EF%BF%BD'],
    [{ explode: false }, [{ a: 1 }], 'p=%7B%22a%22%3A1%7D'],
    [{}, { a: null, b: 1 }, 'b=1'],
  ])('%j of %j is %s', async (binding, value, expected) => {
    expect(await query(binding, value)).toBe(expected);
  });

  it.each([[undefined], [null], [[]], [{}], [{ a: null }]])('%j is not sent', async (value) => {
    expect(await query({}, value)).toBe('');
    expect(await query({ explode: false }, value)).toBe('');
    expect(await query({ style: 'deepObject' }, value)).toBe('');
  });

  it('fixed values and those of the base URL stay', async () => {
    const settings = { MAIN_URL: `${server.url}/?tenant=a%20b#part` };
    const { received } = await send({ query: { format: 'json&x' }, settings });
    expect(received.path).toBe('/?tenant=a%20b&format=json%26x');
  });
});

describe('path parameters', () => {
  it.each([
    [{}, 'blue', 'blue'],
    [{}, colors, 'blue,black'],
    [{}, rgb, 'R,100,G,200'],
    [{ explode: true }, rgb, 'R=100,G=200'],
    [{ style: 'label' }, 'blue', '.blue'],
    [{ style: 'label' }, colors, '.blue,black'],
    [{ style: 'label', explode: true }, colors, '.blue.black'],
    [{ style: 'label', explode: true }, rgb, '.R=100.G=200'],
    [{ style: 'matrix' }, 'blue', ';p=blue'],
    [{ style: 'matrix' }, colors, ';p=blue,black'],
    [{ style: 'matrix', explode: true }, colors, ';p=blue;p=black'],
    [{ style: 'matrix', explode: true }, rgb, ';R=100;G=200'],
    [{ json: true }, [1], '%5B1%5D'],
    [{}, 'a/b?c#d', 'a%2Fb%3Fc%23d'],
    [{}, '../x', '..%2Fx'],
  ])('%j of %j is %s', async (binding, value, expected) => {
    expect(await path(binding, value)).toBe(expected);
  });

  it.each([['.'], ['..'], [''], [undefined], [[]]])('%j is refused', async (value) => {
    await expect(path({}, value)).rejects.toMatchObject({ name: 'HttpError', failure: 'input' });
    expect(server.received).toEqual([]);
  });

  it('a dot that a style adds makes no step up', async () => {
    await expect(path({ style: 'label' }, '.')).rejects.toMatchObject({ failure: 'input' });
  });

  it('an unknown placeholder stays as it is', async () => {
    expect((await send({ path: '/a/{what}' })).received.path).toBe('/a/%7Bwhat%7D');
  });

  it.each([
    ['/v1', '/v1/'],
    ['/v1/', '/v1/'],
    ['', '/'],
    ['/a/b', '/a/b/'],
  ])('a base URL with path %j keeps it', async (base, expected) => {
    const { received } = await send({ settings: { MAIN_URL: `${server.url}${base}` } });
    expect(received.path).toBe(expected);
  });
});

describe('headers and cookies', () => {
  it('take lists and objects as OpenAPI writes them', async () => {
    const bind = [
      { parameter: 'list', in: 'header', name: 'X-List' },
      { parameter: 'object', in: 'header', name: 'X-Object' },
      { parameter: 'exploded', in: 'header', name: 'X-Exploded', explode: true },
      { parameter: 'json', in: 'header', name: 'X-Json', json: true },
      { parameter: 'session', in: 'cookie', name: 'session' },
      { parameter: 'prefs', in: 'cookie', name: 'prefs', json: true },
    ];
    const values = {
      list: colors,
      object: rgb,
      exploded: rgb,
      json: rgb,
      session: 'a b;c',
      prefs: [1],
    };
    const { received } = await send({ bind, headers: { 'X-Fixed': 'yes' } }, values);
    expect(received.headers).toMatchObject({
      'x-list': 'blue,black',
      'x-object': 'R,100,G,200',
      'x-exploded': 'R=100,G=200',
      'x-json': '{"R":100,"G":200}',
      'x-fixed': 'yes',
      'x-client': 'tests',
      cookie: 'session=a%20b%3Bc; prefs=%5B1%5D',
      accept: 'application/json, */*;q=0.1',
      'user-agent': 'plugin-http/1.0.0',
    });
  });

  it('refuse what HTTP forbids, without sending anything', async () => {
    const bind = [{ parameter: 'p', in: 'header', name: 'X-P' }];
    await expect(send({ bind }, { p: 'a\r\nX-Evil: 1' })).rejects.toMatchObject({
      failure: 'input',
    });
    await expect(send({ bind }, { p: 'snow ☃' })).rejects.toMatchObject({ failure: 'input' });
    expect(server.received).toEqual([]);
  });

  it('of the API give way to those of the operation', async () => {
    const { received } = await send({ headers: { 'X-Client': 'mine', Accept: 'text/csv' } });
    expect(received.headers).toMatchObject({ 'x-client': 'mine', accept: 'text/csv' });
  });
});

describe('bodies', () => {
  const bind = (binding: object = {}) => [
    { parameter: 'a', in: 'body', name: 'wire-a', ...binding },
    { parameter: 'b', in: 'body', name: 'b' },
  ];
  const post = (body: object, values: Record<string, unknown>, binding: object = {}) =>
    send({ method: 'POST', body, bind: bind(binding) }, values).then(({ received }) => received);

  it('as JSON hold what was given, null included', async () => {
    const body = { encoding: 'json', mediaType: 'application/vnd.api+json' };
    const received = await post(body, { a: { x: [1] }, b: null });
    expect(JSON.parse(received.body)).toEqual({ 'wire-a': { x: [1] }, b: null });
    expect(received.headers['content-type']).toBe('application/vnd.api+json');
  });

  it('as JSON can be one parameter, or hold JSON text', async () => {
    const whole = { encoding: 'json', mediaType: 'application/json', parameter: 'a' };
    expect((await post(whole, { a: [1, 2] })).body).toBe('[1,2]');
    const parts = { encoding: 'json', mediaType: 'application/json' };
    expect(JSON.parse((await post(parts, { a: { x: 1 } }, { json: true })).body)).toEqual({
      'wire-a': '{"x":1}',
    });
  });

  it('are sent empty only when required', async () => {
    const body = { encoding: 'json', mediaType: 'application/json' };
    expect((await post(body, {})).body).toBe('');
    expect((await post({ ...body, required: true }, {})).body).toBe('{}');
    expect((await post({ ...body, parameter: 'a' }, {})).body).toBe('');
  });

  it('as form repeat lists and take styles', async () => {
    const form = { encoding: 'form', mediaType: 'application/x-www-form-urlencoded' };
    expect((await post(form, { a: [1, 2], b: 'x y&z' })).body).toBe(
      'wire-a=1&wire-a=2&b=x%20y%26z',
    );
    expect((await post(form, { a: { k: 1 } }, { style: 'deepObject' })).body).toBe(
      'wire-a%5Bk%5D=1',
    );
    const whole = { ...form, parameter: 'a' };
    expect((await post(whole, { a: { k: 1, l: [2, 3] } })).body).toBe('k=1&l=2&l=3');
    expect((await post(whole, { a: 'text' })).body).toBe('');
  });

  it('as multipart carry files, texts and lists', async () => {
    const form = { encoding: 'multipart', mediaType: 'multipart/form-data' };
    const png = Buffer.from([0x89, 0x50, 0, 255]);
    const values = {
      a: `data:image/png;base64,${png.toString('base64')}`,
      b: ['x', { y: 1 }, null],
    };
    const received = await post(form, values, { binary: true });
    expect(received.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(received.body).toContain('name="wire-a"; filename="wire-a"');
    expect(received.body).toContain('name="b"\r\n\r\nx\r\n');
    expect(received.body).toContain('name="b"\r\n\r\n{"y":1}\r\n');
    const nothing = await post({ ...form, parameter: 'a' }, { a: { file: null, note: 'n' } });
    expect(nothing.body).toContain('name="note"\r\n\r\nn\r\n');
    expect(nothing.body).not.toContain('name="file"');
  });

  it('as text and bytes are sent as they are', async () => {
    const text = { encoding: 'text', mediaType: 'text/csv', parameter: 'a' };
    expect((await post(text, { a: 'x;y' })).body).toBe('x;y');
    expect((await post({ ...text, parameter: undefined }, { a: 1 })).body).toBe('{"wire-a":1}');
    const bytes = { encoding: 'binary', mediaType: 'image/*', parameter: 'a' };
    const received = await post(bytes, { a: Buffer.from('png').toString('base64') });
    expect(received.body).toBe('png');
    expect(received.headers['content-type']).toBe('application/octet-stream');
  });
});

describe('answers', () => {
  const answer = async (response: object, reply: (r: ServerResponse) => void) => {
    server.answer((_request, r) => reply(r));
    try {
      return (await send({ response })).result;
    } finally {
      server.answer((_request, r) => json(r, {}));
    }
  };

  it('of JSON are read, and picked from', async () => {
    server.answer((_request, r) => json(r, { 'a/b': [{ '~': 5 }] }));
    const { result } = await send({ pick: '/a~1b/0/~0' });
    expect(result).toMatchObject({ status: 200, value: 5 });
    expect((await send({ pick: '/none/here' })).result.value).toBeNull();
    server.answer((_request, r) => json(r, {}));
  });

  it('that are empty are null, those of text are text', async () => {
    expect((await answer({ kind: 'json' }, (r) => r.writeHead(204).end())).value).toBeNull();
    expect((await answer({ kind: 'text' }, (r) => r.end('hello'))).value).toBe('hello');
    expect((await answer({ kind: 'empty' }, (r) => r.end('hello'))).value).toBe('hello');
    expect((await answer({ kind: 'empty' }, (r) => r.end('{"a":1}'))).value).toEqual({ a: 1 });
  });

  it('of bytes come as base64 with their type', async () => {
    const reply = await answer({ kind: 'binary' }, (r) => {
      r.writeHead(200, { 'content-type': 'image/PNG; q=1' }).end(Buffer.from([1, 2, 255]));
    });
    expect(reply).toMatchObject({
      value: { mediaType: 'image/png', bytes: 3, base64: 'AQL/' },
      text: '',
    });
    const untyped = await answer({ kind: 'binary' }, (r) => r.end('x'));
    expect(untyped.value).toMatchObject({ mediaType: 'application/octet-stream' });
  });

  it('of another type than documented are let through', async () => {
    const reply = await answer({ kind: 'json', types: ['object'] }, (r) => json(r, [1]));
    expect(reply.value).toEqual([1]);
    expect((await answer({ kind: 'json', types: ['integer'] }, (r) => json(r, 1))).value).toBe(1);
  });

  it('that are no JSON are called malformed, with their type', async () => {
    const reply = answer({ kind: 'json' }, (r) => {
      r.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    });
    await expect(reply).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringContaining('text/html') as string,
    });
  });
});

describe('further pages', () => {
  const bind = [
    { parameter: 'page', in: 'query', name: 'p' },
    { parameter: 'cursor', in: 'query', name: 'c' },
  ];
  const next = async (pagination: object, value: unknown, values = {}, link?: string) => {
    server.answer((_request, r) => {
      if (link) r.setHeader('link', link);
      json(r, value);
    });
    try {
      return (await send({ bind, pagination, pick: '/items' }, values)).result.nextPage;
    } finally {
      server.answer((_request, r) => json(r, {}));
    }
  };

  it('by number and by offset', async () => {
    const items = { items: [1, 2, 3] };
    expect(await next({ style: 'page', parameter: 'page' }, items)).toEqual({ page: 2 });
    expect(await next({ style: 'page', parameter: 'page' }, items, { page: 4 })).toEqual({
      page: 5,
    });
    expect(await next({ style: 'offset', parameter: 'page' }, items)).toEqual({ page: 3 });
    expect(await next({ style: 'offset', parameter: 'page' }, items, { page: 6 })).toEqual({
      page: 9,
    });
    expect(await next({ style: 'page', parameter: 'page' }, { items: { only: [1] } })).toEqual({
      page: 2,
    });
  });

  it('end with an empty page', async () => {
    const page = { style: 'page', parameter: 'page' };
    expect(await next(page, { items: [] })).toBeUndefined();
    expect(await next(page, { items: 'none' })).toBeUndefined();
    expect(await next(page, { items: { a: [], b: [] } })).toBeUndefined();
    expect(await next(page, { items: [1] }, { page: 'x' })).toBeUndefined();
  });

  it('by cursor', async () => {
    const cursor = { style: 'cursor', parameter: 'cursor', next: '/meta/next' };
    expect(await next(cursor, { meta: { next: 'abc' } })).toEqual({ cursor: 'abc' });
    expect(await next(cursor, { meta: { next: 7 } })).toEqual({ cursor: 7 });
    expect(await next(cursor, { meta: { next: '' } })).toBeUndefined();
    expect(await next(cursor, { meta: { next: 'abc' } }, { cursor: 'abc' })).toBeUndefined();
  });

  it('by Link header', async () => {
    const link = '<https://x/?p=1>; rel="prev", </things?p=3&other=1>; rel="last next"';
    expect(await next({ style: 'link' }, {}, {}, link)).toEqual({ page: '3' });
    expect(await next({ style: 'link' }, {}, {}, '</things?q=3>; rel="next"')).toBeUndefined();
    expect(await next({ style: 'link' }, {}, {}, '</x?p=1>; rel="prev"')).toBeUndefined();
    expect(await next({ style: 'link' }, {})).toBeUndefined();
  });
});
