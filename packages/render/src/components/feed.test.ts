import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent, type Tables } from '../__fixtures__/agent.js';
import { type HttpDouble, startHttpDouble } from '../__fixtures__/http-double.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';
import { recipeSpec } from '../__fixtures__/recipes.js';

interface FeedModule {
  parseFeed: (
    text: string,
    address: string,
  ) => { title: string; entries: Record<string, string>[] };
}
interface XmlElement {
  name: string;
  space: string;
  children: unknown[];
}
interface XmlModule {
  parseXml: (text: string) => XmlElement;
  textOf: (element: XmlElement) => string;
}
interface WatchModule {
  ReleaseFeedService: { everyMs: number };
}

const ROOM = randomUUID();
const item = (id: string, title = id) =>
  `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>/r/${id}</link></item>`;
const rss = (...items: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Releases</title>${items.join('')}</channel></rss>`;

describe('services that follow a feed', () => {
  let server: HttpDouble;
  let disk: PluginOnDisk;
  let agent: Agent | undefined;
  let text = rss(item('1'));
  let status = 200;
  beforeAll(async () => {
    server = await startHttpDouble();
    server.answer(({ headers }, response) => {
      const tag = `"${text.length}"`;
      const known = headers['if-none-match'] === tag && status === 200;
      response.writeHead(known ? 304 : status, {
        'content-type': 'application/rss+xml',
        etag: tag,
      });
      response.end(known ? undefined : text);
    });
    const run = {
      kind: 'feed',
      url: 'https://news.example/feed',
      urlEnv: 'NEWS_URL',
      event: 'RELEASED',
      notify: { to: { kind: 'room', env: 'NEWS_ROOM' }, template: '{feed}: {title} {link}' },
    } as const;
    const other = { kind: 'feed', url: 'https://news.example/2', event: 'OTHER' } as const;
    const spec = recipeSpec('follow', {
      services: [
        { name: 'release_feed', description: 'Follows releases.', run },
        { name: 'other_feed', description: 'Follows another feed.', run: other },
      ],
    });
    disk = await pluginOnDisk(spec, 'feed');
    const module = await disk.load<WatchModule>('src/services/release-feed.ts');
    module.ReleaseFeedService.everyMs = 20;
  });
  afterEach(async () => {
    await agent?.stop();
    agent = undefined;
  });
  afterAll(() => server.close());

  const start = async (tables: Tables) => {
    agent = await startAgent(
      [await disk.plugin()],
      { NEWS_URL: `${server.url}/feed`, OTHER_FEED_URL: 'http://127.0.0.1:9/', NEWS_ROOM: ROOM },
      tables,
    );
    const heard: unknown[] = [];
    agent.runtime.registerEvent('RELEASED', async (payload) => {
      if ('value' in payload) heard.push((payload.value as { id: string }).id);
    });
    return heard;
  };

  it('tell of each new entry once, oldest first, also after a restart', async () => {
    const tables: Tables = { memories: [], tasks: [], cache: new Map() };
    const said = () => tables.memories.map(({ content }) => content.text);
    const heard = await start(tables);
    const answered304 = () =>
      server.received.filter(({ headers }) => headers['if-none-match'] !== undefined).length;
    // The first answer is no news; after it only changes are fetched.
    await expect.poll(answered304, { timeout: 5000 }).toBeGreaterThan(1);
    expect(heard).toEqual([]);
    text = rss(item('3', 'Three &amp; more'), item('2', '<![CDATA[<b>Two</b>]]>'), item('1'));
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['2', '3']);
    await expect
      .poll(said)
      .toEqual([`Releases: Two ${server.url}/r/2`, `Releases: Three & more ${server.url}/r/3`]);
    await agent?.stop();
    text = rss(item('4'), item('3'), item('2'));
    const later = await start(tables);
    await expect.poll(() => later, { timeout: 5000 }).toEqual(['4']);
  });

  it('go on after answers that are no feed', async () => {
    const tables: Tables = { memories: [], tasks: [], cache: new Map() };
    text = '<html><body>Maintenance</body></html>';
    const heard = await start(tables);
    const before = server.received.length;
    await expect.poll(() => server.received.length, { timeout: 5000 }).toBeGreaterThan(before + 1);
    text = rss(item('a'));
    await expect.poll(() => tables.cache?.size, { timeout: 5000 }).toBe(1);
    status = 500;
    const broken = server.received.length;
    await expect.poll(() => server.received.length, { timeout: 5000 }).toBeGreaterThan(broken);
    status = 200;
    text = rss(item('b'), item('a'));
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['b']);
  });

  describe('read', () => {
    const parse = async (source: string) =>
      (await disk.load<FeedModule>('src/lib/feed.ts')).parseFeed(
        source,
        'https://news.example/feed',
      );
    const entry = {
      id: 'urn:1',
      title: 'A & B',
      link: 'https://news.example/1',
      summary: 'Short text',
      author: 'Ada',
      date: '2024-05-01T10:00:00.000Z',
    };

    it.each([
      [
        'RSS 2.0',
        `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ELEMENT a ANY>]>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title>
        <item><guid>urn:1</guid><title>A &amp;amp; B</title><link>https://news.example/1</link><dc:creator>Ada</dc:creator>
        <description><![CDATA[<p>Short <b>text</b></p><script>bad()</script>]]></description>
        <pubDate>Wed, 01 May 2024 12:00:00 +0200</pubDate></item></channel></rss>`,
      ],
      [
        'RSS 1.0',
        `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d">
        <channel rdf:about="x"><title>News</title></channel>
        <item rdf:about="urn:1"><title>A &#38; B</title><link>https://news.example/1</link><description>Short text</description>
        <dc:creator>Ada</dc:creator><dc:date>2024-05-01T10:00:00Z</dc:date></item></rdf:RDF>`,
      ],
      [
        'Atom',
        `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><author><name>Ada</name></author>
        <!-- a comment --><entry><id>urn:1</id><title type="html">A &amp;amp; B</title>
        <link rel="edit" href="/edit"/><link href='/1'/><content type="xhtml"><div>Short <i>text</i></div></content>
        <updated>2024-05-01T10:00:00Z</updated></entry></feed>`,
      ],
      [
        'JSON Feed',
        JSON.stringify({
          version: 'https://jsonfeed.org/version/1.1',
          title: 'News',
          items: [
            {
              id: 'urn:1',
              title: 'A & B',
              url: '/1',
              content_html: '<p>Short text</p>',
              authors: [{ name: 'Ada' }],
              date_published: '2024-05-01T12:00:00+02:00',
            },
          ],
        }),
      ],
    ])('%s', async (_, source) => {
      expect(await parse(source)).toEqual({ title: 'News', entries: [entry] });
    });

    it('entries that say little, with what they have', async () => {
      const { entries } = await parse(
        rss(
          '<item><title>Only &unknown; a title</title></item>',
          '<item><link>javascript:alert(1)</link><guid>https://x.example/9</guid></item>',
          '<item><guid>https://x.example/8</guid></item>',
        ),
      );
      expect(entries.map(({ id, title, link }) => [id, title, link])).toEqual([
        ['Only &unknown; a title ', 'Only &unknown; a title', ''],
        ['https://x.example/9', '', ''],
        ['https://x.example/8', '', 'https://x.example/8'],
      ]);
      expect((await parse('{"items":[{"id":7},"odd",null]}')).entries.map(({ id }) => id)).toEqual([
        '7',
        ' ',
        ' ',
      ]);
    });

    it.each(['', 'no feed', '<html/>', '{"a":1}', '{broken', '<', '<!DOCTYPE x [', '<!-- open'])(
      'nothing out of %j',
      async (source) => {
        await expect(parse(source)).rejects.toThrow(/feed|XML|JSON/);
      },
    );
  });

  describe('read XML', () => {
    it('as people write it', async () => {
      const { parseXml, textOf } = await disk.load<XmlModule>('src/lib/xml.ts');
      const root = parseXml(
        '<a x=1 y><b>1 < 2 &amp; 3 > 2</i> &#x1F600;&#0;&#xD800;<c></b><p:d xmlns:p="urn:p"/><![CDATA[<e>]]><f g="',
      );
      expect(textOf(root)).toBe('1 < 2 & 3 > 2 \u{1F600}\uFFFD\uFFFD<e><f g="');
      expect(root.children.at(1)).toMatchObject({ name: 'd', space: 'urn:p' });
    });

    it('without growing by what a document declares', async () => {
      const { parseXml, textOf } = await disk.load<XmlModule>('src/lib/xml.ts');
      const bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><r>&b;&a;</r>';
      expect(textOf(parseXml(bomb))).toBe('&b;&a;');
    });

    it.each([
      ['too deep', '<a>'.repeat(5000)],
      ['too many', `<r>${'<a/>'.repeat(200_001)}</r>`],
    ])('but not %s', async (_, source) => {
      const { parseXml } = await disk.load<XmlModule>('src/lib/xml.ts');
      expect(() => parseXml(source)).toThrow(/too many/);
    });

    it.each(['<', '<a b="', '&', '<!--', '<![CDATA[', '<!x [', '</a>', '<a '])(
      'in linear time: %s again and again',
      async (piece) => {
        const { parseXml } = await disk.load<XmlModule>('src/lib/xml.ts');
        const began = performance.now();
        const read = () => parseXml(`<r>${piece.repeat(100_000)}`);
        expect(read).not.toThrow(RangeError);
        expect(performance.now() - began).toBeLessThan(10_000);
      },
    );
  });
});
