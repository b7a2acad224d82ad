import type { HttpRun } from '@plugwright/spec';
import { httpRunSchema } from '@plugwright/spec/schema';
import { describe, expect, it } from 'vitest';
import { httpSpec } from './__fixtures__/http-plugin.js';
import { expectedRequest } from './contract-request.js';

const run = (change: object): HttpRun =>
  httpRunSchema.parse({
    kind: 'http',
    api: 'main',
    method: 'GET',
    path: '/',
    response: { kind: 'json' },
    ...change,
  });
const expected = (change: object, input: Record<string, unknown> = {}) =>
  expectedRequest(httpSpec, run(change), input, 'tok');

const colors = ['blue', 'black'];
const rgb = { R: 100, G: 200, none: null };

// The same table of OpenAPI 3.1, 4.8.12.6 that `lib-request.test.ts` holds the plugin to, on its own.
describe('expected queries', () => {
  const query = (binding: object, value: unknown) =>
    expected({ bind: [{ parameter: 'p', in: 'query', name: 'p', ...binding }] }, { p: value })
      .query;

  it.each([
    [{}, 'a b&c', [['p', 'a b&c']]],
    [
      {},
      colors,
      [
        ['p', 'blue'],
        ['p', 'black'],
      ],
    ],
    [
      {},
      rgb,
      [
        ['R', '100'],
        ['G', '200'],
      ],
    ],
    [{ explode: false }, colors, [['p', 'blue,black']]],
    [{ explode: false }, rgb, [['p', 'R,100,G,200']]],
    [{ style: 'spaceDelimited' }, colors, [['p', 'blue black']]],
    [{ style: 'pipeDelimited' }, rgb, [['p', 'R|100|G|200']]],
    [
      { style: 'deepObject' },
      { a: { b: 1, c: null }, d: [1, 2] },
      [
        ['p[a][b]', '1'],
        ['p[d][]', '1'],
        ['p[d][]', '2'],
      ],
    ],
    [{ json: true }, [1], [['p', '[1]']]],
    [{}, [], []],
    [{}, null, []],
    [{}, undefined, []],
    [{ explode: false }, {}, []],
  ])('%j of %j', (binding, value, pairs) => {
    expect(query(binding, value)).toEqual(pairs);
  });

  it('have fixed values first', () => {
    expect(expected({ query: { a: 'b' } }).query).toEqual([['a', 'b']]);
  });
});

describe('expected paths', () => {
  const path = (binding: object, value: unknown) =>
    expected(
      { path: '/x/{p}/{q}', bind: [{ parameter: 'p', in: 'path', name: 'p', ...binding }] },
      { p: value },
    ).path;

  it.each([
    [{}, 'a/b', 'a%2Fb'],
    [{}, colors, 'blue,black'],
    [{}, rgb, 'R,100,G,200'],
    [{ explode: true }, rgb, 'R=100,G=200'],
    [{ style: 'label' }, colors, '.blue,black'],
    [{ style: 'label', explode: true }, rgb, '.R=100.G=200'],
    [{ style: 'matrix' }, 'blue', ';p=blue'],
    [{ style: 'matrix', explode: true }, colors, ';p=blue;p=black'],
    [{ style: 'matrix', explode: true }, rgb, ';R=100;G=200'],
    [{ style: 'matrix' }, rgb, ';p=R,100,G,200'],
    [{ json: true }, [1], '%5B1%5D'],
  ])('%j of %j is %s after the path of the base URL', (binding, value, text) => {
    expect(path(binding, value)).toBe(`/v1/x/${text}/{q}`);
  });

  it('of an API without a base URL start at the root', () => {
    expect(expected({ api: 'bare', path: '/a' }).path).toBe('/a');
  });
});

