import type { HttpRun, PluginSpecInput } from '@plugwright/spec';
import { describe, expect, it } from 'vitest';
import { librarySpec } from './__fixtures__/library-spec.js';
import { matchesPath, pathValues } from './fixture-operations.js';
import { isScalar, textFits } from './fixture-parameter.js';
import { requestProblems } from './fixture-request.js';

type Input = NonNullable<PluginSpecInput['actions']>[number];
type Change = Partial<Extract<Input['run'], { kind: 'http' }>>;

/** A spec with one operation of these parameters, and the judge of its requests. */
function operation(parameters: Input['parameters'], change: Change) {
  const spec = librarySpec({
    lazy: undefined,
    routes: [],
    actions: [
      {
        name: 'LIBRARY_TEST',
        description: 'A test.',
        parameters,
        run: {
          kind: 'http',
          api: 'slow',
          method: 'POST',
          path: '/test',
          response: { kind: 'empty' },
          ...change,
        },
      },
    ],
  });
  const run = spec.actions[0]?.run as HttpRun;
  const problems = (path: string, body = '', headers: Record<string, string> = {}) => {
    const url = new URL(path, 'http://localhost');
    const request = {
      method: run.method,
      path: url.pathname,
      url,
      headers,
      body: Buffer.from(body),
    };
    return requestProblems(spec, run, request).problems;
  };
  return { spec, run, problems };
}

const text = { name: 'a', required: true, schema: { type: 'string' } } as const;
const json = { 'content-type': 'application/json; charset=utf-8' };

describe('requestProblems', () => {
  it('reads lists, objects and JSON in the query as they may be written', () => {
    const { problems } = operation(
      [
        { name: 'list', required: true, schema: { type: 'array', items: { type: 'integer' } } },
        { name: 'filter', required: true, schema: { type: 'object' } },
        { name: 'json', required: true, schema: { type: 'object' } },
      ],
      {
        method: 'GET',
        bind: [
          { parameter: 'list', in: 'query', name: 'list' },
          { parameter: 'filter', in: 'query', name: 'filter' },
          { parameter: 'json', in: 'query', name: 'json', json: true },
        ],
      },
    );
    expect(problems('/test?list=1,2&colour=red&json={}')).toEqual([]);
    expect(problems('/test?filter[colour]=red')).toEqual(['query parameter json is missing']);
  });

  it('leaves styles and JSON in paths alone, and wants a value', () => {
    const { problems } = operation(
      [
        { ...text, name: 'a', schema: { type: 'integer' } },
        { ...text, name: 'b', schema: { type: 'integer' } },
      ],
      {
        method: 'GET',
        path: '/test/{a}/{b}',
        bind: [
          { parameter: 'a', in: 'path', name: 'a', style: 'label' },
          { parameter: 'b', in: 'path', name: 'b', json: true },
        ],
      },
    );
    expect(problems('/test/.5/%22x%22')).toEqual([]);
  });

  it('wants bound headers, and leaves those alone that fetch sets', () => {
    const { problems } = operation([text], {
      method: 'GET',
      headers: { 'Content-Type': 'x/y', Accept: 'a/b' },
      bind: [{ parameter: 'a', in: 'header', name: 'x-a' }],
    });
    expect(problems('/test', '', { 'x-a': 'bound' })).toEqual([]);
    expect(problems('/test')).toEqual(['header x-a is missing']);
  });

  it('does not look for cookies of objects', () => {
    const { problems } = operation([{ ...text, schema: { type: 'object' } }], {
      method: 'GET',
      bind: [{ parameter: 'a', in: 'cookie', name: 'a' }],
    });
    expect(problems('/test')).toEqual([]);
  });

  it.each([
    ['application/json', 'json', '{"a":"x"}', 'application/problem+json', []],
    ['text/*', 'text', 'x', 'text/plain', []],
    ['text/plain', 'text', 'x', '', ['content type none instead of text/plain']],
    ['application/octet-stream', 'binary', 'x', 'application/octet-stream', []],
    ['multipart/mixed', 'multipart', 'name="a"', 'multipart/form-data; boundary=b', []],
    ['application/x-www-form-urlencoded', 'form', 'a=x', 'application/x-www-form-urlencoded', []],
  ] as const)(
    'compares %s (%s) with what was sent',
    (mediaType, encoding, body, sent, expected) => {
      const whole = encoding === 'text' || encoding === 'binary';
      const { problems } = operation([text], {
        body: { mediaType, encoding, required: true, ...(whole ? { parameter: 'a' } : {}) },
        bind: whole ? [] : [{ parameter: 'a', in: 'body', name: 'a' }],
      });
      expect(problems('/test', body, sent ? { 'content-type': sent } : {})).toEqual(expected);
    },
  );

  it.each(['text', 'binary'] as const)('takes an empty body for empty %s', (encoding) => {
    const { problems } = operation([text], {
      body: { mediaType: 'text/plain', encoding, parameter: 'a', required: true },
    });
    expect(problems('/test')).toEqual([]);
  });

  it('takes no body when none is required', () => {
    const { problems } = operation([{ ...text, required: false }], {
      body: { mediaType: 'application/json', encoding: 'json' },
      bind: [{ parameter: 'a', in: 'body', name: 'a' }],
    });
    expect(problems('/test')).toEqual([]);
    expect(problems('/test', '{}', json)).toEqual([]);
  });

  it('leaves JSON inside a body and lists in a form alone', () => {
    const inside = operation([{ ...text, schema: { type: 'object' } }], {
      body: { mediaType: 'application/json', encoding: 'json', required: true },
      bind: [{ parameter: 'a', in: 'body', name: 'a', json: true }],
    });
    expect(inside.problems('/test', '{"a":"{}"}', json)).toEqual([]);
    const form = operation(
      [
        { ...text, name: 'a', schema: { type: 'array', items: { type: 'string' } } },
        { ...text, name: 'b', required: false },
      ],
      {
        body: { mediaType: 'application/x-www-form-urlencoded', encoding: 'form', required: true },
        bind: [
          { parameter: 'a', in: 'body', name: 'a' },
          { parameter: 'b', in: 'body', name: 'b' },
        ],
      },
    );
    expect(
      form.problems('/test', 'a=1&a=2', { 'content-type': 'application/x-www-form-urlencoded' }),
    ).toEqual([]);
  });
});

