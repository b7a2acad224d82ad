import type { PluginSpecInput } from '@plugwright/spec';
import { pluginSpecSchema } from '@plugwright/spec/schema';
import { describe, expect, it } from 'vitest';
import { httpSpec } from './__fixtures__/http-plugin.js';
import { httpRunsOf, operationLiteral } from './operation.js';
import { render } from './render.js';
import { generalRequired, settingsOf, usedApis, usedAuth } from './settings.js';

const request = (change: object = {}) =>
  ({
    kind: 'http',
    api: 'a',
    method: 'GET',
    path: '/',
    response: { kind: 'json' },
    ...change,
  }) as const;
const spec = (change: Partial<PluginSpecInput>) =>
  pluginSpecSchema.parse({
    specVersion: 1,
    name: 'plugin-x',
    description: 'x',
    apis: {
      a: { baseUrl: 'https://a.example', baseUrlEnv: 'A_URL' },
      unused: { baseUrlEnv: 'UNUSED_URL' },
    },
    auth: { key: { type: 'bearer', env: 'A_KEY' }, unused: { type: 'bearer', env: 'UNUSED_KEY' } },
    ...change,
  });

describe('settings', () => {
  it('are those of the spec first, then what requests imply', () => {
    const one = spec({
      environment: [
        { name: 'A_KEY', description: 'The key' },
        { name: 'EMPTY', description: 'x', default: '' },
        { name: 'MUST', description: 'x', required: true },
        { name: 'HAS', description: 'x', required: true, default: 'y' },
      ],
      providers: [{ name: 'P', description: 'x', run: request({ auth: [['key']] }) }],
    });
    expect(settingsOf(one)).toEqual([
      // A credential is sensitive, whatever the list says.
      { name: 'A_KEY', description: 'The key', required: false, sensitive: true },
      { name: 'EMPTY', description: 'x', required: false, sensitive: false },
      { name: 'MUST', description: 'x', required: true, sensitive: false },
      { name: 'HAS', description: 'x', required: true, sensitive: false, default: 'y' },
      {
        name: 'A_URL',
        description: 'Where the API is, instead of https://a.example',
        required: false,
        sensitive: false,
      },
    ]);
    expect(generalRequired(one)).toEqual(['MUST']);
    expect(usedApis(one)).toEqual(['a']);
    expect(usedAuth(one).map(([key]) => key)).toEqual(['key']);
  });

  it('that one API needs do not switch off the others', () => {
    expect(generalRequired(httpSpec)).toEqual([]);
  });
});

describe('requests', () => {
  it('are found wherever a spec holds them', () => {
    const one = spec({
      actions: [{ name: 'A', description: 'x', run: request() }],
      services: [
        {
          name: 's',
          description: 'x',
          run: { kind: 'poll', everyMs: 1000, request: request(), event: 'E' },
        },
        { name: 't', description: 'x', run: { kind: 'custom' } },
      ],
      models: [{ type: 'TEXT_SMALL', description: 'x', run: request() }],
      lazy: {
        action: 'L',
        search: 'S',
        operations: [{ name: 'O', description: 'x', run: request() }],
      },
    });
    expect(httpRunsOf(one)).toHaveLength(4);
  });

  it('become plain data without defaults, and without what cannot be sent', () => {
    const run = spec({
      actions: [
        {
          name: 'A',
          description: 'x',
          run: request({
            method: 'HEAD',
            headers: { Host: 'evil', 'X-A': '1' },
            bind: [
              { parameter: 'h', in: 'header', name: 'Content-Length' },
              { parameter: 'b', in: 'body', name: 'b' },
              { parameter: 'q', in: 'query', name: 'q' },
            ],
            body: { encoding: 'json', mediaType: 'application/json' },
            response: { kind: 'json', schema: { type: 'array' } },
          }),
        },
      ],
    }).actions[0]!.run;
    if (run.kind !== 'http') throw new Error('no request');
    expect(operationLiteral(httpSpec, run)).toEqual({
      api: 'a',
      method: 'HEAD',
      path: '/',
      bind: [{ parameter: 'q', in: 'query', name: 'q' }],
      headers: { 'X-A': '1' },
      response: { kind: 'empty', types: ['array'] },
    });
  });
});

describe('services of APIs', () => {
  it('have names of their own beside services of the same name', async () => {
    const tree = await render(
      spec({
        services: [
          { name: 'a_api', description: 'x', run: { kind: 'custom' } },
          { name: 'x_a_api', description: 'x', run: { kind: 'custom' } },
        ],
        actions: [{ name: 'A', description: 'x', run: request() }],
      }),
    );
    const file = tree.find(({ path }) => path === 'src/services/a-api-client.ts');
    expect(file?.text).toContain("static override serviceType = 'x_a_api_client' as const;");
  });
});
