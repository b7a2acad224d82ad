import { describe, expect, test } from 'vitest';
import { type Diagnostic } from '@plugwright/errors';
import { parseSpec, type PluginSpecInput } from './index.js';

const base = (): PluginSpecInput => ({
  specVersion: 1,
  name: 'plugin-shopdesk',
  description: 'A shop.',
  apis: { shop: { baseUrl: 'https://shop.example/v1', baseUrlEnv: 'SHOP_URL' } },
  auth: { key: { type: 'apiKey', in: 'header', name: 'X-Key', env: 'SHOP_KEY' } },
  environment: [
    { name: 'SHOP_URL', description: 'Address.' },
    { name: 'SHOP_KEY', description: 'Key.', sensitive: true },
  ],
  permissions: {
    hosts: [{ host: 'shop.example', reason: 'The shop.' }],
    environment: [
      { name: 'SHOP_URL', reason: 'Address.' },
      { name: 'SHOP_KEY', reason: 'Key.' },
    ],
  },
  actions: [action()],
});
type ActionInput = NonNullable<PluginSpecInput['actions']>[number];
const action = (more: Partial<ActionInput> = {}): ActionInput => ({
  name: 'GET_ITEM',
  description: 'Gets an item.',
  parameters: [{ name: 'id', required: true, schema: { type: 'integer' } }],
  run: {
    kind: 'http',
    api: 'shop',
    method: 'GET',
    path: '/items/{id}',
    bind: [{ parameter: 'id', in: 'path', name: 'id' }],
    auth: [['key']],
    response: { kind: 'json' },
  },
  ...more,
});
const text = (template: string, names: string[] = []): ActionInput => ({
  name: 'SAY',
  description: 'Says.',
  parameters: names.map((name) => ({ name, schema: { type: 'string' } })),
  run: { kind: 'text', template },
});
const found = (more: Partial<PluginSpecInput>): Pick<Diagnostic, 'code' | 'severity' | 'path'>[] =>
  parseSpec({ ...base(), ...more }).diagnostics.map(({ code, severity, path }) => ({
    code,
    severity,
    path,
  }));
const warning = (code: string, path: string) => ({ code, severity: 'warning', path });
const error = (code: string, path: string) => ({ code, severity: 'error', path });

test('a sound spec has no remark, in any script', () => {
  expect(found({})).toEqual([]);
  expect(found({ displayName: 'Погода 天気 Café', description: 'Météo.' })).toEqual([]);
  expect(found({ displayName: 'Discord helper' })).toEqual([]);
});

