import { parseSpec, type PluginSpec } from '@plugwright/spec';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dummyValue } from './dummy-values.js';
import { startFixtureServer, type FixtureServer } from './fixture-server.js';
import { webhookRequest } from './webhook-request.js';

const text = { type: 'string' } as const;
const remote = { api: 'shop', auth: [['token']] };
const bind = [
  { parameter: 'id', name: 'item' },
  { parameter: 'count', name: 'count' },
];

function spec(): PluginSpec {
  const action = (name: string, run: object) => ({
    name,
    description: 'Asks.',
    parameters: [
      { name: 'id', required: true, schema: text },
      { name: 'count', schema: { type: 'integer' } },
    ],
    run: { ...remote, ...run },
  });
  const document = 'query Q($item: ID!, $count: Int) { item(id: $item, first: $count) { name } }';
  const result = parseSpec({
    specVersion: 1,
    name: 'plugin-remote',
    description: 'Asks.',
    apis: { shop: { baseUrl: 'https://shop.example', baseUrlEnv: 'SHOP_URL' } },
    auth: { token: { type: 'bearer', env: 'SHOP_TOKEN' } },
    environment: [
      { name: 'SHOP_URL', description: 'Where.' },
      { name: 'SHOP_TOKEN', description: 'Who.', sensitive: true },
    ],
    permissions: {
      hosts: ['shop.example', 'news.example'].map((host) => ({ host, reason: 'Asked.' })),
      environment: ['SHOP_URL', 'SHOP_TOKEN'].map((name) => ({ name, reason: 'Needed.' })),
    },
    actions: [
      action('GET_ITEM', {
        kind: 'graphql',
        path: '/graphql',
        document,
        variables: bind,
        example: { item: { name: 'Lamp' } },
      }),
      action('GET_ODD', { kind: 'graphql', path: '/odd', document, variables: bind }),
      action('RPC_LIST', { kind: 'jsonrpc', path: '/rpc', method: 'list', bind, fixed: ['end'] }),
      action('RPC_NAMED', {
        kind: 'jsonrpc',
        path: '/rpc',
        method: 'named',
        params: 'named',
        bind,
        fixed: { deep: { a: 1 } },
        example: 7,
      }),
      action('ASK_TOOL', { kind: 'mcp', path: '/mcp', tool: 'ask', example: { a: 1 } }),
      action('ASK_BOUND', { kind: 'mcp', path: '/mcp2', tool: 'ask', bind }),
    ],
    services: [
      {
        name: 'news_feed',
        description: 'Follows.',
        run: { kind: 'feed', url: 'https://news.example/rss', event: 'NEWS' },
      },
    ],
  });
  if (result.ok) return result.spec;
  throw new Error(JSON.stringify(result.diagnostics));
}

