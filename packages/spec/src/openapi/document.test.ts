import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { codes, documentText, httpAction, read, readOne } from './__fixtures__/document.js';
import { isOpenApi, openApiVersion, readOpenApi } from './index.js';

test.each([
  [{ openapi: '3.0.3' }, '3.0'],
  [{ openapi: '3.1.0' }, '3.1'],
  [{ openapi: 3.1 }, '3.1'],
  [{ openapi: '3.2.0' }, '3.1'],
  [{ swagger: '2.0' }, '2.0'],
  [{ swagger: 2 }, '2.0'],
  [{ openapi: '4.0.0' }, undefined],
  [{ openapi: '3.10.0' }, undefined],
  [{ swagger: '1.2' }, undefined],
  [{}, undefined],
  [[], undefined],
  ['text', undefined],
  [null, undefined],
])('%j is version %s', (value, version) => {
  expect(openApiVersion(value)).toBe(version);
  expect(isOpenApi(value)).toBe(version !== undefined);
});

test.each([
  ['{"a": 1}', 'PW_OPENAPI_NOT_OPENAPI', 1],
  ['specVersion: 1\n', 'PW_OPENAPI_NOT_OPENAPI', 1],
  ['info: {}\nopenapi: 9.9.9\npaths: {}\n', 'PW_OPENAPI_VERSION', 2],
  ['swaggerVersion: "1.2"\n', 'PW_OPENAPI_VERSION', 1],
  ['openapi: 3.0.0\npaths: {}\n', 'PW_OPENAPI_NO_OPERATIONS', 2],
  ['openapi: 3.0.0\n', 'PW_OPENAPI_NO_OPERATIONS', 1],
  ['openapi: 3.0.0\npaths:\n  /a: {}\n', 'PW_OPENAPI_NO_OPERATIONS', 2],
  ['openapi: 3.1.0\nwebhooks:\n  made: { post: {} }\n', 'PW_OPENAPI_WEBHOOKS_ONLY', 2],
  ['openapi: 3.0.0\npaths:\n  /a:\n    trace: {}\n', 'PW_OPENAPI_NO_OPERATIONS', 2],
  ['openapi: 3.0.0\npaths:\n  /a: [\n', 'PW_DOCUMENT_SYNTAX', 4],
  ['{"openapi": "3.0.0",\n "paths": }', 'PW_DOCUMENT_SYNTAX', 2],
  ['', 'PW_DOCUMENT_EMPTY', 1],
])('%j is refused with %s at line %s', async (text, code, line) => {
  const source = text.startsWith('{') ? 'x.json' : 'x.yaml';
  const result = await readOpenApi({ text, source });
  expect(result).toMatchObject({ ok: false, operations: [] });
  const error = result.diagnostics.find(({ severity }) => severity === 'error');
  expect(error?.code).toBe(code);
  expect(error?.position).toMatchObject({ line, source });
  expect(error?.hint).toBeTruthy();
});

test('one broken operation does not stop the others', async () => {
  const { spec, diagnostics } = await read({
    paths: {
      '/ok': { get: { summary: 'Find' } },
      '/broken/{a': { get: { summary: 'Broken' } },
      '/list': [],
      '/text': 'x',
      '/null': { get: null, post: 'x' },
      '/trace': { trace: { summary: 'Trace' } },
      'x-internal': { get: { summary: 'Hidden' } },
    },
  });
  expect(spec.actions.map(({ description }) => description)).toEqual(['Find.']);
  expect(diagnostics.map(({ code, path, severity }) => [code, path, severity])).toEqual([
    ['PW_OPENAPI_OPERATION_UNUSABLE', '/paths/~1list', 'warning'],
    ['PW_OPENAPI_OPERATION_UNUSABLE', '/paths/~1text', 'warning'],
    ['PW_OPENAPI_OPERATION_UNUSABLE', '/paths/~1null', 'warning'],
    ['PW_OPENAPI_OPERATION_UNUSABLE', '/paths/~1broken~1{a/get', 'warning'],
    ['PW_OPENAPI_OPERATION_UNUSABLE', '/paths/~1trace/trace', 'warning'],
  ]);
  expect(diagnostics.every(({ position }) => position !== undefined)).toBe(true);
});

test('path items and operations behind references are read', async () => {
  const { spec } = await read({
    paths: {
      '/a': {
        $ref: '#/components/pathItems/A',
        parameters: [{ name: 'p', in: 'query', schema: { type: 'string' } }],
      },
    },
    components: {
      pathItems: { A: { get: { summary: 'Find', responses: { $ref: '#/components/x' } } } },
      x: {},
    },
  });
  expect(spec.actions[0]?.parameters.map(({ name }) => name)).toEqual(['p']);
});

