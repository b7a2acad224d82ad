import { expect, it } from 'vitest';
import { searchProviders } from './search-providers.js';

const ids = (words: string, limit?: number) =>
  searchProviders(words, limit === undefined ? {} : { limit }).map((entry) => entry.id);

it.each([
  ['slack', 'slack'],
  ['notion', 'notion'],
  ['google calendar', 'googlecalendar'],
  ['GitHub issues', 'github'],
  ['api.stripe.com', 'stripe'],
  ['gif', 'giphy'],
])('finds %j', (words, id) => {
  expect(ids(words)[0]).toBe(id);
});

it('lists a category, as many as wanted', () => {
  expect(ids('weather', 3)).toHaveLength(3);
  expect(ids('weather', 50)).toEqual(expect.arrayContaining(['openweather', 'openmeteo', 'nws']));
});

it.each(['', '?', 'xyzzy', 'x'.repeat(100_000)])('finds nothing for odd words', (words) => {
  expect(ids(words)).toEqual([]);
});
