import { describe, expect, it } from 'vitest';
import { findProviders } from './find-providers.js';
import { providerById, providersOfEnv, providersOfHost } from './provider-lookup.js';

/** `slack` for a certain one, `giphy?` for one that is only suggested. */
const names = (text: string) =>
  findProviders(text).map(({ entry, certain }) => (certain ? entry.id : `${entry.id}?`));

describe('findProviders', () => {
  it.each([
    ['Post to Mastodon when my build fails', ['mastodon']],
    ['watch a GitHub repo and tell a slack channel', ['github', 'slack']],
    ['send SENDGRID mails', ['sendgrid']],
    [
      'Open Weather, open-weather-map and OpenWeatherMap',
      ['openweather', 'openweather', 'openweather'],
    ],
    ['scrobble to Last.fm or last fm', ['lastfm', 'lastfm']],
    ["GitHub's releases", ['github']],
    ['a bot for PokéAPI', ['pokeapi']],
    ['translate with DeepL (or Google Translate)', ['deepl', 'googletranslate']],
    ['the fear & greed index', ['feargreed']],
  ])('finds whole names in %j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it.each([
    'send a signal to the user when the line is down',
    'put them together here, near the square',
    'a wise and brave notion of linear time',
    'zoom in, resend it and replicate the medium one on monday',
    'Signal me at dawn',
    'SEND A SIGNAL TO THE SQUARE',
    'ask the dev to fix it',
    'when X happens, do Y',
    'Here, There And Everywhere: A Square In The Box',
    'mastodontic hubspots',
    'buffer the snapshot and harvest crisp shortcuts, then render a ghost',
    'hosts api.slack.com/x and x/github.com',
    '',
    '...',
  ])('finds nothing in %j', (text) => {
    expect(names(text)).toEqual([]);
  });

  it.each([
    ['Post to Signal and LINE', ['signal', 'line']],
    ['create issues in Linear', ['linear']],
    ['use the notion api', ['notion']],
    ['a Square webhook', ['square']],
    ['resend the mail with Resend', ['resend']],
    ['post to X every morning', ['twitter']],
    ['book a zoom meeting', ['zoom']],
    ['Matrix bot that greets', ['matrix']],
    ['ask here with HERE maps', ['here']],
    ['NEAR protocol transfers', ['near']],
    ['Ask Gemini or Claude', ['gemini', 'anthropic']],
    ['LINE', []],
  ])('takes an everyday word for a name with capitals or a cue: %j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it.each([
    ['send it via signal', ['signal?']],
    ['find me a gif', ['giphy?']],
    ['the forecast for Box Hill', ['openmeteo?', 'box?']],
    ['Square board of tasks', ['square']],
    ['Square Root boards', []],
    ['always show the current Bitcoin price', ['coingecko?']],
  ])('only suggests for subjects and weak signs: %j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('leaves URLs, mail addresses, scopes and hosts to others', () => {
    expect(names('see https://api.github.com/repos/x and me@slack.com, @discord/core')).toEqual([]);
    expect(names('host api.github.com')).toEqual([]);
  });

  it('gives the place of the name', () => {
    const text = 'Ask Hugging Face, please';
    const [hit] = findProviders(text);
    expect(text.slice(hit?.start, hit?.end)).toBe('Hugging Face');
    expect(hit?.alias).toBe('Hugging Face');
  });

  it('takes the longest name', () => {
    expect(names('google calendar and Google Maps')).toEqual(['googlecalendar', 'googlemaps']);
    expect(names('open weather forecast')).toEqual(['openweather', 'openmeteo?']);
  });

  it('reads a megabyte of names without hanging', () => {
    const found = findProviders('Slack '.repeat(200_000));
    expect(found.length).toBe(3333);
    expect(found.at(-1)?.end).toBeLessThanOrEqual(20_000);
  });
});

describe('look-ups', () => {
  it('knows entries by id, host and variable', () => {
    expect(providerById('github')?.name).toBe('GitHub');
    expect(providerById('nope')).toBeUndefined();
    expect(providersOfHost('API.GitHub.com').map((entry) => entry.id)).toEqual(['github']);
    expect(providersOfHost('shop-1.myshopify.com').map((entry) => entry.id)).toEqual(['shopify']);
    expect(providersOfHost('example.org')).toEqual([]);
    expect(providersOfEnv('SLACK_BOT_TOKEN').map((entry) => entry.id)).toEqual(['slack']);
    expect(providersOfEnv('NOBODY_KEY')).toEqual([]);
  });
});
