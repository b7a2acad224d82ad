import { describe, expect, it } from 'vitest';
import { verbNamed } from '../lexicon.js';
import { catalogue } from './catalogue.js';
import { operationFor, providerOperations } from './operations.js';
import { providerOperationSchema } from './provider-operation.js';

const entries = new Map(catalogue.map((entry) => [entry.id, entry]));
const wanted = (text: string) => {
  const [verb = '', ...words] = text.split(' ');
  const known = verbNamed(verb.replaceAll('_', ' '));
  return { verb: known ?? { class: verb, name: verb.toUpperCase() }, words };
};

describe('operations of providers', () => {
  it('cover at least 60 providers', () => {
    expect(new Set(providerOperations.map(({ provider }) => provider)).size).toBeGreaterThanOrEqual(
      60,
    );
  });

  it.each([...new Set(providerOperations.map(({ provider }) => provider))])(
    'of %s fit the schema, their path and the catalogue',
    (provider) => {
      expect(entries.has(provider)).toBe(true);
      for (const operation of providerOperations.filter((one) => one.provider === provider)) {
        expect(providerOperationSchema.safeParse(operation).error?.issues ?? []).toEqual([]);
        const { parameters = [], path, method, encoding } = operation;
        const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const inPath = parameters.filter((one) => one.in === 'path');
        expect(inPath.map(({ wire, name }) => wire ?? name).toSorted()).toEqual(places.toSorted());
        expect(inPath.every(({ required }) => required)).toBe(true);
        const names = parameters.map(({ name }) => name.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
        const inBody = parameters.filter((one) => one.in === 'body').length;
        const mayHave = method === 'GET' || method === 'DELETE' ? 0 : encoding === 'text' ? 1 : 64;
        expect(inBody).toBeLessThanOrEqual(mayHave);
        for (const phrase of operation.does) {
          const verb = phrase.split(' ')[0]?.replaceAll('_', ' ') ?? '';
          expect({ phrase, known: verbNamed(verb) !== undefined }).toEqual({ phrase, known: true });
        }
      }
    },
  );

  it('have at most one that is meant without words', () => {
    const mains = providerOperations.filter(({ main }) => main).map(({ provider }) => provider);
    expect(mains.filter((one, at) => mains.indexOf(one) !== at)).toEqual([]);
  });
});

describe('operationFor', () => {
  it.each([
    ['mastodon', 'post status', 'POST /statuses'],
    ['discord', 'send message', 'POST /channels/{channel_id}/messages'],
    ['discord', 'list channels', 'GET /guilds/{guild_id}/channels'],
    ['coingecko', 'fetch price', 'GET /simple/price'],
    ['coingecko', 'get trending coins', 'GET /search/trending'],
    ['coingecko', 'get market caps', 'GET /coins/markets'],
    ['deepl', 'translate messages', 'POST /translate'],
    ['brave', 'search web', 'GET /web/search'],
    ['brave', 'search news', 'GET /news/search'],
    ['openweather', 'get current weather', 'GET /weather'],
    ['openweather', 'get forecast', 'GET /forecast'],
    ['finnhub', 'get company news', 'GET /company-news'],
    ['hackernews', 'get data', 'GET /topstories.json'],
    ['homeassistant', 'turn_on lights', 'POST /api/services/homeassistant/turn_on'],
    ['datamuse', 'recommend rhymes', 'GET /words'],
  ])('finds in %s what "%s" means', (provider, text, expected) => {
    const found = operationFor(provider, wanted(text));
    expect(`${found?.method} ${found?.path}`).toBe(expected);
  });

  it.each([
    ['mastodon', 'delete account'],
    ['coingecko', 'send money'],
    ['deepl', 'paint picture'],
    ['nobody', 'get price'],
  ])('finds nothing in %s for "%s"', (provider, text) => {
    expect(operationFor(provider, wanted(text))).toBeUndefined();
  });
});
