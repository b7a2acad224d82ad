import { describe, expect, it } from 'vitest';
import { readText } from './read-text.js';

const names = (text: string): string[] => {
  const { spec } = readText(text);
  const lists: { name: string }[][] = spec
    ? [spec.actions, spec.providers, spec.evaluators, spec.services, spec.routes]
    : [];
  return lists.flat().map(({ name }) => name);
};

describe('requests in other shapes than an order', () => {
  it.each([
    // The passive voice.
    [
      'Mails should be sent through Resend and files must be uploaded to Dropbox.',
      ['SEND_MAIL', 'UPLOAD_FILE'],
    ],
    [
      'A plugin by which tickets can be opened, closed and reopened in our desk.',
      ['OPEN_TICKET', 'COMPLETE_TICKET'],
    ],
    [
      'The newest songs are listed and a playlist is created in Spotify.',
      ['LIST_NEWEST_SONGS', 'CREATE_PLAYLIST'],
    ],
    // Somebody acts.
    [
      'Members log their workouts. The agent shows the ranking on request.',
      ['SAVE_WORKOUT', 'GET_RANKING'],
    ],
    [
      'Visitors want to book a table, and they want to cancel a booking.',
      ['BOOK_TABLE', 'CANCEL_BOOKING'],
    ],
    ['It must be able to rename files.', ['RENAME_FILE']],
    // Lists of nouns.
    [
      'Features:\n- Page creation\n- Page search\n- Comment posting',
      ['CREATE_PAGE', 'SEARCH_PAGE', 'POST_COMMENT'],
    ],
    ['weather + forecast via OpenWeather', ['GET_WEATHER', 'GET_FORECAST']],
    [
      'Music tools:\n- Playback (play, pause, skip)',
      ['PLAY_PLAYBACK', 'PAUSE_PLAYBACK', 'SKIP_PLAYBACK'],
    ],
    // Politeness and detours.
    ['Would it be possible to have a plugin that pins posts?', ['PIN_POST']],
    ['Could you build something that reads a spreadsheet?', ['READ_SPREADSHEET']],
    ['How to say, I wish one plugin for to count words in a text.', ['COUNT_WORDS']],
    ['Need plugin who is getting news and is sending mails.', ['GET_NEWS', 'SEND_MAIL']],
    ['Make it possible for the agent to translate texts.', ['TRANSLATE_TEXT']],
    // A question inside.
    ['Check whether a domain is free with Cloudflare.', ['GET_DOMAIN']],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    'Whisk the eggs, add sugar and fold in the flour. Bake it.',
    'My weekend: I visited friends, watched a movie and read a book.',
    'The senate passed the bill. Reporters asked questions. The president will sign it.',
    'Two roads diverged in a yellow wood,\nAnd sorry I could not travel both',
    'The cat sat on the mat. It looked at the moon and waited.',
  ])('%s is none', (text) => {
    expect(readText(text)).toMatchObject({ outcome: 'not-for-us' });
    expect(readText(text).spec).toBeUndefined();
  });
});

describe('what the catalogue knows of a provider', () => {
  const read = (text: string) => {
    const { spec, questions } = readText(text);
    if (!spec) throw new Error('no spec');
    return { spec, questions };
  };

  it('needs no question about the path', () => {
    const { spec, questions } = read('Post to Mastodon when my build fails');
    expect(spec.actions[0]?.run).toMatchObject({ method: 'POST', path: '/statuses' });
    expect(questions.map(({ id }) => id)).toEqual(['source']);
  });

  it('takes values from the text where nobody can be asked', () => {
    const { spec } = read('Alert me when the price of Bitcoin on CoinGecko goes above 100000');
    expect(spec.services[0]?.run).toMatchObject({
      request: {
        path: '/simple/price',
        query: { ids: 'bitcoin', vs_currencies: 'usd' },
        pick: '/bitcoin/usd',
      },
      when: { is: 'above', value: 100_000 },
    });
    const oslo = read('Always tell the agent the weather in Oslo from OpenWeather as context').spec;
    expect(oslo.providers[0]?.run).toMatchObject({ query: { q: 'Oslo', units: 'metric' } });
  });

  it('and from settings otherwise', () => {
    const { spec } = read(
      'Tell the team on Discord when a new video appears on our YouTube channel.',
    );
    expect(spec.actions[0]?.run).toMatchObject({
      settings: [{ env: 'DISCORD_CHANNEL_ID', in: 'path', name: 'channel_id' }],
    });
    expect(spec.services[0]?.run).toMatchObject({ kind: 'feed', urlEnv: 'YOUTUBE_FEED_URL' });
    const weather = read(
      'Every morning summarise the weather from OpenWeather and send it to the room',
    ).spec;
    expect(weather.actions.map(({ run }) => run)).toMatchObject([
      { settings: [{ env: 'OPENWEATHER_CITY', in: 'query', name: 'q' }] },
    ]);
    expect(weather.services[0]?.run).toMatchObject({ notify: { to: { kind: 'room' } } });
  });

  it('sends text bodies and forms as they are', () => {
    expect(read('Send a notification through ntfy').spec.actions[0]?.run).toMatchObject({
      body: { encoding: 'text', parameter: 'text' },
    });
    expect(read('Translate texts with DeepL').spec.actions[0]?.run).toMatchObject({
      body: { encoding: 'form' },
    });
    expect(read('Get the price of a pair from Binance').spec.actions[0]?.run).toMatchObject({
      auth: [],
    });
  });

  it('reads a feed with a fixed address without a setting', () => {
    const { spec } = read('Tell me when a new story appears on Hacker News');
    expect(spec.services[0]?.run).toMatchObject({
      kind: 'feed',
      url: 'https://news.ycombinator.com/rss',
    });
  });

  it('never takes a transaction for a request', () => {
    const { spec } = read('Transfer SOL on Solana');
    expect(spec.actions[0]?.run).toMatchObject({ kind: 'custom' });
    expect(spec.environment).toContainEqual(
      expect.objectContaining({ name: 'SOLANA_PRIVATE_KEY', sensitive: true, required: false }),
    );
    const several = read('Swap tokens and show the balance on Ethereum').spec;
    expect(several.actions[0]?.run.kind).toBe('custom');
  });

  it('acts for a person at Google', () => {
    const { spec } = read('List the files of Google Drive');
    expect(Object.values(spec.auth)).toMatchObject([{ refreshTokenEnv: 'GOOGLE_REFRESH_TOKEN' }]);
  });
});

it('takes a condition in front for when to look, not for an action', () => {
  const { spec } = readText('After each conversation, work out whether the user was happy.');
  expect(spec?.actions).toEqual([]);
  expect(spec?.evaluators).toHaveLength(1);
});

it.each([
  ['Send the daily digest to the room', true],
  ['Every day post the news', true],
  ['Calculate the monthly payment of a loan', false],
  ['Show the weekly distance', false],
  ['Get the hourly rate', false],
])('%s: a schedule %s', (text, expected) => {
  const { spec } = readText(text);
  expect((spec?.services.length ?? 0) > 0).toBe(expected);
});
