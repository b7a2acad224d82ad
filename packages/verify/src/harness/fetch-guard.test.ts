import { describe, expect, it } from 'vitest';
import { guardFetch, stepHeader, type FetchRules } from './fetch-guard.js';

function guarded(rules: Partial<FetchRules> = {}) {
  const passed: string[] = [];
  const target: { fetch: typeof fetch } = {
    fetch: async (input) => {
      passed.push(input instanceof Request ? `${input.method} ${input.url}` : String(input));
      return new Response('ok');
    },
  };
  const blocked = guardFetch(
    {
      origin: 'http://127.0.0.1:1234',
      rewrites: [{ from: 'https://login.example/token', to: 'http://127.0.0.1:1234/token/a' }],
      network: false,
      ...rules,
    },
    target,
  );
  return { passed, blocked, fetch: (...args: Parameters<typeof fetch>) => target.fetch(...args) };
}

describe('guardFetch', () => {
  it('lets requests to the fixture server and data URLs pass', async () => {
    const { fetch, passed, blocked } = guarded();
    await fetch('http://127.0.0.1:1234/api/x');
    await fetch(new URL('data:text/plain,hello'));
    expect(passed).toEqual(['http://127.0.0.1:1234/api/x', 'data:text/plain,hello']);
    expect(blocked).toEqual([]);
  });

  it('tells the fixture server the step, and nobody else', async () => {
    const sent: (string | null)[] = [];
    const target: { fetch: typeof fetch } = {
      fetch: async (input, init) => {
        const { headers } = new Request(input, init);
        sent.push(headers.get(stepHeader), headers.get('x-own'));
        return new Response('ok');
      },
    };
    const step = () => 'route GET /é';
    guardFetch({ origin: 'http://127.0.0.1:1234', rewrites: [], network: true, step }, target);
    const headers = { 'x-own': 'yes' };
    await target.fetch('http://127.0.0.1:1234/a', { headers });
    await target.fetch(new Request('http://127.0.0.1:1234/a', { headers }));
    await target.fetch('http://127.0.0.1:9/', { headers });
    const encoded = 'route%20GET%20%2F%C3%A9';
    expect(sent).toEqual([encoded, 'yes', encoded, 'yes', null, 'yes']);
  });

  it('sends token requests to the fixture server', async () => {
    const { fetch, passed } = guarded();
    await fetch('https://login.example/token', { method: 'POST' });
    await fetch(new Request('https://login.example/token', { method: 'POST' }));
    expect(passed).toEqual(['http://127.0.0.1:1234/token/a', 'POST http://127.0.0.1:1234/token/a']);
  });

  it('fails as without a network for everything else, and remembers it without the query', async () => {
    const { fetch, blocked } = guarded({ origin: undefined });
    await expect(fetch('https://api.example/a?secret=1', { method: 'PUT' })).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { code: 'ENOTFOUND' },
    });
    await expect(fetch(new Request('http://127.0.0.1:1234/'))).rejects.toThrow('fetch failed');
    expect(blocked).toEqual([
      { method: 'PUT', url: 'https://api.example/a' },
      { method: 'GET', url: 'http://127.0.0.1:1234/' },
    ]);
  });

  it('lets everything pass when the network is allowed', async () => {
    const { fetch, passed, blocked } = guarded({ network: true });
    await fetch('https://api.example/a');
    expect([passed, blocked]).toEqual([['https://api.example/a'], []]);
  });
});
