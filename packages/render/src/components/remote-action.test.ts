import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import {
  type HttpDouble,
  json,
  type Received,
  startHttpDouble,
} from '../__fixtures__/http-double.js';
import { pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';
import { recipeSpec } from '../__fixtures__/recipes.js';

const text = { type: 'string' } as const;
const auth = [['token']];
const DOCUMENT = 'query Item($id: ID!, $count: Int) { item(id: $id, first: $count) { name } }';
const spec = () =>
  recipeSpec('remote', {
    actions: [
      {
        name: 'GET_ITEM',
        description: 'Gets an item.',
        parameters: [
          { name: 'id', required: true, schema: text },
          { name: 'count', schema: { type: 'integer' } },
        ],
        run: {
          kind: 'graphql',
          api: 'shop',
          path: '/graphql',
          document: DOCUMENT,
          variables: [
            { parameter: 'id', name: 'id' },
            { parameter: 'count', name: 'count' },
          ],
          auth,
          pick: '/item/name',
        },
      },
      {
        name: 'LIST_ALL',
        description: 'Lists all.',
        run: { kind: 'graphql', api: 'shop', path: '/graphql', document: '{ all }' },
      },
      {
        name: 'ADD_UP',
        description: 'Adds numbers.',
        parameters: [
          { name: 'a', required: true, schema: { type: 'number' } },
          { name: 'b', schema: { type: 'number' } },
        ],
        run: {
          kind: 'jsonrpc',
          api: 'shop',
          path: '/rpc',
          method: 'sum',
          bind: [
            { parameter: 'a', name: 'a' },
            { parameter: 'b', name: 'b' },
          ],
        },
      },
      {
        name: 'ADD_WITH_END',
        description: 'Adds numbers and one more.',
        parameters: [{ name: 'a', schema: { type: 'number' } }],
        run: {
          kind: 'jsonrpc',
          api: 'shop',
          path: '/rpc',
          method: 'echo',
          bind: [{ parameter: 'a', name: 'a' }],
          fixed: [7],
          pick: '/1',
        },
      },
      {
        name: 'SAY_WHO',
        description: 'Echoes.',
        parameters: [
          { name: 'who', schema: text },
          { name: 'why', schema: text },
        ],
        run: {
          kind: 'jsonrpc',
          api: 'shop',
          path: '/rpc',
          method: 'echo',
          params: 'named',
          bind: [
            { parameter: 'who', name: 'name' },
            { parameter: 'why', name: 'why' },
          ],
          fixed: { loud: true },
        },
      },
      {
        name: 'NOTHING',
        description: 'No parameters.',
        run: { kind: 'jsonrpc', api: 'shop', path: '/rpc', method: 'none', params: 'named' },
      },
      {
        name: 'FORECAST',
        description: 'A tool.',
        parameters: [{ name: 'city', required: true, schema: text }],
        run: { kind: 'mcp', api: 'shop', path: '/mcp', tool: 'forecast', auth },
      },
      {
        name: 'FORECAST_BOUND',
        description: 'A tool.',
        parameters: [
          { name: 'town', required: true, schema: text },
          { name: 'days', schema: { type: 'integer' } },
        ],
        run: {
          kind: 'mcp',
          api: 'shop',
          path: '/mcp',
          tool: 'forecast',
          bind: [
            { parameter: 'town', name: 'city' },
            { parameter: 'days', name: 'days' },
          ],
          auth,
        },
      },
    ],
  });

interface Rpc {
  id?: number;
  method: string;
  params?: unknown;
}

/** A GraphQL endpoint that knows one field. */
function graphql({ body, headers }: Received, response: ServerResponse): void {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: { id: string } };
  if (query === '{ all }') return json(response, { data: variables ? null : { all: [1, 2] } });
  if (query !== DOCUMENT || headers.authorization !== 'Bearer the-token')
    return json(response, { errors: [{ message: 'not allowed' }] }, 400);
  const item = variables?.id === 'lamp' ? { name: JSON.stringify(variables) } : null;
  if (variables?.id === 'odd') return json(response, ['no GraphQL']);
  if (variables?.id === 'half')
    return json(response, { data: { item: { name: 'Half' } }, errors: [{ message: 'no price' }] });
  return json(
    response,
    item ? { data: { item } } : { data: null, errors: [{ message: `no ${variables?.id}` }, 'odd'] },
  );
}

/** A JSON-RPC endpoint that adds and echoes. */
function rpc({ body }: Received, response: ServerResponse): void {
  const { id, method, params } = JSON.parse(body) as Rpc;
  const reply = (more: object) => json(response, { jsonrpc: '2.0', id, ...more });
  if (method === 'echo') return reply({ result: params });
  if (method === 'none')
    return reply('params' in (JSON.parse(body) as object) ? { error: {} } : { result: null });
  const numbers = params as number[];
  if (numbers[0] === 13) return reply({ error: { code: -32000, message: 'no thirteen' } });
  if (numbers[0] === 14) return json(response, { id });
  return reply({ result: numbers.reduce((sum, number) => sum + number, 0) });
}

