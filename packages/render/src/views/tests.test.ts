import type { PluginSpec } from '@plugwright/spec';
import { pluginSpecSchema } from '@plugwright/spec/schema';
import { expect, it } from 'vitest';
import { identifiersOf } from '../identifiers.js';
import { testViews } from './tests.js';

const request = (change: object) => ({
  kind: 'http',
  api: 'a',
  method: 'GET',
  path: '/',
  ...change,
});
const action = (name: string, run: object, parameters: object[] = []) => ({
  name,
  description: 'x',
  parameters,
  run,
});
const spec = (change: object): PluginSpec =>
  pluginSpecSchema.parse({
    specVersion: 1,
    name: 'plugin-x',
    description: 'x',
    apis: {
      a: { baseUrl: 'https://a.example/v1/', baseUrlEnv: 'A_URL' },
      b: { baseUrlEnv: 'B_URL' },
    },
    ...change,
  });
const data = (one: PluginSpec, path: string) =>
  testViews({ spec: one, identifiers: identifiersOf(one) }).find((job) => job.path.endsWith(path))
    ?.data as Record<string, never> | undefined;

it('expects the picked part of an answer, null for nothing, and bytes with their type', () => {
  const example = { 'a/b': [{ '~': 5 }] };
  const json = { kind: 'json', example };
  const cases = data(
    spec({
      actions: [
        action('WHOLE', request({ response: json })),
        action('PICKED', request({ response: json, pick: '/a~1b/0/~0' })),
        action('NONE', request({ response: json, pick: '/a~1b/9/x' })),
        action('TEXT', request({ response: { kind: 'text', example: 'hi' } })),
        action('NOTHING', request({ response: { kind: 'text', example: '' } })),
        action('EMPTY', request({ response: { kind: 'empty', status: 204 } })),
        action('BYTES', request({ response: { kind: 'binary', mediaType: 'image/PNG; a=b' } })),
        action('UNTYPED', request({ response: { kind: 'binary' } })),
      ],
    }),
    'support/cases.ts',
  )?.['cases'] as unknown as { name: string; value: unknown }[];
  expect(Object.fromEntries(cases.map(({ name, value }) => [name, value]))).toEqual({
    WHOLE: example,
    PICKED: 5,
    NONE: null,
    TEXT: 'hi',
    NOTHING: null,
    EMPTY: null,
    BYTES: { mediaType: 'image/png', bytes: 10, base64: 'cGx1Z3dyaWdodA==' },
    UNTYPED: { mediaType: 'application/octet-stream', bytes: 10, base64: 'cGx1Z3dyaWdodA==' },
  });
});

it('has no case for an action without a possible input', () => {
  const impossible = {
    name: 'p',
    required: true,
    schema: { type: 'string', minLength: 2, maxLength: 1 },
  };
  const one = spec({
    actions: [action('A', request({ response: { kind: 'json' } }), [impossible])],
  });
  expect(data(one, 'contract.test.ts')).toBeUndefined();
  expect(data(one, 'runtime.test.ts')).toMatchObject({ inputs: {}, actions: false, http: true });
});

it('points every API and token server at this machine, and gives values to all other settings', () => {
  const auth = {
    o: {
      type: 'oauth2ClientCredentials',
      tokenUrl: 'https://l.example/t',
      clientIdEnv: 'O_CLIENT_ID',
      clientSecretEnv: 'O_CLIENT_SECRET',
    },
    k: { type: 'bearer', env: 'K' },
  };
  const response = { kind: 'json' };
  const one = spec({
    auth,
    actions: [
      action('A', request({ response, auth: [['o'], ['k']] })),
      action('B', request({ api: 'b', response })),
    ],
  });
  expect(data(one, 'support/cases.ts')).toMatchObject({
    addresses: { A_URL: '/v1/', B_URL: '/', O_TOKEN_URL: '/fixture-token' },
    settings: {
      O_CLIENT_ID: 'value-of-O_CLIENT_ID',
      O_CLIENT_SECRET: 'value-of-O_CLIENT_SECRET',
      K: 'value-of-K',
    },
    secrets: ['value-of-O_CLIENT_SECRET', 'value-of-K'],
  });
});

it('takes acceptance cases with the answer they name, or the documented one', () => {
  const expected = { success: true };
  const one = spec({
    actions: [
      action('HTTP', request({ response: { kind: 'json', example: [1] } })),
      action('TEXT', { kind: 'text', template: 'x' }),
    ],
    acceptance: [
      { name: '1', action: 'HTTP', expect: {} },
      { name: '2', action: 'HTTP', respond: { status: 404 }, expect: {} },
      { name: '3', action: 'HTTP', respond: { body: { a: 1 } }, expect: {} },
      { name: '4', action: 'TEXT', input: { a: 1 }, expect: {} },
      { name: '5', action: 'GONE', expect: {} },
    ],
  });
  expect(data(one, 'acceptance.test.ts')?.['cases']).toEqual([
    { name: '1', action: 'HTTP', input: {}, answer: { status: 200, json: [1] }, expected },
    { name: '2', action: 'HTTP', input: {}, answer: { status: 404 }, expected },
    { name: '3', action: 'HTTP', input: {}, answer: { status: 200, json: { a: 1 } }, expected },
    { name: '4', action: 'TEXT', input: { a: 1 }, answer: undefined, expected },
  ]);
});

it('expects defaults where only what is required is given', () => {
  const run = request({
    response: { kind: 'json' },
    bind: ['p', 'q', 'r'].map((name) => ({ parameter: name, in: 'query', name })),
  });
  const parameters = [
    { name: 'p', required: true, schema: { type: 'string', examples: ['a'] } },
    { name: 'q', schema: { type: 'integer', default: 3, examples: [5] } },
    { name: 'r', schema: { type: 'boolean' } },
  ];
  const remote = {
    kind: 'graphql',
    api: 'a',
    path: '/graphql',
    document: 'query ($n: Int) { x(n: $n) }',
    variables: [{ parameter: 'q', name: 'n' }],
  };
  const one = spec({
    actions: [
      action('A', run, parameters),
      action('B', run, parameters.slice(0, 1)),
      action('C', remote, parameters.slice(1, 2)),
    ],
  });
  const cases = data(one, 'support/cases.ts')?.['cases'] as unknown as { least?: object }[];
  const [a, b, c] = cases;
  expect(a?.least).toMatchObject({
    input: { p: 'a' },
    request: {
      query: [
        ['p', 'a'],
        ['q', '3'],
      ],
    },
  });
  expect(b).not.toHaveProperty('least');
  expect(c?.least).toMatchObject({
    input: {},
    request: { body: { kind: 'json', value: { variables: { n: 3 } } } },
  });
});

it('knows what is missing and hidden when nothing is set', () => {
  const response = { kind: 'json' };
  const one = spec({
    auth: { k: { type: 'bearer', env: 'K' }, d: { type: 'bearer', env: 'D' } },
    environment: [
      { name: 'K', description: 'x', required: true },
      { name: 'D', description: 'x', required: true, default: 'y' },
    ],
    actions: [
      action('OPEN', request({ response })),
      action('CLOSED', request({ response, auth: [['k']] })),
      action('EITHER', request({ response, auth: [['k'], ['d']] })),
    ],
  });
  expect(data(one, 'runtime.test.ts')).toMatchObject({
    needed: ['K'],
    defaults: { D: 'y' },
    hidden: ['CLOSED'],
  });
});
