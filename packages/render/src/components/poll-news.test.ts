import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent, type Tables } from '../__fixtures__/agent.js';
import { type HttpDouble, json, startHttpDouble } from '../__fixtures__/http-double.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';
import { recipeSpec } from '../__fixtures__/recipes.js';

interface When {
  pointer: string;
  is: string;
  value?: unknown;
}
interface NewsModule {
  judge: (
    when: When,
    answer: unknown,
    memory: Record<string, unknown>,
  ) => { news: { value: unknown; previous?: unknown }[]; memory: Record<string, unknown> };
}

const request = {
  kind: 'http',
  api: 'shop',
  method: 'GET',
  path: '/price',
  response: { kind: 'json' },
} as const;
const service = (name: string, extra: object) => ({
  name,
  description: 'Watches a price.',
  run: { kind: 'poll' as const, everyMs: 1000, request, event: name.toUpperCase(), ...extra },
});
const spec = () =>
  recipeSpec('watch', {
    services: [
      service('price_rose', {
        when: { pointer: '/shop/eur', is: 'above', value: 100 },
        notify: {
          to: { kind: 'room', env: 'NEWS_ROOM' },
          template: 'The price is {value} EUR. {nothing}',
        },
      }),
      service('price_noted', {
        notify: {
          to: {
            kind: 'action',
            action: 'KEEP_NOTE',
            input: { note: '{text}!', level: '{shop_eur}' },
          },
          template: 'Now {shop_eur}',
        },
      }),
    ],
  });

describe('services that poll for news', () => {
  let server: HttpDouble;
  let disk: PluginOnDisk;
  let agent: Agent | undefined;
  let price: unknown = { shop: { eur: 99 } };
  beforeAll(async () => {
    server = await startHttpDouble();
    server.answer((_, response) => json(response, price));
    disk = await pluginOnDisk(spec(), 'poll-news');
  });
  afterEach(async () => {
    await agent?.stop();
    agent = undefined;
  });
  afterAll(() => server.close());

  const ROOM = randomUUID();
  const start = async (tables: Tables) => {
    agent = await startAgent(
      [await disk.plugin()],
      { SHOP_URL: server.url, NEWS_ROOM: ROOM },
      tables,
    );
    return agent;
  };

  it('tell the room once when a condition becomes true, also after a restart', async () => {
    const tables: Tables = { memories: [], tasks: [], cache: new Map() };
    const said = () => tables.memories.filter(({ roomId }) => roomId === ROOM);
    const first = await start(tables);
    const heard: unknown[] = [];
    first.runtime.registerEvent('PRICE_ROSE', async (payload) => {
      heard.push({ ...payload, runtime: undefined });
    });
    const sent: unknown[] = [];
    first.runtime.registerSendHandler('plugin-watch', async (_, target, content) => {
      sent.push([target.roomId, content.text]);
    });
    const asked = () => server.received.length;
    await expect.poll(asked, { timeout: 5000 }).toBeGreaterThan(1);
    expect(said()).toEqual([]);
    price = { shop: { eur: 101 } };
    await expect.poll(() => said().length, { timeout: 5000 }).toBe(1);
    expect(said()[0]).toMatchObject({
      tableName: 'messages',
      entityId: first.runtime.agentId,
      content: { text: 'The price is 101 EUR. ', source: 'plugin-watch' },
    });
    await expect.poll(() => heard).toEqual([{ source: 'plugin-watch', value: 101 }]);
    expect(sent).toEqual([[ROOM, 'The price is 101 EUR. ']]);
    await first.stop();
    const before = asked();
    await start(tables);
    await expect.poll(asked, { timeout: 5000 }).toBeGreaterThan(before + 1);
    expect(said()).toHaveLength(1);
  });

  it('hand changes to an action, with its input filled in', async () => {
    price = { shop: { eur: 1 } };
    const { runtime } = await start({ memories: [], tasks: [] });
    const action = runtime.actions.find(({ name }) => name === 'KEEP_NOTE')!;
    const inputs: unknown[] = [];
    const { handler } = action;
    action.handler = async (...given) => {
      inputs.push((given[3] as { parameters: unknown }).parameters);
      return handler(...given);
    };
    await expect
      .poll(() => runtime.getService<never>('price_noted'), { timeout: 5000 })
      .toMatchObject({ value: price });
    price = { shop: { eur: 2 } };
    await expect.poll(() => inputs, { timeout: 5000 }).toEqual([{ note: 'Now 2!', level: '2' }]);
    action.handler = handler;
  });

  it('start and go on although nobody can be told', async () => {
    price = { shop: { eur: 500 } };
    agent = await startAgent([await disk.plugin()], { SHOP_URL: server.url, NEWS_ROOM: 'hall' });
    const before = server.received.length;
    await expect.poll(() => server.received.length, { timeout: 5000 }).toBeGreaterThan(before + 3);
  });

  describe('know news', () => {
    const story = async (when: When, answers: unknown[]) => {
      const { judge } = await disk.load<NewsModule>('src/lib/news.ts');
      let memory: Record<string, unknown> = {};
      return answers.map((answer) => {
        const judged = judge(when, answer, memory);
        // What is remembered has been through a database.
        memory = JSON.parse(JSON.stringify(judged.memory)) as Record<string, unknown>;
        return judged.news;
      });
    };

    it.each<[string, When, unknown[], unknown[]]>([
      [
        'a change',
        { pointer: '/a', is: 'changed' },
        [{ a: 1 }, { a: 1, b: 2 }, { a: 2 }, {}],
        [[], [], [{ value: 2, previous: 1 }], [{ value: null, previous: 2 }]],
      ],
      [
        'a long text that changed',
        { pointer: '', is: 'changed' },
        ['x'.repeat(3000), 'y'],
        [[], [{ value: 'y' }]],
      ],
      [
        'new items, the oldest first',
        { pointer: '/list', is: 'new' },
        [
          { list: [{ id: 1, n: 1 }] },
          { list: [{ id: 3 }, { id: 2 }, { id: 1, n: 9 }] },
          { list: [] },
          { list: [{ id: 2 }] },
        ],
        [[], [{ value: { id: 2 } }, { value: { id: 3 } }], [], []],
      ],
      [
        'items without a name',
        { pointer: '', is: 'new' },
        [['a'], ['b', 'a'], [[1], { x: 1 }, { x: 1 }]],
        [[], [{ value: 'b' }], [{ value: { x: 1 } }, { value: { x: 1 } }, { value: [1] }]],
      ],
      [
        'one item instead of a list',
        { pointer: '', is: 'new' },
        [{ id: 'a' }, { id: 'b' }],
        [[], [{ value: { id: 'b' } }]],
      ],
      [
        'the first item of an empty list',
        { pointer: '/x', is: 'new' },
        [{}, { x: ['a'] }],
        [[], [{ value: 'a' }]],
      ],
      [
        'a number that falls',
        { pointer: '', is: 'below', value: 5 },
        [4, 3, 6, '4.5', '', null],
        [[{ value: 4 }], [], [], [{ value: '4.5' }], [], []],
      ],
      [
        'a text that holds a word',
        { pointer: '/s', is: 'contains', value: 'Down' },
        [{ s: 'up' }, { s: 'is DOWN' }, { s: ['down'] }, { s: { a: 1 } }],
        [[], [{ value: 'is DOWN' }], [], []],
      ],
    ])('%s', async (_, when, answers, expected) => {
      expect(await story(when, answers)).toEqual(expected);
    });
  });
});
