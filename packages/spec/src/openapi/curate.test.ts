import { describe, expect, test } from 'vitest';
import { read, documentText } from './__fixtures__/document.js';
import { readOpenApi, type ReadOpenApiOptions } from './index.js';

const operation = (tag: string, name: string, more: object = {}) => ({
  operationId: name,
  summary: `Does ${name}`,
  tags: [tag],
  ...more,
});
/** Four tags with twelve operations each. */
const paths = Object.fromEntries(
  ['pets', 'users', 'orders', 'reports'].flatMap((tag) =>
    [1, 2, 3].map((n) => [
      n === 1 ? `/${tag}` : `/${tag}/{id}/${'part/'.repeat(n - 2)}more`,
      {
        get: operation(tag, `list ${tag} ${n}`),
        post: operation(tag, `create ${tag} ${n}`),
        put: operation(tag, `replace ${tag} ${n}`),
        delete: operation(tag, `delete ${tag} ${n}`, { deprecated: n === 1 }),
      },
    ]),
  ),
);
const chosen = async (options: ReadOpenApiOptions) => {
  const { operations } = await read({ paths }, options);
  return operations.filter((summary) => summary.chosen).map(({ operationId }) => operationId);
};

describe('by default', () => {
  test('at most 24 actions, spread over the tags, deprecated ones last', async () => {
    const { spec, operations, diagnostics } = await read({ paths });
    expect(spec.actions).toHaveLength(24);
    expect(operations).toHaveLength(48);
    expect(spec.provenance?.operations).toBe(48);
    const tags = spec.actions.map((action) => action.tags[0]);
    for (const tag of ['pets', 'users', 'orders', 'reports'])
      expect(tags.filter((found) => found === tag).length).toBeGreaterThanOrEqual(5);
    expect(spec.actions.some(({ deprecated }) => deprecated)).toBe(false);
    expect(diagnostics).toMatchObject([{ code: 'PW_OPENAPI_CURATED', severity: 'info' }]);
  });

  test('the choice is the same every time, in the order of the document', async () => {
    const [first, second] = await Promise.all([read({ paths }), read({ paths })]);
    expect(first.spec).toEqual(second.spec);
    const all = first.operations.map(({ action }) => action);
    const places = first.spec.actions.map(({ name }) => all.indexOf(name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('few actions are the ones that list and create', async () => {
    expect(await chosen({ maxActions: 4 })).toEqual([
      'list pets 1',
      'list users 1',
      'list orders 1',
      'list reports 1',
    ]);
  });

  test('tokens are a limit as well: what is too big is passed over', async () => {
    const { spec } = await read({ paths }, { maxTokens: 100 });
    expect(spec.actions.length).toBeGreaterThan(1);
    expect(spec.actions.length).toBeLessThan(10);
    const huge = { get: { summary: 'Huge', description: 'x'.repeat(300) } };
    expect((await read({ paths: { '/huge': huge } }, { maxTokens: 1 })).spec.actions).toHaveLength(
      1,
    );
  });
});

test('an action that would take the room of several others is written smaller', async () => {
  const deep = {
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [
        `p${n}`,
        { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
      ]),
    ),
  };
  const post = {
    summary: 'Make',
    requestBody: {
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`q${n}`, deep])),
          },
        },
      },
    },
  };
  const options = { maxActions: 10, maxTokens: 2000 };
  const { spec, diagnostics } = await read({ paths: { '/a': { post } } }, options);
  expect(spec.actions[0]?.parameters[0]?.schema.properties?.['p0']).toEqual({ type: 'object' });
  expect(diagnostics).toMatchObject([
    { code: 'PW_OPENAPI_SCHEMA_CUT', severity: 'warning', path: '/paths/~1a/post' },
  ]);
  const named = await read({ paths: { '/a': { post } } }, { ...options, operations: ['POST /a'] });
  expect(named.diagnostics).toEqual([]);
});

