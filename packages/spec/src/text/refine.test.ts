import { describe, expect, test } from 'vitest';
import { refine } from './refine.js';
import { readText } from './read-text.js';
import { lineDiff } from './spec-diff.js';
import { validateSpec } from './validate-spec.js';

const read = (text: string) => {
  const result = readText(text, { intent: 'create' });
  if (!result.spec) throw new Error(result.outcome);
  return { result, spec: result.spec };
};

describe('refine', () => {
  test('a time changes services only, and the diff shows it', () => {
    const { spec } = read('Monitor an RSS feed every hour and tell me about new posts');
    const { spec: after, diff } = refine(spec, 'every 10 minutes');
    expect(after.services[0]?.run).toMatchObject({ kind: 'feed', everyMs: 600_000 });
    expect(diff).toMatch(/^- .*everyMs: 3600000$/m);
    expect(diff).toMatch(/^\+ .*everyMs: 600000$/m);
    expect(spec.services[0]?.run).toMatchObject({ everyMs: 3_600_000 });
  });

  test('a schedule takes a cron or a timer', () => {
    const { spec } = read('Every day at 9 post the news from NewsAPI to Slack');
    expect(refine(spec, 'on Fridays at 17:00').spec.services[0]?.run).toMatchObject({
      cron: '0 17 * * 5',
    });
    const timer = refine(spec, 'every 7 minutes').spec.services[0]?.run;
    expect(timer).toMatchObject({ everyMs: 420_000 });
    expect(timer).not.toHaveProperty('cron');
  });

  test('a name', () => {
    expect(refine(read('Search the web with Tavily').spec, 'call it Web Finder').spec.name).toBe(
      'plugin-web-finder',
    );
    expect(refine(read('Search the web with Tavily').spec, 'name it plugin-finder').spec.name).toBe(
      'plugin-finder',
    );
  });

  test('the operation that was asked about', () => {
    const { result } = read('Get the level of a harbour from the Pegel API');
    const { spec, diff } = refine(result, {
      question: 'operation:pegel',
      text: 'GET /stations/{station}/level',
    });
    expect(spec.actions[0]?.run).toMatchObject({
      method: 'GET',
      path: '/stations/{station}/level',
    });
    expect(
      spec.actions[0]?.parameters.some(({ name, required }) => name === 'station' && required),
    ).toBe(true);
    expect(diff).not.toBe('');
  });

  test('a request that becomes a GET has no body', () => {
    const { spec } = refine(read('Send reports with Acme').spec, 'SEND_REPORT is GET /report');
    expect(spec.actions[0]?.run).toMatchObject({ method: 'GET', path: '/report' });
    expect(spec.actions[0]?.run).not.toHaveProperty('body');
  });

  test('the address of an API and of a feed', () => {
    const api = refine(
      read('Get the level of a harbour from the Pegel API').spec,
      'https://pegel.example.com/v2/',
    );
    expect(api.spec.apis['pegel']?.baseUrl).toBe('https://pegel.example.com/v2');
    expect(api.spec.permissions.hosts.map(({ host }) => host)).toContain('pegel.example.com');
    const feed = refine(read('Watch an RSS feed and tell me').spec, {
      question: 'feed',
      text: 'https://x.example.com/a.xml',
    });
    expect(feed.spec.services[0]?.run).toMatchObject({ url: 'https://x.example.com/a.xml' });
  });

  test('the name of the key, wherever it stands', () => {
    const { spec } = refine(
      read('Search the web with Tavily').spec,
      'the key is in MY_SEARCH_TOKEN',
    );
    expect(JSON.stringify(spec)).not.toContain('TAVILY_API_KEY');
    expect(spec.environment.map(({ name }) => name)).toContain('MY_SEARCH_TOKEN');
  });

  test('a threshold', () => {
    const { spec } = read('Monitor Binance and notify me when the price of ETH changes');
    expect(refine(spec, 'only below $2,000').spec.services[0]?.run).toMatchObject({
      when: { is: 'below', value: 2000 },
    });
  });

  test('less, and more', () => {
    const { spec } = read('Create and delete Trello cards');
    expect(refine(spec, 'without the delete action').spec.actions.map(({ name }) => name)).toEqual([
      'CREATE_CARD',
    ]);
    expect(refine(spec, 'also search Trello boards').spec.actions.map(({ name }) => name)).toEqual([
      'CREATE_CARD',
      'DELETE_CARD',
      'SEARCH_BOARDS',
    ]);
  });

  test('the service that an action was missing', () => {
    const { result } = read('Get parcel labels');
    const question = result.questions[0]?.id ?? '';
    expect(question).toBe('provider:GET_PARCEL_LABELS');
    const { spec } = refine(result, { question, text: 'Shippo' });
    expect(spec.actions[0]).toMatchObject({
      name: 'GET_PARCEL_LABELS',
      run: { kind: 'http', api: 'shippo' },
    });
  });

  test('what says nothing changes nothing, and is said', () => {
    const { spec, result } = read('Search the web with Tavily');
    for (const answer of ['hm', 'the sky is blue', '\0', 'every hour', 'remove the piano']) {
      const { spec: after, diff, diagnostics } = refine(result, answer);
      expect(after).toEqual(spec);
      expect(diff).toBe('');
      expect(diagnostics).toHaveLength(1);
    }
    expect(refine(readText('hello'), 'x').diagnostics[0]?.code).toBe('PW_TEXT_ANSWER_UNCLEAR');
  });
});

