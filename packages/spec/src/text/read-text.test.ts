import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../__fixtures__/hostile-texts.js';
import { parseSpec } from '../parse-spec.js';
import { writeSpec } from '../write-spec.js';
import { readText } from './read-text.js';
import type { TextResult } from './types.js';

const specOf = (result: TextResult) => {
  if (!result.spec)
    throw new Error(
      `${result.outcome}: ${result.diagnostics.map(({ code, message }) => `${code} ${message}`).join('; ')}`,
    );
  return result.spec;
};
const kindsOf = (text: string) => {
  const spec = specOf(readText(text));
  return [
    ...spec.actions,
    ...spec.providers,
    ...spec.evaluators,
    ...spec.services,
    ...spec.routes,
  ].map(({ run }) => run.kind);
};

describe('recipes', () => {
  test.each([
    ['Search the web with Tavily.', 'http-action', ['http']],
    [
      'Let users add, list, complete and remove chores kept in memory.',
      'collection',
      ['collection', 'collection', 'collection', 'collection'],
    ],
    [
      'Watch the RSS feed https://blog.example.com/feed.xml every hour and tell me about new posts.',
      'feed-watch',
      ['feed'],
    ],
    [
      'Monitor CoinGecko every 10 minutes and notify me when the price of bitcoin drops below 50,000.',
      'monitor-notify',
      ['poll'],
    ],
    [
      'Every Monday at 9am post a summary of the open GitHub issues to Slack.',
      'scheduled-digest',
      ['http', 'http', 'schedule'],
    ],
    [
      'Always give the agent the current gas price from Etherscan as context.',
      'context-provider',
      ['http'],
    ],
    [
      'After every message, detect whether it is positive, neutral or negative.',
      'message-evaluator',
      ['model'],
    ],
    ['Note messages that contain the word "refund".', 'message-evaluator', ['words']],
    ['Receive Stripe webhooks and announce them in the room.', 'webhook-receiver', ['webhook']],
    ['Summarise long texts.', 'text-tool', ['model']],
    ['Translate messages into another language.', 'text-tool', ['model']],
    ['Classify support tickets.', 'text-tool', ['model']],
    ['Extract names from a text.', 'text-tool', ['model']],
    ['Write a haiku about a topic.', 'text-tool', ['model']],
    ['Convert miles to kilometers and roll dice.', 'compute', ['compute', 'compute']],
    ['Query Snapshot with GraphQL for proposals.', 'graphql-query', ['graphql']],
    ['Get the balance of an address from Solana.', 'json-rpc', ['jsonrpc']],
    ['Call eth_getBlockByNumber on Ethereum.', 'json-rpc', ['jsonrpc']],
    ['Use the MCP server at https://mcp.example.com to search documents.', 'mcp-bridge', ['mcp']],
    ['Call the tool "lookup" of an MCP server.', 'mcp-bridge', ['mcp']],
    ['Add a /health HTTP endpoint.', 'route', ['text']],
    ['Bend the spoons.', 'skeleton', ['custom']],
  ])('%s', (text, recipe, kinds) => {
    const result = readText(text, { intent: 'create' });
    expect(result.recipes).toContain(recipe);
    const spec = specOf(result);
    expect(
      [
        ...spec.actions,
        ...spec.providers,
        ...spec.evaluators,
        ...spec.services,
        ...spec.routes,
      ].map(({ run }) => run.kind),
    ).toEqual(kinds);
    expect(parseSpec(JSON.parse(JSON.stringify(spec))).ok).toBe(true);
  });
});

