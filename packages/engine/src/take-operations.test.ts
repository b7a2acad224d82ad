import type { CatalogDocument, CatalogOperation } from '@plugwright/catalog';
import { PlugwrightError } from '@plugwright/errors';
import { readSpec, type PluginSpec } from '@plugwright/spec';
import { describe, expect, it } from 'vitest';
import { timesApi } from './__fixtures__/workspace.js';
import { operationText, takeOperations } from './take-operations.js';

const document: CatalogDocument = {
  id: 'times.example.com',
  title: 'Times',
  version: '1.0.0',
  description: '',
  provider: 'times.example.com',
  hosts: ['times.example.com'],
  auth: [],
  operations: 2,
};
const getTime: CatalogOperation = {
  operationId: 'getTime',
  method: 'GET',
  path: '/zones/{zone}',
  summary: 'Get the time of a zone',
};

/** A spec whose request was guessed from a sentence. */
function guessed(more: string = ''): PluginSpec {
  const read = readSpec(`specVersion: 1
name: plugin-times
description: Tells the time.
apis:
  times: { baseUrl: https://times.example.com, baseUrlEnv: TIMES_URL }
environment:
  - { name: TIMES_URL, description: Address of another server. }
permissions:
  hosts:
    - { host: times.example.com, reason: Time is asked for there. }
  environment:
    - { name: TIMES_URL, reason: Lets people use another server. }
actions:
  - name: TIMES_GET
    description: Gets the time.
    run: { kind: http, api: times, method: GET, path: /guess, response: { kind: text } }
  - name: TIMES_HELLO
    description: Says hello.
    run: { kind: text, template: Hello! }
${more}`);
  if (!read.ok) throw new Error(read.diagnostics.map(({ message }) => message).join('\n'));
  return read.spec;
}

const take = (
  text: string | object | Error,
  { spec = guessed(), provider = 'times', action = 'TIMES_GET', operation = getTime } = {},
) =>
  takeOperations({
    spec,
    provider,
    document,
    actions: [{ name: action, operation }],
    load: async () => {
      if (text instanceof Error) throw text;
      return { text: typeof text === 'string' ? text : JSON.stringify(text), source: 'times.json' };
    },
  });

describe('takeOperations', () => {
  it('takes the request of the document, and keeps the name and the API of the spec', async () => {
    const { spec, actions, diagnostics } = await take(timesApi);
    expect([actions, diagnostics]).toEqual([['TIMES_GET'], []]);
    expect(spec.actions[0]).toMatchObject({
      name: 'TIMES_GET',
      parameters: [{ name: 'zone' }],
      run: { api: 'times', method: 'GET', path: '/zones/{zone}' },
    });
    expect(spec.actions[1]).toEqual(guessed().actions[1]);
  });

  it('writes paths below the base URL of the spec', async () => {
    const { spec } = await take({
      ...timesApi,
      servers: [{ url: 'https://times.example.com/v2' }],
    });
    expect(spec.actions[0]?.run).toMatchObject({ path: '/v2/zones/{zone}' });
  });

  it.each([
    ['the document lacks the operation', timesApi, { operation: { ...getTime, path: '/none' } }],
    [
      'the document is of another host',
      { ...timesApi, servers: [{ url: 'https://evil.example' }] },
    ],
    ['the document is none', { hello: 'world' }],
    ['the document cannot be read', '{'],
    ['the action sends no request', timesApi, { action: 'TIMES_HELLO' }],
    ['there is no such action', timesApi, { action: 'TIMES_NONE' }],
    ['the spec has no such API', timesApi, { provider: 'clocks' }],
  ])('leaves the spec as it is when %s', async (_, text, more?: Parameters<typeof take>[1]) => {
    const { spec, actions, diagnostics } = await take(text, more);
    expect(spec).toEqual(guessed());
    expect(actions).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: 'PW_SENTENCE_OPERATION', severity: 'warning', path: '/actions' },
    ]);
  });

  it('leaves a schema of the same name that says something else', async () => {
    const time = { type: 'object', properties: { time: { type: 'string' } } };
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Time' } } };
    const withSchema = {
      ...timesApi,
      paths: {
        '/zones/{zone}': {
          get: {
            ...timesApi.paths['/zones/{zone}'].get,
            responses: { 200: { description: 'Time', content } },
          },
        },
      },
      components: { schemas: { Time: time } },
    };
    const taken = await take(withSchema);
    const [name = ''] = Object.keys(taken.spec.schemas);
    expect([taken.actions, name]).toEqual([['TIMES_GET'], expect.stringMatching(/time/i)]);
    const spec = guessed(`schemas: { ${name}: { type: string } }\n`);
    const refused = await take(withSchema, { spec });
    expect(refused.spec).toEqual(spec);
    expect(refused.diagnostics[0]?.code).toBe('PW_SENTENCE_OPERATION');
    // The same schema is no reason.
    expect((await take(withSchema, { spec: taken.spec })).actions).toEqual(['TIMES_GET']);
  });

  it('says how to get a document that is not here, and hides no other fault', async () => {
    const missing = new PlugwrightError({
      code: 'PW_CATALOG_DOCUMENT_MISSING',
      message: 'Not here.',
      hint: 'Install it.',
    });
    expect((await take(missing)).diagnostics).toMatchObject([
      { code: 'PW_SENTENCE_DOCUMENT', hint: 'Install it.', path: '/apis' },
    ]);
    await expect(take(new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

describe('operationText', () => {
  it('leaves out a summary that the document lacks', () => {
    expect(operationText(getTime)).toBe('GET /zones/{zone}, Get the time of a zone');
    expect(operationText({ ...getTime, summary: '' })).toBe('GET /zones/{zone}');
  });
});
