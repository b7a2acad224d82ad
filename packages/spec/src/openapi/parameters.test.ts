import { describe, expect, test } from 'vitest';
import { codes, readOne } from './__fixtures__/document.js';

const query = (name: string, schema: object, more: object = {}) => ({
  name,
  in: 'query',
  schema,
  ...more,
});
const strings = { type: 'array', items: { type: 'string' } };

describe('where parameters go', () => {
  test('path, query, header and cookie parameters are bound to their places', async () => {
    const { action, run } = await readOne(
      {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          query('verbose', { type: 'boolean' }),
          { name: 'X-Trace-Id', in: 'header', schema: { type: 'string' } },
          { name: 'session', in: 'cookie', schema: { type: 'string' } },
        ],
      },
      { path: '/things/{id}' },
    );
    expect(run.bind).toEqual([
      { parameter: 'id', in: 'path', name: 'id' },
      { parameter: 'verbose', in: 'query', name: 'verbose' },
      { parameter: 'xTraceId', in: 'header', name: 'X-Trace-Id' },
      { parameter: 'session', in: 'cookie', name: 'session' },
    ]);
    expect(action.parameters.map(({ required }) => required)).toEqual([true, false, false, false]);
  });

  test('parameters of the path item count, and those of the operation override them', async () => {
    const { action } = await readOne(
      { parameters: [query('limit', { type: 'integer', maximum: 5 })] },
      {
        item: {
          parameters: [query('limit', { type: 'string' }), query('offset', { type: 'integer' })],
        },
      },
    );
    expect(
      action.parameters.map(({ name, schema }) => [name, schema.type, schema.maximum]),
    ).toEqual([
      ['limit', 'integer', 5],
      ['offset', 'integer', undefined],
    ]);
  });

  test('the same name in several places gives distinct parameters', async () => {
    const { run } = await readOne(
      {
        parameters: [
          query('id', { type: 'string' }),
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'id', in: 'header', schema: { type: 'string' } },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { id: {}, body: { type: 'string' } } },
            },
          },
        },
      },
      { path: '/things/{id}', method: 'post' },
    );
    expect(run.bind.map(({ parameter, in: place, name }) => [parameter, place, name])).toEqual([
      ['id', 'path', 'id'],
      ['id_query', 'query', 'id'],
      ['id_header', 'header', 'id'],
      ['id_body', 'body', 'id'],
      ['body', 'body', 'body'],
    ]);
  });

  test.each([
    ['page[size]', 'page_size'],
    ['filter[created.at]', 'filter_created_at'],
    ['X-Request-Id', 'xRequestId'],
    ['$top', 'top'],
    ['2fa', 'n2fa'],
    ['größe', 'grosse'],
    ['constructor', 'constructorValue'],
    ['toString', 'toStringValue'],
  ])('the wire name %s gets the parameter name %s', async (wire, name) => {
    const { run } = await readOne({ parameters: [query(wire, { type: 'string' })] });
    expect(run.bind[0]).toMatchObject({ parameter: name, name: wire });
  });

  test('a name without any Latin letter gets a stable one, and a long one is cut', async () => {
    const { run } = await readOne({
      parameters: [query('数量', { type: 'string' }), query('n'.repeat(200), { type: 'string' })],
    });
    expect(run.bind[0]?.parameter).toMatch(/^value_[0-9a-f]{6}$/);
    expect(run.bind[1]?.parameter).toHaveLength(64);
  });

  test('headers that OpenAPI describes elsewhere are not parameters', async () => {
    const header = (name: string) => ({
      name,
      in: 'header',
      required: true,
      schema: { type: 'string' },
    });
    const { action, run, spec } = await readOne({
      parameters: [header('Accept'), header('content-type'), header('Authorization')],
    });
    expect(action.parameters).toEqual([]);
    // Without any security, a described Authorization header is how the API wants to be called.
    expect(run.auth).toEqual([['authorization']]);
    expect(spec.auth['authorization']).toMatchObject({ type: 'header', name: 'Authorization' });
  });

  test('a required parameter with one possible value is sent without asking', async () => {
    const { action, run } = await readOne({
      parameters: [
        query('version', { type: 'string', enum: ['2024-01-01'] }, { required: true }),
        { name: 'X-Version', in: 'header', required: true, schema: { type: 'integer', enum: [3] } },
        query('kind', { type: 'string', enum: ['a'] }),
      ],
    });
    expect(run.query).toEqual({ version: '2024-01-01' });
    expect(run.headers).toEqual({ 'X-Version': '3' });
    expect(action.parameters.map(({ name }) => name)).toEqual(['kind']);
  });
});