describe('selection', () => {
  test('by operation id, action name, or method and path, in the order asked for', async () => {
    expect(
      await chosen({
        operations: ['list users 1', 'THINGS_CREATE_PETS_1', 'delete  /orders', 'LIST PETS 1'],
      }),
    ).toEqual(['list pets 1', 'create pets 1', 'list users 1', 'delete orders 1']);
    const { spec } = await read({ paths }, { operations: ['list users 1', 'list pets 1'] });
    expect(spec.actions.map(({ name }) => name)).toEqual([
      'THINGS_LIST_USERS_1',
      'THINGS_LIST_PETS_1',
    ]);
  });
  test('named operations are not cut at the default limit', async () => {
    const names = Object.keys(paths).flatMap((path) => [
      `GET ${path}`,
      `POST ${path}`,
      `PUT ${path}`,
    ]);
    expect((await read({ paths }, { operations: names, maxTokens: 1 })).spec.actions).toHaveLength(
      36,
    );
  });
  test('by tag', async () => {
    expect(
      new Set((await read({ paths }, { tags: ['PETS'] })).spec.actions.flatMap(({ tags }) => tags)),
    ).toEqual(new Set(['pets']));
  });
  test('by path', async () => {
    expect(await chosen({ paths: ['/pets'], methods: ['get', 'POST'] })).toEqual([
      'list pets 1',
      'create pets 1',
    ]);
    expect(await chosen({ paths: ['/*/{id}/more'], methods: ['get'] })).toHaveLength(4);
    expect(await chosen({ paths: ['pets/**'], methods: ['get'] })).toHaveLength(2);
  });
  test('by words, most hits first', async () => {
    expect(await chosen({ words: ['replace reports'], maxActions: 3 })).toEqual([
      'replace reports 1',
      'replace reports 2',
      'replace reports 3',
    ]);
  });

  test.each<[ReadOpenApiOptions, string, RegExp]>([
    [
      { operations: ['list userz 1'] },
      'PW_OPENAPI_OPERATION_UNKNOWN',
      /Did you mean "list users 1"/,
    ],
    [{ operations: ['zzz'] }, 'PW_OPENAPI_OPERATION_UNKNOWN', /METHOD/],
    [{ tags: ['nothing'] }, 'PW_OPENAPI_NOTHING_SELECTED', /"pets", "users"/],
    [{ words: ['zebra'] }, 'PW_OPENAPI_NOTHING_SELECTED', /tags/],
  ])('%j is an error with a hint', async (options, code, hint) => {
    const result = await readOpenApi({ text: documentText({ paths }) }, options);
    expect(result).toMatchObject({ ok: false, operations: [] });
    expect(result.diagnostics[0]).toMatchObject({ code, severity: 'error' });
    expect(result.diagnostics[0]?.hint).toMatch(hint);
  });
});

describe('the lazy rest', () => {
  test('operations without an action are found and called through two', async () => {
    const { spec } = await read({ paths }, { maxActions: 5, lazy: true });
    expect(spec.actions).toHaveLength(5);
    expect(spec.lazy).toMatchObject({
      search: 'THINGS_SEARCH_OPERATIONS',
      action: 'THINGS_CALL_OPERATION',
    });
    expect(spec.lazy?.operations).toHaveLength(43);
    const names = new Set(
      [...spec.actions, ...(spec.lazy?.operations ?? [])].map(({ name }) => name),
    );
    expect(names.size).toBe(48);
  });

  test('their schemas are written out in place, without answers', async () => {
    const components = {
      schemas: {
        Node: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } },
        },
      },
    };
    const post = {
      summary: 'Make',
      requestBody: {
        content: {
          'application/json': {
            schema: { type: 'object', properties: { node: { $ref: '#/components/schemas/Node' } } },
          },
        },
      },
      responses: {
        200: {
          description: '',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } },
        },
      },
    };
    const { spec } = await read(
      { components, paths: { '/a': { get: { summary: 'Find' } }, '/b/c/d': { post } } },
      { maxActions: 1, lazy: true },
    );
    const [lazy] = spec.lazy?.operations ?? [];
    expect(lazy?.parameters[0]?.schema).toEqual({
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, next: { type: 'object' } },
    });
    expect(lazy?.run.kind === 'http' && lazy.run.response).toEqual({
      status: 200,
      kind: 'json',
      mediaType: 'application/json',
    });
    expect(spec.schemas).toEqual({});
  });

  test('an unusable operation among them is told', async () => {
    const { spec, diagnostics } = await read(
      { paths: { '/a': { get: { summary: 'Find' } }, '/b': { trace: { summary: 'Trace' } } } },
      { maxActions: 1, lazy: true },
    );
    expect(spec.lazy).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'PW_OPENAPI_OPERATION_UNUSABLE', path: '/paths/~1b/trace' },
      { code: 'PW_OPENAPI_CURATED' },
    ]);
  });

  test('names of the two are free', async () => {
    const own = {
      get: { operationId: 'searchOperations', summary: 'Search' },
      post: { operationId: 'x', summary: 'X' },
    };
    const { spec } = await read({ paths: { '/a': own } }, { maxActions: 1, lazy: true });
    expect(spec.lazy?.search).toBe('THINGS_SEARCH_OPERATIONS_2');
  });
});
