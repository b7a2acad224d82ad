import { describe, expect, test } from 'vitest';
import { readText } from './read-text.js';
import { labelsOf } from './recipes/message-evaluator.js';
import { conditionOf } from './recipes/monitor-notify.js';

const read = (text: string) => {
  const result = readText(text, { intent: 'create' });
  if (!result.spec)
    throw new Error(result.diagnostics.map(({ code, message }) => `${code} ${message}`).join('; '));
  return { ...result, spec: result.spec };
};

test.each([
  ['rises above $1,500', { is: 'above', value: 1500 }],
  ['hits 50k', { is: 'above', value: 50_000 }],
  ['drops below 0.5', { is: 'below', value: 0.5 }],
  ['falls under 2m', { is: 'below', value: 2_000_000 }],
  ['mentions "refund"', { is: 'contains', value: 'refund' }],
  ['a new release', { is: 'new' }],
  ['moves more than 5%', { is: 'changed' }],
])('news: %s', (text, when) => {
  expect(conditionOf(text)).toEqual(when);
});

test('labels of a verdict', () => {
  expect(labelsOf('classify it as positive, neutral or negative')).toEqual([
    'positive',
    'neutral',
    'negative',
  ]);
  expect(labelsOf('whether it is good or bad')).toEqual(['good', 'bad']);
  expect(labelsOf('as spam')).toBeUndefined();
});

describe('what runs on its own', () => {
  test('a stream is asked again and again, and a change in percent is asked about', () => {
    const { spec, diagnostics, questions } = read(
      'Keep a websocket connection to Binance open and alert me when ETH moves more than 5% in an hour.',
    );
    expect(spec.services[0]?.run).toMatchObject({
      kind: 'poll',
      notify: { to: { kind: 'room', env: 'NOTIFY_ROOM_ID' } },
    });
    expect(diagnostics.map(({ code }) => code)).toContain('PW_TEXT_POLLED');
    expect(questions.some(({ id }) => id.startsWith('condition:'))).toBe(true);
  });

  test('a monitor of nothing known is a place for code, and a question', () => {
    const { spec, questions, diagnostics } = read('Monitor the coffee machine in the background');
    expect(spec.services[0]?.run.kind).toBe('custom');
    expect(questions[0]?.id).toMatch(/^provider:/);
    expect(diagnostics[0]?.code).toBe('PW_TEXT_NO_RECIPE');
  });

  test('a monitor with a time and no source is a schedule', () => {
    expect(read('Watch the stove every 10 minutes').spec.services[0]?.run).toMatchObject({
      kind: 'schedule',
      cron: '*/10 * * * *',
    });
  });

  test('the sender is the receiver of a digest of what was read before', () => {
    const { spec } = read(
      'Track my Strava runs: show the last activity, weekly distance, and post a summary on Sundays at 8pm.',
    );
    expect(spec.services[0]?.run).toMatchObject({
      kind: 'schedule',
      cron: '0 20 * * 0',
      steps: [{ action: 'GET_LAST_ACTIVITY' }, { action: 'GET_WEEKLY_DISTANCE' }],
    });
  });

  test('a fixed text can be sent at a time', () => {
    expect(read('Every morning at 8 send a Slack message').spec.services[0]?.run).toMatchObject({
      kind: 'schedule',
      notify: { to: { kind: 'action' } },
    });
  });

  test('a read at a time is a step', () => {
    const { spec } = read('Fetch the top stories for a topic from Hacker News every 2 hours');
    expect(spec.services[0]?.run).toMatchObject({
      kind: 'schedule',
      cron: '0 */2 * * *',
      steps: [{ action: 'GET_TOP_STORIES' }],
    });
    expect(spec.actions[0]?.parameters.every(({ required }) => !required)).toBe(true);
  });

  test('a worker that nobody describes has a place for code', () => {
    expect(read('Add an action to restart the background worker').spec.services[0]?.run.kind).toBe(
      'custom',
    );
  });
});

describe('what the agent knows', () => {
  test('its own collection', () => {
    const { spec } = read(
      'Let users add and remove chores kept in memory, and always show the agent the open chores',
    );
    expect(spec.providers[0]?.run).toMatchObject({ kind: 'collection', collection: 'chore' });
  });

  test('a text that is quoted', () => {
    expect(read('Always tell the agent "We close at six"').spec.providers[0]?.run).toMatchObject({
      kind: 'text',
      template: 'We close at six',
    });
  });

  test('the time, and what nobody names, have a place for code', () => {
    expect(read('Always tell the agent the current time').spec.providers[0]?.run.kind).toBe(
      'custom',
    );
    const { spec, questions } = read('Always tell the agent the mood of the garden');
    expect(spec.providers[0]?.run.kind).toBe('custom');
    expect(questions[0]?.id).toMatch(/^provider:/);
  });
});