describe('warnings', () => {
  test.each<[string, Partial<PluginSpecInput>, string, string]>([
    [
      'providers that differ only in separators',
      {
        providers: ['ITEM_2', 'ITEM2'].map((name) => ({
          name,
          description: 'Items.',
          run: { kind: 'text', template: 'Hi.' },
        })),
      },
      'PW_SPEC_NAME_CLASH',
      '/providers/1/name',
    ],
    [
      'a simile that is the name of another action',
      { actions: [action(), { ...text('Hi.'), similes: ['GET_ITEM', 'TALK'] }] },
      'PW_SPEC_NAME_CLASH',
      '/actions/1/similes/0',
    ],
    [
      'schemas that differ only in case',
      { schemas: { Item: { type: 'object' }, item: { type: 'object' } } },
      'PW_SPEC_NAME_CLASH',
      '/schemas/item',
    ],
    [
      'a placeholder without parameter',
      { actions: [text('Hello {name}, {nmae}, {{agentName}} { x } {}!', ['name']), action()] },
      'PW_SPEC_PLACEHOLDER_UNKNOWN',
      '/actions/0/run/template',
    ],
    [
      'a placeholder in a provider',
      {
        providers: [
          { name: 'HINT', description: 'Hint.', run: { kind: 'text', template: 'A {thing}.' } },
        ],
      },
      'PW_SPEC_PLACEHOLDER_UNKNOWN',
      '/providers/0/run/template',
    ],
    [
      'a parameter that no template mentions',
      { actions: [text('Hello.', ['name'])] },
      'PW_SPEC_PARAMETER_UNUSED',
      '/actions/0/parameters/0',
    ],
    [
      'an optional parameter that goes nowhere',
      {
        actions: [
          action({
            parameters: [
              { name: 'id', required: true, schema: { type: 'integer' } },
              { name: 'size', schema: { type: 'string' } },
            ],
          }),
        ],
      },
      'PW_SPEC_PARAMETER_UNUSED',
      '/actions/0/parameters/1',
    ],
    [
      'an example of the wrong type',
      {
        actions: [
          action({
            parameters: [
              { name: 'id', required: true, schema: { type: 'integer' }, examples: [1, 'two'] },
            ],
          }),
        ],
      },
      'PW_SPEC_EXAMPLE_MISFIT',
      '/actions/0/parameters/0/examples/1',
    ],
    [
      'an example answer that does not fit',
      {
        actions: [
          action({
            run: {
              ...(action().run as Extract<ActionInput['run'], { kind: 'http' }>),
              response: { kind: 'json', schema: { type: 'array' }, example: {} },
            },
          }),
        ],
      },
      'PW_SPEC_EXAMPLE_MISFIT',
      '/actions/0/run/response/example',
    ],
    ['a budget nobody can keep', { budgets: { bootMs: 1 } }, 'PW_SPEC_BUDGET', '/budgets/bootMs'],
    ['a look-alike name', { name: 'plugin-te1egram' }, 'PW_SPEC_NAME_LOOKALIKE', '/name'],
    [
      'a display name in look-alike letters',
      { displayName: 'Dіsсord Plugin' },
      'PW_SPEC_NAME_LOOKALIKE',
      '/displayName',
    ],
    [
      'hidden characters in prose',
      { description: 'A sh\u200bop\u202e.\r\n' },
      'PW_SPEC_TEXT_CLEANED',
      '/description',
    ],
  ])('%s', (_title, more, code, path) => {
    expect(found(more)).toEqual([warning(code, path)]);
  });

  test.each([
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.1/',
    'http://10.1.2.3',
    'http://192.168.0.1',
    'http://169.254.169.254/latest/meta-data',
    'http://100.100.100.200',
    'http://metadata.google.internal',
    'http://printer.local',
    'http://[::1]:8080',
    'http://[fe80::1]',
    'http://[fd00:ec2::254]',
    'http://[::ffff:10.0.0.1]',
    'http://0.0.0.0',
  ])('the base URL %s is private', (baseUrl) => {
    const { host } = new URL(baseUrl);
    const permissions = { ...base().permissions, hosts: [{ host, reason: 'Here.' }] };
    expect(found({ apis: { shop: { baseUrl, baseUrlEnv: 'SHOP_URL' } }, permissions })).toEqual([
      warning('PW_SPEC_URL_PRIVATE', '/apis/shop/baseUrl'),
    ]);
  });
});

describe('permitted hosts', () => {
  test.each([
    ['api.shop.example', 'https://api.shop.example', true],
    ['API.Shop.Example.', 'https://api.shop.example', true],
    ['api.shop.example', 'https://api.shop.example:8443', true],
    ['api.shop.example:8443', 'https://api.shop.example:8443', true],
    ['api.shop.example:443', 'https://api.shop.example', true],
    ['api.shop.example:80', 'http://api.shop.example', true],
    ['api.shop.example:80', 'https://api.shop.example', false],
    ['*.shop.example', 'https://api.shop.example', true],
    ['*.shop.example', 'https://a.b.shop.example', true],
    ['*.shop.example', 'https://shop.example', false],
    ['*.shop.example', 'https://evilshop.example', false],
    ['shop.example', 'https://api.shop.example', false],
    ['shop.example', 'https://shop.example.evil.example', false],
    ['[2001:4860:4860::8888]', 'https://[2001:4860:4860::8888]', true],
  ])('%s covers %s: %s', (host, baseUrl, expected) => {
    const permissions = { ...base().permissions, hosts: [{ host, reason: 'Here.' }] };
    expect(found({ apis: { shop: { baseUrl, baseUrlEnv: 'SHOP_URL' } }, permissions })).toEqual(
      expected ? [] : [error('PW_SPEC_HOST_UNDECLARED', '/apis/shop/baseUrl')],
    );
  });
});

type Http = Extract<ActionInput['run'], { kind: 'http' }>;
const http = (more: Partial<Http>): Partial<PluginSpecInput> => ({
  actions: [action({ run: { ...(action().run as Http), ...more } })],
});

