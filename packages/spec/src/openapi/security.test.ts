import { expect, test } from 'vitest';
import { codes, read, readOne } from './__fixtures__/document.js';

type Json = Record<string, unknown>;
const get = { summary: 'Find' };

/** The schemes that a document with one operation needs. */
const schemes = async (
  securitySchemes: Json,
  security: unknown = Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
) => readOne({ ...get, security }, { components: { securitySchemes } });

test('every kind of scheme is turned into variables, never values', async () => {
  const { spec, run } = await schemes({
    header: { type: 'apiKey', in: 'header', name: 'X-Key' },
    query: { type: 'apiKey', in: 'query', name: 'key' },
    cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    basic: { type: 'http', scheme: 'Basic' },
    bearer: { type: 'http', scheme: 'bearer' },
    token: { type: 'http', scheme: 'Token' },
    oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://id.test/.well-known' },
  });
  expect(spec.auth).toEqual({
    header: { type: 'apiKey', in: 'header', name: 'X-Key', env: 'THINGS_API_KEY' },
    query: { type: 'apiKey', in: 'query', name: 'key', env: 'THINGS_QUERY_API_KEY' },
    cookie: { type: 'apiKey', in: 'cookie', name: 'sid', env: 'THINGS_COOKIE_API_KEY' },
    basic: { type: 'basic', usernameEnv: 'THINGS_USERNAME', passwordEnv: 'THINGS_PASSWORD' },
    bearer: { type: 'bearer', env: 'THINGS_TOKEN' },
    token: { type: 'header', name: 'Authorization', prefix: 'Token ', env: 'THINGS_TOKEN_TOKEN' },
    oidc: { type: 'bearer', env: 'THINGS_ACCESS_TOKEN' },
  });
  expect(run.auth).toHaveLength(7);
  const names = spec.environment.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(spec.permissions.environment.map(({ name }) => name)).toEqual(names);
  expect(spec.environment.filter(({ sensitive }) => sensitive)).toHaveLength(8);
});

test('client credentials are used, other flows need a token', async () => {
  const flow = { tokenUrl: 'https://auth.example.com/token', scopes: { read: 'Read' } };
  const { spec } = await schemes({
    machine: { type: 'oauth2', flows: { clientCredentials: flow } },
    person: {
      type: 'oauth2',
      flows: { authorizationCode: { ...flow, authorizationUrl: 'https://auth.example.com/' } },
    },
    broken: {
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl: 'https://{tenant}.example.com/token' } },
    },
  });
  expect(spec.auth['machine']).toEqual({
    type: 'oauth2ClientCredentials',
    tokenUrl: 'https://auth.example.com/token',
    clientIdEnv: 'THINGS_CLIENT_ID',
    clientSecretEnv: 'THINGS_CLIENT_SECRET',
    scopes: ['read'],
  });
  expect(spec.auth['person']).toMatchObject({ type: 'bearer' });
  expect(spec.auth['broken']).toMatchObject({ type: 'bearer' });
  expect(spec.permissions.hosts.map(({ host }) => host)).toEqual([
    'api.example.com',
    'auth.example.com',
  ]);
});

test('alternatives, schemes used together, and none at all', async () => {
  const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
  const { run } = await schemes({ a: key, b: { ...key, name: 'X-Other' } }, [
    { a: [], b: [] },
    { a: [] },
    {},
  ]);
  expect(run.auth).toEqual([['a', 'b'], ['a'], []]);
});

test('an operation overrides the security of the document', async () => {
  const { spec } = await read({
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    paths: {
      '/a': { get: { summary: 'Find a' } },
      '/b': { get: { summary: 'Find b', security: [] } },
    },
  });
  expect(spec.actions.map(({ run }) => run.kind === 'http' && run.auth)).toEqual([[['key']], []]);
  expect(spec.environment.find(({ name }) => name === 'THINGS_API_KEY')?.required).toBe(false);
});

test('a key that every request needs is required', async () => {
  const { spec } = await schemes({
    key: { type: 'apiKey', in: 'header', name: 'X-Key', description: 'From your *profile*' },
  });
  expect(spec.environment.find(({ name }) => name === 'THINGS_API_KEY')).toEqual({
    name: 'THINGS_API_KEY',
    description: 'API key for Things. From your profile',
    required: true,
    sensitive: true,
  });
});

test('schemes that need a proof for each request, or make no sense, are told', async () => {
  const { run, diagnostics, spec } = await schemes({
    digest: { type: 'http', scheme: 'digest' },
    tls: { type: 'mutualTLS' },
    bad: { type: 'apiKey', in: 'header', name: 'X Key' },
    nowhere: { type: 'apiKey', in: 'body', name: 'key' },
    key: { type: 'apiKey', in: 'query', name: 'key' },
  });
  expect(run.auth).toEqual([['key']]);
  expect(Object.keys(spec.auth)).toEqual(['key']);
  expect(
    codes(diagnostics).filter((code) => code === 'PW_OPENAPI_SECURITY_UNSUPPORTED'),
  ).toHaveLength(4);
});

test('a scheme that is not defined makes its alternative unusable', async () => {
  const { run } = await schemes({}, [{ missing: [] }, {}]);
  expect(run.auth).toEqual([[]]);
});

test('what security fills is no parameter as well', async () => {
  const { action } = await readOne(
    {
      ...get,
      security: [{ key: [] }],
      parameters: [
        { name: 'x-key', in: 'header', schema: { type: 'string' } },
        { name: 'key', in: 'query', schema: { type: 'string' } },
      ],
    },
    { components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } } },
  );
  expect(action.parameters.map(({ name }) => name)).toEqual(['key']);
});

test('odd scheme names become distinct ids', async () => {
  const key = (name: string) => ({ type: 'apiKey', in: 'header', name });
  const { spec } = await schemes({
    'API Key': key('A'),
    'api-key': key('B'),
    '1': key('C'),
    constructor: key('D'),
    密钥: key('E'),
  });
  expect(Object.keys(spec.auth)).toEqual([
    'auth-1',
    'API-Key',
    'api-key-2',
    'auth-constructor',
    'auth',
  ]);
});

test('Swagger 2.0 definitions are read', async () => {
  const { spec } = await readOne(
    { ...get, security: [{ app: [] }, { basic: [] }, { person: [] }] },
    {
      swagger: '2.0',
      host: 'api.example.com',
      securityDefinitions: {
        app: { type: 'oauth2', flow: 'application', tokenUrl: '/token', scopes: {} },
        basic: { type: 'basic' },
        person: { type: 'oauth2', flow: 'implicit', authorizationUrl: 'https://x.test' },
      },
    },
  );
  expect(spec.auth).toMatchObject({
    app: { type: 'oauth2ClientCredentials', tokenUrl: 'https://api.example.com/token' },
    basic: { type: 'basic' },
    person: { type: 'bearer' },
  });
});
