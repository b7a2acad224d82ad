const answer = JSON.stringify({
  items: Array.from({ length: 24 }, (_, at) => ({
    id: at,
    name: `item ${at}`,
    tags: ['a', 'b', String(at)],
    price: at * 1.5,
  })),
});

/**
 * The yardstick: a fixed piece of work of the kind that an action does (an address, headers, an answer that is
 * parsed, a text made of it). What slows the machine down slows it down as much as the plugin; times divided
 * by its time can be held against those of another hour.
 */
export async function referenceWork(): Promise<number> {
  const url = new URL('https://reference.example/items');
  url.searchParams.set('page', '2');
  const headers = new Headers({ accept: 'application/json', authorization: 'Bearer reference' });
  await Promise.resolve(headers.get('accept'));
  const response = new Response(answer, { headers: { 'content-type': 'application/json' } });
  const { items } = (await response.json()) as { items: { name: string; tags: string[] }[] };
  const seen = new Map<string, number>();
  for (const { name, tags } of items)
    seen.set(
      name.replace(/\d+/, (found) => `#${found}`),
      tags.length,
    );
  const text = [...seen].map(([name, count]) => `${name}: ${count}`).join('\n');
  return text.length + url.href.length;
}
