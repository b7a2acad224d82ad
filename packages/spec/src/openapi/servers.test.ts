import { expect, test } from 'vitest';
import { read, readOne } from './__fixtures__/document.js';
import { readOpenApi } from './index.js';
import { documentText } from './__fixtures__/document.js';

const get = { summary: 'Find' };
const base = async (parts: Record<string, unknown>) => {
  const { spec } = await readOne(get, parts);
  return spec.apis['things']?.baseUrl;
};

test.each<[unknown, string | undefined]>([
  [[{ url: 'https://api.example.com/v1/' }], 'https://api.example.com/v1'],
  [
    [
      {
        url: 'https://{region}.example.com/{version}',
        variables: { region: { default: 'eu' }, version: { enum: ['v2', 'v3'] } },
      },
    ],
    'https://eu.example.com/v2',
  ],
  [
    [{ url: 'https://api.example.com:{port}', variables: { port: { default: 8443 } } }],
    'https://api.example.com:8443',
  ],
  [[{ url: '//api.example.com' }], 'https://api.example.com'],
  [[{ url: 'https://user:secret@api.example.com/?key=1' }], 'https://api.example.com'],
  [
    [{ url: 'https://{tenant}.example.com' }, { url: 'https://b.example.com' }],
    'https://b.example.com',
  ],
  [[{ url: 'wss://api.example.com' }], undefined],
  [[{ url: 'https://my_host.example.com' }], undefined],
  [[{ url: '/v2' }], undefined],
  [[{ url: 'not a url' }], undefined],
  [[null, { url: 7 }], undefined],
  [[], undefined],
])('servers %j give the base URL %s', async (servers, expected) => {
  expect(await base({ servers })).toBe(expected);
});

test('without a base URL the setting is required, and says how it ends', async () => {
  const { spec } = await readOne(get, { servers: [{ url: '/v2' }] });
  expect(spec.environment).toEqual([
    {
      name: 'THINGS_BASE_URL',
      description: 'Base URL of Things, which its document does not name. It ends with /v2',
      required: true,
      sensitive: false,
    },
  ]);
  expect(spec.permissions.hosts).toEqual([]);
});

test('a relative server of a document from the network is there', async () => {
  const text = documentText({ servers: [{ url: '/v2' }], paths: { '/a': { get } } });
  const result = await readOpenApi({ text, source: 'https://specs.example.com/docs/openapi.json' });
  expect(result.ok && result.spec.apis['things']?.baseUrl).toBe('https://specs.example.com/v2');
  const bare = await readOpenApi({
    text: documentText({ servers: [], paths: { '/a': { get } } }),
    source: 'https://specs.example.com/docs/openapi.json?key=1',
  });
  expect(bare.ok && bare.spec.apis['things']?.baseUrl).toBe('https://specs.example.com');
  expect(bare.ok && bare.spec.provenance?.document).toBe(
    'https://specs.example.com/docs/openapi.json',
  );
});

test('servers of paths and operations are APIs of their own', async () => {
  const { spec } = await read({
    paths: {
      '/a': {
        servers: [{ url: 'https://upload.example.com' }],
        post: { summary: 'Upload' },
        get: { summary: 'Find', servers: [{ url: 'https://upload.example.com/other' }] },
      },
      '/b': { get: { summary: 'List' } },
    },
  });
  expect(
    Object.fromEntries(
      Object.entries(spec.apis).map(([id, { baseUrl, baseUrlEnv }]) => [id, [baseUrl, baseUrlEnv]]),
    ),
  ).toEqual({
    'things-upload-example': ['https://upload.example.com/other', 'THINGS_UPLOAD_EXAMPLE_BASE_URL'],
    'things-upload-example-2': ['https://upload.example.com', 'THINGS_UPLOAD_EXAMPLE_BASE_URL_2'],
    things: ['https://api.example.com/v1', 'THINGS_BASE_URL'],
  });
  expect(spec.permissions.hosts.map(({ host }) => host)).toEqual([
    'upload.example.com',
    'api.example.com',
  ]);
});

test.each<[Record<string, unknown>, string | undefined]>([
  [
    { host: 'api.example.com', basePath: '/v2', schemes: ['http', 'https'] },
    'https://api.example.com/v2',
  ],
  [{ host: 'api.example.com', schemes: ['http'] }, 'http://api.example.com'],
  [{ host: 'api.example.com:8080', basePath: 'v1/' }, 'https://api.example.com:8080/v1'],
  [{ host: 'https://api.example.com/' }, 'https://api.example.com'],
  [{ host: '{tenant}.example.com' }, undefined],
  [{ basePath: '/v2' }, undefined],
])('Swagger 2.0 %j gives %s', async (parts, expected) => {
  expect(await base({ swagger: '2.0', ...parts })).toBe(expected);
});
