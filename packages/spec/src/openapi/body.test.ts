import { expect, test } from 'vitest';
import { codes, readOne } from './__fixtures__/document.js';

const content = (mediaType: string, schema: object, more: object = {}) => ({
  content: { [mediaType]: { schema, ...more } },
});
const post = (requestBody: object, more: object = {}) =>
  readOne({ summary: 'Send', requestBody }, { method: 'post', ...more });
const thing = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', description: 'What it is called' },
    id: { type: 'integer', readOnly: true },
    size: { type: 'integer' },
  },
};

test('a small object becomes one parameter for each property', async () => {
  const { action, run } = await post(content('application/json', thing));
  expect(action.parameters).toMatchObject([
    { name: 'name', description: 'What it is called', required: true },
    { name: 'size', required: false },
  ]);
  expect(run.bind).toEqual([
    { parameter: 'name', in: 'body', name: 'name' },
    { parameter: 'size', in: 'body', name: 'size' },
  ]);
  expect(run.body).toEqual({ mediaType: 'application/json', encoding: 'json', required: true });
});

test('a body that is optional in so many words asks for nothing', async () => {
  const { action, run } = await post({ required: false, ...content('application/json', thing) });
  expect(action.parameters.map(({ required }) => required)).toEqual([false, false]);
  expect(run.body?.required).toBe(false);
});

test('references and allOf at the root are followed', async () => {
  const { action } = await post(
    { required: true, ...content('application/json', { $ref: '#/components/schemas/Big' }) },
    {
      components: {
        schemas: {
          Thing: thing,
          Big: {
            allOf: [
              { $ref: '#/components/schemas/Thing' },
              { type: 'object', required: ['weight'], properties: { weight: { type: 'number' } } },
            ],
          },
        },
      },
    },
  );
  expect(action.parameters.map(({ name, required }) => [name, required])).toEqual([
    ['name', true],
    ['weight', true],
    ['size', false],
  ]);
});

test.each([
  ['an array', { type: 'array', items: { type: 'string' } }],
  [
    'alternatives',
    {
      oneOf: [
        { type: 'object', properties: { a: {} } },
        { type: 'object', properties: { b: {} } },
      ],
    },
  ],
  ['a free map', { type: 'object', additionalProperties: { type: 'string' } }],
  [
    'many properties',
    {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 30 }, (_, n) => [`p${n}`, { type: 'string' }]),
      ),
    },
  ],
  ['anything', {}],
])('a body that is %s stays one parameter', async (_, schema) => {
  const { action, run } = await post({
    required: true,
    description: 'The thing.',
    ...content('application/json', schema),
  });
  expect(action.parameters).toMatchObject([
    { name: 'body', required: true, description: 'The thing.' },
  ]);
  expect(run.body?.parameter).toBe('body');
  expect(run.bind).toEqual([]);
});

test('the name that a code generator would use is taken', async () => {
  const { run } = await readOne(
    {
      summary: 'Send',
      'x-codegen-request-body-name': 'things',
      requestBody: content('application/json', { type: 'array', items: {} }),
    },
    { method: 'put' },
  );
  expect(run.body?.parameter).toBe('things');
});

test('JSON is preferred over forms, and JSON dialects are JSON', async () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } } };
  const both = await post({
    content: {
      'multipart/form-data': { schema },
      'application/vnd.api+json; charset=utf-8': { schema },
    },
  });
  expect(both.run.body).toMatchObject({
    mediaType: 'application/vnd.api+json; charset=utf-8',
    encoding: 'json',
  });
  const any = await post(content('*/*', schema));
  expect(any.run.body).toMatchObject({ mediaType: 'application/json', encoding: 'json' });
});

test('form fields keep style, explode and JSON of their encoding', async () => {
  const { run } = await post(
    content(
      'application/x-www-form-urlencoded',
      {
        type: 'object',
        properties: {
          plain: { type: 'string' },
          list: { type: 'array', items: { type: 'string' } },
          nested: { type: 'object', properties: { a: { type: 'string' } } },
          data: { type: 'object', properties: { a: { type: 'string' } } },
          deep: { type: 'object', properties: { a: { type: 'string' } } },
        },
      },
      {
        encoding: {
          list: { style: 'form', explode: false },
          data: { contentType: 'application/json' },
          deep: { style: 'deepObject', explode: true },
        },
      },
    ),
  );
  expect(run.body?.encoding).toBe('form');
  expect(run.bind.map(({ parameter: _p, in: _i, ...rest }) => rest)).toEqual([
    { name: 'plain' },
    { name: 'list', explode: false },
    { name: 'nested', style: 'deepObject', explode: true },
    { name: 'data', json: true },
    { name: 'deep', style: 'deepObject' },
  ]);
});