describe('routes', () => {
  test('a signed webhook uses the scheme of its sender', () => {
    expect(read('Receive GitHub webhooks').spec.routes[0]?.run).toMatchObject({
      kind: 'webhook',
      verify: 'github',
      secretEnv: 'GITHUB_WEBHOOK_SECRET',
    });
    expect(read('Accept webhooks at /hooks/orders').spec.routes[0]).toMatchObject({
      path: '/hooks/orders',
      run: { verify: 'token', header: 'X-Webhook-Token' },
    });
  });

  test('a route answers with an action, or says what it is for', () => {
    const { spec } = read('Search the web with Tavily, and expose a /search HTTP endpoint');
    expect(spec.routes[0]?.run).toEqual({ kind: 'action', action: 'SEARCH_WEB' });
    expect(read('Expose an endpoint with the opening hours').spec.routes[0]?.run.kind).toBe('text');
    expect(read('Expose a health endpoint').spec.routes[0]).toMatchObject({
      path: '/status',
      run: { template: 'ok' },
    });
  });
});

describe('requests', () => {
  test.each([
    ['Delete a card in Trello', 'DELETE', ['id']],
    ['Update a card in Trello', 'PATCH', ['id']],
    ['Create a card in Trello', 'POST', ['title']],
    ['Search cards in Trello', 'GET', ['query']],
    ['Generate images with Replicate', 'POST', ['prompt']],
    ['Translate texts with DeepL', 'POST', ['text', 'targetLang', 'sourceLang']],
    ['Capture pages with Browserless', 'POST', ['page']],
    ['Get the price by symbol from Binance', 'GET', ['symbol']],
    ['Send an amount to a friend with Wise', 'POST', ['friend']],
  ])('%s', (text, method, parameters) => {
    const action = read(text).spec.actions[0];
    expect(action?.run).toMatchObject({ kind: 'http', method });
    expect(action?.parameters.map(({ name }) => name)).toEqual(parameters);
  });

  test('a path of a quoted address may have holes', () => {
    const action = read('Get a station from https://api.example.com/v1/stations/{station}').spec
      .actions[0];
    expect(action?.run).toMatchObject({ path: '/v1/stations/{station}' });
    expect(action?.parameters).toMatchObject([{ name: 'station', required: true }]);
  });

  test('a document is no operation, a local address is a setting', () => {
    expect(
      read('Get prices, see https://docs.example.com/reference').spec.actions[0]?.run,
    ).toMatchObject({ path: '/prices' });
    expect(
      read('Get notes from http://localhost:3000').spec.apis['localhost']?.baseUrl,
    ).toBeUndefined();
  });

  test('several schemes of one provider are sent together', () => {
    const { spec } = read('Post messages in Rocket.Chat');
    expect(spec.actions[0]?.run).toMatchObject({ auth: [['rocketchat-1', 'rocketchat-2']] });
  });

  test('a GraphQL mutation takes what the clause names', () => {
    const { spec } = read('Create an issue with a title in Linear');
    expect(spec.actions[0]?.run).toMatchObject({
      kind: 'graphql',
      variables: [{ parameter: 'title', name: 'title' }],
    });
    expect(JSON.stringify(spec.actions[0]?.run)).toContain('mutation');
  });

  test('a JSON-RPC method nobody names is a guess', () => {
    const { spec, questions } = read('Use JSON-RPC to list frozen blocks of the Acme API');
    expect(spec.actions[0]?.run).toMatchObject({ kind: 'jsonrpc' });
    expect(questions.length).toBeGreaterThan(0);
    expect(read('Get the gas price from Ethereum').spec.actions[0]?.run).toMatchObject({
      method: 'eth_gasPrice',
    });
  });

  test('each thing has the name that stands behind it', () => {
    const { spec } = read('Get stock quotes from Finnhub and news from NewsAPI');
    expect(spec.actions.map(({ run }) => (run.kind === 'http' ? run.api : run.kind))).toEqual([
      'finnhub',
      'newsapi',
    ]);
  });
});

test.each([
  ['Explain a text', 'model'],
  ['Rewrite messages', 'model'],
  ['Identify the language of a text', 'model'],
  ['Analyze the tone of a message', 'model'],
  ['Correct the grammar of a text', 'model'],
  ['Simplify articles', 'model'],
  ['Recommend names', 'model'],
  ['Summarise any URL', 'custom'],
  ['Clear the chores', 'custom'],
])('%s: %s', (text, kind) => {
  expect(read(text).spec.actions[0]?.run.kind).toBe(kind);
});

test('names of plugins: given, quoted, made', () => {
  expect(read('Create a plugin called Dice Box that rolls dice').spec.name).toBe('plugin-dice-box');
  expect(read('Create @acme/plugin-dice: roll dice').spec.name).toBe('@acme/plugin-dice');
  expect(read('Roll dice').spec.name).toBe('plugin-dice');
});

test('a model handler has a place for code', () => {
  expect(
    read('Use Acme as the language model provider').spec.models.map(({ type }) => type),
  ).toEqual(['TEXT_SMALL', 'TEXT_LARGE']);
  expect(read('Use Acme as the embedding model').spec.models.map(({ type }) => type)).toEqual([
    'TEXT_EMBEDDING',
  ]);
});