describe('requests', () => {
  test.each<[string, Partial<PluginSpecInput>, { code: string; path: string }[]]>([
    [
      'a fixed header and a bound one',
      http({
        headers: { 'X-Id': '1' },
        bind: [
          { parameter: 'id', in: 'path', name: 'id' },
          { parameter: 'id', in: 'header', name: 'x-id' },
        ],
      }),
      [error('PW_SPEC_BINDING_DUPLICATE', '/actions/0/run/bind/1')],
    ],
    [
      'a fixed query value and a bound one; query names keep their case',
      http({
        query: { id: '1' },
        bind: [
          { parameter: 'id', in: 'path', name: 'id' },
          { parameter: 'id', in: 'query', name: 'ID' },
          { parameter: 'id', in: 'query', name: 'id' },
        ],
      }),
      [error('PW_SPEC_BINDING_DUPLICATE', '/actions/0/run/bind/2')],
    ],
    [
      'a whole body and a part of it',
      http({
        method: 'POST',
        bind: [
          { parameter: 'id', in: 'path', name: 'id' },
          { parameter: 'id', in: 'body', name: 'id' },
        ],
        body: { mediaType: 'application/json', encoding: 'json', parameter: 'id' },
      }),
      [error('PW_SPEC_BINDING_DUPLICATE', '/actions/0/run/bind/1')],
    ],
    [
      'a body that is an unknown parameter',
      http({
        method: 'POST',
        body: { mediaType: 'application/json', encoding: 'json', parameter: 'item' },
      }),
      [error('PW_SPEC_UNKNOWN_PARAMETER', '/actions/0/run/body/parameter')],
    ],
    [
      'a cursor from an unknown parameter',
      http({ pagination: { style: 'cursor', parameter: 'after', next: '/next' } }),
      [error('PW_SPEC_UNKNOWN_PARAMETER', '/actions/0/run/pagination/parameter')],
    ],
    ['pages by link header', http({ pagination: { style: 'link' } }), []],
    ['the same placeholder twice', http({ path: '/items/{id}/again/{id}' }), []],
    [
      'a misspelt placeholder',
      http({ path: '/items/{ids}' }),
      [
        error('PW_SPEC_PATH_UNBOUND', '/actions/0/run/path'),
        error('PW_SPEC_PATH_EXTRA', '/actions/0/run/bind/0/name'),
      ],
    ],
    [
      'an empty placeholder',
      http({ path: '/items/{id}/{}' }),
      [error('PW_SPEC_PATH_SYNTAX', '/actions/0/run/path')],
    ],
  ])('%s', (_title, more, expected) => {
    expect(found(more)).toEqual(expected);
  });

  test('of services, models and lazy operations are checked like those of actions', () => {
    const run = { ...(action().run as Http), api: 'shpo' };
    const result = parseSpec({
      ...base(),
      services: [
        {
          name: 'watch',
          description: 'Watches.',
          run: {
            kind: 'poll',
            everyMs: 5000,
            request: { ...run, path: '/', bind: [] },
            event: 'NEWS',
          },
        },
      ],
      models: [
        {
          type: 'TEXT_SMALL',
          description: 'Small.',
          run: {
            ...run,
            method: 'POST',
            path: '/',
            bind: [
              { parameter: 'prompt', in: 'body', name: 'p' },
              { parameter: 'promt', in: 'body', name: 'q' },
            ],
            body: { mediaType: 'application/json', encoding: 'json' },
          },
        },
      ],
      lazy: { action: 'CALL', search: 'GET_ITEM', operations: [action({ run }), action()] },
    });
    expect(result.diagnostics.map(({ code, path, hint }) => [code, path, hint])).toEqual([
      ['PW_SPEC_DUPLICATE_NAME', '/lazy/search', 'Rename or remove one of them.'],
      ['PW_SPEC_DUPLICATE_NAME', '/lazy/operations/1/name', 'Rename or remove one of them.'],
      ['PW_SPEC_UNKNOWN_API', '/lazy/operations/0/run/api', 'Did you mean "shop"?'],
      ['PW_SPEC_UNKNOWN_API', '/services/0/run/request/api', 'Did you mean "shop"?'],
      ['PW_SPEC_UNKNOWN_API', '/models/0/run/api', 'Did you mean "shop"?'],
      ['PW_SPEC_UNKNOWN_PARAMETER', '/models/0/run/bind/1/parameter', 'Did you mean "prompt"?'],
    ]);
  });
});

test('actions that the runtime cannot tell apart are errors, the lazy ones too', () => {
  expect(
    found({ actions: [action({ name: 'GET_ITEM_2' }), action({ name: 'GET_ITEM2' })] }),
  ).toEqual([error('PW_SPEC_ACTION_AMBIGUOUS', '/actions/1/name')]);
  const lazy = { action: 'CALL', search: 'GETITEM', operations: [action()] };
  expect(found({ lazy })).toEqual([error('PW_SPEC_ACTION_AMBIGUOUS', '/lazy/search')]);
});