describe('how values are written', () => {
  test('style and explode are kept where they differ from the default', async () => {
    const { run } = await readOne({
      parameters: [
        query('plain', strings),
        query('joined', strings, { explode: false }),
        query('piped', strings, { style: 'pipeDelimited', explode: false }),
        query('spaced', strings, { style: 'spaceDelimited', explode: false }),
        query(
          'deep',
          { type: 'object', properties: { a: { type: 'string' } } },
          { style: 'deepObject', explode: true },
        ),
        query('raw', { type: 'string' }, { allowReserved: true, explode: false }),
        query('wrong', strings, { style: 'matrix' }),
      ],
    });
    expect(run.bind.map(({ parameter: _p, in: _i, ...rest }) => rest)).toEqual([
      { name: 'plain' },
      { name: 'joined', explode: false },
      { name: 'piped', style: 'pipeDelimited' },
      { name: 'spaced', style: 'spaceDelimited' },
      { name: 'deep', style: 'deepObject' },
      { name: 'raw', allowReserved: true },
      { name: 'wrong' },
    ]);
  });

  test('path parameters keep label and matrix styles', async () => {
    const { run } = await readOne(
      {
        parameters: [
          { name: 'a', in: 'path', required: true, style: 'label', explode: true, schema: strings },
          { name: 'b', in: 'path', required: true, style: 'matrix', schema: strings },
        ],
      },
      { path: '/things/{a}/{b}' },
    );
    expect(run.bind).toMatchObject([{ style: 'label', explode: true }, { style: 'matrix' }]);
  });

  test('collectionFormat of Swagger 2.0 becomes style and explode', async () => {
    const list = (name: string, collectionFormat?: string) => ({
      name,
      in: 'query',
      type: 'array',
      items: { type: 'string' },
      ...(collectionFormat === undefined ? {} : { collectionFormat }),
    });
    const { run } = await readOne(
      {
        parameters: [
          list('a'),
          list('b', 'multi'),
          list('c', 'pipes'),
          list('d', 'ssv'),
          list('e', 'tsv'),
        ],
      },
      { swagger: '2.0', host: 'api.example.com' },
    );
    expect(run.bind.map(({ style, explode }) => [style, explode])).toEqual([
      [undefined, false],
      [undefined, true],
      ['pipeDelimited', false],
      ['spaceDelimited', false],
      [undefined, false],
    ]);
  });

  test('a content parameter is sent as JSON', async () => {
    const { run, action } = await readOne({
      parameters: [
        {
          name: 'filter',
          in: 'query',
          content: {
            'application/json': {
              schema: { type: 'object', properties: { a: { type: 'string' } } },
            },
          },
        },
        { name: 'note', in: 'query', content: { 'text/plain': { schema: { type: 'string' } } } },
      ],
    });
    expect(run.bind).toEqual([
      { parameter: 'filter', in: 'query', name: 'filter', json: true },
      { parameter: 'note', in: 'query', name: 'note' },
    ]);
    expect(action.parameters[0]?.schema.properties).toEqual({ a: { type: 'string' } });
  });
});

