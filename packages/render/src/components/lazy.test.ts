import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PluginSpecInput } from '@plugwright/spec';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { everyKindInput, everyKindSpec } from '../__fixtures__/every-kind.js';
import { type HttpDouble, json, startHttpDouble } from '../__fixtures__/http-double.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

type LazyInput = NonNullable<PluginSpecInput['lazy']>;
const lazy = everyKindInput.lazy as LazyInput;
const [invoices] = lazy.operations;
const more = (name: string, change: object = {}): LazyInput['operations'][number] => ({
  ...invoices!,
  name,
  ...change,
});

describe('operations without an action of their own', () => {
  let server: HttpDouble;
  let disk: PluginOnDisk;
  let agent: Agent;
  beforeAll(async () => {
    server = await startHttpDouble();
    server.answer(({ path }, response) => json(response, { path }));
    const spec = everyKindSpec({
      actions: [],
      routes: [],
      tasks: [],
      events: [],
      services: [],
      evaluators: [],
      models: [],
      providers: [],
      lazy: {
        ...lazy,
        operations: [
          ...lazy.operations,
          more('EVERY_ODD', {
            description: 'Something odd.',
            parameters: [
              { name: 'flag', required: true, schema: { type: 'boolean' } },
              { name: 'list', schema: { type: 'array', items: { type: 'string' }, maxItems: 2 } },
              {
                name: 'choice',
                schema: { oneOf: [{ enum: ['a', { b: 1 }] }, { const: { c: 1 } }] },
              },
              { name: 'kind', schema: { enum: ['a', 'b'] } },
              {
                name: 'strict',
                schema: {
                  allOf: [
                    { type: 'object', additionalProperties: { type: 'string' }, required: ['x'] },
                  ],
                },
              },
              { name: 'closed', schema: { type: 'object', additionalProperties: false } },
            ],
            run: {
              ...invoices!.run,
              path: '/odd',
              bind: ['flag', 'list', 'choice', 'kind', 'strict', 'closed'].map((name) => ({
                parameter: name,
                in: 'query' as const,
                name,
                json: true,
              })),
            },
          }),
          more('EVERY_TEXT', {
            description: 'A text, no request.',
            parameters: [],
            run: { kind: 'text', template: 'x' },
          }),
        ],
      },
    });
    disk = await pluginOnDisk(spec, 'lazy');
    agent = await startAgent([await disk.plugin()], { EVERY_URL: server.url });
  });
  afterAll(async () => {
    await agent.stop();
    await server.close();
  });

  const search = async (query: string) => (await agent.act('EVERY_SEARCH_MORE', { query })).result;
  const call = async (operation: string, input?: unknown) =>
    (await agent.act('EVERY_CALL_MORE', { operation, ...(input === undefined ? {} : { input }) }))
      .result;

  it.each([
    ['invoices of a customer', 'EVERY_LIST_INVOICES'],
    ['delete customers', 'EVERY_DELETE_CUSTOMER'],
    ['remove? no: DELETE_CUSTOMER', 'EVERY_DELETE_CUSTOMER'],
    ['odd', 'EVERY_ODD'],
  ])('are found by words: %s', async (query, name) => {
    const result = await search(query);
    const { operations } = result!.data as {
      operations: { name: string; parameters: unknown[] }[];
    };
    expect(operations[0]?.name).toBe(name);
  });

  it('are described with their parameters and how to call them', async () => {
    expect((await search('invoices'))?.text).toBe(
      [
        'EVERY_LIST_INVOICES: Lists the invoices of a customer.',
        '  - customer (integer, required): Whose',
        '  - tag (object): ',
        'Call one with EVERY_CALL_MORE.',
      ].join('\n'),
    );
  });

  it('are not invented when nothing fits', async () => {
    expect(await search('zebra')).toMatchObject({
      success: true,
      text: 'No operation fits these words.',
      data: { operations: [] },
    });
  });

  it('are called by name with checked input', async () => {
    expect(await call('every_list_invoices', { customer: '7', tag: { label: 'x' } })).toMatchObject(
      {
        success: true,
        data: { operation: 'EVERY_LIST_INVOICES', status: 200, actionName: 'EVERY_CALL_MORE' },
      },
    );
    expect(server.received.at(-1)).toMatchObject({
      method: 'GET',
      path: `/customers/7/invoices?tag=${encodeURIComponent('{"label":"x"}')}`,
    });
    expect(await call('EVERY_DELETE_CUSTOMER', '{"customer": 9}')).toMatchObject({ success: true });
    expect(server.received.at(-1)).toMatchObject({ method: 'DELETE', path: '/customers/9' });
  });

  it('take numbers, booleans and lists that a model wrote as text', async () => {
    const input = {
      flag: 'TRUE',
      list: '["a"]',
      choice: 'anything',
      kind: 'a',
      strict: '{"x":"y"}',
    };
    expect(await call('EVERY_ODD', input)).toMatchObject({ success: true });
    const query = new URLSearchParams(server.received.at(-1)?.path.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      flag: 'true',
      list: '["a"]',
      choice: '"anything"',
      kind: '"a"',
      strict: '{"x":"y"}',
    });
  });

  it.each([
    ['a missing value', 'EVERY_LIST_INVOICES', {}, /customer is missing/],
    ['an unknown value', 'EVERY_LIST_INVOICES', { customer: 1, x: 2 }, /x is not a parameter/],
    ['a wrong type', 'EVERY_LIST_INVOICES', { customer: 'seven' }, /customer does not fit/],
    [
      'a wrong part',
      'EVERY_LIST_INVOICES',
      { customer: 1, tag: { parent: {} } },
      /tag does not fit \(label/,
    ],
    [
      'a list that is too long',
      'EVERY_ODD',
      { flag: true, list: ['a', 'b', 'c'] },
      /list does not fit/,
    ],
    ['a list that is no list', 'EVERY_ODD', { flag: true, list: '[a' }, /list does not fit/],
    ['a wrong choice', 'EVERY_ODD', { flag: true, kind: 'z' }, /kind does not fit/],
    ['a missing member', 'EVERY_ODD', { flag: true, strict: {} }, /strict does not fit/],
    ['an extra member', 'EVERY_ODD', { flag: true, closed: { x: 1 } }, /closed does not fit/],
    ['no input', 'EVERY_LIST_INVOICES', undefined, /customer is missing/],
  ])('are not called with %s', async (_, name, input, text) => {
    const before = server.received.length;
    expect(await call(name, input)).toMatchObject({
      success: false,
      text: expect.stringMatching(text),
    });
    expect(server.received.length).toBe(before);
  });

  it.each([
    [
      'DELETE_CUSTOMERS',
      'There is no operation DELETE_CUSTOMERS. Did you mean EVERY_DELETE_CUSTOMER',
    ],
    ['ZEBRA', 'There is no operation ZEBRA.'],
    ['EVERY_TEXT', 'There is no operation EVERY_TEXT.'],
    ['__proto__', 'There is no operation __proto__.'],
  ])('named %s do not exist, and the answer helps', async (name, text) => {
    expect(await call(name, {})).toMatchObject({
      success: false,
      text: expect.stringContaining(text),
    });
  });

  it('tell why a request failed', async () => {
    server.answer((_, response) => json(response, { error: 'gone' }, 410));
    expect(await call('EVERY_DELETE_CUSTOMER', { customer: 1 })).toMatchObject({
      success: false,
      text: expect.stringContaining('410'),
    });
  });

  it('stand in a table of one line each, without prose of their schemas', () => {
    const table = disk.text('src/operations.ts');
    expect(table.split('\n').filter((line) => line.includes('"operation"'))).toHaveLength(3);
    expect(table).toContain('#/$defs/Tag');
  });
});