/** What the MCP server does differently from time to time. */
interface Mood {
  stream?: boolean;
  sessions?: boolean;
  result?: unknown;
  error?: { code: number; message: string };
  garbage?: boolean;
  refuse?: number;
}

/** A small MCP server that holds its clients to the protocol. */
function mcpServer(mood: () => Mood) {
  const sessions = new Set<string>();
  let count = 0;
  const problems: string[] = [];
  const answer = ({ body, headers }: Received, response: ServerResponse): void => {
    const { id, method, params } = JSON.parse(body) as Rpc;
    const { stream, result, error, garbage, refuse } = mood();
    const keeps = mood().sessions ?? true;
    if (!/application\/json.*text\/event-stream/.test(headers.accept ?? ''))
      problems.push('accept');
    if (headers.authorization !== 'Bearer the-token') problems.push('authorization');
    if (refuse !== undefined) return json(response, { error: 'refused' }, refuse);
    const send = (message: object) => {
      if (stream !== true) return json(response, { jsonrpc: '2.0', id, ...message });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        ': hello\n\nid: 0\ndata:\n\nevent: message\r\ndata: {"jsonrpc":"2.0","method":"notifications/message"}\r\n\r\n',
      );
      const lines = JSON.stringify({ jsonrpc: '2.0', id, ...message }, null, 1).split('\n');
      // In two pieces, and left open after.
      response.write(`id: 1\ndata: ${lines.slice(0, 2).join('\ndata: ')}`);
      setTimeout(() => response.write(`\ndata: ${lines.slice(2).join('\ndata: ')}\n\n`), 20);
      return undefined;
    };
    if (method === 'initialize') {
      count += 1;
      if (keeps) {
        sessions.add(`s${count}`);
        response.setHeader('Mcp-Session-Id', `s${count}`);
      }
      return send({
        result: {
          protocolVersion: '2025-03-26',
          capabilities: { tools: {} },
          serverInfo: { name: 'x', version: '1' },
        },
      });
    }
    if (headers['mcp-protocol-version'] !== '2025-03-26') problems.push('version');
    if (keeps && !sessions.has(String(headers['mcp-session-id'])))
      return json(response, { error: 'no session' }, 404);
    if (method === 'notifications/initialized') {
      if (id !== undefined) problems.push('a notification with an id');
      response.writeHead(202).end();
      return undefined;
    }
    if (garbage) return json(response, { jsonrpc: '2.0', id: 'other', result: 1 });
    if (error) return send({ error });
    const { name, arguments: given } = params as { name: string; arguments: unknown };
    return send({
      result: result ?? { content: [{ type: 'text', text: `${name} ${JSON.stringify(given)}` }] },
    });
  };
  return { answer, problems, greetings: () => count, forget: () => sessions.clear() };
}