describe('the fixture server, for other protocols', () => {
  let server: FixtureServer;
  beforeAll(async () => {
    server = await startFixtureServer(spec());
  });
  afterAll(() => server.close());

  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${server.settings['SHOP_URL']}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${dummyValue('SHOP_TOKEN')}`,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answer = await response.text();
    return answer === '' ? response.status : (JSON.parse(answer) as Record<string, unknown>);
  };
  const query = spec().actions[0]?.run;
  const document = query?.kind === 'graphql' ? query.document : '';
  const rpc = (method: string, params?: unknown) => ({ jsonrpc: '2.0', id: 3, method, params });

  it.each<[string, unknown, unknown]>([
    [
      '/graphql',
      { query: document, variables: { item: 'a', count: 2 } },
      { data: { item: { name: 'Lamp' } } },
    ],
    ['/odd', { query: document, variables: { item: 'a' } }, { data: {} }],
    ['/rpc', rpc('list', ['a', null, 'end']), { jsonrpc: '2.0', id: 3, result: null }],
    ['/rpc', rpc('named', { item: 'a', deep: { a: 1 } }), { jsonrpc: '2.0', id: 3, result: 7 }],
    [
      '/mcp',
      rpc('initialize', { protocolVersion: '2025-06-18' }),
      { result: { protocolVersion: '2025-06-18' } },
    ],
    ['/mcp', { jsonrpc: '2.0', method: 'notifications/initialized' }, 202],
    [
      '/mcp',
      rpc('tools/call', { name: 'ask', arguments: { id: 'a' } }),
      { result: { structuredContent: { a: 1 } } },
    ],
    [
      '/mcp2',
      rpc('tools/call', { name: 'ask', arguments: { item: 'a' } }),
      { result: { content: [{ type: 'text', text: 'an answer' }] } },
    ],
  ])('answers on %s what the spec says: %j', async (path, body, expected) => {
    const answer = await post(path, body);
    expect({ answer }).toMatchObject({ answer: expected });
  });

  it.each<[string, unknown, string[]]>([
    ['/graphql', '[]', ['the body is no JSON object']],
    ['/graphql', '{', ['the body is not JSON', 'the body is no JSON object']],
    [
      '/graphql',
      { query: '{ x }', variables: { item: 1, y: 1 } },
      ['the query is another document', '"y" is not known', 'id does not fit its schema'],
    ],
    ['/odd', { query: document }, ['id is missing']],
    [
      '/rpc',
      { id: 1, method: 'other' },
      [
        'jsonrpc is not "2.0"',
        'it is another method',
        'the fixed values are not at the end',
        'id is missing',
      ],
    ],
    ['/mcp', { ...rpc('initialize'), params: {} }, ['the protocol version is missing']],
    ['/mcp', rpc('notifications/initialized'), ['a notification has no id']],
    ['/mcp', rpc('tools/list', {}), ['it is another method']],
    [
      '/mcp2',
      rpc('tools/call', { name: 'x', arguments: { id: 'a' } }),
      ['it is another tool', '"id" is not known', 'id is missing'],
    ],
  ])('refuses on %s: %j', async (path, body, problems) => {
    expect(await post(path, body)).toMatchObject({ problems });
  });

  it('refuses a call without its fixed or with strange values', async () => {
    const body = { jsonrpc: '2.0', method: 'named', params: { item: 'a', x: 1 } };
    const { problems } = (await post('/rpc', body)) as { problems: string[] };
    // The first candidate on the path is reported; the second has problems of its own.
    expect(problems).not.toEqual([]);
  });

  it('has a feed that knows who has seen it', async () => {
    const url = server.settings['NEWS_FEED_URL'] ?? '';
    const first = await fetch(url);
    expect(await first.text()).toContain('<title>An entry</title>');
    const etag = first.headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(server.requests.at(-1)).toMatchObject({ component: 'service news_feed', problems: [] });
  });
});

describe('webhookRequest', () => {
  const secret = dummyValue('HOOK');
  const run = { kind: 'webhook', secretEnv: 'HOOK', event: 'X' } as const;
  const mac = (message: string, encoding: 'hex' | 'base64' = 'hex') =>
    createHmac('sha256', secret).update(message).digest(encoding);

  it.each<[string, object, (body: string) => object]>([
    ['none', {}, () => ({})],
    ['token', {}, () => ({ authorization: `Bearer ${secret}` })],
    ['token', { header: 'X-Token' }, () => ({ 'x-token': secret })],
    ['hmac-sha256', {}, (body) => ({ 'x-signature': mac(body) })],
    ['github', {}, (body) => ({ 'x-hub-signature-256': `sha256=${mac(body)}` })],
    ['stripe', { pick: '/a~1b' }, (body) => ({ 'stripe-signature': `t=5,v1=${mac(`5.${body}`)}` })],
    [
      'standard-webhooks',
      {},
      (body) => ({ 'webhook-signature': `v1,${mac(`msg_1.5.${body}`, 'base64')}` }),
    ],
  ])('proves a message by %s %j', (verify, more, headers) => {
    const request = webhookRequest({ ...run, verify: verify as 'none', ...more }, 5999);
    expect(request.headers).toMatchObject(headers(JSON.stringify(request.body)));
  });

  it('puts the message where it is looked for', () => {
    const { body } = webhookRequest({ ...run, verify: 'none', pick: '/a~1b' }, 0);
    expect(body).toMatchObject({ 'a/b': { type: 'example' } });
  });
});