describe('textFits', () => {
  const spec = librarySpec();
  it.each([
    ['true', { type: 'boolean' }, true],
    ['yes', { type: 'boolean' }, false],
    ['', { type: 'null' }, true],
    ['null', { type: 'null' }, true],
    ['1.5', { type: 'number' }, true],
    [' ', { type: 'number' }, false],
  ] as const)('%j for %j: %s', (value, schema, expected) => {
    expect(textFits(value, schema, spec)).toBe(expected);
  });
});

describe('isScalar', () => {
  const spec = librarySpec();
  it.each([
    [{ type: 'string' }, true],
    [{ type: ['string', 'null'] }, true],
    [{ type: ['string', 'array'] }, false],
    [{}, false],
    [{ $ref: '#/schemas/Book' }, false],
    [{ $ref: '#/schemas/None' }, false],
  ] as const)('%j: %s', (schema, expected) => {
    expect(isScalar(structuredClone(schema) as { type?: 'string' }, spec)).toBe(expected);
  });
});

describe('paths', () => {
  it('compares them as a URL parser writes them', () => {
    const { run } = operation([text], {
      path: '/ä/{a}.json',
      bind: [{ parameter: 'a', in: 'path', name: 'a' }],
    });
    expect(matchesPath(run, '/%C3%A4/x%2Fy.json')).toBe(true);
    expect(matchesPath(run, '/%C3%A4/x/y.json')).toBe(false);
    expect(pathValues(run, '/%C3%A4/x%2Fy.json')).toEqual({ a: 'x/y' });
    expect(pathValues(run, '/%C3%A4/%zz.json')).toEqual({ a: '%zz' });
    expect(pathValues(run, '/other')).toEqual({ a: '' });
  });
});