describe('schemas', () => {
  const withSchemas = (schemas: PluginSpecInput['schemas']) => found({ schemas });
  test('may lead back to themselves through a part of the value', () => {
    expect(
      withSchemas({
        Tree: {
          type: 'object',
          properties: { children: { type: 'array', items: { $ref: '#/schemas/Tree' } } },
        },
        Any: { anyOf: [{ type: 'null' }, { $ref: '#/schemas/Box' }] },
        Box: { type: 'object', additionalProperties: { $ref: '#/schemas/Any' } },
      }),
    ).toEqual([]);
  });

  test('may not lead back to themselves otherwise, and each loop is told once', () => {
    expect(
      withSchemas({
        A: { $ref: '#/schemas/B' },
        B: { oneOf: [{ allOf: [{ $ref: '#/schemas/C' }] }] },
        C: { $ref: '#/schemas/B' },
        D: { $ref: '#/schemas/A' },
        E: { $ref: '#/schemas/E' },
      }),
    ).toEqual([
      error('PW_SPEC_SCHEMA_CYCLE', '/schemas/C'),
      error('PW_SPEC_SCHEMA_CYCLE', '/schemas/E'),
    ]);
  });

  test('with a chain of 5,000 references are checked without running out of stack', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [
        `S${i}`,
        i < 4999 ? { $ref: `#/schemas/S${i + 1}` } : {},
      ]),
    );
    expect(withSchemas(chain)).toEqual([]);
  });

  test('are looked at in every corner', () => {
    const bad = { $ref: '#/schemas/Nope' };
    const at = withSchemas({
      S: {
        properties: { 'a/b': bad },
        items: bad,
        additionalProperties: bad,
        allOf: [bad],
        anyOf: [bad],
        oneOf: [bad],
      },
    }).map(({ path }) => path);
    expect(at.sort()).toEqual([
      '/schemas/S/additionalProperties/$ref',
      '/schemas/S/allOf/0/$ref',
      '/schemas/S/anyOf/0/$ref',
      '/schemas/S/items/$ref',
      '/schemas/S/oneOf/0/$ref',
      '/schemas/S/properties/a~1b/$ref',
    ]);
  });

  test('of answers are looked at too', () => {
    const response = { kind: 'json' as const, schema: { $ref: '#/schemas/Nope' } };
    const { bind: _bind, ...run } = { ...(action().run as Http), path: '/items', response };
    expect(
      found({
        providers: [{ name: 'ITEMS', description: 'Items.', run }],
        services: [
          {
            name: 'watch',
            description: 'W.',
            run: { kind: 'poll', everyMs: 5000, request: run, event: 'NEWS' },
          },
          { name: 'desk', description: 'D.', run: { kind: 'custom' } },
        ],
        models: [{ type: 'TEXT_SMALL', description: 'Small.', run }],
        lazy: { action: 'CALL', search: 'SEARCH', operations: [action({ parameters: [], run })] },
      }).map(({ path }) => path),
    ).toEqual([
      '/lazy/operations/0/run/response/schema/$ref',
      '/providers/0/run/response/schema/$ref',
      '/models/0/run/response/schema/$ref',
      '/services/0/run/request/response/schema/$ref',
    ]);
  });
});

describe('acceptance cases', () => {
  const run = (more: object) => ({
    name: 'case',
    action: 'GET_ITEM',
    input: { id: 1 },
    expect: {},
    ...more,
  });
  test('that are to fail may give any input', () => {
    expect(
      found({ acceptance: [run({ input: { other: true }, expect: { success: false } })] }),
    ).toEqual([]);
  });

  test('need no value for a parameter with a default', () => {
    const parameters = [
      { name: 'id', required: true, schema: { type: 'integer' as const, default: 1 } },
    ];
    expect(found({ actions: [action({ parameters })], acceptance: [run({ input: {} })] })).toEqual(
      [],
    );
  });
});

test('routes run actions with the parts of their path', () => {
  expect(
    found({
      routes: [
        {
          name: 'item',
          description: 'I.',
          method: 'GET',
          path: '/items/:id',
          run: { kind: 'action', action: 'GET_ITEM' },
        },
        {
          name: 'post',
          description: 'I.',
          method: 'POST',
          path: '/items/:id',
          run: { kind: 'custom' },
        },
        {
          name: 'slash',
          description: 'I.',
          method: 'GET',
          path: '/items/:other/',
          run: { kind: 'custom' },
        },
        { name: 'root', description: 'I.', method: 'GET', path: '/', run: { kind: 'custom' } },
      ],
    }),
  ).toEqual([error('PW_SPEC_DUPLICATE_NAME', '/routes/2/path')]);
});
