import type { RouteRequest, RouteResponse } from '@elizaos/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { specOnlyWith } from '../__fixtures__/every-kind.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

interface Answer {
  status?: number;
  headers: Record<string, unknown>;
  body?: unknown;
}

function fakeResponse(options: { broken?: boolean; headers?: boolean } = {}) {
  const answer: Answer = { headers: {} };
  const response: RouteResponse = {
    status: (code) => {
      if (options.broken) throw new Error('the connection is gone');
      answer.status = code;
      return response;
    },
    json: (data) => {
      answer.body = data;
      return response;
    },
    send: (data) => {
      answer.body = data;
      return response;
    },
    end: () => response,
    ...(options.headers === false
      ? {}
      : {
          setHeader: (name: string, value: string | string[]) => {
            answer.headers[name.toLowerCase()] = value;
            return response;
          },
        }),
  };
  return { answer, response };
}

describe('routes', () => {
  let disk: PluginOnDisk;
  let agent: Agent;
  beforeAll(async () => {
    const spec = specOnlyWith('actions', 'routes');
    const [hello, greet, own] = spec.routes;
    disk = await pluginOnDisk(
      {
        ...spec,
        routes: [
          hello!,
          greet!,
          own!,
          { ...own!, name: 'broken', path: '/broken' },
          {
            ...greet!,
            name: 'write',
            path: '/write',
            run: { kind: 'action', action: 'EVERY_WRITE' },
          },
        ],
      },
      'route',
      {
        'src/handlers/broken.route.ts': `export async function handle(): Promise<never> { throw new Error('secret detail'); }`,
      },
    );
    agent = await startAgent([await disk.plugin()]);
  });
  afterAll(async () => agent.stop());

  const call = async (
    path: string,
    request: RouteRequest = {},
    options?: Parameters<typeof fakeResponse>[0],
  ): Promise<Answer> => {
    const route = agent.runtime.routes.find((one) => one.path === `/plugin-every-kind${path}`);
    const { answer, response } = fakeResponse(options);
    await route!.handler!(request, response, agent.runtime);
    return answer;
  };

  it('stand under the name of the plugin; a public page is not listed as a panel', () => {
    expect(
      agent.runtime.routes.map(({ type, path, name, public: open }) => [type, path, name, open]),
    ).toEqual([
      ['GET', '/plugin-every-kind/hello/:who', undefined, true],
      ['POST', '/plugin-every-kind/greet/:who', 'greet', false],
      ['GET', '/plugin-every-kind/own', 'own', false],
      ['GET', '/plugin-every-kind/broken', 'broken', false],
      ['POST', '/plugin-every-kind/write', 'write', false],
    ]);
  });

  it('answer a text with path and query values in it, as plain text', async () => {
    const answer = await call('/hello/:who', {
      params: { who: '<script>alert(1)</script> {place} $&' },
      query: { place: 'Rome' },
    });
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      body: 'Hello <script>alert(1)</script> {place} $& from Rome',
    });
  });

  it('answer a text as JSON where no header can be set', async () => {
    const answer = await call('/hello/:who', { params: { who: 'Ada' } }, { headers: false });
    expect(answer.body).toEqual({ text: 'Hello Ada from {place}' });
  });

  it('run an action with values of path, body and query, in this order', async () => {
    const answer = await call('/greet/:who', {
      params: { who: 'Ada' },
      body: JSON.parse('{"who":"Bob","mood":"fine","__proto__":{"polluted":true}}'),
      query: { who: 'Eve', mood: 'bad' },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { success: true, text: 'Hello Ada, fine! {unknown} {"a": 1}' },
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['what is missing', {}, /amount/],
    ['what does not fit', { body: { amount: -5 } }, /amount/],
    ['a body that is no object', { body: ['amount'] }, /amount/],
  ])('answer 400 and name %s', async (_, request, text) => {
    expect(await call('/write', request)).toMatchObject({
      status: 400,
      body: { success: false, error: expect.stringMatching(text) },
    });
  });

  it('answer 500 when the action fails', async () => {
    expect(await call('/write', { query: { amount: '2' } })).toMatchObject({
      status: 500,
      body: { success: false, error: expect.stringContaining('EVERY_WRITE is not written yet') },
    });
  });

  it('answer 501 while a body is not written', async () => {
    expect(await call('/own')).toMatchObject({
      status: 501,
      body: { error: 'own is not written yet: its body goes into src/handlers/own.route.ts.' },
    });
  });

  it('answer 500 without details when a body throws', async () => {
    expect(await call('/broken')).toEqual({
      status: 500,
      headers: {},
      body: { error: 'The request failed.' },
    });
  });

  it('do not reject even when nobody is there to answer to', async () => {
    await expect(call('/broken', {}, { broken: true })).resolves.toEqual({ headers: {} });
  });
});
