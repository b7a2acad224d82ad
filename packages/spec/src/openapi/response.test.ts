import { expect, test } from 'vitest';
import { readOne } from './__fixtures__/document.js';

const json = (schema: object, more: object = {}) => ({
  description: '',
  content: { 'application/json': { schema, ...more } },
});
const response = async (responses: object, more: Record<string, unknown> = {}) =>
  (await readOne({ summary: 'Find', responses }, more)).run.response;

test('the lowest success counts', async () => {
  expect(
    await response({ 404: json({}), 202: { description: '' }, 201: json({ type: 'string' }) }),
  ).toMatchObject({
    status: 201,
    kind: 'json',
  });
  expect(await response({ '2XX': json({ type: 'string' }), default: json({}) })).toMatchObject({
    status: 200,
    kind: 'json',
  });
  expect(await response({ 404: json({}), default: json({ type: 'integer' }) })).toMatchObject({
    status: 200,
    schema: { type: 'integer' },
  });
  expect(await response({ 302: { description: 'elsewhere' } })).toEqual({
    status: 200,
    kind: 'text',
  });
});

test.each([
  ['application/json; charset=utf-8', 'json'],
  ['application/problem+json', 'json'],
  ['application/vnd.github.v3+json', 'json'],
  ['application/x-ndjson', 'text'],
  ['text/event-stream', 'text'],
  ['application/xml', 'text'],
  ['text/csv', 'text'],
  ['application/pdf', 'binary'],
  ['image/*', 'binary'],
  ['application/zip', 'binary'],
])('an answer of type %s is %s', async (mediaType, kind) => {
  const content = {
    [mediaType]: { schema: { type: 'object', properties: { a: { type: 'string' } } } },
  };
  expect((await response({ 200: { description: '', content } })).kind).toBe(kind);
});

test('any type means JSON, unless the schema is plain text or bytes', async () => {
  const any = (schema?: object) => ({
    200: { description: '', content: { '*/*': { ...(schema && { schema }) } } },
  });
  expect(
    (await response(any({ type: 'object', properties: { a: { type: 'string' } } }))).kind,
  ).toBe('json');
  expect((await response(any({ type: 'string' }))).kind).toBe('text');
  expect((await response(any({ type: 'string', format: 'binary' }))).kind).toBe('binary');
  expect((await response(any())).kind).toBe('text');
});

test('204, 205 and HEAD have no body', async () => {
  expect(await response({ 204: { description: '' } })).toEqual({ status: 204, kind: 'empty' });
  expect(await response({ 200: json({}) }, { method: 'head' })).toEqual({
    status: 200,
    kind: 'empty',
  });
});

test('an answer without content may be any text', async () => {
  expect(await response({ 200: { description: '' } })).toEqual({ status: 200, kind: 'text' });
  expect(await response({})).toEqual({ status: 200, kind: 'text' });
});

test('the example of the document is used when it fits, otherwise one is made', async () => {
  const schema = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } };
  expect(await response({ 200: json(schema, { example: { n: 7 } }) })).toMatchObject({
    example: { n: 7 },
  });
  expect(await response({ 200: json(schema, { example: '{"n": 8}' }) })).toMatchObject({
    example: { n: 8 },
  });
  expect(
    await response({
      200: json(schema, { examples: { a: { value: { n: 'x' } }, b: { value: { n: 9 } } } }),
    }),
  ).toMatchObject({
    example: { n: 9 },
  });
  const made = await response({ 200: json(schema, { example: '{broken' }) });
  expect(made.example).toMatchObject({ n: expect.any(Number) });
  expect(
    (await response({ 200: json(schema, { example: { n: 1, text: 'x'.repeat(5000) } }) })).example,
  ).toMatchObject({
    n: expect.any(Number),
  });
});

test('an example that would change an object is not taken over', async () => {
  const schema = { type: 'object', properties: { n: { type: 'integer' } } };
  const evil = JSON.parse('{"__proto__": {"a": 1}, "n": 4}') as object;
  const { example } = await response({ 200: json(schema, { example: evil }) });
  expect(Object.keys(example as object)).toEqual(['n']);
  expect(Object.getPrototypeOf(example)).toBe(Object.prototype);
});

test('answers leave out what is write only', async () => {
  const { run } = await readOne({
    summary: 'Find',
    responses: {
      200: json({
        type: 'object',
        required: ['secret', 'id'],
        properties: {
          secret: { type: 'string', writeOnly: true },
          id: { type: 'string', readOnly: true },
        },
      }),
    },
  });
  expect(run.response.schema).toEqual({
    type: 'object',
    properties: { id: { type: 'string' } },
    required: ['id'],
  });
});

test('Swagger 2.0 answers follow produces', async () => {
  const swagger = { swagger: '2.0', host: 'api.example.com' };
  const schema = { type: 'array', items: { type: 'integer' } };
  expect(
    await response(
      { 200: { description: '', schema, examples: { 'application/json': [3] } } },
      { ...swagger, produces: ['application/json'] },
    ),
  ).toEqual({
    status: 200,
    kind: 'json',
    mediaType: 'application/json',
    schema,
    example: [3],
  });
  expect(
    (
      await response(
        { 200: { description: '', schema } },
        { ...swagger, produces: ['application/xml'] },
      )
    ).kind,
  ).toBe('text');
  expect(
    (await response({ 200: { description: '', schema: { type: 'file' } } }, swagger)).kind,
  ).toBe('binary');
  expect((await response({ 200: { description: '' } }, swagger)).kind).toBe('text');
});
