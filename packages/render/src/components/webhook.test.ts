import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RouteResponse } from '@elizaos/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, startAgent, type Tables } from '../__fixtures__/agent.js';
import { pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';
import { recipeSpec } from '../__fixtures__/recipes.js';

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==';
const KINDS = ['none', 'token', 'hmac-sha256', 'github', 'stripe', 'standard-webhooks'] as const;
const ROOM = randomUUID();

/** Hands requests over as the server of ElizaOS 1.7 does: the body parsed, without its bytes. */
async function startRouteServer(agent: Agent, keepBytes: () => boolean) {
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const route = agent.runtime.routes.find(({ path }) => path === `/plugin-hook${incoming.url}`);
      const response = {
        status: (code: number) => {
          outgoing.statusCode = code;
          return response;
        },
        json: (value: unknown) => {
          outgoing.end(JSON.stringify(value));
          return response;
        },
        setHeader: (name: string, value: string) => outgoing.setHeader(name, value),
      } as unknown as RouteResponse;
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const request = {
        body,
        headers: incoming.headers,
        params: {},
        query: {},
        ...(keepBytes() ? { rawBody: Buffer.from(text) } : {}),
      };
      void route?.handler?.(request, response, agent.runtime);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const mac = (text: string, key: string | Buffer = SECRET, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', key).update(text).digest(encoding);
const seconds = (shift = 0) => String(Math.floor(Date.now() / 1000) + shift);
const stripe = (text: string, time = seconds()) => ({
  'stripe-signature': `t=${time},v1=${'0'.repeat(64)},v1=${mac(`${time}.${text}`)},v0=x`,
});
const standard = (text: string, id: string, time = seconds()) => ({
  'webhook-id': id,
  'webhook-timestamp': time,
  'webhook-signature': `v1,AAAA v1,${mac(`${id}.${time}.${text}`, Buffer.from(SECRET.slice(6), 'base64'), 'base64')}`,
});

describe('routes that receive webhooks', () => {
  let agent: Agent;
  let server: { url: string; close: () => void };
  let bytes = false;
  const tables: Tables = { memories: [], tasks: [], cache: new Map() };
  const heard: unknown[] = [];
  beforeAll(async () => {
    const spec = recipeSpec('hook', {
      routes: KINDS.map((verify) => ({
        name: `hook-${verify}`,
        description: 'Takes messages.',
        method: 'POST' as const,
        path: `/${verify}`,
        public: true,
        run: {
          kind: 'webhook' as const,
          verify,
          ...(verify === 'none' ? { pick: '/order' } : { secretEnv: 'HOOK_SECRET' }),
          ...(verify === 'hmac-sha256' ? { header: 'X-Shop-Signature' } : {}),
          event: 'HOOKED',
          notify: {
            to: { kind: 'room' as const, env: 'NEWS_ROOM' },
            template: '{kind} {repo_name} {value}',
          },
        },
      })),
    });
    const disk = await pluginOnDisk(spec, 'webhook');
    agent = await startAgent(
      [await disk.plugin()],
      { HOOK_SECRET: SECRET, NEWS_ROOM: ROOM },
      tables,
    );
    agent.runtime.registerEvent('HOOKED', async (payload) => {
      heard.push({ ...payload, runtime: undefined, source: undefined });
    });
    server = await startRouteServer(agent, () => bytes);
  });
  beforeEach(() => {
    bytes = false;
    heard.length = 0;
    tables.memories.length = 0;
  });
  afterAll(async () => {
    await agent.stop();
    server.close();
  });

  const send = async (path: string, text: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.url}/${path}`, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: response.status, body: await response.text() };
  };
  const github = (text: string, event = 'push', delivery: string = randomUUID()) => ({
    'x-hub-signature-256': `sha256=${mac(text)}`,
    'x-github-event': event,
    'x-github-delivery': delivery,
  });

  it('take a signed message once, emit it and tell of it', async () => {
    const text = JSON.stringify({ repo: { name: 'tides' }, ref: 'main' });
    const headers = github(text, 'push', 'delivery-1');
    expect(await send('github', text, headers)).toEqual({ status: 202, body: '{"ok":true}' });
    const news = { value: JSON.parse(text) as unknown, kind: 'push', delivery: 'delivery-1' };
    await expect.poll(() => heard).toEqual([news]);
    await expect
      .poll(() => tables.memories[0]?.content.text)
      .toMatch(/^push tides repo: name: tides\nref: main$/);
    expect(await send('github', text, headers)).toMatchObject({
      status: 200,
      body: '{"ok":true,"repeated":true}',
    });
    expect(await send('github', text, github(text, 'ping'))).toMatchObject({ status: 200 });
    expect(heard).toHaveLength(1);
  });

  const value = { b: 'ünï/<&>', list: [1, { x: null }], n: 1.5, empty: {} };
  const ascii = (text: string) =>
    text.replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const python = '{"b": "ünï/<&>", "list": [1, {"x": null}], "n": 1.5, "empty": {}}';
  it.each([
    ['compact, as JavaScript writes', JSON.stringify(value)],
    ['with a line break at the end', `${JSON.stringify(value)}\n`],
    ['indented, as Stripe writes', JSON.stringify(value, null, 2)],
    ['with blanks, as Python writes', ascii(python)],
    ['with blanks and letters as they are', python],
    ['with escaped slashes, as PHP writes', ascii(JSON.stringify(value)).replaceAll('/', '\\/')],
    [
      'with escaped markup, as Go writes',
      JSON.stringify(value).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`),
    ],
  ])('know a body again that was signed %s', async (_, text) => {
    expect(await send('hmac-sha256', text, { 'x-shop-signature': mac(text) })).toMatchObject({
      status: 202,
    });
    const base64 = { 'X-Shop-Signature': mac(text, SECRET, 'base64') };
    expect(await send('hmac-sha256', text, base64)).toMatchObject({ status: 202 });
  });

  it('need the bytes where no spelling brings them back', async () => {
    const text = '{ "amount":1.0 }';
    const headers = { 'x-shop-signature': `sha256=${mac(text)}` };
    expect(await send('hmac-sha256', text, headers)).toMatchObject({ status: 401 });
    bytes = true;
    expect(await send('hmac-sha256', text, headers)).toMatchObject({ status: 202 });
  });

  it.each<[string, string, (text: string) => Record<string, string>]>([
    ['a token', 'token', () => ({ authorization: `Bearer ${SECRET}` })],
    ['Stripe', 'stripe', (text) => stripe(text)],
    ['Standard Webhooks', 'standard-webhooks', (text) => standard(text, 'msg-1')],
  ])('take what %s proves', async (_, path, headers) => {
    const text = JSON.stringify({ id: `of-${path}`, type: 'paid' });
    expect(await send(path, text, headers(text))).toMatchObject({ status: 202 });
    await expect.poll(() => heard).toMatchObject([{ kind: 'paid' }]);
  });

  const text = '{"id":"x"}';
  it.each<[string, string, Record<string, string>]>([
    ['no token', 'token', {}],
    ['another token', 'token', { authorization: 'Bearer x' }],
    ['no signature', 'github', {}],
    ['a signature of another text', 'github', github('{"id":"y"}')],
    ['a signature with another key', 'hmac-sha256', { 'x-shop-signature': mac(text, 'x') }],
    ['an old message', 'stripe', stripe(text, seconds(-400))],
    ['a message from the future', 'stripe', stripe(text, seconds(400))],
    ['a time that is none', 'stripe', stripe(text, 'now')],
    [
      'a changed time',
      'standard-webhooks',
      { ...standard(text, 'm'), 'webhook-timestamp': seconds(-1) },
    ],
    ['a message without id', 'standard-webhooks', standard(text, '')],
  ])('refuse %s', async (_, path, headers) => {
    expect(await send(path, text, headers)).toMatchObject({ status: 401 });
    expect(heard).toEqual([]);
  });

  it('pick a part of the message', async () => {
    await send('none', '{"order":{"n":1}}');
    await send('none', '{}');
    await expect
      .poll(() => heard)
      .toEqual([
        { value: { n: 1 }, kind: '', delivery: '' },
        { value: null, kind: '', delivery: '' },
      ]);
    expect(await send('none', '')).toMatchObject({ status: 202 });
  });

  it('take nothing while the secret is not set', async () => {
    agent.runtime.setSetting('HOOK_SECRET', '');
    try {
      const empty = { 'x-hub-signature-256': `sha256=${mac(text, '')}` };
      expect(await send('github', text, empty)).toMatchObject({ status: 503 });
    } finally {
      agent.runtime.setSetting('HOOK_SECRET', SECRET);
    }
  });
});
