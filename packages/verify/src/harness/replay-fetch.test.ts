import { describe, expect, it } from 'vitest';
import { replayFetch } from './replay-fetch.js';

/** A `fetch` that counts, and answers with what it was asked. */
function counting() {
  const target = {
    calls: 0,
    fetch: (async (input: string | URL | Request) => {
      target.calls += 1;
      const url = input instanceof Request ? input.url : String(input);
      if (url.endsWith('/empty')) return new Response(null, { status: 204 });
      const response = Response.json(
        { url, call: target.calls },
        { status: 201, headers: { 'x-a': 'b' } },
      );
      Object.defineProperty(response, 'url', { value: url });
      return response;
    }) as typeof fetch,
  };
  replayFetch(target);
  return target;
}

describe('recorded answers', () => {
  it('are given again, whole, as often as is asked', async () => {
    const target = counting();
    for (let time = 0; time < 3; time++) {
      const response = await target.fetch('https://a.example/x', { headers: { a: '1' } });
      expect(response.status).toBe(201);
      expect(response.url).toBe('https://a.example/x');
      expect(response.headers.get('x-a')).toBe('b');
      expect(await response.json()).toEqual({ url: 'https://a.example/x', call: 1 });
      expect((await target.fetch('https://a.example/empty')).status).toBe(204);
    }
    expect(target.calls).toBe(2);
  });

  it('are those of the same request only', async () => {
    const target = counting();
    const form = new FormData();
    form.set('a', '1');
    form.set('b', new File(['x'], 'x.txt'));
    const inits: RequestInit[] = [
      {},
      { method: 'POST' },
      { method: 'POST', body: 'a' },
      { method: 'POST', body: new URLSearchParams({ a: '1' }) },
      { method: 'POST', body: new Uint8Array([1]) },
      { method: 'POST', body: new Uint8Array([2]).buffer },
      { method: 'POST', body: new Blob(['c']) },
      { method: 'POST', body: form },
      { headers: { a: '1' } },
    ];
    for (const init of [...inits, ...inits]) await target.fetch('https://a.example/x', init);
    expect(target.calls).toBe(inits.length);
    // A stream can be read once, and a request may hold one.
    for (let time = 0; time < 2; time++) {
      await target.fetch(new Request('https://a.example/x'));
      await target.fetch('https://a.example/x', { method: 'POST', body: new ReadableStream() });
    }
    expect(target.calls).toBe(inits.length + 4);
  });

  it('are not kept without end', async () => {
    const target = counting();
    for (let at = 0; at < 502; at++) await target.fetch(`https://a.example/${at}`);
    await target.fetch('https://a.example/0');
    expect(target.calls).toBe(502);
    await target.fetch('https://a.example/501');
    expect(target.calls).toBe(503);
  });
});
