import { expect, test } from 'vitest';
import { readOpenApi, type ReadOpenApiOptions } from './index.js';
import { codes, documentText, httpAction } from './__fixtures__/document.js';

const main = documentText({
  paths: {
    '/things': { $ref: 'paths/things.yaml' },
    '/pets': { get: { summary: 'Find pets', parameters: [{ $ref: './shared.yaml#/limit' }] } },
  },
});
const files: Record<string, string> = {
  'paths/things.yaml': [
    'get:',
    '  summary: Find things',
    '  responses:',
    '    200:',
    '      description: ok',
    '      content:',
    '        application/json:',
    '          schema: { $ref: "../schemas/thing.yaml" }',
  ].join('\n'),
  'schemas/thing.yaml':
    'type: object\nproperties:\n  owner: { $ref: "#/$defs/Owner" }\n  self: { $ref: "thing.yaml" }\n$defs:\n  Owner: { type: object, properties: { name: { type: string } } }\n',
  'shared.yaml': 'limit: { name: limit, in: query, schema: { type: integer } }\n',
};
const readFile = (path: string) =>
  path in files ? Promise.resolve(files[path] ?? '') : Promise.reject(new Error('no such file'));

const readFrom = async (text: string, options: ReadOpenApiOptions, source = 'api/openapi.json') => {
  const result = await readOpenApi({ text, source }, options);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result;
};

test('a document may consist of several files', async () => {
  const { spec, diagnostics } = await readFrom(main, { readFile });
  expect(diagnostics).toEqual([]);
  expect(spec.actions.map(({ description }) => description)).toEqual([
    'Find things.',
    'Find pets.',
  ]);
  expect(httpAction(spec, 1).parameters).toMatchObject([{ name: 'limit' }]);
  expect(Object.keys(spec.schemas)).toEqual(['schemas_thing', 'Owner']);
  expect(spec.schemas['schemas_thing']?.properties).toEqual({
    owner: { $ref: '#/schemas/Owner' },
    self: { $ref: '#/schemas/schemas_thing' },
  });
});

test('without leave to read files, references to them are left open and told', async () => {
  for (const options of [{}, { readFile, externalRefs: 'none' as const }]) {
    const { spec, diagnostics } = await readFrom(main, options);
    expect(spec.actions.map(({ description }) => description)).toEqual(['Find pets.']);
    expect(codes(diagnostics)).toContain('PW_OPENAPI_REF_REFUSED');
  }
});

test.each([
  ['../outside.yaml'],
  ['sub/../../outside.yaml'],
  ['%2e%2e/outside.yaml'],
  ['/etc/passwd'],
  ['..\\outside.yaml'],
  ['file:///etc/passwd'],
  ['C:/secret.yaml'],
  ['%'],
])('%s is never asked for', async (address) => {
  const asked: string[] = [];
  const { diagnostics } = await readFrom(
    documentText({
      paths: { '/a': { get: { summary: 'Find', parameters: [{ $ref: `${address}#/a` }] } } },
    }),
    {
      externalRefs: 'http',
      readFile: (path) => {
        asked.push(path);
        return Promise.resolve('a: {}');
      },
      fetch: (url) => {
        asked.push(url);
        return Promise.resolve({ text: 'a: {}' });
      },
    },
  );
  expect(asked).toEqual([]);
  expect(codes(diagnostics)).toContain('PW_OPENAPI_REF_REFUSED');
});

test('references to the network are followed only when asked for', async () => {
  const text = documentText({
    paths: {
      '/a': {
        get: { summary: 'Find', parameters: [{ $ref: 'https://specs.test/shared.yaml#/limit' }] },
      },
    },
  });
  const asked: string[] = [];
  const fetch = (url: string) => {
    asked.push(url);
    return Promise.resolve({ text: 'limit: { $ref: "more.yaml#/limit" }' });
  };
  const off = await readFrom(text, { fetch, readFile });
  expect(off.diagnostics[0]?.message).toBe(
    '"https://specs.test/shared.yaml" is not read: references to the network are off.',
  );
  const on = await readFrom(text, {
    externalRefs: 'http',
    fetch: (url) =>
      url.endsWith('more.yaml')
        ? Promise.resolve({ text: files['shared.yaml'] ?? '' })
        : fetch(url),
  });
  expect(asked).toEqual(['https://specs.test/shared.yaml']);
  expect(httpAction(on.spec).parameters).toMatchObject([
    { name: 'limit', schema: { type: 'integer' } },
  ]);
});

test('a document from the network never reaches the disk', async () => {
  const asked: string[] = [];
  const { diagnostics } = await readFrom(
    main,
    {
      readFile: (path) => {
        asked.push(path);
        return readFile(path);
      },
    },
    'https://specs.test/api/openapi.json',
  );
  expect(asked).toEqual([]);
  expect(
    diagnostics.some(({ message }) => message.includes('https://specs.test/api/paths/things.yaml')),
  ).toBe(true);
});

test('a file that is missing, broken or unreachable is told, the rest goes on', async () => {
  const text = documentText({
    paths: {
      '/a': {
        get: {
          summary: 'Find',
          parameters: [
            { $ref: 'gone.yaml#/a' },
            { $ref: 'broken.yaml#/a' },
            { $ref: 'https://127.0.0.1/x.yaml#/a' },
          ],
        },
      },
    },
  });
  const { diagnostics, spec } = await readFrom(text, {
    externalRefs: 'http',
    readFile: (path) => (path === 'broken.yaml' ? Promise.resolve('a: [') : readFile(path)),
  });
  expect(spec.actions).toHaveLength(1);
  const refused = diagnostics.filter(({ code }) => code === 'PW_OPENAPI_REF_REFUSED');
  expect(refused).toHaveLength(3);
  expect(refused.some(({ message }) => message.includes('is not on the public internet'))).toBe(
    true,
  );
});

test('a reference back to the document itself is followed', async () => {
  const text = documentText({
    paths: {
      '/a': {
        get: { summary: 'Find', parameters: [{ $ref: 'openapi.json#/components/parameters/P' }] },
      },
    },
    components: { parameters: { P: { name: 'p', in: 'query', schema: { type: 'string' } } } },
  });
  const { spec } = await readFrom(text, {});
  expect(httpAction(spec).parameters).toMatchObject([{ name: 'p' }]);
});

test('too many files are refused', async () => {
  const { diagnostics } = await readFrom(
    documentText({
      paths: { '/a': { get: { summary: 'Find', parameters: [{ $ref: '0.yaml#/a' }] } } },
    }),
    {
      readFile: (path) =>
        Promise.resolve(`a: { $ref: "${Number.parseInt(path, 10) + 1}.yaml#/a" }`),
    },
  );
  expect(diagnostics.some(({ message }) => message.includes('more than 128 files'))).toBe(true);
});