test('parts of a multipart body are bytes, JSON or text', async () => {
  const { run, action } = await post(
    content('multipart/form-data', {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', format: 'binary', description: 'The picture' },
        more: { type: 'array', items: { type: 'string', format: 'binary' } },
        picture: { type: 'string', contentMediaType: 'image/png', contentEncoding: 'base64' },
        about: { type: 'object', properties: { a: { type: 'string' } } },
        title: { type: 'string' },
      },
    }),
  );
  expect(run.body).toEqual({
    mediaType: 'multipart/form-data',
    encoding: 'multipart',
    required: true,
  });
  expect(run.bind.map(({ name, json, binary }) => [name, json, binary])).toEqual([
    ['file', undefined, true],
    ['more', undefined, true],
    ['picture', undefined, true],
    ['about', true, undefined],
    ['title', undefined, undefined],
  ]);
  expect(action.parameters[0]).toMatchObject({
    description: 'The picture (base64)',
    schema: { type: 'string', format: 'byte' },
  });
});

test('text and bytes are one parameter', async () => {
  const text = await post(content('text/csv', { type: 'string' }));
  expect(text.run.body).toMatchObject({
    mediaType: 'text/csv',
    encoding: 'text',
    parameter: 'body',
  });
  const bytes = await post(content('image/*', { type: 'string', format: 'binary' }));
  expect(bytes.run.body).toMatchObject({
    mediaType: 'application/octet-stream',
    encoding: 'binary',
    parameter: 'body',
  });
  expect(bytes.action.parameters[0]?.schema).toEqual({ type: 'string', format: 'byte' });
  const xml = await post(content('application/xml', { type: 'object', properties: { a: {} } }));
  expect(xml.run.body).toMatchObject({ mediaType: 'application/xml', encoding: 'text' });
});

test('a body that cannot be sent is left out with a warning', async () => {
  const get = await readOne({ summary: 'Find', requestBody: content('application/json', thing) });
  expect(get.run.body).toBeUndefined();
  expect(codes(get.diagnostics)).toEqual(['PW_OPENAPI_BODY_IGNORED']);
  const empty = await post({ content: {} });
  expect(codes(empty.diagnostics)).toEqual(['PW_OPENAPI_BODY_IGNORED']);
});

test('an operation with a form that is no object is unusable, the others go on', async () => {
  const failing = post(
    content('application/x-www-form-urlencoded', { type: 'array', items: { type: 'string' } }),
  );
  await expect(failing).rejects.toThrow(/A form body must be an object/);
});

test('Swagger 2.0 bodies and forms are read', async () => {
  const swagger = { swagger: '2.0', host: 'api.example.com', schemes: ['https'], method: 'post' };
  const body = await readOne(
    {
      summary: 'Send',
      consumes: ['application/json'],
      parameters: [
        { name: 'thing', in: 'body', required: true, schema: { $ref: '#/definitions/Thing' } },
      ],
    },
    { ...swagger, definitions: { Thing: thing } },
  );
  expect(body.action.parameters.map(({ name }) => name)).toEqual(['name', 'size']);
  expect(body.run.body).toMatchObject({ encoding: 'json', required: true });

  const upload = await readOne(
    {
      summary: 'Upload',
      consumes: ['multipart/form-data'],
      parameters: [
        { name: 'file', in: 'formData', type: 'file', required: true, description: 'The file' },
        {
          name: 'tags',
          in: 'formData',
          type: 'array',
          items: { type: 'string' },
          collectionFormat: 'multi',
        },
      ],
    },
    swagger,
  );
  expect(upload.run.body).toEqual({
    mediaType: 'multipart/form-data',
    encoding: 'multipart',
    required: true,
  });
  expect(upload.run.bind).toEqual([
    { parameter: 'file', in: 'body', name: 'file', binary: true },
    { parameter: 'tags', in: 'body', name: 'tags', explode: true },
  ]);

  const form = await readOne(
    { summary: 'Send', parameters: [{ name: 'a', in: 'formData', type: 'string' }] },
    swagger,
  );
  expect(form.run.body).toEqual({
    mediaType: 'application/x-www-form-urlencoded',
    encoding: 'form',
    required: false,
  });
  const get = await readOne(
    { summary: 'Find', parameters: [{ name: 'a', in: 'formData', type: 'string' }] },
    { ...swagger, method: 'get' },
  );
  expect(codes(get.diagnostics)).toEqual(['PW_OPENAPI_BODY_IGNORED']);
});