describe('actions that call other protocols', () => {
  let server: HttpDouble;
  let agent: Agent;
  let mood: Mood = {};
  const mcp = mcpServer(() => mood);
  beforeAll(async () => {
    server = await startHttpDouble();
    server.answer((request, response) => {
      const known = { '/v1/graphql': graphql, '/v1/rpc': rpc, '/v1/mcp': mcp.answer }[request.path];
      if (known) known(request, response);
      else json(response, {}, 404);
    });
    const disk = await pluginOnDisk(spec(), 'remote');
    agent = await startAgent([await disk.plugin()], {
      SHOP_URL: `${server.url}/v1`,
      SHOP_TOKEN: 'the-token',
    });
  });
  beforeEach(() => {
    mood = {};
  });
  afterAll(async () => {
    await agent.stop();
    await server.close();
  });
  const act = async (name: string, input: Record<string, unknown> = {}) =>
    (await agent.act(name, input)).result;

  it.each<[string, string, Record<string, unknown>, object]>([
    [
      'a picked field',
      'GET_ITEM',
      { id: 'lamp', count: 2 },
      {
        success: true,
        text: '{"id":"lamp","count":2}',
        data: { value: '{"id":"lamp","count":2}' },
      },
    ],
    [
      'without what is not given',
      'GET_ITEM',
      { id: 'lamp' },
      { success: true, text: '{"id":"lamp"}' },
    ],
    ['all data', 'LIST_ALL', {}, { success: true, data: { value: { all: [1, 2] } } }],
    [
      'what was found, and what was not',
      'GET_ITEM',
      { id: 'half' },
      { success: true, text: 'Half\nNot everything was found: no price' },
    ],
    [
      'errors',
      'GET_ITEM',
      { id: 'boat' },
      {
        success: false,
        text: 'GET_ITEM failed: The API answered with errors: no boat; unknown error',
        data: { failure: 'refused' },
      },
    ],
    [
      'an answer that is none',
      'GET_ITEM',
      { id: 'odd' },
      { success: false, data: { failure: 'malformed' } },
    ],
  ])('GraphQL: %s', async (_, name, input, expected) => {
    expect(await act(name, input)).toMatchObject(expected);
  });

  it.each<[string, string, Record<string, unknown>, object]>([
    ['positional', 'ADD_UP', { a: 2, b: 3 }, { success: true, data: { value: 5 } }],
    ['without the last', 'ADD_UP', { a: 2 }, { success: true, data: { value: 2 } }],
    ['before fixed ones', 'ADD_WITH_END', {}, { success: true, data: { value: 7 } }],
    [
      'named',
      'SAY_WHO',
      { who: 'Ada' },
      { success: true, data: { value: { loud: true, name: 'Ada' } } },
    ],
    ['none at all', 'NOTHING', {}, { success: true, text: 'Done.' }],
    [
      'refused',
      'ADD_UP',
      { a: 13 },
      {
        success: false,
        text: 'ADD_UP failed: The API answered with error -32000: no thirteen',
        data: { failure: 'refused' },
      },
    ],
    ['without a result', 'ADD_UP', { a: 14 }, { success: false, data: { failure: 'malformed' } }],
  ])('JSON-RPC: parameters %s', async (_, name, input, expected) => {
    expect(await act(name, input)).toMatchObject(expected);
  });

  describe('MCP', () => {
    it('greets once, however many calls there are', async () => {
      const [one, two] = await Promise.all([
        act('FORECAST', { city: 'Brest' }),
        act('FORECAST_BOUND', { town: 'Lyon' }),
      ]);
      expect(one).toMatchObject({ success: true, text: 'forecast {"city":"Brest"}' });
      expect(two).toMatchObject({ success: true, text: 'forecast {"city":"Lyon"}' });
      expect(mcp.greetings()).toBe(1);
      expect(mcp.problems).toEqual([]);
    });

    it('reads streams that stay open', async () => {
      mood = { stream: true };
      mcp.forget();
      expect(await act('FORECAST', { city: 'Brest' })).toMatchObject({
        text: 'forecast {"city":"Brest"}',
      });
      expect(mcp.problems).toEqual([]);
    });

    it('greets again when the session is over, also where there are none any more', async () => {
      const before = mcp.greetings();
      mcp.forget();
      expect(await act('FORECAST', { city: 'a' })).toMatchObject({ success: true });
      expect(mcp.greetings()).toBe(before + 1);
      mood = { sessions: false };
      expect(await act('FORECAST', { city: 'b' })).toMatchObject({ success: true });
    });

    it.each<[string, Mood, object]>([
      [
        'structured content',
        { result: { content: [], structuredContent: { a: 1 } } },
        { success: true, text: 'a: 1', data: { value: { a: 1 } } },
      ],
      ['nothing', { result: {} }, { success: true, text: 'Done.' }],
      [
        'pictures and resources',
        {
          result: {
            content: [
              { type: 'image', mimeType: 'image/png', data: '' },
              { type: 'resource', resource: { uri: 'x:1', text: 'inside' } },
              { type: 'resource_link', uri: 'x:2' },
              {},
            ],
          },
        },
        { success: true, text: '[image image/png]\ninside\n[resource_link x:2]\n[something]' },
      ],
      [
        'a tool that failed',
        { result: { content: [{ type: 'text', text: 'no such city' }], isError: true } },
        { success: false, text: 'no such city' },
      ],
      [
        'an error',
        { error: { code: -32602, message: 'no such tool' } },
        {
          success: false,
          text: 'FORECAST failed: The MCP server refused: no such tool (-32602)',
          data: { failure: 'refused' },
        },
      ],
      [
        'an error in a stream',
        { stream: true, error: { code: 1, message: 'x' } },
        { success: false, data: { failure: 'refused' } },
      ],
      [
        'an answer to something else',
        { garbage: true },
        { success: false, data: { failure: 'malformed' } },
      ],
      ['a refusal', { refuse: 403 }, { success: false, data: { status: 403 } }],
      ['a session that cannot be had', { refuse: 404 }, { success: false, data: { status: 404 } }],
    ])('tells of %s', async (_, next, expected) => {
      mood = next;
      expect(await act('FORECAST', { city: 'Brest' })).toMatchObject(expected);
    });

    it('works again after it could not greet', async () => {
      expect(await act('FORECAST', { city: 'c' })).toMatchObject({ success: true });
    });
  });
});