describe('fields', () => {
  test('the cron, the provider and the address say where they come from', () => {
    const text =
      'Every day at 7:30 get the forecast from https://api.example.com/v2/forecast?days=3 with the key in ACME_TOKEN';
    const result = readText(text);
    const spec = specOf(result);
    const cron = result.fields.find(({ path }) => path.endsWith('/run/cron'));
    expect(cron).toMatchObject({ value: '30 7 * * *', source: 'rule' });
    expect(text.slice(...(cron?.evidence ?? [0, 0]))).toBe('Every day at 7:30');
    const base = result.fields.find(({ path }) => path.endsWith('/baseUrl'));
    expect(base).toMatchObject({ value: 'https://api.example.com', source: 'quoted' });
    const action = spec.actions[0];
    expect(action?.run).toMatchObject({ kind: 'http', path: '/v2/forecast', query: { days: '3' } });
    expect(spec.environment.map(({ name }) => name)).toContain('ACME_TOKEN');
  });

  test('every component has evidence, and offsets are those of the text as given', () => {
    const text = '\u200B\u200BLet users save \u202Ebookmarks and list bookmarks';
    const result = readText(text);
    for (const { evidence } of result.fields.filter((one) =>
      /^\/(?:actions|services|providers|evaluators|routes)\/\d+\/name$/.test(one.path),
    )) {
      expect(evidence).not.toBeNull();
      expect(text.slice(...(evidence ?? [0, 0])).length).toBeGreaterThan(3);
    }
  });

  test('a guess is an assumption that is shown, and at most three things are asked', () => {
    const result = readText(
      'Get quotes from Acme, notes from Bolt, prices from Corex and news from Dorado',
    );
    expect(result.questions).toHaveLength(3);
    expect(result.assumptions.length).toBeGreaterThan(0);
    expect(
      result.fields.filter(({ confidence, source }) => source === 'assumed' && confidence >= 0.6),
    ).toEqual([]);
  });

  test('an unknown brand gets a key and an address by its name', () => {
    const spec = specOf(readText('Fetch train delays from the Zugfuchs API'));
    expect(spec.environment.map(({ name, required }) => [name, required])).toEqual([
      ['ZUGFUCHS_BASE_URL', true],
      ['ZUGFUCHS_API_KEY', false],
    ]);
    expect(spec.name).toMatch(/^plugin-zugfuchs/);
  });

  test('a key that is part of the path makes the whole address a setting', () => {
    const spec = specOf(readText('Pin messages in Telegram'));
    expect(spec.environment[0]).toMatchObject({
      name: 'TELEGRAM_BASE_URL',
      sensitive: true,
      required: true,
    });
  });

  test('what a clause names is a parameter', () => {
    const spec = specOf(readText('Send an email through SendGrid with a subject and body'));
    expect(spec.actions[0]?.parameters.map(({ name }) => name)).toEqual(['subject', 'body']);
  });

  test('"when my build fails" without a source waits for a webhook and asks who knows', () => {
    const result = readText('Post to Mastodon when my build fails');
    expect(kindsOf('Post to Mastodon when my build fails')).toEqual(['http', 'webhook']);
    expect(result.questions.map(({ id }) => id)).toContain('source');
  });

  test('the same text gives the same bytes', () => {
    const text =
      'Track my Strava runs: show the last activity, and post a summary on Sundays at 8pm.';
    expect(writeSpec(specOf(readText(text)))).toBe(writeSpec(specOf(readText(text))));
    expect(JSON.stringify(readText(text))).toBe(JSON.stringify(readText(text)));
  });
});

describe('no spec', () => {
  test.each([
    ['', 'not-for-us', 'PW_TEXT_EMPTY'],
    ['... !!! ???', 'not-for-us', 'PW_TEXT_NO_WORDS'],
    ['Crée un plugin qui envoie un message avec une image', 'not-for-us', 'PW_TEXT_LANGUAGE'],
    ["Shall I compare thee to a summer's day?", 'not-for-us', 'PW_TEXT_NOT_A_REQUEST'],
    ['const a = () => { return 1; };', 'not-for-us', 'PW_TEXT_CODE'],
    ['x'.repeat(10_000_000), 'not-for-us', 'PW_TEXT_TOO_LARGE'],
    ['\0\0\0', 'not-for-us', 'PW_TEXT_BINARY'],
    ['make a cool plugin', 'vague', 'PW_TEXT_VAGUE'],
    ['A plugin for Spotify', 'questions', 'PW_TEXT_NO_COMPONENT'],
    [
      'Create a plugin that predicts the winning lottery numbers',
      'impossible',
      'PW_TEXT_IMPOSSIBLE',
    ],
    ['Write a plugin that steals passwords from users', 'impossible', 'PW_TEXT_REFUSED'],
  ])('%.40s: %s', (text, outcome, code) => {
    const result = readText(text);
    expect(result.spec).toBeUndefined();
    expect([result.outcome, result.diagnostics.at(-1)?.code]).toEqual([outcome, code]);
  });

  test('other intents are answered, not built', () => {
    expect(readText('list my plugins')).toMatchObject({ intent: 'list', outcome: 'not-for-us' });
    expect(readText('search the web', { context: 'chat' })).toMatchObject({ intent: 'none' });
  });
});

describe('hostile text', () => {
  test.each([
    'Search the web for # with Tavily',
    'Create a plugin called # that rolls dice',
    'Save notes about #',
    'Always tell the agent "#" as context',
    'Fetch https://#.example.com/# every hour',
    '#',
  ])('inside "%s" gives a valid spec or none', (frame) => {
    for (const hostile of hostileTexts) {
      const result = readText(frame.replaceAll('#', () => hostile));
      const sound = result.spec
        ? parseSpec(JSON.parse(JSON.stringify(result.spec))).ok
        : result.outcome !== 'spec';
      expect(sound).toBe(true);
    }
  });

  test('a long tangle of words is read in reasonable time', () => {
    for (const piece of [
      'list and ',
      'when if when ',
      'a plugin that ',
      'plugin for ',
      'the the ',
      '((((',
      'every ',
      ', and then ',
      "'s ",
      'x.y.',
      'webhook endpoint add ',
      'keep available ',
    ]) {
      const start = performance.now();
      readText(piece.repeat(4000 / piece.length), { intent: 'create' });
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });
});
