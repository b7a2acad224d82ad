import type { Action, HttpRun, Parameter } from '@plugwright/spec';
import { httpRunSchema } from '@plugwright/spec/schema';
import { describe, expect, it } from 'vitest';
import { exampleAnswer, exampleInput, leastInput } from './contract-values.js';

const parameter = (change: object): Parameter =>
  ({
    name: 'p',
    description: '',
    required: true,
    schema: {},
    examples: [],
    ...change,
  }) as Parameter;
const run = (change: object): HttpRun =>
  httpRunSchema.parse({
    kind: 'http',
    api: 'a',
    method: 'GET',
    path: '/',
    response: { kind: 'json' },
    ...change,
  });
const bound = (binding: object) => run({ bind: [{ parameter: 'p', name: 'p', ...binding }] });
const input = (change: object, at?: HttpRun) => exampleInput([parameter(change)], at, {});

describe('example input', () => {
  it('takes the first example that fits: of the parameter, of its schema, its default, a made one', () => {
    const schema = { type: 'string', enum: ['a', 'b', 'c'], examples: ['b'], default: 'c' };
    expect(input({ schema, examples: [1, 'a'] })).toEqual({ p: 'a' });
    expect(input({ schema, examples: [1] })).toEqual({ p: 'b' });
    expect(input({ schema: { type: 'string', default: 'c' } })).toEqual({ p: 'c' });
    expect(input({ schema: { type: 'integer', minimum: 7, maximum: 7 } })).toEqual({ p: 7 });
  });

  it('leaves an optional parameter out, and gives up on a required one, that nothing fits', () => {
    const schema = { type: 'string', minLength: 5, maxLength: 2 };
    expect(input({ schema, required: false })).toEqual({});
    expect(input({ schema })).toBeUndefined();
  });

  it.each([
    ['path', '', 'example'],
    ['path', '..', 'example'],
    ['path', 'ok', 'ok'],
    ['header', ' padded ', 'example'],
    ['header', 'snow ☃', 'example'],
    ['header', 'a b', 'a b'],
    ['cookie', '', 'example'],
    ['query', '', ''],
  ])('can travel where it goes (%s: %j)', (place, example, taken) => {
    const schema = { type: 'string', examples: [example], default: 'example' };
    expect(input({ schema }, bound({ in: place }))).toEqual({ p: taken });
  });

  it('of a path knows empty lists and objects', () => {
    const at = bound({ in: 'path' });
    expect(input({ schema: { type: 'array', default: [] }, examples: [[]] }, at)).not.toEqual({
      p: [],
    });
    expect(input({ schema: { type: 'object' }, examples: [{ a: null }, { a: 1 }] }, at)).toEqual({
      p: { a: null },
    });
  });

  it('of files is base64, of a text body is text', () => {
    expect(
      input(
        { schema: { type: 'string' }, examples: ['no base64!'] },
        bound({ in: 'body', binary: true }),
      ),
    ).toEqual({
      p: 'cGx1Z3dyaWdodA==',
    });
    const whole = (encoding: string) =>
      run({ method: 'POST', body: { encoding, mediaType: 'x/y', parameter: 'p' } });
    expect(input({ schema: {}, examples: [5, 'text'] }, whole('text'))).toEqual({ p: 'text' });
    expect(input({ schema: {}, examples: ['text'] }, whole('binary'))).toEqual({
      p: 'cGx1Z3dyaWdodA==',
    });
  });

  it('is short and survives UTF-8', () => {
    const schema = { type: 'string', default: 'short' };
    expect(input({ schema, examples: ['x'.repeat(9000), 'half \ud800'] })).toEqual({ p: 'short' });
  });
});

describe('an example answer', () => {
  const answer = (response: object, change: object = {}) =>
    exampleAnswer(run({ response, ...change }), {});

  it('is the documented one, or one that fits the schema', () => {
    expect(answer({ kind: 'json', example: { a: 1 }, mediaType: 'application/json' })).toEqual({
      status: 200,
      mediaType: 'application/json',
      json: { a: 1 },
    });
    expect(answer({ kind: 'json', schema: { type: 'integer', minimum: 3, maximum: 3 } })).toEqual({
      status: 200,
      json: 3,
    });
    expect(answer({ kind: 'json', schema: { type: 'array', minItems: 999 } }).json).toEqual([]);
    expect(answer({ kind: 'json' })).toEqual({ status: 200, json: {} });
    expect(answer({ kind: 'json', example: 'x'.repeat(20_000) }).json).toEqual({});
  });

  it('of text and bytes has their type, if it is one', () => {
    expect(answer({ kind: 'text', mediaType: 'text/*' })).toEqual({ status: 200, text: 'example' });
    expect(answer({ kind: 'text', example: { a: 1 } })).toEqual({ status: 200, text: '{"a":1}' });
    expect(answer({ kind: 'binary', mediaType: 'image/png' })).toEqual({
      status: 200,
      mediaType: 'image/png',
      base64: 'cGx1Z3dyaWdodA==',
    });
  });

  it.each([
    [{ kind: 'empty', status: 202 }, {}, { status: 202 }],
    [{ kind: 'json', status: 204 }, {}, { status: 204 }],
    [{ kind: 'json' }, { method: 'HEAD' }, { status: 200 }],
  ])('%j %j has no body', (response, change, expected) => {
    expect(answer(response, change)).toEqual(expected);
  });
});

describe('the least input', () => {
  const optional = (name: string, fallback?: unknown) =>
    parameter({ name, required: false, schema: { type: 'string', default: fallback } });
  const least = (parameters: Parameter[], given: object, change: object = {}, at?: HttpRun) =>
    leastInput({ parameters, ...change } as Action, at, { ...given }, {});

  it('leaves out what may be left out, and knows the defaults that are sent instead', () => {
    const list = [parameter({ name: 'p' }), optional('q', 'x'), optional('r')];
    const given = { p: 1, q: 'y', r: 'z' };
    expect(least(list, given)).toEqual({ input: { p: 1 }, sent: { p: 1, q: 'x' } });
    const provenance = { operationId: 'o' };
    expect(least(list, given, { provenance })).toEqual({ input: { p: 1 }, sent: { p: 1 } });
  });

  it('is none where nothing may be left out, or a default cannot travel', () => {
    expect(least([parameter({})], { p: 1 })).toBeUndefined();
    const at = bound({ in: 'header' });
    expect(least([optional('p', 'snow ☃')], { p: 'a' }, {}, at)).toBeUndefined();
    expect(least([optional('p', 'snow')], { p: 'a' }, {}, at)).toMatchObject({ input: {} });
  });
});