test('a diff leaves long unchanged runs out', () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  const after = before.map((line, i) => (i === 3 || i === 16 ? `${line}!` : line));
  const diff = lineDiff(before, after);
  expect(diff.split('\n').filter((line) => /^[+-]/.test(line))).toEqual([
    '- line 3',
    '+ line 3!',
    '- line 16',
    '+ line 16!',
  ]);
  expect(diff).toContain('  …');
  expect(lineDiff(before, before)).toBe('');
});

describe('validateSpec', () => {
  const codes = (text: string) => validateSpec(read(text).spec).map(({ code }) => code);

  test('finds what is missing', () => {
    expect(codes('Bend the spoons')).toContain('PW_TEXT_MISSING_BODY');
    expect(codes('Get the level of a harbour from the Pegel API')).toContain(
      'PW_TEXT_MISSING_ADDRESS',
    );
    const { spec } = read('Let users add, list and remove chores kept in memory');
    spec.actions = spec.actions.filter(({ name }) => !name.startsWith('ADD'));
    expect(validateSpec(spec).map(({ code }) => code)).toContain('PW_TEXT_MISSING_ADD');
    const feed = read('Watch an RSS feed and tell me').spec;
    for (const { run } of feed.services) if (run.kind === 'feed') delete run.notify;
    expect(validateSpec(feed).map(({ code }) => code)).toContain('PW_TEXT_MISSING_LISTENER');
  });

  test('finds what is ambiguous, contradictory or left over', () => {
    const { spec } = read('Get coins and list pools from CoinGecko');
    const [first, second] = spec.actions;
    if (!first || !second) throw new Error('two actions');
    const broken = {
      ...spec,
      actions: [first, { ...first, name: 'FETCH_COIN' }, second],
      apis: { ...spec.apis, idle: { ...Object.values(spec.apis)[0]!, requestsPerSecond: 0.001 } },
      auth: { ...spec.auth, idle: { type: 'bearer' as const, env: 'COINGECKO_API_KEY' } },
      collections: { idle: { item: 'x', fields: [], scope: 'room' as const, maxItems: 10 } },
    };
    const found = validateSpec(broken).map(({ code }) => code);
    expect(found).toContain('PW_TEXT_AMBIGUOUS_ACTIONS');
    expect(found).toContain('PW_TEXT_CONFLICT_REQUEST');
    expect(found.filter((code) => code === 'PW_TEXT_UNUSED')).toHaveLength(3);
  });

  test('finds rhythms that cost too much', () => {
    expect(codes('Every minute post a summary of the news from NewsAPI to Slack')).toContain(
      'PW_TEXT_CONFLICT_SCHEDULE',
    );
    const { spec } = read(
      'Monitor Binance every 10 seconds and notify me when the price of ETH changes',
    );
    for (const api of Object.values(spec.apis)) api.requestsPerSecond = 0.01;
    expect(validateSpec(spec).map(({ code }) => code)).toContain('PW_TEXT_CONFLICT_RATE');
  });

  test('a sound spec has no findings', () => {
    expect(codes('Let users add, list and remove chores kept in memory')).toEqual([]);
  });
});