describe('expected headers and cookies', () => {
  it('follow the styles, without those that the HTTP client owns', () => {
    const { headers, cookies } = expected(
      {
        headers: { Host: 'x', 'X-Fixed': 'f' },
        bind: [
          { parameter: 'o', in: 'header', name: 'X-O' },
          { parameter: 'e', in: 'header', name: 'X-E', explode: true },
          { parameter: 'j', in: 'header', name: 'X-J', json: true },
          { parameter: 'c', in: 'cookie', name: 'c' },
          { parameter: 'n', in: 'cookie', name: 'n' },
        ],
      },
      { o: rgb, e: rgb, j: [1], c: colors, n: null },
    );
    expect(headers).toEqual({
      'x-client': 'tests',
      'x-fixed': 'f',
      'x-o': 'R,100,G,200',
      'x-e': 'R=100,G=200',
      'x-j': '[1]',
    });
    expect(cookies).toEqual({ c: 'blue,black' });
  });

  it.each([
    ['bearer', { authorization: 'Bearer value-of-BEARER' }],
    [
      'basic',
      {
        authorization: `Basic ${Buffer.from('value-of-BASIC_USER:value-of-BASIC_PASSWORD').toString('base64')}`,
      },
    ],
    ['token', { authorization: 'Token value-of-CUSTOM' }],
    ['oauth', { authorization: 'Bearer tok' }],
    ['header', { 'x-key': 'value-of-HEADER_KEY' }],
  ])('hold credentials (%s)', (scheme, headers) => {
    expect(expected({ auth: [[scheme], ['bearer']] }).headers).toMatchObject(headers);
  });

  it('hold credentials elsewhere too, and none for an unknown scheme', () => {
    expect(expected({ auth: [['query', 'cookie', 'nothing']] })).toMatchObject({
      query: [['key', 'value-of-QUERY_KEY']],
      cookies: { sid: 'value-of-COOKIE_KEY' },
      headers: { 'x-client': 'tests' },
    });
  });
});

describe('expected bodies', () => {
  const bind = [
    { parameter: 'a', in: 'body', name: 'wire', json: false },
    { parameter: 'b', in: 'body', name: 'b', json: true },
    { parameter: 'f', in: 'body', name: 'f', binary: true },
  ];
  const body = (encoding: string, input: Record<string, unknown>, more: object = {}) =>
    expected({ method: 'POST', bind, body: { encoding, mediaType: 'x/y', ...more } }, input).body;

  it('of fields', () => {
    expect(body('json', { a: { x: null }, b: [1] })).toEqual({
      kind: 'json',
      value: { wire: { x: null }, b: '[1]' },
    });
    expect(body('form', { a: [1, 2] })).toEqual({
      kind: 'form',
      fields: [
        ['wire', '1'],
        ['wire', '2'],
      ],
    });
    expect(body('multipart', { a: ['x', { y: 1 }], b: [1], f: 'AQI=' })).toEqual({
      kind: 'multipart',
      fields: [
        ['wire', 'x'],
        ['wire', '{"y":1}'],
        ['b', '[1]'],
        ['f', 'AQI='],
      ],
    });
    expect(body('multipart', { a: null })).toEqual({ kind: 'multipart', fields: [] });
    expect(body('text', { a: 1 })).toEqual({ kind: 'text', value: '{"wire":1}' });
  });

  it('of one parameter', () => {
    const whole = { parameter: 'a' };
    expect(body('json', { a: [1] }, whole)).toEqual({ kind: 'json', value: [1] });
    expect(body('text', { a: 'x' }, whole)).toEqual({ kind: 'text', value: 'x' });
    expect(body('binary', { a: 'AQI=' }, whole)).toEqual({ kind: 'binary', base64: 'AQI=' });
    expect(body('form', { a: { x: [1, 2] } }, whole)).toEqual({
      kind: 'form',
      fields: [
        ['x', '1'],
        ['x', '2'],
      ],
    });
    expect(body('multipart', { a: { x: 1 } }, whole)).toEqual({
      kind: 'multipart',
      fields: [['x', '1']],
    });
    expect(body('form', { a: 'text' }, whole)).toEqual({ kind: 'form', fields: [] });
  });

  it('are left out when there is nothing to send, or the method takes none', () => {
    expect(body('json', {})).toBeUndefined();
    expect(body('json', {}, { parameter: 'a', required: true })).toBeUndefined();
    expect(body('json', {}, { required: true })).toEqual({ kind: 'json', value: {} });
    expect(
      expected({ body: { encoding: 'json', mediaType: 'x/y', required: true } }).body,
    ).toBeUndefined();
    expect(expected({ method: 'POST' }).body).toBeUndefined();
  });
});