test('names, texts and provenance come from the document, its version number does not', async () => {
  const text = documentText({
    info: {
      title: 'The *Best* API',
      version: '2024-01-01 (beta)',
      description: 'First sentence. More.',
    },
    paths: { '/a': { get: { summary: 'Find' } } },
  });
  const result = await readOpenApi({ text, source: '/data/secret/api.json' });
  if (!result.ok) throw new Error('not read');
  expect(result.spec).toMatchObject({
    name: 'plugin-the-best-api',
    displayName: 'The Best API',
    description: 'First sentence. More.',
    version: '1.0.0',
    provenance: {
      kind: 'openapi',
      document: 'api.json',
      digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
      title: 'The Best API',
      version: '2024-01-01 (beta)',
      operations: 1,
    },
  });
  expect(JSON.stringify(result.spec)).not.toContain('somebody');
});

test('the caller may choose the name; without a title the file gives it', async () => {
  const text = documentText({ info: {}, paths: { '/a': { get: {} } } });
  const named = await readOpenApi({ text, source: 'x.json' }, { name: '@me/plugin-mine' });
  expect(named.ok && named.spec.name).toBe('@me/plugin-mine');
  expect(named.ok && named.spec.actions[0]?.name).toBe('MINE_LIST_A');
  const fromFile = await readOpenApi({ text, source: 'dir/weather-api.v2.json' });
  expect(fromFile.ok && fromFile.spec.name).toBe('plugin-weather-api-v2');
  expect(fromFile.ok && fromFile.spec.displayName).toBe('API');
  const fromNothing = await readOpenApi({ text });
  expect(fromNothing.ok && fromNothing.spec.provenance?.document).toBe('document');
  const bad = await readOpenApi({ text }, { name: 'not a name' });
  expect(codes(bad.diagnostics)).toContain('PW_SPEC_NAME_INVALID');
});

test('what an action does to the world follows from its method', async () => {
  const of = async (method: string) =>
    (await readOne({ summary: 'Do' }, { method })).action.annotations;
  expect(await of('get')).toEqual({ readOnly: true });
  expect(await of('post')).toEqual({});
  expect(await of('put')).toEqual({ idempotent: true });
  expect(await of('delete')).toEqual({ destructive: true, idempotent: true });
});

test('every action can be found in the document again', async () => {
  const { action } = await readOne({
    operationId: 'find',
    summary: 'Finds things',
    deprecated: true,
    tags: ['a', 'a', '', 7],
  });
  expect(action).toMatchObject({
    deprecated: true,
    tags: ['a'],
    provenance: { operationId: 'find', pointer: '/paths/~1things/get' },
    examples: [
      { user: 'Please find things', agent: 'Here is what I found.' },
      { user: 'Can you list things with Things?', agent: 'Yes. I use Things for that.' },
    ],
  });
});

test('findings are counted beyond what anybody reads', async () => {
  const paths = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`/p${n}`, 'x']));
  const { diagnostics } = await read({ paths: { ...paths, '/a': { get: { summary: 'Find' } } } });
  expect(diagnostics).toHaveLength(201);
  expect(diagnostics.at(-1)).toMatchObject({
    code: 'PW_OPENAPI_MORE',
    message: '100 more findings of the same kinds are not listed.',
  });
});

test('a spec stays within its limit, whatever the document holds', async () => {
  const text = 'long words '.repeat(40);
  const enumeration = Array.from({ length: 200 }, (_, n) => `${'value '.repeat(4)}${n}`);
  const property = { type: 'string', description: text, enum: enumeration };
  const schema = {
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`p${n}`, property])),
  };
  const paths = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [
      `/a${n}`,
      {
        post: {
          summary: `Make ${n}`,
          requestBody: { content: { 'application/json': { schema } } },
        },
      },
    ]),
  );
  const { spec, diagnostics } = await read({ paths }, { maxTokens: 10_000_000 });
  expect(JSON.stringify(spec).length).toBeLessThan(1_300_000);
  expect(spec.actions.length).toBeGreaterThanOrEqual(1);
  expect(httpAction(spec).parameters.length).toBeGreaterThan(0);
  expect(codes(diagnostics)).toContain('PW_OPENAPI_OPERATION_UNUSABLE');
});