describe('paths', () => {
  test('a placeholder without a parameter becomes a required text', async () => {
    const { action, run } = await readOne({}, { path: '/things/{thing-id}' });
    expect(action.parameters).toMatchObject([
      { name: 'thingId', required: true, schema: { type: 'string' } },
    ]);
    expect(run.bind).toEqual([{ parameter: 'thingId', in: 'path', name: 'thing-id' }]);
  });

  test('a parameter whose placeholder is spelled differently still fills it', async () => {
    const { run, diagnostics } = await readOne(
      {
        parameters: [
          { name: 'thing_id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'other', in: 'path', required: true, schema: { type: 'string' } },
        ],
      },
      { path: '/things/{thingId}' },
    );
    expect(run.bind).toEqual([{ parameter: 'thing_id', in: 'path', name: 'thingId' }]);
    expect(codes(diagnostics)).toContain('PW_OPENAPI_PARAMETER_IGNORED');
  });

  test('query and fragment written into a path go where they belong', async () => {
    const { run } = await readOne(
      { parameters: [{ name: 'term', in: 'path', required: true, schema: { type: 'string' } }] },
      { path: '/search?type=track&q={term}&flag#Action=Find' },
    );
    expect(run.path).toBe('/search');
    expect(run.query).toEqual({ type: 'track', flag: '' });
    expect(run.bind).toEqual([{ parameter: 'term', in: 'query', name: 'q' }]);
  });

  test('a path without its slash and with a blank is repaired', async () => {
    const { run } = await readOne({}, { path: 'some things' });
    expect(run.path).toBe('/some%20things');
  });
});

describe('what cannot be carried over', () => {
  test('broken parameter entries are left out with a warning at their place', async () => {
    const { action, diagnostics } = await readOne({
      parameters: [
        { name: 'ok', in: 'query', schema: { type: 'string' } },
        { name: 'lost', in: 'body-ish', schema: {} },
        { in: 'query' },
        { $ref: '#/components/parameters/Missing' },
        { name: 'X Y', in: 'header', schema: { type: 'string' } },
      ],
    });
    expect(action.parameters.map(({ name }) => name)).toEqual(['ok']);
    expect(diagnostics.map(({ code, path }) => [code, path])).toEqual([
      ['PW_OPENAPI_PARAMETER_IGNORED', '/paths/~1things/get/parameters/1'],
      ['PW_OPENAPI_PARAMETER_IGNORED', '/paths/~1things/get/parameters/2'],
      ['PW_OPENAPI_REF_MISSING', '/paths/~1things/get/parameters/3'],
      ['PW_OPENAPI_PARAMETER_IGNORED', '/paths/~1things/get/parameters/4'],
      ['PW_OPENAPI_DESCRIPTION_MADE', '/paths/~1things/get'],
    ]);
    expect(diagnostics[0]?.position?.line).toBe(1);
  });

  test('a list of parameters that is no list is ignored', async () => {
    const { diagnostics } = await readOne({ summary: 'Find', parameters: { a: 1 } });
    expect(codes(diagnostics)).toEqual(['PW_OPENAPI_PARAMETER_IGNORED']);
  });

  test('too many optional parameters are cut, required ones never', async () => {
    const many = Array.from({ length: 60 }, (_, n) =>
      query(`p${n}`, { type: 'string' }, { required: n > 50 }),
    );
    const { action, diagnostics } = await readOne({ parameters: many });
    expect(action.parameters).toHaveLength(40);
    expect(action.parameters.filter(({ required }) => required)).toHaveLength(9);
    expect(codes(diagnostics)).toContain('PW_OPENAPI_PARAMETER_IGNORED');
  });
});

test('examples of a parameter are kept when they fit its schema', async () => {
  const { action } = await readOne({
    parameters: [
      query('a', { type: 'integer' }, { example: 7 }),
      query('b', { type: 'integer' }, { examples: { one: { value: 1 }, bad: { value: 'x' } } }),
      query('c', { type: 'string' }, { 'x-example': 'shown' }),
      query('d', { type: 'integer', example: 3, default: 'wrong' }),
    ],
  });
  expect(action.parameters.map(({ examples }) => examples)).toEqual([[7], [1], ['shown'], []]);
  expect(action.parameters[3]?.schema).toEqual({ type: 'integer', examples: [3] });
});
